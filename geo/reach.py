"""Which vessels can come near each other: a screen that costs far less than measuring all pairs.

From now until the horizon T a vessel stays within speed x T / 2 of the middle of its way. So two come within
a limit only if the middles of their ways are no farther apart than both halves, both doubts and the limit
together. Slow and moored boats make few pairs, fast ships many. The middles are laid into one plane that
makes no distance longer than it is; it is 3 % short over 300 km and costs that many more candidates, but one
vessel near a pole would cost many.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from geo.arrays import FloatArray, IntArray
from geo.near import pairs_within
from geo.tracks import Tracks
from geo.wgs84 import metres_per_degree

HALF_ROUND_DEG = 180.0
ROUNDING = 1 + 1e-9
"""Widens the screen by a thousand times the rounding of its own sums: 0.01 mm at 10 km."""
FEW_LOOKS = 150_000
"""So many candidates at most are looked at along one axis; more are fewer in grids (`geo.near`)."""


def within_reach(
    tracks: Tracks, limit_m: float, horizon_s: float, asks: ArrayLike | None = None
) -> tuple[IntArray, IntArray]:
    """Return every pair that may come within a limit of each other, first < second, ascending, and more.

    Args:
        tracks: of all vessels.
        limit_m: the distance that must not be undercut, 0 or more.
        horizon_s: seconds to look ahead, 0 or more.
        asks: [n] only pairs of which at least one asks; None: all.
    """
    plane = Plane.over(tracks.lon_deg, tracks.lat_deg)
    places = plane.lay(tracks.lon_deg, tracks.lat_deg)
    x, y, reach_m = Discs.of(
        *places, tracks.east_mps, tracks.north_mps, limit_m, horizon_s, 1 + plane.squeeze
    )
    return pairs_within(x, y, reach_m + tracks.doubt_m + tracks.doubt_mps * horizon_s, asks)


class Plane(NamedTuple):
    """A plane that makes no distance longer than it is, for places in a part of the Earth.

    Attributes:
        west_deg, span_deg: longitudes from `west_deg` eastward by `span_deg` at most lie in it.
        south_deg, north_deg: so do latitudes between these.
        per_lon_m, per_lat_m: metres that a degree is long in it.
        squeeze: by which part it shortens the distance that it shortens most.
    """

    west_deg: float
    span_deg: float
    south_deg: float
    north_deg: float
    per_lon_m: float
    per_lat_m: float
    squeeze: float

    @classmethod
    def over(cls, lon_deg: FloatArray, lat_deg: FloatArray, room_deg: float = 0.0) -> "Plane":
        """Return the plane of these places, [n] each, cut open where the gap between longitudes is widest.

        Args:
            lon_deg: longitudes.
            lat_deg: latitudes.
            room_deg: how far around them it shall reach.
        """
        if not len(lon_deg):
            return cls(0.0, -1.0, 0.0, 0.0, 1.0, 1.0, 0.0)  # holds nothing
        west, span = float(lon_deg.min()), float(np.ptp(lon_deg))
        if span >= HALF_ROUND_DEG:
            ordered = np.sort(lon_deg % 360.0)
            gaps = np.diff(ordered, append=ordered[0] + 360.0)
            widest = int(np.argmax(gaps))
            west, span = float(ordered[(widest + 1) % len(ordered)]), 360.0 - float(gaps[widest])
        room = min(room_deg, (360.0 - span) / 2)
        south, north = float(lat_deg.min()) - room_deg, float(lat_deg.max()) + room_deg
        far = max(abs(south), abs(north))
        near = 0.0 if south < 0 < north else min(abs(south), abs(north))
        (lon_near, lon_far), (lat_near, lat_far) = metres_per_degree(np.array([near, min(far, 90.0)]))
        squeeze = 1 - min(lon_far / lon_near, lat_near / lat_far)
        return cls(
            west - room, span + 2 * room, south, north, float(lon_far), float(lat_near), float(squeeze)
        )

    @property
    def tall(self) -> bool:
        """Whether it reaches farther from south to north than from west to east."""
        return (self.north_deg - self.south_deg) * self.per_lat_m > self.span_deg * self.per_lon_m

    def holds(self, x: FloatArray, y: FloatArray) -> bool:
        """Return whether all places that were laid into it lie in it, metres."""
        if not len(x):
            return True
        within = self.south_deg * self.per_lat_m <= y.min() and y.max() <= self.north_deg * self.per_lat_m
        return bool(within and x.max() <= self.span_deg * self.per_lon_m)

    def lay(self, lon_deg: FloatArray, lat_deg: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return where these places lie in it: metres east of its edge and north of the equator."""
        east_deg = lon_deg - self.west_deg
        return np.where(east_deg < 0, east_deg + 360.0, east_deg) * self.per_lon_m, lat_deg * self.per_lat_m

    def shorten(
        self, lat_deg: FloatArray, east_mps: FloatArray, north_mps: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """Return how fast those who sail with these velocities, at these latitudes, move in it."""
        per_lon_m, per_lat_m = metres_per_degree(lat_deg)
        return east_mps * (self.per_lon_m / per_lon_m), north_mps * (self.per_lat_m / per_lat_m)


class Ranked(NamedTuple):
    """Vessels in the order in which their discs stand along x.

    Attributes:
        rows: which, [m].
        along_m: where they stand, ascending, [m].
        widest_m: no disc of theirs is wider.
    """

    rows: IntArray
    along_m: FloatArray
    widest_m: float


Looks = list[tuple[IntArray, Ranked]]
"""Who looks at whom: rows of some, each once in a look, and others."""


class Discs(NamedTuple):
    """Discs in a plane, metres, [n] each; two that come within the limit have discs that meet."""

    x: FloatArray
    y: FloatArray
    radius_m: FloatArray

    @classmethod
    def of(
        cls,
        x: FloatArray,
        y: FloatArray,
        u_mps: FloatArray,
        v_mps: FloatArray,
        limit_m: float | FloatArray,
        horizon_s: float | FloatArray,
        widen: float = 1.0,
    ) -> "Discs":
        """Return the discs that vessels stay in until the horizon, half the limit added, as broadcast.

        Args:
            x: [n] where they are in a plane, metres.
            y: [n].
            u_mps: [n] how they move.
            v_mps: [n].
            limit_m: the distance that must not be undercut, 0 or more.
            horizon_s: seconds to look ahead, 0 or more.
            widen: by which factor they may move faster in the plane than is stated.
        """
        half_s = horizon_s / 2
        reach_m = np.sqrt(u_mps * u_mps + v_mps * v_mps) * (half_s * widen * ROUNDING)
        return cls(x + u_mps * half_s, y + v_mps * half_s, reach_m + (limit_m / 2 * ROUNDING + 1e-6))

    def ranked(self, rows: IntArray) -> Ranked:
        """Return these vessels, each once, as others can look for them."""
        x = self.x[rows]
        order = x.argsort()
        return Ranked(rows[order], x[order], float(self.radius_m[rows].max(initial=0)))

    def near(self, looks: Looks) -> tuple[IntArray, IntArray]:
        """Return every pair of one who looks and one who is looked at whose discs meet.

        They are sought along x: the fewer stand beside each other there, the sooner they are found. Who moved
        since he was ranked may be missed.

        Returns:
            Rows of the pairs, [p] each; a pair whose two look at each other may come twice.
        """
        x, y, radius_m = self
        who, whom = np.concatenate([some for some, _ in looks]), np.concatenate([at.rows for _, at in looks])
        begins, counts = self._spans(looks)
        ends = counts.cumsum()
        count = int(ends[-1]) if len(ends) else 0
        if count > FEW_LOOKS:
            found = [_sorted_out(self, some, others.rows) for some, others in looks]
            return np.concatenate([one for one, _ in found]), np.concatenate([other for _, other in found])
        at = np.arange(count) + (begins - ends + counts).repeat(counts)
        north = y[whom][at] - y[who].repeat(counts)
        both = radius_m[whom][at] + radius_m[who].repeat(counts)
        near = (np.abs(north) <= both).nonzero()[0]
        one, other, north, both = who.repeat(counts)[near], whom[at[near]], north[near], both[near]
        east = x[one] - x[other]
        met = ((east * east + north * north <= both * both) & (one != other)).nonzero()[0]
        return one[met], other[met]

    def _spans(self, looks: Looks) -> tuple[IntArray, IntArray]:
        """Return where among all that are looked at those begin that one who looks may meet; their count."""
        begins, counts, skipped = [], [], 0
        for some, (rows, along_m, widest_m) in looks:
            here_m, wide_m = self.x[some], self.radius_m[some] + widest_m
            begin = along_m.searchsorted(here_m - wide_m)
            counts.append(along_m.searchsorted(here_m + wide_m, "right") - begin)
            begins.append(begin + skipped)
            skipped += len(rows)
        return np.concatenate(begins), np.concatenate(counts)


def _sorted_out(discs: Discs, some: IntArray, others: IntArray) -> tuple[IntArray, IntArray]:
    """Return the pairs of some and others whose discs meet, both orders as one."""
    x, y, radius_m = discs
    asks, meant = np.zeros(len(x), dtype=np.bool_), np.zeros(len(x), dtype=np.bool_)
    asks[some] = meant[some] = meant[others] = True
    rows = np.flatnonzero(meant)
    first, second = pairs_within(x[rows], y[rows], radius_m[rows], asks[rows])
    first, second = rows[first], rows[second]
    other = np.zeros(len(x), dtype=np.bool_)
    other[others] = True
    wanted = (asks[first] & other[second]) | (asks[second] & other[first])
    return first[wanted], second[wanted]
