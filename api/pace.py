"""How fast a realm may run: what a person asked, bounded by what the simulator and we ourselves can follow.

Pure arithmetic; `api.clock` reads the time and asks here. A simulated realm is never far ahead of its
simulator, so no letter is skipped and none is judged late only because the machine is slow: the whole realm
slows down instead, smoothly, and says so.
"""

import math
from collections import deque

from api.doors import ClockState
from twin.clockwork import FASTEST_RATE, SLOWEST_RATE

AHEAD_RATE = 200.0
"""Asked of the clock while it runs ahead to an instant; the simulator's progress bounds it (ours)."""
LAG_S = 2.0
"""A simulator further behind than this in real time slows the realm down (issue 3, part 3)."""
LAG_MS, HELD_MS = 3_500, 4_700
"""But never more than this of realm time, and the realm stands still before the twin would judge letters
that are only under way: heartbeats are 5 s apart, and a feed not heard for 10 s is suspect (`twin.feeds`)."""
LOST_S = 10.0
"""A simulator not heard for so long is gone, and the realm runs on without it: its feeds say so."""
OTHER_TIME_MS = 3_600_000
"""A simulation further behind than this plays another time; it holds nobody up (`--start` in the past)."""
WINDOW_S = 3.0
"""The measured speed is the mean over so long."""
LATE_SHARE = 0.9
"""A realm slower than this share of what was asked is said to be slowed down (ours)."""


class Pace:
    """What was asked of a realm's clock, and how far and how fast it may go.

    Args:
        rate: asked to begin with.

    Attributes:
        asked: realm seconds in a real one, 0 = paused.
        until_ms: the instant to which it runs ahead as fast as it can, None = it does not.
        led: a simulator leads the realm.
        foreign: reports of a simulator that plays another time; they hold nobody up.
    """

    def __init__(self, rate: float) -> None:
        self.asked = self._resume = rate
        self.until_ms: int | None = None
        self.led = False
        self.foreign = 0
        self._played_ms = 0
        self._heard_s = 0.0
        self._passed: deque[tuple[float, float]] = deque()

    def ask(self, rate: float, until_ms: int | None, resume: float) -> None:
        """Take what a person asked; `resume` is the rate to go on with after a pause.

        Raises:
            ValueError: the rate is out of its range.
        """
        if rate and not SLOWEST_RATE <= rate <= FASTEST_RATE:
            raise ValueError(f"rate {rate}: 0 to pause, or {SLOWEST_RATE:g} to {FASTEST_RATE:g}")
        self._resume = rate or resume or 1.0
        self.asked, self.until_ms = rate, until_ms
        self._passed.clear()

    def hear_played(self, played_ms: int, now_ms: float, mono_s: float) -> None:
        """Take how far a simulator has played and published, UTC ms of the realm."""
        if now_ms - played_ms > OTHER_TIME_MS:
            self.foreign += 1
            return
        self.led, self._played_ms, self._heard_s = True, played_ms, mono_s

    def excuse(self, mono_s: float) -> None:
        """Forgive a simulator's silence: it was us who did not listen."""
        self._heard_s = mono_s

    def settle(self, now_ms: float, seen_ms: float, mono_s: float) -> tuple[float, float]:
        """Return the realm's rate from now on, and the instant it must not pass before the next call.

        Args:
            now_ms: the realm's instant.
            seen_ms: when the twin last came round, on the realm's clock.
            mono_s: real seconds.
        """
        self.led = self.led and mono_s - self._heard_s <= LOST_S
        if self.until_ms is not None and now_ms >= self.until_ms:
            self.until_ms = None
            self._passed.clear()
        self._note(now_ms, mono_s)
        asked = self._goal()
        slack_ms = min(LAG_S * 1000 * asked, LAG_MS)
        held_ms = min(2 * slack_ms, HELD_MS)
        bound_ms = math.inf
        if self.led or self.until_ms is not None:
            bound_ms = seen_ms + held_ms
        if self.until_ms is not None:
            bound_ms = min(bound_ms, self.until_ms)
        if self.led and asked:
            bound_ms = min(bound_ms, self._played_ms + held_ms)
            left_ms = held_ms - (now_ms - self._played_ms)
            asked *= min(max(left_ms / (held_ms - slack_ms), 0.0), 1.0)
        return asked, max(bound_ms, now_ms)

    def state(self, now_ms: float) -> ClockState:
        """Return what was asked, what is done, and whether the simulator is why."""
        goal, measured = self._goal(), self._measured()
        late = self.led and self.until_ms is None and measured < LATE_SHARE * goal
        running = measured if late or self.until_ms is not None else goal
        return ClockState(
            asked=self.asked,
            running=round(running, 1),
            resume=self._resume,
            until_ms=self.until_ms,
            behind_ms=max(round(now_ms - self._played_ms), 0) if self.led else None,
            late=late,
        )

    def _goal(self) -> float:
        return self.asked if self.until_ms is None else AHEAD_RATE

    def _note(self, now_ms: float, mono_s: float) -> None:
        passed = self._passed
        if not passed or mono_s - passed[-1][0] >= WINDOW_S / 10:
            passed.append((mono_s, now_ms))
        while mono_s - passed[0][0] > WINDOW_S:
            passed.popleft()

    def _measured(self) -> float:
        """Return the mean speed over the window; what was asked while there is nothing to measure by."""
        if len(self._passed) < 3:  # half a second at the least
            return self._goal()
        (from_s, from_ms), (to_s, to_ms) = self._passed[0], self._passed[-1]
        return (to_ms - from_ms) / 1000 / (to_s - from_s)
