"""The stage: the real house and the simulated port, second by second, in one process.

A second of realm time is played whole before the next: the devices' letters of that second reach the twin
at their own instants, the keeper commits and answers, and what it says to boats is heard at the end of it. A
long quiet scenario may be played in turns of up to four, as the keeper takes them where a realm runs fast. So
the same scenario and seed give the same facts byte for byte, at whatever pace the seconds follow one another.
"""

import asyncio
import hashlib
from collections import deque
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec
from fastapi import FastAPI

from api import snapshotter
from api.accounts import AccountBook
from api.guard import OriginList
from api.inner_house import Ground, InnerHouse
from api.keeper import GRID_MS, MOST_INPUTS
from api.store import queries
from drills.clock import StageClock
from drills.door import StageDoor
from drills.piece import Piece
from drills.sayings import REJECTED, Saying
from drills.troubles import BROKER, Turn, left_behind, turns_of
from geo.units import MS_PER_SECOND
from simulators.post import Said
from twin import wire

ORIGIN = "http://127.0.0.1:8000"
PAGE = 1000
SNAPSHOT_S = 45.0
"""How often a world played at full speed is kept. A hundred of its seconds pass in a real one, and with
15 a fifth of a play went into that (measured). Before a restart there is one all the same."""


class TwinAwayError(Exception):
    """The twin has been killed and is not back yet."""


class Stage:
    """One scenario being played; entered, the house stands at the scenario's first instant.

    Args:
        piece: what is played.
        home: a folder for everything written, empty at the first play.
        clock: at the first instant of the piece.
        page: the built web page.
        origins: what the web door may be reached as; robots reach it as `ORIGIN`.

    Attributes:
        player: the simulated port.
        door: the link between the two.
        house: None while the twin is dead.
        seconds: played so far; turn_s: so many are played at once.
    """

    def __init__(
        self,
        piece: Piece,
        home: Path,
        clock: StageClock | None = None,
        page: Mapping[str, tuple[bytes, str]] | None = None,
        origins: frozenset[str] = frozenset({ORIGIN}),
    ) -> None:
        self.piece = piece
        self.clock = clock or StageClock(piece.start_ms)
        self.player = piece.player()
        self.door = StageDoor(wire.root(piece.realm, piece.port.id), self.clock)
        self.house: InnerHouse | None = None
        self.seconds, self.turn_s = 0, piece.scenario.turn_s
        self._ground = Ground(
            home=home,
            realm=piece.realm,
            port=piece.port,
            land=piece.land,
            clock=self.clock,
            acknowledge=self.door.acknowledge,
            deliver=self.door.deliver,
            doors=lambda: [self.door.state()],
            origins=OriginList(origins),
            page=page or {},
            snapshot_s=SNAPSHOT_S if clock is None else snapshotter.SNAPSHOT_S,
        )
        self._turns = deque(turns_of(piece.scenario, piece.lasts_s))
        self._left = deque(left_behind(piece.scenario, piece.start_ms))
        self._read_seq = self._read_id = 0
        self._reads_refused = any(kind == REJECTED for _, kind in piece.scenario.facts_named())
        self._digest = hashlib.sha256()

    async def __aenter__(self) -> Self:
        """Open the house."""
        await self._open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the house; what was committed stands in its home."""
        await self._kill()

    @property
    def app(self) -> FastAPI:
        """The house's application.

        Raises:
            TwinAwayError: the twin is dead just now.
        """
        return self._standing().app

    @property
    def accounts(self) -> AccountBook:
        """Who may sign in.

        Raises:
            TwinAwayError: the twin is dead just now.
        """
        return self._standing().inside.accounts

    @property
    def facts(self) -> int:
        """How many facts were read so far."""
        return self._read_seq

    @property
    def digest(self) -> str:
        """SHA-256 over every fact read so far, in order, each with its place."""
        return self._digest.hexdigest()

    async def turn(self) -> list[Saying]:
        """Play the scenario's `turn_s`; return what became true or was refused in it, in order."""
        await self.settle()
        now_ms = self.clock.now_ms() + self.turn_s * MS_PER_SECOND
        self.seconds += self.turn_s
        while self._left and self._left[0].at_s < self.seconds:
            self.door.retain(*self._left.popleft()[1:])
        while self._turns and self._turns[0].at_s < self.seconds:
            await self._take(self._turns.popleft())
        for until_ms, said in _parts(self.player.letters_until(now_ms), now_ms, self.turn_s):
            self.clock.turn(until_ms)
            self.door.carry(said, until_ms)
            await self.settle()
        for topic, payload in self.door.sent():
            if topic.startswith("terminal/"):
                self.player.hear(topic, payload)
        return await self._read()

    async def settle(self) -> None:
        """Return when the keeper has taken all it can at this instant and has nothing left to send.

        Raises:
            BaseException: the keeper ended by a bug.
        """
        house = self.house
        if house is None:
            return
        while not self.clock.at_rest or house.inside.inbox.depths()["urgent"]:
            resting = asyncio.ensure_future(self.clock.rested())
            await asyncio.wait({resting, house.keeping}, return_when=asyncio.FIRST_COMPLETED)
            resting.cancel()
            if house.keeping.done():
                house.keeping.result()
                raise RuntimeError("the keeper has stopped")
            await asyncio.sleep(0)
        while self.door.is_up and len(house.inside.outbox):  # noqa: ASYNC110  # its senders never wait for time
            await asyncio.sleep(0)

    def _standing(self) -> InnerHouse:
        if self.house is None:
            raise TwinAwayError("the twin is dead")
        return self.house

    async def _take(self, turn: Turn) -> None:
        """Let the broker or the twin go, or come back."""
        if turn.what == BROKER:
            (self.door.rise if turn.up else self.door.fall)()
        elif turn.up:
            await self._open()
        else:
            await self._kill()

    async def _open(self) -> None:
        if self.house is None:
            self.house = await InnerHouse.open(self._ground)
            await self.settle()
            self.door.attach(self.house.inside.inbox.hear)

    async def _kill(self) -> None:
        if self.house is not None:
            house, self.house = self.house, None
            self.door.detach()
            await house.leave()

    async def _read(self) -> list[Saying]:
        """Return what the books say that was not read yet."""
        house = self.house
        if house is None:
            return []
        journal, reader = house.books.journal, house.books.reader
        sayings: list[Saying] = []
        while self._read_seq < journal.last_seq:
            question = partial(queries.fact_bodies, after_seq=self._read_seq, limit=PAGE)
            for seq, body in await reader.ask(question):
                self._digest.update(b"%d %b\n" % (seq, body))
                sayings.append(self._placed({"seq": seq, **msgspec.json.decode(body)}))
                self._read_seq = seq
        if self._reads_refused:
            refused = partial(queries.refused_after, after_id=self._read_id, limit=PAGE)
            for row in await reader.ask(refused):
                self._read_id = row.pop("id")
                sayings.append(self._placed({"kind": REJECTED, **row}))
        return sayings

    def _placed(self, saying: Saying) -> Saying:
        saying["t_s"] = (saying["t_ms"] - self.piece.start_ms) / MS_PER_SECOND
        return saying


def _parts(said: list[Said], now_ms: int, turn_s: int = 1) -> Iterator[tuple[int, list[Said]]]:
    """Return the letters of a turn in one part, or on the keeper's grid if they are too many for a step."""
    if len(said) <= MOST_INPUTS:
        yield now_ms, said
        return
    instants = chain(range(now_ms - turn_s * MS_PER_SECOND + GRID_MS, now_ms, GRID_MS), (now_ms,))
    waiting = deque(said)
    for until_ms in instants:
        part: list[Said] = []
        while waiting and waiting[0].t_ms <= until_ms:
            part.append(waiting.popleft())
        yield until_ms, part
