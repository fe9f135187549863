"""A stand for the gateway: a clock that a test turns, and an outlet that keeps what it is given."""

import asyncio
from collections.abc import Callable

import msgspec

from twin import wire
from twin.decode import FeedBeat, Rejected, TerminalSaid, decode

ROOT = "yugang/replay-test/shipu"
NOW_MS = 1_790_000_000_000


class JumpClock:
    """Never waits: whoever sleeps until an instant makes it that instant."""

    def __init__(self, now_ms: int = NOW_MS, rate: float = 1.0) -> None:
        self.at_ms, self.rate = now_ms, rate

    def now_ms(self) -> int:
        return self.at_ms

    def wall_ms(self) -> int:
        return self.at_ms

    def mono_s(self) -> float:
        return self.at_ms / 1000

    async def sleep_until(self, realm_ms: int) -> None:
        self.at_ms = max(self.at_ms, realm_ms)
        await asyncio.sleep(0)

    def gap(self) -> tuple[int, int] | None:
        return None


class TurnedClock(JumpClock):
    """Stands still until a test turns it."""

    def __init__(self) -> None:
        super().__init__()
        self._turned = asyncio.Event()

    async def sleep_until(self, realm_ms: int) -> None:
        await asyncio.sleep(0)
        while self.at_ms < realm_ms:
            await self._turned.wait()

    async def turn(self, by_ms: int) -> None:
        """Move on, and let every task that this wakes run as far as it can."""
        self.at_ms += by_ms
        self._turned.set()
        self._turned = asyncio.Event()
        for _ in range(20):
            await asyncio.sleep(0)


class Letter(msgspec.Struct, frozen=True):
    topic: str
    payload: bytes
    qos: int
    at_ms: int


class Outlet:
    """Keeps letters with the instant at which they were said; `on_sos` may answer."""

    def __init__(self, clock: JumpClock, on_sos: Callable[[Letter], None] | None = None) -> None:
        self._clock, self._on_sos = clock, on_sos
        self.letters: list[Letter] = []
        self.settled_after: list[int] = []

    async def publish(self, topic: str, payload: bytes, *, qos: int = 1, retain: bool = False) -> None:
        assert not retain
        self.letters.append(letter := Letter(topic, payload, qos, self._clock.now_ms()))
        if self._on_sos and topic.endswith("/sos"):
            self._on_sos(letter)

    async def settled(self) -> None:
        self.settled_after.append(len(self.letters))

    def heard(self) -> list[TerminalSaid | FeedBeat]:
        """What the twin's own strict decoder makes of all letters; none may be rejected."""
        told = [decode(wire.Letter(one.topic, one.payload, one.at_ms), ROOT) for one in self.letters]
        assert not [one for one in told if isinstance(one, Rejected)]
        return told

    def fixes(self) -> list[TerminalSaid]:
        return [one for one in self.heard() if isinstance(getattr(one, "body", None), wire.FixBody)]

    def calls(self) -> list[TerminalSaid]:
        return [one for one in self.heard() if isinstance(getattr(one, "body", None), wire.SosBody)]

    def beats(self) -> list[FeedBeat]:
        return [one for one in self.heard() if isinstance(one, FeedBeat)]
