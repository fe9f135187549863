"""The one task that owns the world: letters and acts in, one step, one commit, and only then everyone hears.

Instants lie on a grid of 100 ms; those with nothing due are skipped. A distress message or a person's act
does not wait for the grid.
"""

import asyncio
import math
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Protocol

import msgspec

from api.doors import KeptClock
from api.inbox import Entry, Inbox, InboxFullError
from api.metrics import Metrics
from api.outbox import ALERT_FACTS, Outbox
from api.restore import Restored, fixes_of
from api.snapshotter import Snapshotter
from api.store import queries
from api.store.books import Books
from api.store.inputs import Inputs, fingerprint
from api.store.journal import StepTaken, StoredFact
from twin import alf
from twin.acts import AnyAct
from twin.decode import KEPT_PAYLOAD_BYTES, Rejected
from twin.engine import Gap, Step, World, step
from twin.facts import AnyFact, ClockTurned
from twin.table import Array
from twin.wire import Letter

GRID_MS = 100
FASTEST_TURN_S = 0.05
"""In a realm that runs faster than real time, turns are still at least this far apart."""
LONGEST_TURN_MS = 4_000
"""And never further apart than this in realm time: a clock that is led waits for us (`api.pace`)."""
MOST_INPUTS = 5000
"""Letters and acts one step takes; the rest wait for the next."""
ACT_S = 15.0
"""A person's act that is not on disk by then is told to be tried again."""
PATIENCE_S = 5.0
"""A question to the world waits so long for a commit under way, then is told that the journal is away."""


class Audience(Protocol):
    """Who is told what became true."""

    def publish(self, facts: Sequence[StoredFact], touched: Array) -> None:
        """Take committed facts and the vessels whose picture changed; never waits."""


class JournalAwayError(Exception):
    """The books cannot be written just now, so nothing new can be shown or done."""


class Answered(msgspec.Struct, frozen=True):
    """What became of an act: the fact that answers it, and its place in the journal."""

    seq: int
    fact: AnyFact


class Keeper:
    """Owns the world from `run` until `stop`.

    A bug in the engine ends `run` with that error, after the letters of the step are noted in the journal:
    at the next start each is stepped alone, and one that breaks the engine alone is quarantined unread.
    """

    def __init__(
        self,
        restored: Restored,
        root: str,
        books: Books,
        clock: KeptClock,
        inbox: Inbox,
        outbox: Outbox,
        audience: Audience,
        metrics: Metrics,
    ) -> None:
        self.restored = restored
        self._world = restored.world
        self._root = root
        self._books = books
        self._clock = clock
        self._inbox = inbox
        self._outbox = outbox
        self._audience = audience
        self._metrics = metrics
        self._settled = asyncio.Event()
        self._suspects: dict[str, tuple[bool, str]] = {}
        self._snapshotter = Snapshotter(books, clock, metrics)
        self._stopping = False
        self._whole = True
        self.beat_s = clock.mono_s()
        self.live_ms = restored.world.now_ms

    @property
    def settled(self) -> bool:
        """Whether everything in the world is committed."""
        return self._settled.is_set()

    @property
    def last_seq(self) -> int:
        """The place of the newest fact that everyone may know."""
        return self._books.journal.last_seq

    async def act(self, act: AnyAct) -> Answered:
        """Return what became of an act, once that is on disk.

        Raises:
            JournalAwayError: it was not carried out in time; asked again it is done once all the same.
        """
        try:
            async with asyncio.timeout(ACT_S):
                answer = await self._inbox.ask(act)
        except (TimeoutError, InboxFullError):
            raise JournalAwayError from None
        if not isinstance(answer, Answered):
            raise JournalAwayError
        return answer

    async def world(self) -> World:
        """Return the world as everyone may know it: everything in it is committed. Do not await before use.

        Raises:
            JournalAwayError: a commit has been under way for longer than `PATIENCE_S`.
        """
        try:
            async with asyncio.timeout(PATIENCE_S):
                while not self._settled.is_set():
                    await self._settled.wait()
        except TimeoutError:
            raise JournalAwayError from None
        return self._world

    async def run(self, started_from_ms: int) -> None:
        """Step until `stop`, or until cancelled.

        Args:
            started_from_ms: the instant since which the twin was not listening.
        """
        self._suspects = await self._books.reader.ask(queries.suspects)
        try:
            await self._step(Inputs(gaps=(Gap(started_from_ms, "start"),)), [])
            self._beat()
            while not self._stopping:
                await self._inbox.wait(self._next_turn_ms())
                await self._turn()
        finally:
            self._settled.clear()
            _abandon(self._inbox.take(len(self._inbox)))

    def keep_every(self, seconds: float) -> None:
        """Keep the world so often from now on, seconds of the realm's monotonic clock."""
        self._snapshotter.every_s = seconds

    def stop(self) -> None:
        """Let `run` end after the step that is under way, with what waits for it."""
        self._stopping = True

    async def close(self) -> None:
        """After `run` has ended: keep the world as it is, so that the next start is quick."""
        await self._snapshotter.finish()
        if self._whole:
            await self._snapshotter.last(self._world)
        await self._books.journal.forget_sent(self._outbox.strike())

    async def let_go(self) -> None:
        """After `run` was cut off: wait for the snapshot that is under way, and begin none."""
        await self._snapshotter.finish()

    def _next_turn_ms(self) -> int:
        apart_ms = min(FASTEST_TURN_S * 1000 * self._clock.rate, LONGEST_TURN_MS)
        grid_ms = GRID_MS * max(1, math.ceil(apart_ms / GRID_MS))
        return (self.live_ms // grid_ms + 1) * grid_ms

    def _now_ms(self) -> int:
        """Return the grid's instant that ends now: nothing taken by this step was heard after it."""
        return max(self._world.now_ms, -(-self._clock.now_ms() // GRID_MS) * GRID_MS)

    def _beat(self) -> None:
        self.beat_s, self.live_ms = self._clock.mono_s(), self._clock.now_ms()

    async def _turn(self) -> None:
        self._beat()
        gap = self._clock.gap()
        gaps = (Gap(gap[0], "stall"),) if gap is not None else ()
        entries = self._inbox.take(MOST_INPUTS)
        suspects = [one for one in entries if self._is_suspect(one)] if self._suspects else []
        together = [one for one in entries if one not in suspects]
        if gaps or together or self._world.next_due_ms <= self._now_ms():
            await self._step(_inputs(gaps, together), together)
        for suspect in suspects:
            await self._step(self._suspect_inputs(suspect), [suspect])
        self._snapshotter.now_and_then(self._world)

    def _is_suspect(self, entry: Entry) -> bool:
        return isinstance(entry.payload, Letter) and fingerprint(entry.payload) in self._suspects

    def _suspect_inputs(self, entry: Entry) -> Inputs:
        """Return a letter that was in a step which raised: alone, or refused unread if it is to blame."""
        inputs = _inputs((), [entry])
        letter = inputs.letters[0]
        guilty, why = self._suspects[fingerprint(letter)]
        if not guilty:
            return inputs
        payload = letter.payload[:KEPT_PAYLOAD_BYTES]
        return Inputs(
            refused=(Rejected(letter.topic, "made-the-engine-fail", why, payload, letter.heard_ms),)
        )

    async def _step(self, inputs: Inputs, entries: Sequence[Entry]) -> None:
        began_s = self._clock.mono_s()
        self._settled.clear()
        self._whole = False
        try:
            done = step(self._world, inputs.said(self._root), self._now_ms())
        except BaseException as bug:
            _abandon(entries)
            await self._books.journal.note_failure(inputs, repr(bug), self._clock.wall_ms())
            raise
        self._metrics.step_s.observe(self._clock.mono_s() - began_s)
        stored = await self._commit(inputs, done)
        self._books.tracks.gather(fixes_of(done), self._books.journal.last_step)
        self._whole = True
        self._settled.set()
        self._turn_clock(done)
        self._audience.publish(stored, done.touched)
        seqs = {one.request_id: one.seq for one in stored if one.request_id is not None}
        for entry in entries:
            if isinstance(entry.payload, Letter):
                entry.done(None)
            else:
                await self._answer(entry, done, seqs)

    def _turn_clock(self, done: Step) -> None:
        for fact in done.facts:
            if isinstance(fact, ClockTurned):
                self._clock.run_at(fact.rate, fact.until_ms, fact.resume)

    async def _commit(self, inputs: Inputs, done: Step) -> tuple[StoredFact, ...]:
        began_s = self._clock.mono_s()
        journal = self._books.journal
        stored = journal.place(done.facts, done.answers)
        alerts = {fact.alert for fact in done.facts if isinstance(fact, ALERT_FACTS)}
        owed = self._outbox.owe(done.letters, stored, alf.told(self._world, alerts))
        await journal.append(
            StepTaken(
                now_ms=done.now_ms,
                inputs=inputs,
                facts=stored,
                rejected=tuple(done.rejected),
                owed=owed,
                sent=self._outbox.strike(),
            )
        )
        self._outbox.post(owed)
        self._count(inputs, done, began_s)
        return stored

    def _count(self, inputs: Inputs, done: Step, began_s: float) -> None:
        metrics, now_ms = self._metrics, self._clock.now_ms()
        metrics.commit_s.observe(self._clock.mono_s() - began_s)
        metrics.steps.inc()
        metrics.letters.inc(len(inputs.letters))
        metrics.facts.inc(len(done.facts))
        for one in done.rejected:
            metrics.rejected.labels(one.reason).inc()
        for letter in inputs.letters[:1] if self._clock.rate else ():
            metrics.waited_s.observe((now_ms - letter.heard_ms) / 1000 / self._clock.rate)

    async def _answer(self, entry: Entry, done: Step, seqs: Mapping[str, int]) -> None:
        request_id = entry.payload.request_id  # type: ignore[attr-defined]  # the inbox holds letters and acts
        seq = seqs.get(request_id)
        if seq is None:  # a repeated request: its answer stands further back
            seq = await self._books.reader.ask(partial(queries.answer_seq, request_id=request_id))
        entry.done(Answered(seq or 0, done.answers[request_id]))


def _abandon(entries: Iterable[Entry]) -> None:
    """Tell whoever waits for an act that it is not confirmed; letters come again by themselves."""
    for entry in entries:
        if not isinstance(entry.payload, Letter):
            entry.done(None)


def _inputs(gaps: tuple[Gap, ...], entries: Iterable[Entry]) -> Inputs:
    """Return what a step is given: letters by arrival, those of one instant by topic, then acts."""
    letters: list[Letter] = []
    acts: list[AnyAct] = []
    for entry in entries:
        if isinstance(entry.payload, Letter):
            letters.append(entry.payload)
        else:
            acts.append(entry.payload)  # type: ignore[arg-type]  # the inbox holds letters and acts
    letters.sort(key=lambda letter: (letter.heard_ms, letter.topic))
    return Inputs(gaps, (), tuple(letters), tuple(acts))
