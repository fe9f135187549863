"""Which boats may meet: every pair that could come too near, kept from second to second.

Looking at all pairs each second would look at most of them in vain. So pairs are remembered with the way that
each boat was on when it was last sought, and a boat is sought anew only when it is no longer on that way
(`SWERVE_M`), when it has been on it for long (`STEADY_S`), and when it begins or ceases to ask. What is
returned is always everything that a search of all pairs would find, and some more (a test compares them). For
pairs are kept with room: `SLACK_M` for rounding, a horizon longer by the time for which a way stands, and
three times `SWERVE_M`: the two may have left their ways by that much since, and one of them had already when
the other sought it.
"""

import numpy as np

from geo.encounter import encounters
from geo.units import MS_PER_SECOND
from geo.wgs84 import metres_per_degree, wrap_lon_deg
from twin.fleet import NEVER
from twin.table import Array
from twin.traffic import Traffic

SLACK_M = 1.0
SWERVE_M = 100.0
"""How far from its way a boat may be, now or at its end, and still be on it. Ours: of 53 fixes a second of
the simulated fleet 20 leave it at 60 m, 13 at 120 m, 11 at 200 m; more room, more pairs to look at."""
STEADY_S, SPREAD = 120.0, 41
"""A boat on its way is sought anew after so long, ours; a boat in so many a second sooner, so that the boats
that were first heard together do not all come in the same second."""

Kept = dict[tuple[float, float], "Meetings"]
"""What is remembered, by limit and horizon."""


def distinct(keys: Array) -> Array:
    """Return the distinct keys, ascending; `keys` is sorted in place, which takes a third of `np.unique`."""
    keys.sort()
    return keys[np.append(True, keys[1:] != keys[:-1])] if len(keys) else keys


def pairs_among(
    kept: Kept,
    seen: Traffic,
    fix_ms: Array,
    asks: Array,
    now_ms: int,
    *,
    limit_m: float,
    horizon_s: float,
) -> tuple[Array, Array]:
    """Return the pairs that may come within a limit, as places in `seen`, the lower first, ascending.

    Args:
        kept: what is remembered from look to look; changed.
        seen: boats whose motion is known.
        fix_ms: of all vessels, [n]: when each was last fixed.
        asks: of `seen`: only pairs in which one asks are sought.
        now_ms: the instant of `seen`.
        limit_m: closest distance at which a pair matters.
        horizon_s: seconds ahead in which it matters.
    """
    key = (limit_m, horizon_s)
    return kept.setdefault(key, Meetings(*key)).among(seen, fix_ms, asks, now_ms)


class Meetings:
    """The pairs of one kind of danger; derived from the fleet and rebuilt when lost, so never stored.

    Args:
        limit_m: closest distance at which a pair matters.
        horizon_s: seconds ahead in which it matters.
    """

    def __init__(self, limit_m: float, horizon_s: float) -> None:
        self._limit_m = limit_m + SLACK_M + 3 * SWERVE_M
        self._horizon_s = horizon_s + STEADY_S
        self._fix_ms: Array = np.zeros(0, dtype=np.int64)
        self._since_ms: Array = np.zeros(0, dtype=np.int64)
        self._asked: Array = np.zeros(0, dtype=bool)
        self._way: Array = np.zeros((4, 0))
        self._first: Array = np.zeros(0, dtype=np.int64)
        self._second: Array = np.zeros(0, dtype=np.int64)

    def among(self, seen: Traffic, fix_ms: Array, asks: Array, now_ms: int) -> tuple[Array, Array]:
        """Return the pairs that may come within the limit, as places in `seen`, the lower first, ascending.

        Args:
            seen: boats whose motion is known.
            fix_ms: of all vessels, [n]: when each was last fixed.
            asks: of `seen`: only pairs in which one asks are sought.
            now_ms: the instant of `seen`.
        """
        count, rows = len(fix_ms), seen.rows
        self._grow(count)
        seek = self._astray(seen, fix_ms, asks, now_ms)
        stays = np.zeros(count, dtype=bool)
        stays[rows] = ~seek
        kept = stays[self._first] & stays[self._second]
        self._first, self._second = self._first[kept], self._second[kept]
        first, second = self._sought(seen, seek, asks)
        if len(first):
            both = np.concatenate([self._first * count + self._second, first * count + second])
            self._first, self._second = np.divmod(distinct(both), count)
        self._remember(seen, fix_ms, asks, seek, now_ms)
        return np.searchsorted(rows, self._first), np.searchsorted(rows, self._second)

    def _grow(self, count: int) -> None:
        """Make room for vessels that are new; rows are only ever added."""
        new = count - len(self._fix_ms)
        if new:
            never = np.full(new, NEVER, dtype=np.int64)
            self._fix_ms = np.concatenate([self._fix_ms, never])
            self._since_ms = np.concatenate([self._since_ms, never])
            self._asked = np.concatenate([self._asked, np.zeros(new, dtype=bool)])
            self._way = np.concatenate([self._way, np.zeros((4, new))], axis=1)

    def _astray(self, seen: Traffic, fix_ms: Array, asks: Array, now_ms: int) -> Array:
        """Return which boats must be sought anew, bool [k]."""
        rows = seen.rows
        since_ms = self._since_ms[rows]
        stands_ms = (STEADY_S - rows % SPREAD) * MS_PER_SECOND
        seek: Array = (since_ms == NEVER) | (now_ms - since_ms > stands_ms) | (self._asked[rows] != asks)
        spoke = np.flatnonzero((self._fix_ms[rows] != fix_ms[rows]) & ~seek)
        seek[spoke] = self._swerved(seen, spoke, now_ms)
        return seek

    def _swerved(self, seen: Traffic, some: Array, now_ms: int) -> Array:
        """Return which of some boats are off the way they were on, or will be at its end, bool [m]."""
        rows, now = seen.rows[some], seen.tracks
        lon, lat, east, north = self._way[:, rows]
        gone_s = (now_ms - self._since_ms[rows]) / MS_PER_SECOND
        left_s = self._horizon_s - gone_s
        per_lon_m, per_lat_m = metres_per_degree((lat + now.lat_deg[some]) / 2)
        x = wrap_lon_deg(now.lon_deg[some] - lon) * per_lon_m - east * gone_s
        y = (now.lat_deg[some] - lat) * per_lat_m - north * gone_s
        u, v = now.east_mps[some] - east, now.north_mps[some] - north
        off_m = np.maximum(np.hypot(x, y), np.hypot(x + u * left_s, y + v * left_s))
        swerved: Array = off_m > SWERVE_M
        return swerved

    def _sought(self, seen: Traffic, seek: Array, asks: Array) -> tuple[Array, Array]:
        """Return the pairs with a boat that seeks and one that asks, as fleet rows.

        Where few ask, those that seek and do not ask are looked at by askers only; where many do, one search
        for both costs less. (Boats moored in rafts are no traffic and make no pairs either way.)
        """
        everyone = np.arange(len(seek))
        if 2 * np.count_nonzero(asks) > len(asks):
            first, second = self._search(seen, everyone, seek)
        else:
            by_askers = self._search(seen, everyone, seek & asks)
            of_askers = self._search(seen, np.flatnonzero(asks | seek), seek & ~asks)
            first, second = (np.concatenate(side) for side in zip(by_askers, of_askers, strict=True))
        wanted = asks[first] | asks[second]
        return seen.rows[first[wanted]], seen.rows[second[wanted]]

    def _search(self, seen: Traffic, some: Array, seek: Array) -> tuple[Array, Array]:
        """Return the pairs among some in which one seeks, as places in `seen`."""
        if len(some) < 2 or not seek.any():
            return some[:0], some[:0]
        found = encounters(seen.as_said(some), self._limit_m, self._horizon_s, seek[some])
        return some[found.first], some[found.second]

    def _remember(self, seen: Traffic, fix_ms: Array, asks: Array, seek: Array, now_ms: int) -> None:
        rows, tracks = seen.rows, seen.tracks
        since_ms = np.where(seek, now_ms, self._since_ms[rows])
        self._since_ms = np.full(len(fix_ms), NEVER, dtype=np.int64)
        self._since_ms[rows] = since_ms
        self._fix_ms[rows] = fix_ms[rows]
        self._asked[rows] = asks
        anew = rows[seek]
        for place, column in enumerate((tracks.lon_deg, tracks.lat_deg, tracks.east_mps, tracks.north_mps)):
            self._way[place, anew] = column[seek]
