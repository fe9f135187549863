"""Keeping the world from time to time, off the keeper's path, so that a restart is quick."""

import asyncio

import structlog

from api.doors import Clock
from api.metrics import Metrics
from api.store.books import Books
from api.store.tracks import write_chunk
from twin import memory
from twin.engine import World

_LOG = structlog.get_logger(__name__)
SNAPSHOT_S = 15.0


class Snapshotter:
    """Writes snapshots and track chunks; at most one is under way.

    Attributes:
        failures: snapshots that could not be written; the journal has everything all the same.
        every_s: how old the last one is when the next is taken, seconds.
    """

    def __init__(self, books: Books, clock: Clock, metrics: Metrics) -> None:
        self._books = books
        self._clock = clock
        self._metrics = metrics
        self._under_way: asyncio.Task[None] | None = None
        self._kept_s = clock.mono_s()
        self.failures = 0
        self.every_s = SNAPSHOT_S

    def now_and_then(self, world: World) -> None:
        """Begin a snapshot if the last one is `every_s` old; the world must be committed."""
        if self._under_way is not None and self._under_way.done():
            self._under_way.result()
            self._under_way = None
        began_s = self._clock.mono_s()
        if self._under_way is not None or began_s - self._kept_s < self.every_s:
            return
        self._kept_s = began_s
        payload = memory.dump(world)
        self._metrics.snapshot_s.observe(self._clock.mono_s() - began_s)
        step = self._books.journal.last_step
        self._under_way = asyncio.create_task(self._keep(step, payload), name="snapshot")

    async def last(self, world: World) -> None:
        """Write a last snapshot once the keeper has stopped; the world must be committed."""
        await self.finish()
        await self._keep(self._books.journal.last_step, memory.dump(world))

    async def finish(self) -> None:
        """Wait for the snapshot that is under way, if any."""
        if self._under_way is not None:
            await self._under_way
            self._under_way = None

    async def _keep(self, step: int, payload: bytes) -> None:
        """Write the tracks of the steps so far, then the world: a snapshot never leaves fixes behind."""
        tracks = self._books.tracks
        fixes, upto = tracks.take(), tracks.last_step
        if len(fixes):
            await self._books.writer.run(lambda connection: write_chunk(connection, fixes, upto))
        tracks.settle()
        try:
            await asyncio.to_thread(self._books.snapshots.write, step, payload)
        except OSError as fault:
            self.failures += 1
            _LOG.error("a snapshot was not written", step=step, why=str(fault))
