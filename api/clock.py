"""The only reader of the clock: realm time, real time, and the jitter of waiting.

A realm's clock runs on monotonic time, so that a step of the wall clock moves no rule. A stall of this
process and a step of the wall clock are both gaps: spans in which the twin was not looking. A pause is none,
nor is a stall of ours while a simulator leads the realm, which waits for us as for it.
"""

import asyncio
import math
import random
import time
from collections.abc import Callable

import msgspec

from api.doors import ClockState
from api.pace import Pace
from twin.wire import ClockBeat

STALL_S = 5.0
"""A loop that did not come round for so long was our own outage (reliability invariant I12)."""
STEP_MS = 2000
"""Wall and monotonic time that part by more were a step, or a sleeping machine (invariant I12)."""
CATCH_UP = 0.9
"""Pace of a live realm that is ahead of a wall clock set back: it loses the difference, never goes back."""
MAX_RATE = 1000.0
SLICE_S = 0.5
"""Longest single wait, so that a changed rate or a step is noticed."""
REWIND_MS = 10_000
"""A beat that is further behind than this is a realm started anew, not a late beat."""


class RealmClock:
    """A realm's clock: UTC milliseconds from monotonic time x rate.

    Args:
        start_ms: the realm's instant now; None follows the wall clock.
        rate: realm seconds in a real one, above 0 and at most `MAX_RATE`.
        wall_ns, mono_ns: read the wall and the monotonic clock; tests turn them by hand.

    Raises:
        ValueError: the rate is out of its range.
    """

    def __init__(
        self,
        start_ms: int | None = None,
        rate: float = 1.0,
        *,
        wall_ns: Callable[[], int] = time.time_ns,
        mono_ns: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        if not 0 < rate <= MAX_RATE:
            raise ValueError(f"rate {rate}: more than 0 and at most {MAX_RATE:g} realm seconds in a real one")
        self._wall_ns, self._mono_ns = wall_ns, mono_ns
        self._follows_wall = start_ms is None and rate == 1.0
        self._pace, self._rate, self._bound_ms = Pace(rate), rate, math.inf
        self._sleepers: set[asyncio.Future[None]] = set()
        self._anchor_mono_ns = mono_ns()
        self._anchor_ms = float(self.wall_ms() if start_ms is None else start_ms)
        self._seen_mono_ns, self._seen_wall_ms, self._seen_ms = mono_ns(), self.wall_ms(), self.now_ms()

    @property
    def rate(self) -> float:
        """Realm seconds that pass in one real second just now; 0 while paused or held."""
        return 1.0 if self._follows_wall else self._rate

    def now_ms(self) -> int:
        """Return the realm's instant in UTC milliseconds; never less than before."""
        return int(self._exact_ms(self._mono_ns()))

    def wall_ms(self) -> int:
        """Return the wall clock in UTC milliseconds."""
        return self._wall_ns() // 1_000_000

    def mono_s(self) -> float:
        """Return monotonic seconds."""
        return self._mono_ns() * 1e-9

    def ahead_ms(self) -> int:
        """Return by how much a live realm is ahead of the wall clock; 0 for a realm with its own time."""
        return self.now_ms() - self.wall_ms() if self._follows_wall else 0

    def state(self) -> ClockState:
        """Return how the clock runs, and what holds it back."""
        return self._pace.state(self._exact_ms(self._mono_ns()))

    def run_at(self, rate: float, until_ms: int | None, resume: float) -> None:
        """Run at this rate from now on, after running ahead to an instant; whoever waits wakes at once.

        The realm follows the wall clock no more.

        Args:
            rate: 0 = paused, else as `twin.clockwork` bounds it.
            until_ms: run ahead to this instant first, as fast as the simulator and we can; None = do not.
            resume: the rate to go on with after a pause.

        Raises:
            ValueError: out of range.
        """
        self._pace.ask(rate, until_ms, resume)
        self._follows_wall = False
        self._settle(self._mono_ns())

    def hear_played(self, played_ms: int) -> None:
        """Take how far a simulator has played; from then on the realm has its own time and waits for it."""
        mono_ns = self._mono_ns()
        self._pace.hear_played(played_ms, self._exact_ms(mono_ns), mono_ns * 1e-9)
        if self._pace.led:
            self._follows_wall = False
            self._settle(mono_ns)

    async def sleep_until(self, realm_ms: int) -> None:
        """Return once `now_ms() >= realm_ms`, having let other tasks run at least once."""
        await asyncio.sleep(0)
        while (left_ms := realm_ms - self.now_ms()) > 0:
            if self._pace.until_ms == self.now_ms():
                self._settle(self._mono_ns())
            held = self.now_ms() >= self._bound_ms
            await self.rest(SLICE_S if held else _wait_s(left_ms, self._rate))

    async def come_round(self) -> None:
        """Return after `SLICE_S`, whatever the clock does."""
        await asyncio.sleep(SLICE_S)

    async def rest(self, real_s: float) -> None:
        """Return after so many real seconds, or at once when the clock's pace changes."""
        loop = asyncio.get_running_loop()
        waking: asyncio.Future[None] = loop.create_future()
        timer = loop.call_later(real_s, _wake, waking)
        self._sleepers.add(waking)
        try:
            await waking
        finally:
            timer.cancel()
            self._sleepers.discard(waking)

    def gap(self) -> tuple[int, int] | None:
        """Return the realm's span since the last call if it was an outage of ours, else None.

        Call it every step. An outage is a call that comes more than `STALL_S` after the one before, or wall
        and monotonic time that parted by more than `STEP_MS` in between. A live realm then follows the wall
        clock: forwards at once, backwards by running at `CATCH_UP` until the wall clock has caught up. One
        that is paused, running ahead or led has waited for us.
        """
        mono_ns, wall_ms = self._mono_ns(), self.wall_ms()
        passed_ms = (mono_ns - self._seen_mono_ns) * 1e-6
        parted_ms = (wall_ms - self._seen_wall_ms) - passed_ms
        waited = self._bound_ms < math.inf or self._rate == 0
        if self._follows_wall:
            self._follow(mono_ns, wall_ms)
        from_ms, to_ms = self._seen_ms, int(self._exact_ms(mono_ns))
        self._seen_mono_ns, self._seen_wall_ms, self._seen_ms = mono_ns, wall_ms, to_ms
        outage = passed_ms > STALL_S * 1000 or abs(parted_ms) > STEP_MS
        if not self._follows_wall:
            if outage:
                self._pace.excuse(mono_ns * 1e-9)
            self._settle(mono_ns)
        return (from_ms, to_ms) if outage and not waited else None

    def _exact_ms(self, mono_ns: int) -> float:
        ran_ms = (mono_ns - self._anchor_mono_ns) * 1e-6 * self._rate
        return min(self._anchor_ms + ran_ms, self._bound_ms)

    def _settle(self, mono_ns: int) -> None:
        """Ask anew how fast and how far the realm may run, and wake who waits if that has changed."""
        before, held_ms = self._rate, self._bound_ms
        self._anchor_ms, self._anchor_mono_ns = self._exact_ms(mono_ns), mono_ns
        self._rate, self._bound_ms = self._pace.settle(self._anchor_ms, self._seen_ms, mono_ns * 1e-9)
        if before != self._rate or self._anchor_ms >= held_ms:
            for waking in self._sleepers:
                _wake(waking)

    def _follow(self, mono_ns: int, wall_ms: int) -> None:
        now_ms = self._exact_ms(mono_ns)
        self._anchor_ms, self._anchor_mono_ns = max(now_ms, wall_ms), mono_ns
        self._rate = CATCH_UP if now_ms - wall_ms > 1 else 1.0


class ClockUnheardError(Exception):
    """The realm's clock has not been heard yet; wait with `FollowedClock.ready`."""


class FollowedClock:
    """A realm's clock as another process follows it: between the `clock` beats it runs on by itself.

    A late beat never turns it back; a beat more than `REWIND_MS` behind is a realm started anew, which it
    follows (counted in `rewinds`).

    Args:
        mono_ns: reads the monotonic clock; tests turn it by hand.
        wall_ns: reads the wall clock.
    """

    def __init__(
        self,
        *,
        mono_ns: Callable[[], int] = time.monotonic_ns,
        wall_ns: Callable[[], int] = time.time_ns,
    ) -> None:
        self._mono_ns, self._wall_ns = mono_ns, wall_ns
        self._heard = asyncio.Event()
        self._anchor_ms, self._anchor_mono_ns, self._rate = 0.0, 0, 1.0
        self._last_ms = 0
        self.refused = 0
        self.rewinds = 0

    @property
    def rate(self) -> float:
        """Realm seconds that pass in one real second, as last heard; 0 while the realm is paused."""
        return self._rate

    def hear(self, payload: bytes) -> bool:
        """Follow one beat; False (counted in `refused`) when it is not one."""
        try:
            beat = _BEAT.decode(payload)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            beat = None
        if beat is None or not 0 <= beat.rate <= MAX_RATE:
            self.refused += 1
            return False
        if self._heard.is_set() and beat.now_ms < self.now_ms() - REWIND_MS * max(1.0, beat.rate):
            self.rewinds += 1
            self._last_ms = 0
        self._anchor_ms, self._anchor_mono_ns, self._rate = float(beat.now_ms), self._mono_ns(), beat.rate
        self._heard.set()
        return True

    async def ready(self) -> None:
        """Return once the first beat was heard."""
        await self._heard.wait()

    def now_ms(self) -> int:
        """Return the realm's instant in UTC milliseconds.

        Raises:
            ClockUnheardError: no beat was heard yet.
        """
        if not self._heard.is_set():
            raise ClockUnheardError("the twin's clock was not heard yet: is the twin running in this realm?")
        passed_ms = (self._mono_ns() - self._anchor_mono_ns) * 1e-6
        self._last_ms = max(self._last_ms, int(self._anchor_ms + passed_ms * self._rate))
        return self._last_ms

    def wall_ms(self) -> int:
        """Return the wall clock in UTC milliseconds."""
        return self._wall_ns() // 1_000_000

    def mono_s(self) -> float:
        """Return monotonic seconds."""
        return self._mono_ns() * 1e-9

    async def sleep_until(self, realm_ms: int) -> None:
        """Return once the first beat was heard and `now_ms() >= realm_ms`."""
        await self.ready()
        await asyncio.sleep(0)
        while (left_ms := realm_ms - self.now_ms()) > 0:  # noqa: ASYNC110  # waits for time itself
            await asyncio.sleep(_wait_s(left_ms, self._rate))

    def gap(self) -> tuple[int, int] | None:
        """Return None: a follower judges no silence, so its own outages are nobody's gap."""
        return None


_BEAT = msgspec.json.Decoder(ClockBeat)


def _wait_s(left_ms: float, rate: float) -> float:
    """Return for how many real seconds to sleep before looking again."""
    return SLICE_S if rate <= 0 else min(left_ms / 1000 / rate, SLICE_S)


def _wake(waking: "asyncio.Future[None]") -> None:
    if not waking.done():
        waking.set_result(None)


class Backoff:
    """Waits that double from `first_s` to `most_s`, each drawn anew from 0 to its bound (full jitter).

    Args:
        first_s: bound of the first wait, seconds.
        most_s: greatest bound, seconds.
        seed: makes the draw differ between clients and repeat in tests.
    """

    def __init__(self, first_s: float, most_s: float, seed: str) -> None:
        self._first_s, self._most_s = first_s, most_s
        self._bound_s = first_s
        self._draw = random.Random(seed)  # noqa: S311  # spreads reconnects; guards nothing

    def next_s(self) -> float:
        """Return the next wait in seconds and double the bound."""
        wait_s = self._draw.uniform(0, self._bound_s)
        self._bound_s = min(self._bound_s * 2, self._most_s)
        return wait_s

    def reset(self) -> None:
        """Start again from `first_s`: the last attempt succeeded."""
        self._bound_s = self._first_s
