"""What passes between the twin and its doors; tests give fakes that keep the same promises."""

from collections.abc import Callable
from typing import Protocol

import msgspec

from twin.wire import Letter


class Clock(Protocol):
    """The one clock of a realm."""

    @property
    def rate(self) -> float:
        """Realm seconds that pass in one real second; 0 while the realm is paused."""

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


class ClockState(msgspec.Struct, frozen=True, kw_only=True):
    """How a realm's clock runs, and what holds it back.

    Attributes:
        asked: realm seconds in a real one that a person asked for, 0 = paused.
        running: what it does, measured over a few seconds where that differs.
        resume: the rate it would go on with after a pause.
        until_ms: the instant it runs ahead to as fast as it can, UTC ms.
        behind_ms: how much of realm time the simulator is behind; None = no simulator leads the realm.
        late: the simulator cannot keep up, so the realm was slowed down.
    """

    asked: float
    running: float
    resume: float
    until_ms: int | None = None
    behind_ms: int | None = None
    late: bool = False


class KeptClock(Clock, Protocol):
    """The realm's own clock, which a person may turn."""

    def run_at(self, rate: float, until_ms: int | None, resume: float) -> None:
        """Run at this rate from now on (0 = paused), after running ahead to `until_ms`; wakes who waits."""

    def state(self) -> ClockState:
        """Return how the clock runs."""

    async def come_round(self) -> None:
        """Return when the keeper should look again although the clock stands still."""


class MasterClock(KeptClock, Protocol):
    """A clock that other processes follow, and that waits for the simulator among them."""

    def hear_played(self, played_ms: int) -> None:
        """Take how far a simulator has played and published, so that the realm does not leave it behind."""

    async def rest(self, real_s: float) -> None:
        """Return after so many real seconds, or at once when the clock's pace changes."""


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
