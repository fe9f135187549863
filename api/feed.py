"""The feed: what became true, to every screen, each fact once and in order, over one WebSocket each.

The journal is the memory of the feed: who comes back with a place in it is told everything since, from the
database, also after a restart. Positions, readings and heartbeats have no past: only the newest counts.
"""

import asyncio
from collections.abc import Callable, Sequence

from starlette.websockets import WebSocket

from api.doors import Clock
from api.frames import fact_frame
from api.identity import Actor, may
from api.keeper import JournalAwayError
from api.screen import CLOSE_AGAIN, CLOSE_AUTH, CLOSE_PROTOCOL, CLOSE_SLOW, Screen
from api.showing import Showing
from api.store.journal import StoredFact
from twin.table import Array

HEARTBEAT_S = 1.0
TICK_S = 0.25
SLOW_TICK_S = 1.0
MANY_SCREENS = 300
MAX_SCREENS = 1000
SCREENS_PER_ACCOUNT = 10
RECHECK_S = 30.0
_WHY = {
    CLOSE_AUTH: "unauthorised",
    CLOSE_SLOW: "slow",
    CLOSE_PROTOCOL: "protocol",
    CLOSE_AGAIN: "journal-away",
}


class Feed:
    """Every open screen; `publish` never waits for any of them.

    Attributes:
        counts: screens `opened`, and closed because `slow`, `unauthorised`, for breaking the `protocol`, or
            while the `journal-away`.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._showing: Showing | None = None
        self._open: set[Screen] = set()
        self._screens: set[Screen] = set()
        self._touched: set[int] = set()
        self._recheck = asyncio.Event()
        self.counts = dict.fromkeys(("opened", *_WHY.values()), 0)

    def show(self, showing: Showing) -> None:
        """Take what is to be shown; before that nobody is served."""
        self._showing = showing

    def __len__(self) -> int:
        """Return how many screens are shown the picture."""
        return len(self._screens)

    def has_room(self, actor: Actor) -> bool:
        """Return whether another screen may open, of this account and at all; who is silent counts too."""
        own = sum(screen.actor.name == actor.name for screen in self._open)
        return len(self._open) < MAX_SCREENS and own < SCREENS_PER_ACCOUNT

    def publish(self, facts: Sequence[StoredFact], touched: Array) -> None:
        """Take committed facts, and the vessels whose picture changed."""
        self._touched.update(touched.tolist())
        for stored in facts:
            text = fact_frame(stored.seq, stored.body)
            for screen in self._screens:
                screen.mailbox.put_fact(text)

    def close(self) -> None:
        """Let every screen go; it may come again when there is a house."""
        for screen in list(self._open):
            screen.end(CLOSE_AGAIN)

    def recheck(self) -> None:
        """Look at once whether everyone is still allowed to watch."""
        self._recheck.set()

    async def serve(self, socket: WebSocket, actor: Actor, who: Callable[[], Actor | None]) -> None:
        """Serve one accepted socket until it ends.

        Args:
            socket: accepted, nothing said yet.
            actor: who it belongs to.
            who: who it belongs to now; None once the session has ended.
        """
        if self._showing is None:
            await socket.close(CLOSE_AGAIN)
            return
        self.counts["opened"] += 1
        screen = Screen(socket, actor, who, self._showing, self._clock, self._screens.add)
        self._open.add(screen)
        try:
            if who() == actor:  # else the session has ended while the socket was being accepted
                await screen.serve()
            else:
                screen.close_code = CLOSE_AUTH
        except JournalAwayError:
            screen.close_code = CLOSE_AGAIN
        finally:
            self._open.discard(screen)
            self._screens.discard(screen)
        if screen.close_code:
            self.counts[_WHY[screen.close_code]] += 1
            await screen.close()

    async def run(self) -> None:
        """Tick until cancelled: positions, readings, heartbeats, and who must go."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._tick_positions(), name="feed-positions")
            group.create_task(self._tick_seconds(), name="feed-seconds")
            group.create_task(self._tick_rights(), name="feed-rights")

    async def _tick_positions(self) -> None:
        while True:
            await asyncio.sleep(TICK_S if len(self._screens) <= MANY_SCREENS else SLOW_TICK_S)
            if not self._touched or self._showing is None:
                continue
            try:
                world = await self._showing.settle()
            except JournalAwayError:
                continue
            rows, self._touched = frozenset(self._touched), set()
            self._showing.pos_seq += 1
            text = self._showing.some(world, rows)
            for screen in self._screens:
                screen.mailbox.put_positions(text, rows)

    async def _tick_seconds(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_S)
            self._drop_slow()
            if self._showing is None or not self._showing.alive():
                continue
            try:
                world = await self._showing.settle()
            except JournalAwayError:
                continue
            readings, beat = self._showing.new_readings(world), self._showing.heartbeat(world)
            for screen in self._screens:
                if readings is not None:
                    screen.mailbox.put_readings(readings)
                screen.mailbox.put_heartbeat(beat)

    async def _tick_rights(self) -> None:
        while True:
            try:
                async with asyncio.timeout(RECHECK_S):
                    await self._recheck.wait()
            except TimeoutError:
                pass
            self._recheck.clear()
            for screen in list(self._open):
                actor = screen.who()
                if actor is None or actor != screen.actor or not may(actor, "see"):
                    screen.end(CLOSE_AUTH)

    def _drop_slow(self) -> None:
        now_s = self._clock.mono_s()
        for screen in list(self._screens):
            if screen.mailbox.too_slow(now_s):
                screen.end(CLOSE_SLOW)
