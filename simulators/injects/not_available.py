"""Not available: the terminals of one boat tell neither speed, course nor heading, in the words of AIS."""

from collections.abc import Iterable

from simulators.injects.attack import Attack, body_of, saying
from simulators.injects.moved import row_of_fix
from simulators.post import Said
from simulators.scenario_key import seconds, word

KEYS = (word("vessel", "the boat", "vessel"), seconds("for_s", "how long", low=1))

NOT_AVAILABLE = {"sog_kn": 102.3, "cog_deg": 360.0, "heading_deg": 511.0}
"""What AIS says for a value it does not have, ITU-R M.1371-5 table 48: 1023 tenths, 3600 tenths, 511."""


class NotAvailable(Attack):
    """Puts those values in the place of what a boat's terminals measured."""

    def alter(self, said: Said) -> Iterable[Said]:
        """Return a fix of the boat without speed, course and heading; every other letter as it is."""
        if row_of_fix(self.ground, said) != self.ground.scene.row_of[self.inject.vessel]:
            return (said,)
        self.injected.touch(self.inject.vessel)
        return (saying(said, body_of(said) | NOT_AVAILABLE),)
