"""False SOS: a distress beacon nobody registered speaks, as about seven of eight do without need."""

import msgspec

from simulators.injects.attack import Attack
from simulators.injects.speaking import say
from simulators.post import AIS, Said
from simulators.scenario_key import Key, flag, latitude, longitude, seconds, word

BEACONS: dict[str, int] = {"sart": 970, "mob": 972, "epirb": 974}
"""First digits of a beacon's number, ITU-R M.585-9 annex 2."""
KEYS = (
    word("beacon", "its sort", tuple(BEACONS)),
    Key(
        "number",
        "the last six of its nine digits: number 12 of an `epirb` is heard as `ais-a-974000012`",
        "whole",
        1,
        high=999_999,
    ),
    longitude("lon", "where it lies"),
    latitude("lat", "where it lies"),
    flag("test", "whether it says that it is a test"),
    seconds("for_s", "how long it speaks", 60.0, low=1),
)

AGAIN_S = 15
"""The gateway that heard the beacon says it again until its receipt comes, as a device does."""


class FalseSos(Attack):
    """A beacon heard by the AIS base station: an SOS of one event, repeated until it is received."""

    def begin(self) -> None:
        """Switch it on."""
        self._began_s = self.ground.scene.now_s
        self._number = f"{BEACONS[self.inject.beacon]}{self.inject.number:06d}"
        self._event = f"{self._number}-{'test-' if self.inject.test else ''}{self.ground.now_ms:x}"
        self._received = False
        self._body = {
            "t_ms": self.ground.now_ms,
            "event_id": self._event,
            "kind": "man-overboard" if self.inject.beacon == "mob" else "distress",
            "lon": self.inject.lon,
            "lat": self.inject.lat,
            "test": self.inject.test,
            "via": AIS,
        }

    def step(self) -> None:
        """Say it now and every 15 s, until it is received."""
        if self._received or (self.ground.scene.now_s - self._began_s) % AGAIN_S:
            return
        topic = f"terminal/ais-a/{self._number}/sos"
        said = Said(self.ground.now_ms, topic, msgspec.json.encode(self._body), 1)
        if say(self.ground, said, AIS, self.rng):
            self.injected.touch(f"ais-a:{self._number}")

    def hear_receipt(self, event_id: str) -> bool:
        """Stop when the receipt is for this event."""
        self._received = self._received or event_id == self._event
        return event_id == self._event
