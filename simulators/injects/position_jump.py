"""Position jump: every position of one boat is wrong by the same distance for a while."""

from collections.abc import Iterable

import numpy as np

from simulators.injects.attack import Attack
from simulators.injects.moved import MAX_JUMP_M, moved, row_of_fix
from simulators.post import Said
from simulators.scenario_key import Key, seconds, word

KEYS = (
    word("vessel", "the boat", "vessel"),
    Key("east_m", "how far east its positions jump", default=0.0, low=-MAX_JUMP_M, high=MAX_JUMP_M),
    Key("north_m", "how far north its positions jump", default=0.0, low=-MAX_JUMP_M, high=MAX_JUMP_M),
    seconds("for_s", "how long", low=1),
)


class PositionJump(Attack):
    """Moves every position that one boat's terminals tell."""

    def alter(self, said: Said) -> Iterable[Said]:
        """Return a fix of the boat moved; every other letter as it is."""
        if row_of_fix(self.ground, said) != self.ground.scene.row_of[self.inject.vessel]:
            return (said,)
        self.injected.touch(self.inject.vessel)
        return (moved(self.ground, said, np.array([self.inject.east_m, self.inject.north_m])),)
