"""What waits for one screen: every fact once and in order, everything else only in its newest form."""

import asyncio
from collections import deque

import msgspec

MAX_FACTS = 1000
STUCK_S = 10.0
"""A screen that takes no frame for so long, or has more facts waiting, is closed and resumes (ui.md §3.3)."""


class Due(msgspec.Struct, frozen=True):
    """What to send next: a frame as text, or the numbers of vessels whose merged positions are due."""

    text: str = ""
    rows: frozenset[int] = frozenset()
    readings: bool = False


class Mailbox:
    """Frames for one client; only its own task takes from it, and putting never waits."""

    def __init__(self) -> None:
        self._facts: deque[str] = deque()
        self._positions: str | None = None
        self._position_rows: frozenset[int] = frozenset()
        self._behind: set[int] = set()
        self._readings: str | None = None
        self._readings_behind = False
        self._heartbeat: str | None = None
        self._ready = asyncio.Event()
        self.sending_since_s: float | None = None

    def put_fact(self, text: str) -> None:
        """Queue a fact; facts are never merged or dropped."""
        self._facts.append(text)
        self._ready.set()

    def put_positions(self, text: str, rows: frozenset[int]) -> None:
        """Offer a frame of positions; one that is still waiting is merged with it and marked degraded."""
        if self._positions is not None or self._behind:
            self._behind |= self._position_rows | rows
            self._positions, self._position_rows = None, frozenset()
        else:
            self._positions, self._position_rows = text, rows
        self._ready.set()

    def put_readings(self, text: str) -> None:
        """Offer new station values; if earlier ones still wait, all values will be sent instead."""
        if self._readings is not None or self._readings_behind:
            self._readings, self._readings_behind = None, True
        else:
            self._readings = text
        self._ready.set()

    def put_heartbeat(self, text: str) -> None:
        """Offer a heartbeat in place of the one that may still wait."""
        self._heartbeat = text
        self._ready.set()

    async def next(self) -> Due:
        """Return what to send next, when there is something: facts first."""
        while (due := self._take()) is None:
            self._ready.clear()
            await self._ready.wait()
        return due

    def _take(self) -> Due | None:
        due: Due | None = None
        if self._facts:
            due = Due(self._facts.popleft())
        elif self._behind:
            due = Due(rows=frozenset(self._behind))
            self._behind = set()
        elif self._positions is not None:
            due = Due(self._positions)
            self._positions, self._position_rows = None, frozenset()
        elif self._readings_behind:
            due = Due(readings=True)
            self._readings_behind = False
        elif self._readings is not None:
            due, self._readings = Due(self._readings), None
        elif self._heartbeat is not None:
            due, self._heartbeat = Due(self._heartbeat), None
        return due

    def too_slow(self, now_s: float) -> bool:
        """Return whether the client has taken too little for too long."""
        stuck = self.sending_since_s is not None and now_s - self.sending_since_s > STUCK_S
        return stuck or len(self._facts) > MAX_FACTS
