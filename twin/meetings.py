"""Which boats may meet: every pair that could come too near, kept from second to second.

Looking at all pairs each second would look at most of them in vain: the straight way that a fix foretells
does not change until the next fix. So pairs are remembered, and only those with a boat that has spoken since
are sought anew. What is returned is always everything that a search of all pairs would find (a test compares
them), because pairs are kept with room: `SLACK_M` for rounding, and a horizon longer by the greatest age at
which a fix still counts.
"""

import numpy as np

from geo.encounter import encounters
from twin.fleet import NEVER
from twin.table import Array
from twin.traffic import Traffic

SLACK_M = 1.0


Kept = dict[tuple[float, float, float], "Meetings"]
"""What is remembered, by limit, horizon and greatest age."""


def pairs_among(
    kept: Kept,
    seen: Traffic,
    fix_ms: Array,
    asks: Array,
    *,
    limit_m: float,
    horizon_s: float,
    oldest_s: float,
) -> tuple[Array, Array]:
    """Return the pairs that may come within a limit, as places in `seen`, the lower first, ascending.

    Args:
        kept: what is remembered from look to look; changed.
        seen: boats whose motion is known.
        fix_ms: of all vessels, [n]: when each was last fixed.
        asks: of `seen`: only pairs in which one asks are sought.
        limit_m: closest distance at which a pair matters.
        horizon_s: seconds ahead in which it matters.
        oldest_s: age at which a fix no longer counts.
    """
    key = (limit_m, horizon_s, oldest_s)
    return kept.setdefault(key, Meetings(*key)).among(seen, fix_ms, asks)


class Meetings:
    """The pairs of one kind of danger; derived from the fleet and rebuilt when lost, so never stored.

    Args:
        limit_m: closest distance at which a pair matters.
        horizon_s: seconds ahead in which it matters.
        oldest_s: age at which a fix no longer counts.
    """

    def __init__(self, limit_m: float, horizon_s: float, oldest_s: float) -> None:
        self._limit_m = limit_m + SLACK_M
        self._horizon_s = horizon_s + oldest_s
        self._fix_ms: Array = np.zeros(0, dtype=np.int64)
        self._asked: Array = np.zeros(0, dtype=bool)
        self._first: Array = np.zeros(0, dtype=np.int64)
        self._second: Array = np.zeros(0, dtype=np.int64)

    def among(self, seen: Traffic, fix_ms: Array, asks: Array) -> tuple[Array, Array]:
        """Return the pairs that may come within the limit, as places in `seen`, the lower first, ascending.

        Args:
            seen: boats whose motion is known.
            fix_ms: of all vessels, [n]: when each was last fixed.
            asks: of `seen`: only pairs in which one asks are sought.
        """
        same = self._unchanged(seen, fix_ms, asks)
        kept = same[self._first] & same[self._second]
        first, second = self._sought(seen, ~same[seen.rows], asks)
        count = max(len(fix_ms), 1)
        old = self._first[kept] * count + self._second[kept]
        self._first, self._second = np.divmod(np.unique(np.concatenate([old, first * count + second])), count)
        self._remember(seen, fix_ms, asks)
        return np.searchsorted(seen.rows, self._first), np.searchsorted(seen.rows, self._second)

    def _unchanged(self, seen: Traffic, fix_ms: Array, asks: Array) -> Array:
        """Return which vessels are where they were foretold to be, and ask as they did, bool [n]."""
        same = np.zeros(len(fix_ms), dtype=bool)
        if len(self._fix_ms) == len(fix_ms):
            rows = seen.rows
            same[rows] = (self._fix_ms[rows] == fix_ms[rows]) & (self._asked[rows] == asks)
            return same
        self._first = self._second = np.zeros(0, dtype=np.int64)
        return same

    def _sought(self, seen: Traffic, spoke: Array, asks: Array) -> tuple[Array, Array]:
        """Return the pairs with a boat that has spoken and one that asks, as fleet rows.

        Where few ask, those that spoke and do not ask are looked at by askers only; where many do, one search
        for both costs less. (Boats moored in rafts are no traffic and make no pairs either way.)
        """
        everyone = np.arange(len(spoke))
        if 2 * np.count_nonzero(asks) > len(asks):
            found = [self._search(seen, everyone, spoke)]
        else:
            by_askers = self._search(seen, everyone, spoke & asks)
            found = [by_askers, self._search(seen, np.flatnonzero(asks | spoke), spoke & ~asks)]
        first, second = (np.concatenate(rows) for rows in zip(*found, strict=True))
        wanted = asks[first] | asks[second]
        return seen.rows[first[wanted]], seen.rows[second[wanted]]

    def _search(self, seen: Traffic, some: Array, seek: Array) -> tuple[Array, Array]:
        """Return the pairs among some in which one seeks, as places in `seen`."""
        if not seek.any():
            return some[:0], some[:0]
        found = encounters(seen.as_said(some), self._limit_m, self._horizon_s, seek[some])
        return some[found.first], some[found.second]

    def _remember(self, seen: Traffic, fix_ms: Array, asks: Array) -> None:
        self._fix_ms = np.full(len(fix_ms), NEVER, dtype=np.int64)
        self._fix_ms[seen.rows] = fix_ms[seen.rows]
        self._asked = np.zeros(len(fix_ms), dtype=bool)
        self._asked[seen.rows] = asks
