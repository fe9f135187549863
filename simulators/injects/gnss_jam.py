"""GNSS jam: the positions of every boat in a circle jump together."""

from collections.abc import Iterable

import numpy as np

from simulators.injects.attack import Attack
from simulators.injects.moved import MAX_JUMP_M, moved, row_of_fix
from simulators.post import Said
from simulators.scenario_key import Key, latitude, longitude, seconds

KEYS = (
    longitude("lon", "the middle of the circle"),
    latitude("lat", "the middle of the circle"),
    Key("radius_m", "its radius", low=1, high=200_000),
    Key("east_m", "how far east positions jump", default=0.0, low=-MAX_JUMP_M, high=MAX_JUMP_M),
    Key("north_m", "how far north positions jump", default=0.0, low=-MAX_JUMP_M, high=MAX_JUMP_M),
    seconds("for_s", "how long", low=1),
)


class GnssJam(Attack):
    """Moves the positions told by every terminal of every boat within the circle by the same distance."""

    def begin(self) -> None:
        """Draw the circle."""
        self._middle_m = self.ground.xy_m(self.inject.lon, self.inject.lat)
        self._by_m = np.array([self.inject.east_m, self.inject.north_m])

    def alter(self, said: Said) -> Iterable[Said]:
        """Return a fix from within the circle moved; every other letter as it is."""
        row = row_of_fix(self.ground, said)
        if row is None:
            return (said,)
        scene = self.ground.scene
        if np.hypot(*(scene.hulls.xy_m[row] - self._middle_m)) > self.inject.radius_m:
            return (said,)
        self.injected.touch(scene.vessels[row].id)
        return (moved(self.ground, said, self._by_m),)
