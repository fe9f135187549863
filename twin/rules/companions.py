"""Boats whose terminals travel together as if they were aboard one hull: found by place, course and speed.

Boats that sail in company are near each other too, for hours. What company cannot do is keep one place: each
look that tells the two apart begins their time anew, and a straight leg on one course proves nothing, so both
must have turned or changed speed within that time (domain.md §2, alert 7 c; Weihai 2022).
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from geo.near import pairs_within
from geo.units import kn_to_mps
from twin.admit import DEFAULT_SIGMA_M
from twin.behaviour import BREAK_MS, STEADY_COURSE_DEG
from twin.columns import NEVER
from twin.fleet import KIND_CODE, Fleet
from twin.rules.base import CANNOT_TELL, HOLDS, HOLDS_NOT, Verdict, View
from twin.silence import expected_s
from twin.table import Array, among

TOWING = (11, 12)
"""Navigational status, towing ahead or beside (ITU-R M.1371-5, table 45): tows travel together by design."""
RECKONED_M = 600.0
"""Boats farther apart than this by reckoning are not looked at: half a knot and five degrees wrong for ten
minutes at 9 kn. Ours."""
STRAIGHT_PART = float(np.radians(2 * STEADY_COURSE_DEG)) / 4
"""How much of its way a boat that kept course may be off the straight line between two fixes: the bend of one
corner halfway of twice what still counts as one course (`twin.behaviour`), 4 %."""
SPARSE_S = 300.0
"""Half an hour of reports rarer than this is six looks at best: no proof of one place. BeiDou sets of ten
minutes are such: all they raised on the recording of docs/detection.md were pair trawlers. Ours."""
SEEN_FROM_ASHORE = tuple(KIND_CODE[kind] for kind in ("radar", "rfid"))
"""What sees the very hull whose own terminals also speak."""


class Limits(NamedTuple):
    """When two travel as one: metres, knots, degrees, seconds.

    Attributes:
        within_m: so near; beside it what two sigma are more than those of two usual fixes.
        parted_m: so far apart an alert that stands ends.
        least_kn: both at least so fast.
        course_deg: courses within this.
        oldest_s: older fixes do not count.
        together_s: so long they must be together, and within so long both must have turned.
    """

    within_m: float
    parted_m: float
    least_kn: float
    course_deg: float
    oldest_s: float
    together_s: float


class Pair(NamedTuple):
    """Two vessels by row, the lower first; how far apart they are now, and whether they travel as one.

    `listed`: company explains it as well, so that nobody is to be called: both speak by several terminals,
    and all of them are there; or one speaks too seldom for a proof.
    """

    one: int
    other: int
    away_m: float
    verdict: Verdict
    listed: bool


def companions(view: View, limits: Limits, torn: Array) -> list[Pair]:
    """Return the pairs that travel as one, and every pair whose alert is pending or open, ascending.

    Registered pairs, tows, and what radar sees of a hull are left out. A pair that is watched and not yet
    told is given up at the first look that shows the two apart; one that is told, or speaks seldom, beyond
    `parted_m`. Of a straight leg, of places that a turn may mislead, of a boat whose fix is too old or `torn`
    away by jamming, bool [n], nobody can tell. In harbour boats keep in file, all at the speed that is
    allowed, through the same bends: what is seen of two there proves nothing and begins nothing.
    """
    fleet = view.fleet
    vessels, tracked, held = fleet.vessels, _in_rows(view, view.tracked), _held(view)
    age_s = (view.now_ms - vessels["fix_ms"]) / 1000
    known = (vessels["fix_ms"] != NEVER) & ~vessels["doubtful"] & (age_s <= limits.oldest_s) & ~torn
    fast = np.flatnonzero(known & (vessels["sog_kn"] >= limits.least_kn) & ~np.isnan(vessels["cog_deg"]))
    first, second = pairs_within(
        *_reckoned(fleet, fast, age_s[fast]),
        RECKONED_M / 2 + 2 * vessels["sigma_m"][fast].astype(np.float64),
    )
    one, other = fast[np.minimum(first, second)], fast[np.maximum(first, second)]
    alike = _same_way(fleet, limits, one, other) & ~_led(view, limits, one, other)
    alike &= vessels["at_sea"][one] | vessels["at_sea"][other]
    one, other = one[alike], other[alike]
    near = _apart_m(view, one, other)[0] <= _within_m(fleet, limits, one, other)
    together = set(zip(one[near].tolist(), other[near].tolist(), strict=True))
    pairs = np.array(sorted(together | tracked), dtype=np.int64).reshape(-1, 2)
    if not len(pairs):
        return []
    away_m, doubt_m = _apart_m(view, *pairs.T)
    told = np.array([pair in held for pair in zip(*pairs.T.tolist(), strict=True)], dtype=bool)
    watched = np.array([pair in tracked for pair in zip(*pairs.T.tolist(), strict=True)], dtype=bool)
    sparse = _sparse(fleet)[pairs].any(axis=1)
    parted = away_m - doubt_m > np.where(told | sparse, limits.parted_m, _within_m(fleet, limits, *pairs.T))
    parted |= ~told & ~vessels["at_sea"][pairs].any(axis=1)
    turned = vessels["steady_ms"] >= view.now_ms - 1000 * limits.together_s
    proven = told | ~watched | turned[pairs].all(axis=1)
    listed = sparse | _whole(view, limits)[pairs].all(axis=1)
    columns = (pairs, away_m, known[pairs].all(axis=1), parted, proven, listed)
    return [
        Pair(row, mate, away if seen else 0.0, _verdict(seen, gone, (row, mate) in together, shown), quiet)
        for (row, mate), away, seen, gone, shown, quiet in zip(
            *(column.tolist() for column in columns), strict=True
        )
    ]


def _led(view: View, limits: Limits, one: Array, other: Array) -> Array:
    """Return in which of these pairs a boat follows a third that says it tows: a raft in tow, bool [k]."""
    tows = among(view.fleet.vessels["status"], TOWING)
    by_tow = np.flatnonzero(tows[one] | tows[other])
    by_tow = by_tow[_apart_m(view, one[by_tow], other[by_tow])[0] <= limits.parted_m]
    led = np.zeros(len(view.fleet), dtype=bool)
    led[one[by_tow]] = led[other[by_tow]] = True
    return np.asarray(led[one] | led[other])


def _within_m(fleet: Fleet, limits: Limits, one: Array, other: Array) -> Array:
    """Return how far apart two terminals of one hull may tell to be, metres [k]."""
    sigma_m = np.hypot(*(fleet.vessels["sigma_m"][rows].astype(np.float64) for rows in (one, other)))
    return np.asarray(
        limits.within_m + 2 * np.maximum(sigma_m - np.hypot(DEFAULT_SIGMA_M, DEFAULT_SIGMA_M), 0)
    )


def _sparse(fleet: Fleet) -> Array:
    """Return which boats' leading terminals speak seldom, bool [n]."""
    source = fleet.vessels["source"]
    seldom = np.append(expected_s(fleet) > SPARSE_S, False)  # the last is for boats without a leading one
    return np.asarray(seldom[source])


def _whole(view: View, limits: Limits) -> Array:
    """Return which boats spoke within that time by two terminals of their own, at one place, bool [n].

    A set that is carried away leaves its boat's others behind; where all are there, so is the boat.
    """
    terminals = view.fleet.terminals
    there = (terminals["t_ms"] != NEVER) & (view.now_ms - terminals["t_ms"] <= 1000 * limits.together_s)
    there &= (terminals["apart_ms"] == NEVER) & (terminals["doubts"] == 0)
    owners = terminals["vessel"][there & (terminals["vessel"] != NEVER)]
    return np.bincount(owners, minlength=len(view.fleet)) > 1


def _apart_m(view: View, one: Array, other: Array) -> tuple[Array, Array]:
    """Return how far apart boats were when last both were placed, and how far a turn may mislead, metres [k].

    That is the older of their newest fixes, for which the other boat's place lies between its last two: a
    BeiDou set speaks every ten minutes, and reckoned so far ahead two sets of one hull part at every turn.
    At a corner halfway the straight line errs by a third of the way, on a steady course by `STRAIGHT_PART`.
    Where the fix before is not known or long past, both are reckoned to now: wrong by all the way since.
    """
    vessels = view.fleet.vessels
    apart_m = np.hypot(*_offsets(view, one, other))
    doubt_m = np.maximum(_way_m(view, one), _way_m(view, other))
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
        way_m = kn_to_mps(_told(view.fleet, "sog_kn", late)) * span_ms / 1000
        straight = vessels["steady_ms"][late] <= vessels["last_ms"][late]
        doubt_m = np.where(between, way_m * np.where(straight, STRAIGHT_PART, 1 / 3), doubt_m)
    return np.asarray(apart_m), np.asarray(doubt_m)


def _way_m(view: View, rows: Array) -> Array:
    """Return how far boats have gone since their newest fix at the speed they told, metres [k]."""
    vessels = view.fleet.vessels
    age_s = (view.now_ms - vessels["fix_ms"][rows]) / 1000
    return np.asarray(kn_to_mps(_told(view.fleet, "sog_kn", rows)) * age_s)


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
    course = np.radians(_told(fleet, "cog_deg", rows))
    way_m = kn_to_mps(_told(fleet, "sog_kn", rows)) * age_s
    return vessels["x"][rows] + way_m * np.sin(course), vessels["y"][rows] + way_m * np.cos(course)


def _told(fleet: Fleet, name: str, rows: Array) -> Array:
    """Return a column of boats as they told it, 0 where they did not, float64 [m]."""
    column = fleet.vessels[name][rows].astype(np.float64)
    column[np.isnan(column)] = 0
    return column


def _in_rows(view: View, pairs: Mapping[str, Iterable[str | None]]) -> set[tuple[int, int]]:
    """Return pairs of vessels as rows, the lower first, from the one to those it stands with."""
    rows = view.fleet.row_of
    return {
        (min(rows[subject], rows[other]), max(rows[subject], rows[other]))
        for subject, abouts in pairs.items()
        for other in abouts
        if other is not None
    }


def _held(view: View) -> set[tuple[int, int]]:
    """Return the pairs whose alert is open and held at the last look."""
    held = set[tuple[int, int]]()
    for subject, about in view.held:
        held |= _in_rows(view, {subject: (about,)})
    return held


def _same_way(fleet: Fleet, limits: Limits, one: Array, other: Array) -> Array:
    """Return which pairs go the same way and no relation lets them, bool [k]."""
    vessels = fleet.vessels
    course = vessels["cog_deg"].astype(np.float64)
    off_deg = np.abs((course[one] - course[other] + 180) % 360 - 180)
    tows, ashore = among(vessels["status"], TOWING), among(vessels["kind"], SEEN_FROM_ASHORE)
    let = tows[one] | tows[other] | ashore[one] | ashore[other] | (vessels["pair"][one] == other)
    return np.asarray((off_deg <= limits.course_deg) & ~let)


def _verdict(seen: bool, parted: bool, together: bool, proven: bool) -> Verdict:
    if not seen:
        return CANNOT_TELL
    if together:
        return HOLDS if proven else CANNOT_TELL
    return HOLDS_NOT if parted else CANNOT_TELL
