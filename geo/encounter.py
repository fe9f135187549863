"""Encounters: how near two vessels will pass if both keep course and speed, when, and how sure that is.

A pair is measured in a plane of its own: the degree of longitude and of latitude are those of the latitude
half way between the two (mid-latitude formula: it errs by 0.0008 % of the distance at 100 km near 30 N, so by
less than a metre at the ranges of a collision; decision 0008 keeps it away from `geo.distance`, where two
formulas would meet, and here none meets another). In that plane both sail straight, and the closest point of
approach is that of one straight relative motion (Bowditch, The American Practical Navigator, "Maneuvering
Board").

What is not known of a vessel is kept as two numbers: how far it may be from the place stated, and by how much
its velocity may differ from the one stated. They give an interval in which the closest distance must lie:

- `most_m` at most the limit: they come that near;
- `least_m` above the limit: they do not;
- between: nobody can tell, and a rule must say so.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from geo.arrays import BoolArray, FloatArray, IntArray
from geo.reach import within_reach
from geo.tracks import Tracks
from geo.wgs84 import metres_per_degree, wrap_lon_deg

FEW_LOOKS = 4_000
"""Askers times vessels up to which measuring every pair is sooner done than screening them; ours."""


@dataclass(frozen=True, slots=True, eq=False)
class Encounters:
    """Pairs of vessels and how they pass each other from now until the horizon.

    Attributes:
        first: [k] row of one vessel.
        second: [k] row of the other.
        now_m: [k] distance now.
        closing_mps: [k] how fast the distance shrinks now; negative: it grows; 0 at one place.
        tcpa_s: [k] seconds until they are closest, 0..horizon; 0: closest now, or at one distance throughout.
        cpa_m: [k] distance then, if both are where they say and keep course and speed.
        least_m: [k] whatever the doubts hide, they come no nearer than this within the horizon.
        most_m: [k] whatever the doubts hide, they come at least as near as this within the horizon.
    """

    first: IntArray
    second: IntArray
    now_m: FloatArray
    closing_mps: FloatArray
    tcpa_s: FloatArray
    cpa_m: FloatArray
    least_m: FloatArray
    most_m: FloatArray

    def where(self, keep: BoolArray) -> "Encounters":
        """Return the encounters that are kept."""
        return Encounters(*(getattr(self, name)[keep] for name in self.__slots__))


class Passing(NamedTuple):
    """Pairs of vessels and how they pass each other if both are where they say: `Encounters` without doubt.

    Attributes:
        first, second: [k] rows of the two.
        now_m, closing_mps, tcpa_s, cpa_m: [k], as in `Encounters`.
        speed_mps: [k] of one as the other sees it.
        aside_m: [k] distance of one from the line on which the other sees it move, before and behind.
        at_s: [k] seconds until they are closest, without a horizon; negative: they have passed.
    """

    first: IntArray
    second: IntArray
    now_m: FloatArray
    closing_mps: FloatArray
    tcpa_s: FloatArray
    cpa_m: FloatArray
    speed_mps: FloatArray
    aside_m: FloatArray
    at_s: FloatArray

    def where(self, keep: BoolArray | IntArray) -> "Passing":
        """Return those that are kept."""
        return Passing(
            self.first[keep],
            self.second[keep],
            self.now_m[keep],
            self.closing_mps[keep],
            self.tcpa_s[keep],
            self.cpa_m[keep],
            self.speed_mps[keep],
            self.aside_m[keep],
            self.at_s[keep],
        )

    def apart_s(self, limit_m: float | FloatArray) -> FloatArray:
        """Return for how long they stay farther apart than a limit: 0 if they do not now, inf if for ever.

        On a straight way past, at distance `aside_m` at `at_s`, the limit is a chord of the circle about the
        other (Pythagoras).

        Args:
            limit_m: [k] or one number.
        """
        half_chord_m = np.sqrt(np.maximum(np.square(limit_m) - np.square(self.aside_m), 0.0))
        with np.errstate(over="ignore", invalid="ignore"):  # a speed of nearly nothing
            half_s = _ratio(half_chord_m, self.speed_mps, np.inf)
            begins_s = np.fmax(self.at_s - half_s, 0.0)
            never = (self.aside_m > limit_m) | (self.at_s + half_s < 0)
        return np.where(never, np.inf, begins_s)


class _Motion(NamedTuple):
    """One vessel as the other sees it: how it lies and moves, [k] each."""

    x: FloatArray
    y: FloatArray
    u: FloatArray
    v: FloatArray


def passing(tracks: Tracks, first: IntArray, second: IntArray, horizon_s: ArrayLike) -> Passing:
    """Return how the pairs pass each other within the horizon, whatever is not known of them.

    Args:
        tracks: of all vessels.
        first: [k] rows of the pairs.
        second: [k] rows of the pairs.
        horizon_s: [k] or one number: seconds to look ahead, 0 or more.
    """
    return _passed(tracks, first, second, horizon_s)[0]


def _passed(
    tracks: Tracks, first: IntArray, second: IntArray, horizon_s: ArrayLike
) -> tuple[Passing, _Motion]:
    lat = tracks.lat_deg[first], tracks.lat_deg[second]
    per_lon_m, per_lat_m = metres_per_degree((lat[0] + lat[1]) / 2)
    x = wrap_lon_deg(tracks.lon_deg[second] - tracks.lon_deg[first]) * per_lon_m
    y = (lat[1] - lat[0]) * per_lat_m
    u = tracks.east_mps[second] - tracks.east_mps[first]
    v = tracks.north_mps[second] - tracks.north_mps[first]
    now_m, speed = np.hypot(x, y), np.hypot(u, v)
    # Unit vectors, not squares: the square of a tiny speed would be lost.
    along = _ratio(x * u + y * v, speed, 0.0)
    aside = np.abs(_ratio(x * v - y * u, speed, now_m))
    with np.errstate(over="ignore"):  # a speed of nearly nothing: the horizon bounds the time
        at_s = _ratio(-along, speed, 0.0)
    tcpa_s = np.minimum(np.maximum(at_s, 0.0), horizon_s)
    closing = _ratio(-along * speed, now_m, 0.0)
    cpa_m = np.where(tcpa_s == at_s, aside, np.hypot(x + u * tcpa_s, y + v * tcpa_s))
    met = Passing(first, second, now_m, closing, tcpa_s, cpa_m, speed, aside, at_s)
    return met, _Motion(x, y, u, v)


def _ratio(part: FloatArray, whole: FloatArray, otherwise: FloatArray | float) -> FloatArray:
    """Return part / whole, and what is given otherwise where the whole is 0."""
    if whole.all():
        return part / whole
    return np.divide(part, whole, out=np.full_like(part, otherwise), where=whole != 0)


def closest(tracks: Tracks, first: IntArray, second: IntArray, horizon_s: float) -> Encounters:
    """Return how the pairs pass each other within the horizon, and between which bounds.

    Args:
        tracks: of all vessels.
        first: [k] rows of the pairs.
        second: [k] rows of the pairs.
        horizon_s: seconds to look ahead, 0 or more.
    """
    met, (x, y, u, v) = _passed(tracks, first, second, horizon_s)
    doubt_m = tracks.doubt_m[first] + tracks.doubt_m[second]
    doubt_mps = tracks.doubt_mps[first] + tracks.doubt_mps[second]
    worst_s = _least_at(met.at_s, met.aside_m, met.speed_mps, doubt_mps, horizon_s)
    worst_m = np.hypot(x + u * worst_s, y + v * worst_s) - doubt_m - doubt_mps * worst_s
    least_m = np.clip(worst_m, 0.0, met.cpa_m)
    most_m = met.cpa_m + doubt_m + doubt_mps * met.tcpa_s
    return Encounters(first, second, met.now_m, met.closing_mps, met.tcpa_s, met.cpa_m, least_m, most_m)


def _least_at(
    at_s: FloatArray, aside: FloatArray, speed: FloatArray, doubt_mps: FloatArray, horizon_s: float
) -> FloatArray:
    """Return when distance less doubt is least: sqrt(aside2 + speed2 (t - at)2) - doubt t is convex in t."""
    spare = (speed - doubt_mps) * (speed + doubt_mps)
    sure = spare > 0
    with np.errstate(over="ignore"):
        later_s = doubt_mps * aside / np.where(sure, speed * np.sqrt(np.where(sure, spare, 1.0)), 1.0)
    known = (doubt_mps == 0) & (speed == 0)
    turns_s = np.where(sure, at_s + later_s, np.where(known, 0.0, horizon_s))
    return np.clip(turns_s, 0.0, horizon_s)


def encounters(tracks: Tracks, limit_m: float, horizon_s: float, asks: ArrayLike | None = None) -> Encounters:
    """Return every pair that may come within a limit of each other within the horizon.

    They are the pairs of which `closest` says that `least_m` is at most the limit, without asking it of all
    n x n: `geo.reach` says which cannot be left out. It remembers nothing; `twin.meetings` keeps pairs from
    second to second and must find all of these.

    Rules whose limits differ by water or class ask once for each, on those rows, with its own horizon.

    Args:
        tracks: of all vessels.
        limit_m: the distance that must not be undercut, 0 or more.
        horizon_s: seconds to look ahead, 0 or more.
        asks: [n] only pairs of which at least one asks; None: all.

    Raises:
        ValueError: the limit or the horizon is negative or not finite.
    """
    if not (0 <= limit_m < np.inf and 0 <= horizon_s < np.inf):
        raise ValueError(f"limit {limit_m} m and horizon {horizon_s} s must be 0 or more, and finite")
    if asks is not None and np.count_nonzero(asks) * len(tracks.lon_deg) <= FEW_LOOKS:
        pairs = _with(np.asarray(asks, dtype=np.bool_))
    else:
        pairs = within_reach(tracks, limit_m, horizon_s, asks)
    found = closest(tracks, *pairs, horizon_s)
    return found.where(found.least_m <= limit_m)


def _with(asks: BoolArray) -> tuple[IntArray, IntArray]:
    """Return all pairs in which one asks, first < second, ascending by first and then second."""
    askers, everyone = np.flatnonzero(asks), np.arange(len(asks))
    one, other = np.repeat(askers, len(asks)), np.tile(everyone, len(askers))
    once = np.where(asks[other], one < other, one != other)
    one, other = one[once], other[once]
    keys = np.minimum(one, other) * len(asks) + np.maximum(one, other)
    keys.sort()
    first = keys // max(len(asks), 1)
    return first, keys - first * len(asks)
