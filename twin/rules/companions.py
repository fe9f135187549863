"""Boats whose terminals travel together as if they were aboard one hull: found by place, course and speed."""

from typing import NamedTuple

import numpy as np

from geo.near import pairs_within
from geo.units import kn_to_mps
from twin.fleet import KIND_CODE, NEVER, Fleet
from twin.rules.base import CANNOT_TELL, HOLDS, HOLDS_NOT, Verdict, View
from twin.table import Array

TOWING = (11, 12)
"""Navigational status, towing ahead or beside (ITU-R M.1371-5, table 45): tows travel together by design."""
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
        limits.within_m / 2 + 2 * vessels["sigma_m"][fast].astype(np.float64),
    )
    near = zip(fast[first].tolist(), fast[second].tolist(), strict=True)
    together = {pair for pair in near if _same_way(fleet, limits, *pair)}
    rows = np.array(
        sorted({row for pair in together | tracked for row in pair if known[row]}), dtype=np.int64
    )
    x, y = _reckoned(fleet, rows, age_s[rows])
    place_of = dict(zip(rows.tolist(), zip(x.tolist(), y.tolist(), strict=True), strict=True))
    return [_judged(pair, place_of, limits, pair in together) for pair in sorted(together | tracked)]


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


def _same_way(fleet: Fleet, limits: Limits, one: int, other: int) -> bool:
    """Return whether two boats go the same way and no relation lets them."""
    vessels = fleet.vessels
    off_deg = abs((float(vessels["cog_deg"][one]) - float(vessels["cog_deg"][other]) + 180) % 360 - 180)
    tows = any(int(vessels["status"][row]) in TOWING for row in (one, other))
    ashore = any(int(vessels["kind"][row]) in SEEN_FROM_ASHORE for row in (one, other))
    return off_deg <= limits.course_deg and not (tows or ashore or int(vessels["pair"][one]) == other)


def _judged(
    pair: tuple[int, int],
    place_of: dict[int, tuple[float, float]],
    limits: Limits,
    together: bool,
) -> Pair:
    if any(row not in place_of for row in pair):
        return Pair(*pair, 0.0, CANNOT_TELL)
    (x0, y0), (x1, y1) = (place_of[row] for row in pair)
    away_m = float(np.hypot(x0 - x1, y0 - y1))
    if together:
        return Pair(*pair, away_m, HOLDS)
    return Pair(*pair, away_m, HOLDS_NOT if away_m > limits.parted_m else CANNOT_TELL)
