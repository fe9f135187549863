"""How fast the seconds of a stage follow one another: a pause, x1 to x100, full speed, a run ahead."""

import asyncio
import math
from collections import deque
from collections.abc import Awaitable, Callable

SLOWEST, FASTEST = 1.0, 100.0
"""What people may ask for besides a pause and full speed, realm seconds in a real one (issue 3)."""
SLACK_S = 0.25
"""Lateness that the next seconds make up for; beyond it the pace is slower than asked, and says so (ours)."""
SLICE_S = 0.5
WINDOW_S = 3.0
"""The running pace is the mean over so long."""


class Tempo:
    """Lets the seconds of a play come at the pace asked for; none is ever skipped.

    Args:
        rate: realm seconds in a real one, 0 = paused, infinite = full speed.
        mono_s: reads real seconds.
        nap: waits so many real seconds; None = a wait that a new pace ends.

    Attributes:
        asked: the rate.
        ahead_to: the second of the play to which it runs at full speed first.
        resume: the rate to go on with after a pause.
        late_s: real seconds lost so far because the machine was too slow.

    Raises:
        ValueError: the rate is out of its range.
    """

    def __init__(
        self, rate: float, mono_s: Callable[[], float], nap: Callable[[float], Awaitable[None]] | None = None
    ) -> None:
        self._mono_s, self._nap = mono_s, nap or self._sleep
        self._changed = asyncio.Event()
        self._due_s = mono_s()
        self._stood_s = 0.0
        self._paused_s: float | None = None
        self._passed: deque[tuple[float, int]] = deque()
        self.ahead_to = 0
        self.late_s = 0.0
        self.resume = 1.0
        self._lost: deque[float] = deque(maxlen=1)
        self.asked = 0.0
        self.ask(rate)

    def ask(self, rate: float, ahead_to: int = 0) -> None:
        """Take another pace from now on, after a run ahead to a second of the play.

        Raises:
            ValueError: the rate is out of its range.
        """
        if rate not in (0.0, math.inf) and not SLOWEST <= rate <= FASTEST:
            raise ValueError(f"x{rate:g}: use 0 to pause, x{SLOWEST:g} to x{FASTEST:g}, or full")
        self.asked, self.ahead_to = rate, ahead_to
        self._due_s = self._mono_s()
        self._passed.clear()
        self._changed.set()
        if rate:
            self.resume = rate

    @property
    def late(self) -> bool:
        """Whether the seconds of just now came slower than asked, for want of speed of the machine."""
        return bool(self._lost) and self._mono_s() - self._lost[-1] <= WINDOW_S

    def house_s(self) -> float:
        """Return real seconds without those of pauses: to the house a pause is no time at all."""
        return (self._mono_s() if self._paused_s is None else self._paused_s) - self._stood_s

    async def wait(self, second: int) -> None:
        """Return when a second of the play is due; others have run meanwhile."""
        await asyncio.sleep(0)
        while (left_s := self._left_s(second)) > 0:
            self._changed.clear()
            await self._nap(min(left_s, SLICE_S))
        self._go_on()
        now_s = self._mono_s()
        if not self._passed and left_s < 0:
            left_s, self._due_s = 0.0, now_s  # the play has only now begun
        if left_s < -SLACK_S:
            self.late_s -= left_s
            self._lost.append(now_s)
            self._due_s = now_s
        if 0 < self.asked < math.inf:
            self._due_s += 1 / self.asked
        self._passed.append((now_s, second))
        while now_s - self._passed[0][0] > WINDOW_S:
            self._passed.popleft()

    def running(self) -> float:
        """Return the pace of the last seconds, 0 in a pause, realm seconds in a real one."""
        if self._paused_s is not None or len(self._passed) < 2:
            return 0.0
        (from_s, first), (to_s, last) = self._passed[0], self._passed[-1]
        return (last - first) / max(to_s - from_s, 1e-3)

    def _left_s(self, second: int) -> float:
        """Return for how long still to wait; in a pause for ever."""
        now_s = self._mono_s()
        if second <= self.ahead_to or self.asked == math.inf:
            self._due_s = now_s
            return 0.0
        if self.asked == 0:
            self._paused_s = now_s if self._paused_s is None else self._paused_s
            self._due_s = math.inf
        elif self._due_s == math.inf:
            self._due_s = now_s
        return self._due_s - now_s

    def _go_on(self) -> None:
        if self._paused_s is not None:
            self._stood_s += self._mono_s() - self._paused_s
            self._paused_s = None

    async def _sleep(self, real_s: float) -> None:
        waking = asyncio.ensure_future(self._changed.wait())
        await asyncio.wait({waking}, timeout=real_s)
        waking.cancel()
