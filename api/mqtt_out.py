"""Letters on their way out: bounded, in order, and sent again until the broker has acknowledged them."""

import asyncio
from collections import Counter, deque

import msgspec

from twin.wire import MAX_PAYLOAD_BYTES


class Outgoing(msgspec.Struct, frozen=True, eq=False):
    """One letter to send; `number` keeps the order, `settled` is set when the broker has it."""

    number: int
    topic: str
    payload: bytes
    qos: int
    retain: bool
    settled: asyncio.Event


class Outbound:
    """A bounded queue that survives a lost connection.

    Args:
        bound: letters that may wait; more are refused.

    Attributes:
        counts: `accepted`, `settled`, `refused` (no room), `resent` (a connection ended under them).
    """

    def __init__(self, bound: int) -> None:
        self._bound = bound
        self._waiting: deque[Outgoing] = deque()
        self._under_way: dict[int, Outgoing] = {}
        self._ready = asyncio.Semaphore(0)
        self._settled = asyncio.Event()
        self.counts: Counter[str] = Counter()

    def __len__(self) -> int:
        """Return how many letters the broker has not acknowledged yet."""
        return len(self._waiting) + len(self._under_way)

    def put(self, topic: str, payload: bytes, qos: int, *, retain: bool) -> Outgoing | None:
        """Queue a letter and return it; None (counted) when there is no room.

        Raises:
            ValueError: the payload is larger than a broker takes; it would break every connection anew.
        """
        if len(payload) > MAX_PAYLOAD_BYTES:
            raise ValueError(f"{len(payload)} bytes for {topic}, at most {MAX_PAYLOAD_BYTES}")
        if len(self) >= self._bound:
            self.counts["refused"] += 1
            return None
        self.counts["accepted"] += 1
        letter = Outgoing(self.counts["accepted"], topic, payload, qos, retain, asyncio.Event())
        self._waiting.append(letter)
        self._ready.release()
        return letter

    async def room(self) -> None:
        """Return when there is room for one more."""
        await self._fewer_than(self._bound)

    async def empty(self) -> None:
        """Return when the broker has every letter."""
        await self._fewer_than(1)

    async def _fewer_than(self, letters: int) -> None:
        while len(self) >= letters:
            self._settled.clear()
            await self._settled.wait()

    async def next(self) -> Outgoing:
        """Return the next letter to send, when there is one; it stays ours until `settle`."""
        await self._ready.acquire()
        letter = self._waiting.popleft()
        self._under_way[letter.number] = letter
        return letter

    def settle(self, letter: Outgoing) -> None:
        """Forget a letter that the broker has."""
        del self._under_way[letter.number]
        self.counts["settled"] += 1
        letter.settled.set()
        self._settled.set()

    def take_back(self) -> None:
        """Put the letters that were under way back in front, oldest first: the connection ended."""
        for _, letter in sorted(self._under_way.items(), reverse=True):
            self._waiting.appendleft(letter)
            self._ready.release()
            self.counts["resent"] += 1
        self._under_way.clear()
