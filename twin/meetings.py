"""Which boats may meet: every pair that could come too near, kept from second to second.

Looking at all pairs each second would look at most of them in vain. So pairs are remembered with the way that
each boat was on when it was last sought, and a boat is sought anew only when it is no longer on that way
(`SWERVE_M`), when it has been on it for long (`STEADY_MS`), and when it begins or ceases to ask. What is
returned is always everything that a search of all pairs would find, and some more (a test compares them). For
pairs are kept with room: `SLACK_M` for the plane, a horizon longer by the time for which a way stands, and
`SWERVE_M` for each of the two, who may have left their ways by that much. And whoever asked for the pairs
says of each for how long it need not be looked at while neither of the two speaks, nor what they are changes.
"""

from typing import NamedTuple

import numpy as np

from geo.reach import Discs, Looks, Plane, Ranked
from geo.units import MS_PER_SECOND
from twin.columns import NEVER
from twin.fleet import Fleet
from twin.table import Array
from twin.traffic import velocity

SLACK_M = 75.0
"""Ways are straight in one plane here, and in another one, of the latitude between the two, for who measures
them. Over a reach of 16 km (20 kn for 26 minutes) that makes 16 km x 16 km / radius x tan(latitude): 23 m at
30 degrees, 70 m at 60."""
SWERVE_M = 100.0
"""How far from its way a boat may be, now or at its end, and still be on it. Ours: of 53 fixes a second of
the simulated fleet 20 leave it at 60 m, 13 at 120 m, 11 at 200 m; more room, more pairs to look at."""
STEADY_MS, SPREAD = 240_000, 97
"""A boat on its way is sought anew after so long, ours; at the first time sooner, by one of so many parts, so
that the boats that were first heard together do not all come at once."""
LOOSE, MANY = 8, 3
"""All boats are put in order anew when one of so many took a new way since; if fewer than one of so many
vessels ask, those are sought by themselves. Ours."""
ROOM_DEG, HOUR_MS = 1.0, 3_600_000
"""How far beyond all boats the plane reaches, ours: two hours at 30 kn. When one leaves it, and once an hour,
for a boat that led it far may be gone, a new one is laid and everybody sought anew."""
SHIFT, LOW = 32, (1 << 32) - 1
"""A pair's key holds two rows of the fleet in 64 bits, the lower one above."""
LONG_S = 86_400.0  # longer than any pair is kept


class Danger(NamedTuple):
    """What makes a pair matter.

    Attributes:
        limit_m: closest distance at which a pair matters.
        horizon_s: seconds ahead in which it matters.
    """

    limit_m: float
    horizon_s: float


class Decides(NamedTuple):
    """What else whoever asks goes by when it says that a pair may rest.

    Attributes:
        kinds: of each vessel; one that becomes another kind is sought anew, int64 [n].
        chart: when it is another object, no pair rests any more.
    """

    kinds: Array
    chart: object


Kept = dict[tuple[Danger, ...], "Meetings"]
"""What is remembered, by dangers."""


def pair_keys(one: Array, other: Array) -> Array:
    """Return the keys of pairs of fleet rows, whichever of the two is the lower."""
    keys: Array = np.minimum(one, other) << SHIFT | np.maximum(one, other)
    return keys


def distinct(keys: Array) -> Array:
    """Return the distinct keys, ascending; `keys` is sorted in place, which takes a third of `np.unique`."""
    keys.sort()
    first = np.ones(len(keys), dtype=bool)
    np.not_equal(keys[1:], keys[:-1], out=first[1:])
    return keys[first]


def pairs_among(
    kept: Kept,
    dangers: tuple[Danger, ...],
    fleet: Fleet,
    there: Array,
    asks: tuple[Array, ...],
    by: Decides,
    now_ms: int,
) -> Array:
    """Return the pairs that may come within the limit of a danger, as distinct `pair_keys`, ascending.

    Those that are let be (`let_be`) are left out.

    Args:
        kept: what is remembered from look to look; changed.
        dangers: in which way pairs matter, the one that looks farthest ahead last.
        fleet: all vessels.
        there: which of them are `in_traffic`, bool [n].
        asks: which of those ask, for each danger, bool [n]: only pairs in which one asks are sought.
        by: what else pairs are let be by.
        now_ms: UTC ms.
    """
    if dangers not in kept:
        kept[dangers] = Meetings(dangers)
    return kept[dangers].among(fleet, there, asks, by, now_ms)


def let_be(kept: Kept, dangers: tuple[Danger, ...], now_ms: int, rest_s: Array) -> None:
    """Leave pairs out for some time from now on, or until one of the two speaks.

    Args:
        kept: what is remembered from look to look; changed.
        dangers: as asked of `pairs_among`.
        now_ms: UTC ms.
        rest_s: for how long, for each of the pairs that were returned last; seconds, inf: until one speaks.
    """
    kept[dangers].let_be(now_ms, rest_s)


class Meetings:
    """The pairs that matter; derived from the fleet and rebuilt when lost, so never stored.

    Args:
        dangers: in which way pairs matter, the one that looks farthest ahead last.
    """

    def __init__(self, dangers: tuple[Danger, ...]) -> None:
        kept = [
            (one.limit_m + SLACK_M + 2 * SWERVE_M, one.horizon_s + STEADY_MS / MS_PER_SECOND)
            for one in dangers
        ]
        self._plane, self._laid_ms = Plane.over(np.zeros(0), np.zeros(0)), NEVER
        self._chart: object = None
        self._there: Array = np.zeros(0, dtype=bool)
        self._wants: Array = np.zeros(0, dtype=np.uint8)
        self._fixes: Array = np.zeros(0, dtype=np.int32)
        self._kinds, self._since_ms, self._due_ms = (np.zeros(0, dtype=np.int64) for _ in range(3))
        self._way: Array = np.zeros((0, 4))
        self._limit_m, self._horizon_s = np.array(kept).T[:, :, np.newaxis]
        self._x, self._y, self._radius_m = (np.zeros((len(dangers), 0)) for _ in range(3))
        self._loose: Array = np.zeros(0, dtype=bool)
        self._ranked: tuple[Ranked, ...] = ()
        self._keys, self._wake_ms, self._looked = (np.zeros(0, dtype=np.int64) for _ in range(3))

    def among(self, fleet: Fleet, there: Array, asks: tuple[Array, ...], by: Decides, now_ms: int) -> Array:
        """Return the pairs that may come near and are not let be, as `pairs_among` tells."""
        self._grow(len(there))
        wants = np.zeros(len(there), dtype=np.uint8)
        for bit, some in enumerate(asks):
            wants |= some.view(np.uint8) << np.uint8(bit)
        spoke = there & (self._fixes != fleet.vessels["fix_count"])  # two fixes may be of one instant
        changed = (wants != self._wants) | (by.kinds != self._kinds)
        seek = there & ((now_ms > self._due_ms) | changed | ~self._there)
        self._look(fleet, there, spoke, seek, now_ms)
        self._there, self._wants, self._kinds = there, wants, by.kinds
        self._drop(seek | ~there, spoke)
        self._add(self._sought(there, seek.nonzero()[0], asks, now_ms))
        if by.chart is not self._chart:
            self._chart, self._wake_ms[:] = by.chart, NEVER
        awake = (self._wake_ms <= now_ms).nonzero()[0]
        keys = self._keys[awake]
        order = keys.argsort()
        self._looked = awake[order]
        return keys[order]

    def let_be(self, now_ms: int, rest_s: Array) -> None:
        """Leave each pair that was returned last out for some time, or until one of the two speaks."""
        rest_ms = np.minimum(rest_s, LONG_S) * MS_PER_SECOND
        self._wake_ms[self._looked] = now_ms + rest_ms.astype(np.int64)

    def _grow(self, count: int) -> None:
        """Make room for vessels that are new; rows are only ever added."""
        new = count - len(self._there)
        if new:
            self._there, self._wants = _longer(self._there, new), _longer(self._wants, new)
            self._fixes, self._kinds = _longer(self._fixes, new), _longer(self._kinds, new)
            self._since_ms, self._due_ms = _longer(self._since_ms, new), _longer(self._due_ms, new, NEVER)
            self._way = np.concatenate([self._way, np.zeros((new, 4))])
            self._x, self._y = _longer(self._x, new), _longer(self._y, new)
            self._radius_m, self._loose = _longer(self._radius_m, new), np.ones(count, dtype=bool)

    def _look(self, fleet: Fleet, there: Array, spoke: Array, seek: Array, now_ms: int) -> None:
        """Remember the ways of all that seek, and of those that spoke and are off their ways: they seek too.

        Args:
            fleet: all vessels.
            there: which of them are `in_traffic`, bool [n].
            spoke: which of those have a new fix, bool [n].
            seek: which of those seek, whatever they said, bool [n]; changed.
            now_ms: UTC ms.
        """
        lon, lat = fleet.vessels["lon"], fleet.vessels["lat"]
        rows = (spoke | seek).nonzero()[0]
        x, y = self._plane.lay(lon[rows], lat[rows])
        if now_ms - self._laid_ms > HOUR_MS or not self._plane.holds(x, y):
            rows, self._laid_ms, seek[there] = there.nonzero()[0], now_ms, True
            self._plane = Plane.over(lon[rows], lat[rows], ROOM_DEG)
            x, y = self._plane.lay(lon[rows], lat[rows])
        self._fixes[rows] = fleet.vessels["fix_count"][rows]
        fix_ms = np.minimum(fleet.vessels["fix_ms"][rows], now_ms)
        way = np.array((x, y, *self._plane.shorten(lat[rows], *velocity(fleet, rows))))
        astray = (seek[rows] | self._swerved(rows, fix_ms, way)).nonzero()[0]
        seek[rows[astray]] = True
        self._remember(rows[astray], fix_ms[astray], way[:, astray])

    def _swerved(self, rows: Array, fix_ms: Array, way: Array) -> Array:
        """Return which boats are off the way they were on, or will be at its end, bool [m].

        Of the rows [m] it is told where fixes of those instants have them in the plane, metres, and how they
        move there, m/s: the way [4, m].
        """
        gone_s = (fix_ms - self._since_ms[rows]) / MS_PER_SECOND
        left_s = self._horizon_s[-1, 0] - gone_s
        was = self._way.take(rows, axis=0).T
        x, y, u, v = way - was
        x, y = x - was[2] * gone_s, y - was[3] * gone_s
        off_m2 = np.maximum(x * x + y * y, (x + u * left_s) ** 2 + (y + v * left_s) ** 2)
        swerved: Array = off_m2 > SWERVE_M * SWERVE_M
        return swerved

    def _remember(self, rows: Array, fix_ms: Array, way: Array) -> None:
        """Remember on which ways boats are by their newest fixes, and when they are to be sought again."""
        due_ms = fix_ms + STEADY_MS
        first = (self._due_ms[rows] == NEVER).nonzero()[0]
        if len(first):
            due_ms[first] -= STEADY_MS - rows[first] % SPREAD * STEADY_MS // SPREAD
        self._due_ms[rows] = due_ms
        self._since_ms[rows], self._way[rows] = fix_ms, way.T
        x, y, u, v = way
        discs = Discs.of(x, y, u, v, self._limit_m, self._horizon_s)
        self._x[:, rows], self._y[:, rows], self._radius_m[:, rows] = discs

    def _drop(self, gone: Array, spoke: Array) -> None:
        """Forget the pairs of those that are gone; wake those of boats that spoke."""
        news = gone.view(np.uint8) * 2 + spoke.view(np.uint8)
        told = news[self._keys >> SHIFT] | news[self._keys & LOW]
        self._wake_ms[told == 1] = NEVER
        stays = told < 2
        self._keys, self._wake_ms = self._keys[stays], self._wake_ms[stays]

    def _add(self, keys: Array) -> None:
        self._keys = np.concatenate([self._keys, keys])
        self._wake_ms = _longer(self._wake_ms, len(keys), NEVER)

    def _sought(self, there: Array, anew: Array, asks: tuple[Array, ...], now_ms: int) -> Array:
        """Return the pairs with a boat that seeks and one that asks, as keys, distinct."""
        if not len(anew):
            return anew
        count = len(there)
        x, y, radius_m = self._x.ravel(), self._y.ravel(), self._radius_m.ravel()
        discs = Discs(y, x, radius_m) if self._plane.tall else Discs(x, y, radius_m)
        looks: Looks = []
        loose = self._rank(discs, there, anew)
        for begin, some, ranked in zip(range(0, x.size, count), asks, self._ranked, strict=True):
            askers, asking = anew, some.nonzero()[0]
            if MANY * len(asking) < count:
                seldom = some[anew]
                looks.append((anew[~seldom] + begin, discs.ranked(asking + begin)))
                askers = anew[seldom]
            looks += [(askers + begin, ranked), (askers + begin, discs.ranked(loose + begin))]
        one, other = discs.near(looks)
        danger = one // count
        one, other = one - danger * count, other - danger * count
        near = self._come_near(one, other, self._limit_m[danger, 0], self._horizon_s[danger, 0], now_ms)
        near &= ((self._wants[one] | self._wants[other]) >> danger & 1).astype(bool)
        near &= there[one] & there[other]  # who was ranked may have gone since
        return distinct(pair_keys(one[near], other[near]))

    def _rank(self, discs: Discs, there: Array, anew: Array) -> Array:
        """Rank everyone if too many took a new way since that was done last; return those that did, [k]."""
        self._loose[anew] = True
        loose = self._loose & there
        if np.count_nonzero(loose) * LOOSE > np.count_nonzero(there):
            everyone, starts = there.nonzero()[0], range(0, discs.x.size, len(there))
            self._ranked = tuple(discs.ranked(everyone + start) for start in starts)
            self._loose[:] = loose[:] = False
        return loose.nonzero()[0]

    def _come_near(self, one: Array, other: Array, limit_m: Array, horizon_s: Array, now_ms: int) -> Array:
        """Return which boats come within a limit of each other on their ways, from now on, bool [k]."""
        its, way = self._way.take(one, axis=0).T, self._way.take(other, axis=0).T
        its_s, gone_s = ((now_ms - self._since_ms[rows]) / MS_PER_SECOND for rows in (one, other))
        x, y, u, v = way - its
        x, y = x + way[2] * gone_s - its[2] * its_s, y + way[3] * gone_s - its[3] * its_s
        with np.errstate(divide="ignore", invalid="ignore"):  # no motion: 0 / 0
            at_s = np.fmin(np.fmax(-(x * u + y * v) / (u * u + v * v), 0.0), horizon_s)
        x, y = x + u * at_s, y + v * at_s
        near: Array = x * x + y * y <= limit_m * limit_m
        return near


def _longer(column: Array, by: int, fill: float = 0) -> Array:
    """Return a column with room for more vessels; they are its last axis."""
    more = np.full((*column.shape[:-1], by), fill, dtype=column.dtype)
    return np.concatenate([column, more], axis=-1)
