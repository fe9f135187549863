"""What passes between the twin and its doors; tests give fakes that keep the same promises."""

from collections.abc import Callable
from typing import Protocol

import msgspec

from twin.wire import Letter


class Clock(Protocol):
    """The one clock of a realm."""

    @property
    def rate(self) -> float:
        """Realm seconds that pass in one real second; above 0."""

    def now_ms(self) -> int:
        """Return the realm's instant in UTC milliseconds; never less than before."""

    def wall_ms(self) -> int:
        """Return the real wall clock in UTC milliseconds; for records of ours, never for rules."""

    def mono_s(self) -> float:
        """Return real seconds on a clock that never jumps; for durations of ours (back-off, health)."""

    async def sleep_until(self, realm_ms: int) -> None:
        """Return once `now_ms() >= realm_ms`, having let other tasks run at least once."""

    def gap(self) -> tuple[int, int] | None:
        """Return the realm's span `(from_ms, to_ms)` in which this process was not looking, else None."""


class DoorState(msgspec.Struct, frozen=True):
    """Whether a door works, since which realm instant, and why not; what health and the screen show."""

    name: str
    up: bool
    since_ms: int
    why: str = ""

    def turned(self, now_ms: int, *, up: bool, why: str) -> "DoorState":
        """Return the state from `now_ms` on; `since_ms` moves only when the door goes up or down."""
        return DoorState(self.name, up, now_ms if up != self.up else self.since_ms, why)


class Delivery(msgspec.Struct, frozen=True, gc=False):
    """A letter as a link delivered it, with what the link needs to acknowledge it.

    Attributes:
        letter: the message as heard.
        qos: 0 or 1; only QoS 1 is acknowledged and comes again when it is not.
        link: which of the listener's links delivered it.
        epoch: the link's connection; an acknowledgement is void on any other.
        mid: the broker's number of it within the session; 0 with QoS 0.
    """

    letter: Letter
    qos: int
    link: int
    epoch: int
    mid: int


Hear = Callable[[Delivery], bool]
"""Takes a delivery and says at once whether there was room; one without room stays with the broker."""
