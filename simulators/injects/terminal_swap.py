"""Terminal swap: terminals of several boats travel aboard one hull (eight on two: Weihai 2022)."""

from collections.abc import Iterable

import numpy as np

from geo.units import mps_to_kn
from simulators.injects.attack import Attack, body_of, saying, terminal_of
from simulators.intervals import KINDS
from simulators.post import Said
from simulators.scenario_key import Key, seconds, word

KEYS = (
    word("vessel", "the boat that carries them", "vessel"),
    Key("vessels", "the boats whose terminals it carries", "words", high=100, among="vessel"),
    word("terminal_kind", "only their terminals of this kind", KINDS, ""),
    seconds("for_s", "how long", low=1),
)

SIGMA_M = 5.0
"""Scatter of each receiver aboard the one hull."""


class TerminalSwap(Attack):
    """Lets the terminals of boats tell the place and the movement of the hull that carries them."""

    def begin(self) -> None:
        """Note whose terminals are carried, and by whom."""
        row_of = self.ground.scene.row_of
        self._carrier = row_of[self.inject.vessel]
        self._owners = {row_of[vessel] for vessel in self.inject.vessels}

    def alter(self, said: Said) -> Iterable[Said]:
        """Return a fix of a carried terminal from where it is carried; every other letter as it is."""
        terminal = terminal_of(said)
        if terminal is None or terminal[2] != "fix" or self.inject.terminal_kind not in ("", terminal[0]):
            return (said,)
        if self.ground.row_of(*terminal[:2]) not in self._owners:
            return (said,)
        hulls, row = self.ground.scene.hulls, self._carrier
        lon, lat = self.ground.lonlat(hulls.xy_m[row] + self.rng.normal(0, SIGMA_M, 2))
        body = body_of(said) | {"lon": lon, "lat": lat}
        body["sog_kn"] = round(float(mps_to_kn(hulls.speed_mps[row])), 1)
        for field, degrees in (("cog_deg", hulls.course_deg[row]), ("heading_deg", hulls.heading_deg[row])):
            if field in body:
                body[field] = float(np.round(degrees) % 360)
        self.injected.touch(":".join(terminal[:2]))
        return (saying(said, body),)
