"""Boats whose terminals travel together as if they were aboard one hull: found by place, course and speed."""

from typing import NamedTuple

import numpy as np

from geo.near import pairs_within
from geo.units import kn_to_mps
from twin.behaviour import BREAK_MS
from twin.fleet import KIND_CODE, NEVER, Fleet
from twin.rules.base import CANNOT_TELL, HOLDS, HOLDS_NOT, Verdict, View
from twin.table import Array

TOWING = (11, 12)
"""Navigational status, towing ahead or beside (ITU-R M.1371-5, table 45): tows travel together by design."""
RECKONED_M = 600.0
"""Boats farther apart than this by reckoning are not looked at: half a knot and five degrees wrong for ten
minutes at 9 kn. Ours."""
SEEN_FROM_ASHORE = tuple(KIND_CODE[kind] for kind in ("radar", "rfid"))
"""What sees the very hull whose own terminals also speak."""


class Limits(NamedTuple):
    """When two travel as one: metres, knots, degrees, seconds.

    Attributes:
        within_m: so near, beside two sigma of each fix.
        parted_m: certainly not on one hull.
        least_kn: both at least so fast.
        course_deg: courses within this.
        oldest_s: older fixes do not count.
    """

    within_m: float
    parted_m: float
    least_kn: float
    course_deg: float
    oldest_s: float


class Pair(NamedTuple):
    """Two vessels by row, the lower first; how far apart they are now, and whether they travel as one."""

    one: int
    other: int
    away_m: float
    verdict: Verdict


def companions(view: View, limits: Limits, torn: Array) -> list[Pair]:
    """Return the pairs that travel as one, and every pair whose alert is pending or open, ascending.

    Registered pairs, tows, and what radar sees of a hull are left out. Between `within_m` and `parted_m`, and
    of a boat whose fix is too old or `torn` away by jamming, bool [n], nobody can tell.
    """
    fleet = view.fleet
    vessels, tracked = fleet.vessels, _tracked(view)
    age_s = (view.now_ms - vessels["fix_ms"]) / 1000
    known = (vessels["fix_ms"] != NEVER) & ~vessels["doubtful"] & (age_s <= limits.oldest_s) & ~torn
    fast = np.flatnonzero(known & (vessels["sog_kn"] >= limits.least_kn) & ~np.isnan(vessels["cog_deg"]))
    first, second = pairs_within(
        *_reckoned(fleet, fast, age_s[fast]),
        RECKONED_M / 2 + 2 * vessels["sigma_m"][fast].astype(np.float64),
    )
    one, other = fast[np.minimum(first, second)], fast[np.maximum(first, second)]
    scatter_m = 2 * (vessels["sigma_m"][one].astype(np.float64) + vessels["sigma_m"][other])
    near = _apart_m(view, one, other)[0] <= limits.within_m + scatter_m
    near &= _same_way(fleet, limits, one, other)
    together = set(zip(one[near].tolist(), other[near].tolist(), strict=True))
    pairs = np.array(sorted(together | tracked), dtype=np.int64).reshape(-1, 2)
    away_m, bend_m = _apart_m(view, pairs[:, 0], pairs[:, 1])
    parted = away_m - bend_m > limits.parted_m
    columns = (pairs, away_m, known[pairs].all(axis=1), parted)
    return [
        Pair(row, mate, away if seen else 0.0, _verdict(seen, gone, (row, mate) in together))
        for (row, mate), away, seen, gone in zip(*(column.tolist() for column in columns), strict=True)
    ]


def _apart_m(view: View, one: Array, other: Array) -> tuple[Array, Array]:
    """Return how far apart boats were when last both were placed, and how far a turn may mislead, metres [k].

    That is the older of their newest fixes, for which the other boat's place lies between its last two: a
    BeiDou set speaks every ten minutes, and reckoned so far ahead two sets of one hull part at every turn.
    At a corner halfway the straight line errs by a third of the way. Where the fix before is not known or
    long past, both are reckoned to now.
    """
    vessels = view.fleet.vessels
    apart_m = np.hypot(*_offsets(view, one, other))
    bend_m = np.zeros(len(one))
    for late, early in ((one, other), (other, one)):
        at_ms, span_ms = vessels["fix_ms"][early], vessels["fix_ms"][late] - vessels["last_ms"][late]
        between = (vessels["last_ms"][late] != NEVER) & (span_ms > 0) & (span_ms <= BREAK_MS)
        between &= (vessels["last_ms"][late] <= at_ms) & (at_ms <= vessels["fix_ms"][late])
        part = (at_ms - vessels["last_ms"][late]) / np.maximum(span_ms, 1)
        x, y = (
            vessels[f"last_{axis}"][late] + part * (vessels[axis][late] - vessels[f"last_{axis}"][late])
            for axis in "xy"
        )
        apart_m = np.where(between, np.hypot(x - vessels["x"][early], y - vessels["y"][early]), apart_m)
        way_m = kn_to_mps(np.nan_to_num(vessels["sog_kn"][late].astype(np.float64))) * span_ms / 1000
        bend_m = np.where(between, way_m / 3, bend_m)
    return np.asarray(apart_m), bend_m


def _offsets(view: View, one: Array, other: Array) -> tuple[Array, Array]:
    """Return how far east and north the first of each pair is of the second by now, metres [k]."""
    both = [
        _reckoned(view.fleet, rows, (view.now_ms - view.fleet.vessels["fix_ms"][rows]) / 1000)
        for rows in (one, other)
    ]
    return both[0][0] - both[1][0], both[0][1] - both[1][1]


def _reckoned(fleet: Fleet, rows: Array, age_s: Array) -> tuple[Array, Array]:
    """Return where boats are by now on the course and speed they told, metres about the port, [m] each."""
    vessels = fleet.vessels
    course = np.radians(np.nan_to_num(vessels["cog_deg"][rows].astype(np.float64)))
    way_m = kn_to_mps(np.nan_to_num(vessels["sog_kn"][rows].astype(np.float64))) * age_s
    return vessels["x"][rows] + way_m * np.sin(course), vessels["y"][rows] + way_m * np.cos(course)


def _tracked(view: View) -> set[tuple[int, int]]:
    rows = view.fleet.row_of
    return {
        (min(rows[subject], rows[other]), max(rows[subject], rows[other]))
        for subject, abouts in view.tracked.items()
        for other in abouts
        if other is not None
    }


def _same_way(fleet: Fleet, limits: Limits, one: Array, other: Array) -> Array:
    """Return which pairs go the same way and no relation lets them, bool [k]."""
    vessels = fleet.vessels
    course = vessels["cog_deg"].astype(np.float64)
    off_deg = np.abs((course[one] - course[other] + 180) % 360 - 180)
    tows, ashore = np.isin(vessels["status"], TOWING), np.isin(vessels["kind"], SEEN_FROM_ASHORE)
    let = tows[one] | tows[other] | ashore[one] | ashore[other] | (vessels["pair"][one] == other)
    return np.asarray((off_deg <= limits.course_deg) & ~let)


def _verdict(seen: bool, parted: bool, together: bool) -> Verdict:
    if not seen:
        return CANNOT_TELL
    if together:
        return HOLDS
    return HOLDS_NOT if parted else CANNOT_TELL
