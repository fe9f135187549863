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
    x, y, reach_m = Ways.of(tracks).discs(limit_m, horizon_s)
    return pairs_within(x, y, reach_m + tracks.doubt_m + tracks.doubt_mps * horizon_s, asks)


class Ways(NamedTuple):
    """Where n vessels go, laid into a plane once for many searches; what is not known of them is left out.

    Attributes:
        x, y: [n] metres, where they are.
        east_mps, north_mps, speed_mps: [n].
        squeeze: by which part the plane shortens the distance that it shortens most.
    """

    x: FloatArray
    y: FloatArray
    east_mps: FloatArray
    north_mps: FloatArray
    speed_mps: FloatArray
    squeeze: float

    @classmethod
    def of(cls, tracks: Tracks) -> "Ways":
        """Return the ways of these vessels."""
        x, y, squeeze = _plane(tracks.lon_deg, tracks.lat_deg)
        east, north = tracks.east_mps, tracks.north_mps
        return cls(x, y, east, north, np.hypot(east, north), squeeze)

    def discs(self, limit_m: float, horizon_s: float) -> "Discs":
        """Return the discs that they stay in until the horizon, half the limit added.

        Args:
            limit_m: the distance that must not be undercut, 0 or more.
            horizon_s: seconds to look ahead, 0 or more.
        """
        half_s = horizon_s / 2
        radius_m = self.speed_mps * (half_s * (1 + self.squeeze) * ROUNDING) + (limit_m / 2 * ROUNDING + 1e-6)
        return Discs(self.x + self.east_mps * half_s, self.y + self.north_mps * half_s, radius_m)


class Discs(NamedTuple):
    """Discs in a plane, metres, [n] each; two that come within the limit have discs that meet."""

    x: FloatArray
    y: FloatArray
    radius_m: FloatArray

    def near(self, some: IntArray, others: IntArray) -> tuple[IntArray, IntArray]:
        """Return every pair of one of some and one of others whose discs meet.

        Args:
            some: [m] rows, each once.
            others: [k] rows, each once; they may be among `some`.

        Returns:
            Rows of the pairs, [p] each; a pair of two who are both among some and others may come twice.
        """
        x, y, radius_m = self
        order = others[x[others].argsort()]
        along, own_m = x[order], radius_m[some]
        wide_m = own_m + radius_m[others].max(initial=0)
        begins = along.searchsorted(x[some] - wide_m)
        counts = along.searchsorted(x[some] + wide_m, "right") - begins
        ends = counts.cumsum()
        count = int(counts.sum())
        if count > FEW_LOOKS:
            return _sorted_out(self, some, others)
        at = np.arange(count) + (begins - ends + counts).repeat(counts)
        both = radius_m[order][at] + own_m.repeat(counts)
        north = y[order][at] - y[some].repeat(counts)
        near = (np.abs(north) <= both).nonzero()[0]
        one, other, north, both = some.repeat(counts)[near], order[at[near]], north[near], both[near]
        east = x[one] - x[other]
        met = (east * east + north * north <= both * both) & (one != other)
        return one[met], other[met]


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


def _plane(lon_deg: FloatArray, lat_deg: FloatArray) -> tuple[FloatArray, FloatArray, float]:
    """Return metres in a plane that lengthens no distance, and by which part it shortens the worst one.

    The plane is cut open where the gap between longitudes is widest, not at the antimeridian.
    """
    if not len(lon_deg):
        return lon_deg, lat_deg, 0.0
    east_deg = lon_deg - lon_deg.min()
    if east_deg.max() >= HALF_ROUND_DEG:
        ordered = np.sort(lon_deg % 360.0)
        gaps = np.diff(ordered, append=ordered[0] + 360.0)
        east_deg = (lon_deg % 360.0 - ordered[(int(np.argmax(gaps)) + 1) % len(ordered)]) % 360.0
    south, north = float(lat_deg.min()), float(lat_deg.max())
    far = max(abs(south), abs(north))
    near = 0.0 if south < 0 < north else min(abs(south), abs(north))
    (lon_near, lon_far), (lat_near, lat_far) = metres_per_degree(np.array([near, far]))
    squeeze = 1 - min(lon_far / lon_near, lat_near / lat_far)
    return east_deg * lon_far, lat_deg * lat_near, float(squeeze)
