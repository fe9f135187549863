"""Playing what was heard at the pace of the realm's clock, or at once where it is news.

A recording is moved: the first instant it knows becomes the realm's now, and everything keeps its distance
from that. With `keep_time` nothing is moved. What has no time at all is said with the realm's now.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable

from api.doors import Clock
from api.gateways.reader import AisReader
from api.gateways.said import Fix, Heard, Report, taken_ms
from api.gateways.sources import Batch, Source
from api.gateways.speaker import Speaker
from api.gateways.tally import Tally

PROGRESS_S = 1.0
YIELD_EVERY = 256
"""Letters after which other tasks have their turn when nothing has to be waited for."""
PATIENCE_MS = 90_000
"""How long after its end a recording's distress calls are still repeated: three more tries."""


class Player:
    """Says everything in its time, with heartbeats and repeated distress calls in between.

    Args:
        keep_time: say a recording's own times instead of moving its start to the realm's now.
        report: told of the progress, once in a real second.
    """

    def __init__(
        self, clock: Clock, speaker: Speaker, tally: Tally, report: Report, *, keep_time: bool = False
    ) -> None:
        self._clock, self._speaker, self._tally, self._report = clock, speaker, tally, report
        self._shift_ms = 0 if keep_time else None
        self._keep_time = keep_time
        self._latest_ms = 0
        self._since_yield = 0
        self._reported_s = clock.mono_s()
        self._left_ms = self._behind_ms = 0
        self.done: float | None = None

    def start_at(self, first_ms: int) -> None:
        """Move the recording so that this instant of it is the realm's now, unless it keeps its time."""
        if self._shift_ms is None:
            self._shift_ms = self._clock.now_ms() - first_ms

    async def play_rows(self, rows: Iterable[Heard], total: int) -> None:
        """Play rows that are in order of time; `total` is how many there are."""
        for number, heard in enumerate(rows, 1):
            self.done = number / total
            await self._play(heard)

    async def play_lines(self, source: Source, reader: AisReader) -> None:
        """Play a source to its end; a live one has none."""
        batches = source.batches()
        while (batch := await self._next(batches, prompt=source.prompt)) is not None:
            before, share = self.done or 0.0, 0.0 if batch.done is None else batch.done - (self.done or 0.0)
            for number, line in enumerate(batch.lines, 1):
                if batch.done is not None:
                    self.done = before + share * number / len(batch.lines)
                heard = reader.read(line)
                if heard is None:
                    continue
                if source.live:
                    await self._say_now(heard)
                else:
                    await self._play(heard)
            await self._duties()

    async def await_receipts(self) -> None:
        """Repeat distress calls until all have their receipt, for `PATIENCE_MS`; count those that lack it."""
        until_ms = self._clock.now_ms() + PATIENCE_MS
        while self._speaker.calls.open_calls and self._clock.now_ms() < until_ms:
            await self._clock.sleep_until(min(self._speaker.due_ms, until_ms))
            await self._speaker.speak_up()
        self.count_open_calls()

    def count_open_calls(self) -> None:
        """Put the number of distress calls without a receipt into the account."""
        self._tally.sos_open = self._speaker.calls.open_calls + self._speaker.calls.not_followed

    async def _play(self, heard: Heard) -> None:
        if heard.received_ms is None:
            if self._keep_time:
                self._tally.refused["no-time"] += heard.lines
            else:
                await self._say_now(heard)
            return
        self.start_at(heard.received_ms)
        shift_ms = self._shift_ms or 0
        self._latest_ms = max(self._latest_ms, heard.received_ms)
        await self._wait_until(self._latest_ms + shift_ms)
        self._behind_ms = self._clock.now_ms() - self._latest_ms - shift_ms
        await self._say(heard, heard.received_ms, shift_ms)

    async def _say_now(self, heard: Heard) -> None:
        """Say news: with the realm's now, less the age of the position where the receiver tells its time."""
        now_ms = self._clock.now_ms()
        told_ms = now_ms if heard.received_ms is None else heard.received_ms
        await self._say(heard, told_ms, now_ms - told_ms, dated=heard.received_ms is not None)

    async def _say(self, heard: Heard, received_ms: int, shift_ms: int, *, dated: bool = True) -> None:
        for said in heard.said:
            second = said.second if dated and isinstance(said, Fix) else None
            await self._speaker.say(said, taken_ms(received_ms, second) + shift_ms)
        self._tally.carried += heard.lines
        self._tally.remarks.update(heard.remarks)
        self._since_yield += 1
        if self._since_yield >= YIELD_EVERY:
            self._since_yield = 0
            await self._clock.sleep_until(self._clock.now_ms())
        await self._duties()

    async def _wait_until(self, realm_ms: int) -> None:
        while (left_ms := realm_ms - self._clock.now_ms()) > 0:
            self._left_ms = left_ms
            await self._clock.sleep_until(min(realm_ms, self._speaker.due_ms))
            await self._duties()
        self._left_ms = 0

    async def _duties(self) -> None:
        if self._speaker.due_ms <= self._clock.now_ms():
            await self._speaker.speak_up()
        if self._clock.mono_s() - self._reported_s >= PROGRESS_S:
            self._reported_s = self._clock.mono_s()
            self._report(progress(self._tally, self.done, self._left_ms, self._behind_ms))

    async def _next(self, batches: AsyncIterator[Batch], *, prompt: bool) -> Batch | None:
        """Return the next batch, None at the end; duties go on while a source keeps us waiting."""
        if prompt:
            return await anext(batches, None)
        coming = asyncio.ensure_future(_following(batches))
        try:
            while not coming.done():
                due = asyncio.ensure_future(self._clock.sleep_until(self._speaker.due_ms))
                await asyncio.wait({coming, due}, return_when=asyncio.FIRST_COMPLETED)
                due.cancel()
                await self._duties()
            return coming.result()
        finally:
            coming.cancel()


async def _following(batches: AsyncIterator[Batch]) -> Batch | None:
    return await anext(batches, None)


def progress(tally: Tally, done: float | None, left_ms: int = 0, behind_ms: int = 0) -> str:
    """Return one line on how far a run is.

    Args:
        tally: the account so far.
        done: share of the source that is behind it, 0..1, or None.
        left_ms: realm ms until the next line of a recording is due; told from a minute on.
        behind_ms: realm ms by which lines go out late, because the broker takes no more; told from 5 s on.
    """
    share = "" if done is None else f"{done:4.0%}  "
    gap = f"  next in {left_ms / 60_000:.0f} min" if left_ms >= 60_000 else ""
    late = f"  {behind_ms / 1000:,.0f} s behind" if behind_ms >= 5_000 else ""
    fixes, sos, refused = tally.published["fix"], tally.published["sos"], tally.refused.total()
    heard = f"{tally.lines:,} lines  {len(tally.terminals):,} terminals"
    return f"{share}{heard}  {fixes:,} fixes  {sos:,} sos  {refused:,} refused{gap}{late}"
