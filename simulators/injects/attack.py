"""What an attack on the monitor is: it may change letters on their way, send its own, and lasts a while."""

from collections.abc import Iterable
from typing import Any

import msgspec
import numpy as np

from geo.arrays import FloatArray
from geo.units import MS_PER_SECOND
from simulators.post import Post, Said
from simulators.scenario import Inject
from simulators.scene import Scene


class Injected(msgspec.Struct):
    """What was really done to the monitor, for comparing with what it said.

    Attributes:
        kind: of the attack.
        whom: feeds, terminals or boats that it touched.
        from_ms, until_ms: when, UTC ms; the end of one under way is the end it is meant to have.
        letters: changed, lost, held back or sent by it.
    """

    kind: str
    whom: list[str]
    from_ms: int
    until_ms: int
    letters: int = 0

    def touch(self, whom: str, letters: int = 1) -> None:
        """Count letters of somebody touched."""
        self.letters += letters
        if whom not in self.whom:
            self.whom.append(whom)


class Ground:
    """Where attacks are made: the truth, the post, and the instant at which both began, UTC ms."""

    def __init__(self, scene: Scene, post: Post, start_ms: int) -> None:
        self.scene = scene
        self.post = post
        self.start_ms = start_ms
        carried = [(key, row) for row, vessel in enumerate(scene.vessels) for key in vessel.terminals]
        self._carried_by = dict(carried)

    @property
    def now_ms(self) -> int:
        """The instant of the scene, UTC ms."""
        return self.start_ms + round(self.scene.now_s * MS_PER_SECOND)

    def row_of(self, kind: str, number: str) -> int | None:
        """Return the row of the boat that a terminal belongs to, None for nobody's."""
        return self._carried_by.get(f"{kind}:{number}")

    def lonlat(self, xy_m: FloatArray) -> tuple[float, float]:
        """Return a place in degrees, rounded as terminals round."""
        lon, lat = self.scene.places.frame.to_lonlat(xy_m[0], xy_m[1])
        return round(float(lon), 6), round(float(lat), 6)

    def xy_m(self, lon: float, lat: float) -> FloatArray:
        """Return a place in metres, shape (2,)."""
        return np.array([float(metres) for metres in self.scene.places.frame.to_xy(lon, lat)])


class Attack:
    """One attack under way; this one does nothing.

    Attributes:
        ground, inject, rng: where it is made, as what the scenario says, with whose lots.
        injected: the truth of it.
    """

    def __init__(self, ground: Ground, inject: Inject, injected: Injected, rng: np.random.Generator) -> None:
        self.ground = ground
        self.inject = inject
        self.injected = injected
        self.rng = rng

    def begin(self) -> None:
        """Let it begin."""

    def step(self) -> None:
        """Let a second of it pass; the first is that in which it begins, the last that before it ends."""

    def alter(self, said: Said) -> Iterable[Said]:
        """Return what becomes of a letter on its way to the broker."""
        return (said,)

    def end(self) -> None:
        """Let it end."""

    def hear_receipt(self, event_id: str) -> bool:
        """Return whether a receipt was for something this attack sent."""
        return not event_id


def terminal_of(said: Said) -> tuple[str, str, str] | None:
    """Return kind, number and word of a letter from a terminal, None for others."""
    match said.topic.split("/"):
        case ["terminal", kind, number, word]:
            return kind, number, word
    return None


def body_of(said: Said) -> dict[str, Any]:
    """Return what a letter says, field by field."""
    body: dict[str, Any] = _ANY.decode(said.payload)
    return body


def saying(said: Said, body: dict[str, Any]) -> Said:
    """Return the same letter with another body."""
    return said._replace(payload=msgspec.json.encode(body))


_ANY = msgspec.json.Decoder()
