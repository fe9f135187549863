"""What any screen can be shown now; every answer is of a world that is committed."""

from collections.abc import Iterable
from functools import partial
from typing import Any

import numpy as np

from api.doors import ClockState, KeptClock
from api.frames import Hello, positions_frame, readings_frame, text_of
from api.identity import Actor
from api.keeper import Keeper
from api.store import queries
from api.store.books import Books
from twin import picture
from twin.engine import World

RESUME_FACTS = 20_000
"""Who missed more than this gets the picture anew instead."""
PICTURE_S = 2.0
"""A picture is shared by all who come within this time; what became true since follows from the journal."""
SILENT_S = 3.0
"""A keeper that has not come round for so long sends no heartbeat: the screens must see that it is gone."""


class Showing:
    """The keeper's world, as frames."""

    def __init__(self, keeper: Keeper, books: Books, clock: KeptClock, realm: str) -> None:
        self._keeper = keeper
        self._books = books
        self._clock = clock
        self._realm = realm
        self._picture = ("", 0, -2 * PICTURE_S)
        self._told: dict[str, dict[str, Any]] = {}
        self.pos_seq = 0

    @property
    def last_seq(self) -> int:
        """The place of the newest fact that everyone may know."""
        return self._keeper.last_seq

    def alive(self) -> bool:
        """Return whether the keeper comes round."""
        return self._clock.mono_s() - self._keeper.beat_s <= SILENT_S

    async def settle(self) -> World:
        """Return the world once everything in it is committed; do not await before using it.

        Raises:
            JournalAwayError: the journal cannot be written just now.
        """
        return await self._keeper.world()

    def can_resume(self, hello: Hello) -> bool:
        """Return whether the journal can tell a client all it missed."""
        same = hello.epoch == self._books.header.epoch
        return same and hello.seq is not None and 0 <= self.last_seq - hello.seq <= RESUME_FACTS

    def welcome(self, actor: Actor, *, resumed: bool) -> str:
        """Return the first frame of a connection."""
        return text_of(
            {
                "type": "welcome",
                "epoch": self._books.header.epoch,
                "seq": self.last_seq,
                "resumed": resumed,
                "realm": self._realm,
                "now_ms": self._keeper.live_ms,
                **clock_shown(self._clock.state()),
                "name": actor.name,
                "role": actor.role,
            }
        )

    def whole(self, world: World) -> tuple[str, int]:
        """Return the whole picture but positions as a frame, and the place of the last fact in it."""
        text, seq, made_s = self._picture
        if self._clock.mono_s() - made_s > PICTURE_S:
            seq = self.last_seq
            text = text_of({"type": "snapshot", "as_of": seq, **picture.snapshot(world)})
            self._picture = (text, seq, self._clock.mono_s())
        return text, seq

    def everyone(self, world: World) -> str:
        """Return the positions of all vessels as a frame."""
        return positions_frame(picture.positions(world), self.pos_seq, world.now_ms, full=True)

    def some(self, world: World, rows: Iterable[int], *, degraded: bool = False) -> str:
        """Return the positions of some vessels as a frame."""
        columns = picture.positions(world, np.array(sorted(rows), dtype=np.int64))
        return positions_frame(columns, self.pos_seq, world.now_ms, degraded=degraded)

    def readings(self, world: World) -> str:
        """Return the newest value of every station as a frame."""
        return readings_frame(picture.readings(world), world.now_ms)

    def new_readings(self, world: World) -> str | None:
        """Return the station values that changed since the last call as a frame, None if none did."""
        every = {f"{r['station']}/{r['quantity']}": r for r in picture.readings(world)}
        changed = [reading for key, reading in every.items() if self._told.get(key) != reading]
        self._told = every
        return readings_frame(changed, world.now_ms) if changed else None

    def heartbeat(self, world: World) -> str:
        """Return the sign of life: the last fact, the last instant the keeper came round, the feeds."""
        return text_of(
            {
                "type": "heartbeat",
                "seq": self.last_seq,
                "now_ms": self._keeper.live_ms,
                **clock_shown(self._clock.state()),
                "feeds": picture.feeds(world),
            }
        )

    async def past(self, after_seq: int, limit: int) -> list[tuple[int, bytes]]:
        """Return up to `limit` stored facts after a place, as (seq, JSON)."""
        return await self._books.reader.ask(partial(queries.fact_bodies, after_seq=after_seq, limit=limit))


def clock_shown(state: ClockState) -> dict[str, Any]:
    """Return how the clock runs as every screen and health are told: `rate` is what it does."""
    return {"rate": state.running, "clock": state}
