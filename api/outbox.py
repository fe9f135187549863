"""Letters the twin owes the world: committed with the step that made them, kept until the broker has them."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Iterable, Mapping, Sequence
from typing import Protocol

import msgspec
from sqlalchemy import RowMapping

from api.store import queries
from api.store.journal import Journal, Owed, StoredFact
from api.store.reader import Reader
from twin.alf import Alf
from twin.facts import (
    AlertChanged,
    AlertCleared,
    AlertRaised,
    AlertRetracted,
    IncidentActed,
    IncidentJoined,
    IncidentOpened,
    IncidentSplit,
)
from twin.world import Outgoing

SENDERS = 32
MAX_WAITING = 50_000
"""More letters than this for other platforms are not owed (counted): a broker that is away for days must not
fill the disk. Receipts and calls are always owed."""
ALERT_FACTS = AlertRaised | AlertChanged | AlertCleared | AlertRetracted
_NO_ALF: Mapping[str, Alf] = {}
_INCIDENTS = IncidentOpened | IncidentJoined | IncidentSplit | IncidentActed


class Deliver(Protocol):
    """Sends a letter at QoS 1 and returns when the broker has it, however long that takes."""

    def __call__(self, topic: str, payload: bytes, *, retain: bool = False) -> Awaitable[None]:
        """Return when the broker has the letter."""


class Outbox:
    """Sends what is owed; `sent` is what the next commit may strike from the books.

    Attributes:
        refused: letters for other platforms that were not owed, because too many wait.
    """

    def __init__(self, root: str, journal: Journal, deliver: Deliver) -> None:
        self._root = root
        self._journal = journal
        self._deliver = deliver
        self._waiting: deque[Owed] = deque()
        self._under_way = 0
        self._ready = asyncio.Semaphore(0)
        self._sent: list[int] = []
        self.refused = 0

    def __len__(self) -> int:
        """Return how many letters have not left yet."""
        return len(self._waiting) + self._under_way

    def owe(
        self, letters: Iterable[Outgoing], facts: Sequence[StoredFact], alf: Mapping[str, Alf] = _NO_ALF
    ) -> tuple[Owed, ...]:
        """Return what a step owes, to be committed with it: its letters, and facts for other platforms.

        `alf` holds the letters of alerts by their ids; a fact of such an alert carries them.
        """
        owed = [
            Owed(self._journal.next_owed(), f"{self._root}/{one.topic}", one.payload, one.qos, one.retain)
            for one in letters
        ]
        for stored in facts:
            topic = _platform_topic(stored)
            if topic is None:
                continue
            if len(self) + len(owed) > MAX_WAITING:
                self.refused += 1
                continue
            payload = b'{"seq":%d,' % stored.seq + _with_alf(stored, alf)[1:]
            owed.append(Owed(self._journal.next_owed(), f"{self._root}/{topic}", payload, 1, retain=False))
        return tuple(owed)

    async def recover(self, reader: Reader) -> None:
        """Post what was committed before a restart and may not have left."""
        self.post([_owed_of(row) for row in await reader.ask(queries.owed_letters)])

    def post(self, owed: Iterable[Owed]) -> None:
        """Send letters that are committed."""
        for letter in owed:
            self._waiting.append(letter)
            self._ready.release()

    def strike(self) -> tuple[int, ...]:
        """Return what has left since the last call, for the books to forget."""
        sent, self._sent = tuple(self._sent), []
        return sent

    async def run(self) -> None:
        """Send for ever, a few letters at once."""
        async with asyncio.TaskGroup() as group:
            for _ in range(SENDERS):
                group.create_task(self._send())

    async def _send(self) -> None:
        while True:
            await self._ready.acquire()
            letter = self._waiting.popleft()
            self._under_way += 1
            try:
                await self._deliver(letter.topic, letter.payload, retain=letter.retain)
                self._sent.append(letter.id)
            finally:
                self._under_way -= 1


def _owed_of(row: RowMapping) -> Owed:
    return Owed(row["id"], row["topic"], row["payload"], row["qos"], bool(row["retain"]))


def _with_alf(stored: StoredFact, alf: Mapping[str, Alf]) -> bytes:
    fact = stored.fact
    if not isinstance(fact, ALERT_FACTS) or fact.alert not in alf:
        return stored.body
    return stored.body[:-1] + b',"alf":' + msgspec.json.encode(alf[fact.alert]) + b"}"


def _platform_topic(stored: StoredFact) -> str | None:
    if isinstance(stored.fact, ALERT_FACTS):
        return "out/alert"
    return "out/incident" if isinstance(stored.fact, _INCIDENTS) else None
