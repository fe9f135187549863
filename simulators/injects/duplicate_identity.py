"""Duplicate identity: a second hull transmits the number of a terminal somewhere else."""

import numpy as np

from geo.units import kn_to_mps
from simulators.beidou import INTERVAL_S
from simulators.injects.attack import Attack
from simulators.injects.speaking import say_fix
from simulators.intervals import CELL_S
from simulators.scenario_key import Key, latitude, longitude, seconds, word

KEYS = (
    word("terminal", "the terminal whose number is used twice, as `kind:number`", "terminal"),
    longitude("lon", "where the second hull begins"),
    latitude("lat", "where the second hull begins"),
    Key("speed_kn", "its speed", default=0.0, high=30.0),
    Key("course_deg", "its course", default=0.0, high=360.0),
    seconds("for_s", "how long", low=1),
)

EVERY_S = {"ais-a": 10.0, "ais-b": 30.0, "beidou": INTERVAL_S, "cell": CELL_S}
"""How often the second set speaks: ITU-R M.1371-5 tables 1 and 2 under way, else as the boats' own."""
SIGMA_M = 5.0


class DuplicateIdentity(Attack):
    """A set with somebody else's number aboard a hull that steams straight on; it does not count letters."""

    def begin(self) -> None:
        """Put the hull in its place; it speaks within its first interval."""
        self._kind, _, self._number = self.inject.terminal.partition(":")
        self._from_m = self.ground.xy_m(self.inject.lon, self.inject.lat)
        self._began_s = self.ground.scene.now_s
        self._due_s = self._began_s + float(self.rng.uniform(0, min(EVERY_S[self._kind], 30.0)))

    def step(self) -> None:
        """Let it speak if its time has come."""
        now_s = self.ground.scene.now_s
        if now_s < self._due_s:
            return
        self._due_s += EVERY_S[self._kind]
        course = np.radians(self.inject.course_deg)
        gone_m = kn_to_mps(self.inject.speed_kn) * (now_s - self._began_s)
        here_m = self._from_m + gone_m * np.array([np.sin(course), np.cos(course)])
        lon, lat = self.ground.lonlat(here_m + self.rng.normal(0, SIGMA_M, 2))
        body = {
            "lon": lon,
            "lat": lat,
            "sog_kn": self.inject.speed_kn,
            "cog_deg": self.inject.course_deg % 360,
        }
        if say_fix(self.ground, self._kind, self._number, body, self.rng):
            self.injected.touch(self.inject.terminal)
