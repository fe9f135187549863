"""The habits of BeiDou terminals: what 894 fishing boats showed in 36 h of recording, in numbers.

Nobody wrote them down as a rule: some terminals keep another interval than ten minutes, every one loses some
reports, a boat that lies still is told where it lay before, and now and then a terminal is off for hours.
The figures are aggregates of the recording (`docs/recordings.md`), and `docs/calibration.md` sets what comes
of them beside it.
"""

import numpy as np

from geo.arrays import BoolArray, FloatArray, IntArray
from geo.units import SECONDS_PER_HOUR

INTERVAL_S = 600.0
"""36 h recording of 894 boats, median of the times between fixes."""
OTHERS_S, OTHERS_SHARE = (60.0, 1_800.0), (0.007, 0.016)
"""Boats of the same recording whose own median was a minute, or half an hour."""
LATE_SIGMA_S = 2.2
"""Quartiles 599 and 603 s, and 95 % of the steps near the median within 595..608 s, same recording."""
NEXT_MINUTE_S, NEXT_MINUTE_SHARE = 57.5, 0.02
"""Steps of 542 and of 657 s: a card that may send once a minute waited for the next (`domain.md` [S27])."""
LOSS_AT = np.array([0.0, 0.05, 0.25, 0.5, 0.75, 0.9, 0.97, 1.0])
LOSS = np.array([0.004, 0.012, 0.024, 0.036, 0.048, 0.07, 0.12, 0.28])
"""Share of reports lost, from the best boat to the worst: 5 % of recorded steps miss one or more."""
OUTAGES_A_DAY, OUTAGE_S = 0.04, (0.75 * SECONDS_PER_HOUR, 8 * SECONDS_PER_HOUR)
"""Off now and then: with these, gaps over two hours are as many as recorded, 0.02 per boat and day."""
SLOW_KN = np.array([0.05, 0.5])
MOVED, LAY, REPEATED = range(3)
REPEATS = np.array([[0.10, 0.06, 0.01], [0.50, 0.30, 0.04], [0.93, 0.65, 0.10]])
"""Share of fixes that repeat the last position; rows: the fix before was of a boat that moved, of one slower
than 0.5 kn, or was a repeat itself; columns: the boat is at rest, slower than 0.5 kn, or moves. Recorded sets
that repeat go on, at rest 94 of 100 times in stays of hours and 74 in stops at work, and one whose boat has
just come to rest seldom begins at once."""
ASTRAY_SHARE, ASTRAY_M = 0.00016, (12_000.0, 60_000.0)
"""Single fixes far off: 0.33 steps over 30 kn per 1,000 fixes in the same recording, two to each such fix."""


class Habits:
    """What terminals do of their own accord; columns have a place for each of `count` terminals.

    Attributes:
        interval_s: each terminal's own interval.
        shift_s: by how much each terminal's next report comes later than its interval says.
    """

    def __init__(self, count: int, seed: int) -> None:
        self._rng = np.random.default_rng([seed, 2, 1])
        choices = np.array([INTERVAL_S, *OTHERS_S])
        self.interval_s = self._rng.choice(choices, count, p=[1 - sum(OTHERS_SHARE), *OTHERS_SHARE])
        self.shift_s = np.zeros(count)
        self._loss = np.interp(self._rng.random(count), LOSS_AT, LOSS)
        self._late_s = np.zeros(count)
        self._off_until_s = np.full(count, -np.inf)
        self._said_m = np.full((count, 2), np.nan)
        self._before = np.full(count, MOVED)

    def spoke(self, speaking: IntArray) -> None:
        """Draw when terminals that speak now will speak next; each keeps to its own slots."""
        waits = self._rng.random(len(speaking)) < NEXT_MINUTE_SHARE
        late_s = self._rng.normal(0, LATE_SIGMA_S, len(speaking)) + np.where(waits, NEXT_MINUTE_S, 0.0)
        late_s = np.minimum(late_s, self.interval_s[speaking] / 2)
        self.shift_s[speaking] = late_s - self._late_s[speaking]
        self._late_s[speaking] = late_s

    def heard(self, speaking: IntArray, now_s: float) -> BoolArray:
        """Return whose report goes through, shape (n,): not lost, and the terminal not off for a while."""
        lots = self._rng.random((3, len(speaking)))
        a_report = OUTAGES_A_DAY * self.interval_s[speaking] / (24 * SECONDS_PER_HOUR)
        going_off = speaking[lots[0] < a_report]
        low, high = np.log(OUTAGE_S)
        self._off_until_s[going_off] = now_s + np.exp(low + (high - low) * lots[1, lots[0] < a_report])
        on = self._off_until_s[speaking] <= now_s
        return np.asarray(on & (lots[2] >= self._loss[speaking]))

    def shown_m(self, speaking: IntArray, believed_m: FloatArray, speed_kn: FloatArray) -> FloatArray:
        """Return the places that terminals send, metres, shape (n, 2).

        Most boats that lie still are sent the last place again, to the last digit; a few fixes go astray.
        """
        lots = self._rng.random((4, len(speaking)))
        last_m = self._said_m[speaking]
        pace = np.searchsorted(SLOW_KN, speed_kn)
        repeats = lots[0] < REPEATS[self._before[speaking], pace]
        repeats &= ~np.isnan(last_m[:, 0])
        self._before[speaking] = np.where(repeats, REPEATED, np.where(pace < 2, LAY, MOVED))
        shown_m = np.where(repeats[:, None], last_m, believed_m)
        self._said_m[speaking] = shown_m
        off_m = ASTRAY_M[0] + (ASTRAY_M[1] - ASTRAY_M[0]) * lots[2]
        astray_m = off_m[:, None] * np.column_stack(
            [np.sin(2 * np.pi * lots[3]), np.cos(2 * np.pi * lots[3])]
        )
        return np.where((lots[1] < ASTRAY_SHARE)[:, None], shown_m + astray_m, shown_m)
