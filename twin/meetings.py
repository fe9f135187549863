"""Which boats may meet: every pair that could come too near, kept from second to second.

Looking at all pairs each second would look at most of them in vain. So pairs are remembered with the way that
each boat was on when it was last sought, and a boat is sought anew only when it is no longer on that way
(`SWERVE_M`), when it has been on it for long (`STEADY_S`), and when it begins or ceases to ask. What is
returned is always everything that a search of all pairs would find, and some more (a test compares them). For
pairs are kept with room: `SLACK_M` for rounding, a horizon longer by the time for which a way stands, and
three times `SWERVE_M`: the two may have left their ways by that much since, and one of them had already when
the other sought it.
"""

from typing import NamedTuple

import numpy as np

from geo.encounter import passing
from geo.reach import Ways
from geo.units import MS_PER_SECOND
from geo.wgs84 import metres_per_degree, wrap_lon_deg
from twin.columns import NEVER
from twin.table import Array
from twin.traffic import Traffic

SLACK_M = 1.0
SWERVE_M = 100.0
"""How far from its way a boat may be, now or at its end, and still be on it. Ours: of 53 fixes a second of
the simulated fleet 20 leave it at 60 m, 13 at 120 m, 11 at 200 m; more room, more pairs to look at."""
STEADY_S, SPREAD, PULSE_MS = 240.0, 97, 5_000
"""A boat on its way is sought anew after so long, ours; at the first time sooner, by one of so many parts, so
that the boats that were first heard together do not all come at once; and up to a pulse sooner, together with
others, for the first of a second costs as much as the next fifty."""
SHIFT, LOW = 32, (1 << 32) - 1
"""A pair's key holds two rows of the fleet in 64 bits, the lower one above."""


class Danger(NamedTuple):
    """What makes a pair matter.

    Attributes:
        limit_m: closest distance at which a pair matters.
        horizon_s: seconds ahead in which it matters.
    """

    limit_m: float
    horizon_s: float


Kept = dict[tuple[Danger, ...], "Meetings"]
"""What is remembered, by dangers."""


def pair_keys(one: Array, other: Array) -> Array:
    """Return the keys of pairs of fleet rows, whichever of the two is the lower."""
    keys: Array = np.minimum(one, other) << SHIFT | np.maximum(one, other)
    return keys


def distinct(keys: Array) -> Array:
    """Return the distinct keys, ascending; `keys` is sorted in place, which takes a third of `np.unique`."""
    keys.sort()
    return keys[np.append(True, keys[1:] != keys[:-1])] if len(keys) else keys


def pairs_among(
    kept: Kept,
    dangers: tuple[Danger, ...],
    seen: Traffic,
    fix_ms: Array,
    asks: tuple[Array, ...],
    now_ms: int,
) -> Array:
    """Return the pairs that may come within the limit of a danger, as distinct `pair_keys`, unsorted.

    Those that were let be (`let_be`) are left out.

    Args:
        kept: what is remembered from look to look; changed.
        dangers: in which way pairs matter, the one that looks farthest ahead last.
        seen: boats whose motion is known.
        fix_ms: of all vessels, [n]: when each was last fixed.
        asks: of `seen`, for each danger: only pairs in which one asks are sought.
        now_ms: the instant of `seen`.
    """
    if dangers not in kept:
        kept[dangers] = Meetings(dangers)
    return kept[dangers].among(seen, fix_ms, asks, now_ms)


def let_be(kept: Kept, dangers: tuple[Danger, ...], far: Array) -> None:
    """Leave pairs out from now on, until one of the two speaks.

    Args:
        kept: what is remembered from look to look; changed.
        dangers: as asked of `pairs_among`.
        far: which of the pairs that were returned last pass so far off that only a change of course or speed
            can bring them nearer, bool.
    """
    kept[dangers].let_be(far)


class Meetings:
    """The pairs that matter; derived from the fleet and rebuilt when lost, so never stored.

    Args:
        dangers: in which way pairs matter, the one that looks farthest ahead last.
    """

    def __init__(self, dangers: tuple[Danger, ...]) -> None:
        self._dangers = tuple(
            Danger(one.limit_m + SLACK_M + 3 * SWERVE_M, one.horizon_s + STEADY_S) for one in dangers
        )
        self._fix_ms: Array = np.zeros(0, dtype=np.int64)
        self._since_ms: Array = np.zeros(0, dtype=np.int64)
        self._due_ms: Array = np.zeros(0, dtype=np.int64)
        self._asked: Array = np.zeros(0, dtype=np.uint8)
        self._way: Array = np.zeros((4, 0))
        self._keys: Array = np.zeros(0, dtype=np.int64)
        self._far: Array = np.zeros(0, dtype=bool)
        self._looked: Array = np.zeros(0, dtype=np.int64)

    def among(self, seen: Traffic, fix_ms: Array, asks: tuple[Array, ...], now_ms: int) -> Array:
        """Return the pairs that may come within the limit of a danger and are not let be, as distinct keys.

        Args:
            seen: boats whose motion is known.
            fix_ms: of all vessels, [n]: when each was last fixed.
            asks: of `seen`, for each danger: only pairs in which one asks are sought.
            now_ms: the instant of `seen`.
        """
        self._grow(len(fix_ms))
        wants = asks[0].astype(np.uint8)
        for bit, some in enumerate(asks[1:], 1):
            wants |= some.astype(np.uint8) << np.uint8(bit)
        seek, spoke = self._astray(seen, fix_ms, wants, now_ms)
        gone, first, second = np.ones(len(fix_ms), dtype=bool), self._keys >> SHIFT, self._keys & LOW
        gone[seen.rows] = seek
        moved = np.zeros(len(fix_ms), dtype=bool)
        moved[seen.rows[spoke]] = True
        stays = ~(gone[first] | gone[second])
        far = self._far & ~(moved[first] | moved[second])
        self._remember(seen, fix_ms, wants, gone, (seek, spoke), now_ms)
        self._keys, self._far = self._keys[stays], far[stays]
        if seek.any():
            found = self._sought(seen, seek, asks)
            self._keys = np.concatenate([self._keys, found])
            self._far = np.concatenate([self._far, np.zeros(len(found), dtype=bool)])
        self._looked = (~self._far).nonzero()[0]
        return self._keys[self._looked]

    def let_be(self, far: Array) -> None:
        """Leave these of the pairs that were returned last out, until one of the two speaks."""
        self._far[self._looked] = far

    def _grow(self, count: int) -> None:
        """Make room for vessels that are new; rows are only ever added."""
        new = count - len(self._fix_ms)
        if new:
            never = np.full(new, NEVER, dtype=np.int64)
            self._fix_ms = np.concatenate([self._fix_ms, never])
            self._since_ms = np.concatenate([self._since_ms, never])
            self._due_ms = np.concatenate([self._due_ms, never])
            self._asked = np.concatenate([self._asked, np.zeros(new, dtype=np.uint8)])
            self._way = np.concatenate([self._way, np.zeros((4, new))], axis=1)

    def _astray(self, seen: Traffic, fix_ms: Array, wants: Array, now_ms: int) -> tuple[Array, Array]:
        """Return which boats must be sought anew, bool [k], and the places of those that spoke, [m]."""
        rows = seen.rows
        seek: Array = (now_ms > self._due_ms[rows]) | (self._asked[rows] != wants)
        spoke = (self._fix_ms[rows] != fix_ms[rows]).nonzero()[0]
        doubted = spoke[~seek[spoke]]
        seek[doubted] = self._swerved(seen, doubted, now_ms)
        return seek, spoke

    def _swerved(self, seen: Traffic, some: Array, now_ms: int) -> Array:
        """Return which of some boats are off the way they were on, or will be at its end, bool [m]."""
        rows, now = seen.rows[some], seen.tracks
        lon, lat, east, north = self._way[:, rows]
        gone_s = (now_ms - self._since_ms[rows]) / MS_PER_SECOND
        left_s = self._dangers[-1].horizon_s - gone_s
        lat_now = now.lat_deg[some]
        per_lon_m, per_lat_m = metres_per_degree((lat + lat_now) / 2)
        x = wrap_lon_deg(now.lon_deg[some] - lon) * per_lon_m - east * gone_s
        y = (lat_now - lat) * per_lat_m - north * gone_s
        u, v = now.east_mps[some] - east, now.north_mps[some] - north
        off_m = np.maximum(np.hypot(x, y), np.hypot(x + u * left_s, y + v * left_s))
        swerved: Array = off_m > SWERVE_M
        return swerved

    def _sought(self, seen: Traffic, seek: Array, asks: tuple[Array, ...]) -> Array:
        """Return the pairs with a boat that seeks and one that asks, as keys, distinct."""
        ways, found = Ways.of(seen.tracks), []
        for some, danger in zip(asks, self._dangers, strict=True):
            discs = ways.discs(*danger)
            for who, whom in _looks(seek, some):
                one, other = discs.near(who, whom)
                found.append(
                    (one, other, np.full(len(one), danger.limit_m), np.full(len(one), danger.horizon_s))
                )
        one, other, limit_m, horizon_s = (np.concatenate(side) for side in zip(*found, strict=True))
        near = passing(seen.tracks, one, other, horizon_s).cpa_m <= limit_m
        return distinct(pair_keys(seen.rows[one[near]], seen.rows[other[near]]))

    def _remember(
        self,
        seen: Traffic,
        fix_ms: Array,
        wants: Array,
        gone: Array,
        some: tuple[Array, Array],
        now_ms: int,
    ) -> None:
        rows, tracks, (seek, spoke) = seen.rows, seen.tracks, some
        places = seek.nonzero()[0]
        anew = rows[places]
        part = np.where(self._since_ms[anew] == NEVER, anew % SPREAD / SPREAD, 1.0)
        self._since_ms[gone] = self._due_ms[gone] = NEVER
        self._since_ms[anew] = now_ms
        due_ms = now_ms + (part * STEADY_S * MS_PER_SECOND).astype(np.int64)
        self._due_ms[anew] = due_ms - due_ms % PULSE_MS
        self._fix_ms[rows[spoke]] = fix_ms[rows[spoke]]
        self._asked[rows] = wants
        for place, column in enumerate((tracks.lon_deg, tracks.lat_deg, tracks.east_mps, tracks.north_mps)):
            self._way[place, anew] = column[places]


def _looks(seek: Array, asks: Array) -> list[tuple[Array, Array]]:
    """Return who looks at whom, so that every pair of one who seeks and one who asks is looked at, as places.

    Those that ask look at everybody, the others at those that ask.
    """
    who, asking = seek.nonzero()[0], asks.nonzero()[0]
    askers = asks[who]
    looks = ((who[askers], np.arange(len(seek))), (who[~askers], asking))
    return [(some, others) for some, others in looks if len(some)]
