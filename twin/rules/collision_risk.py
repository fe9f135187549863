"""Finds two vessels that will pass too near, too soon: half of all accidents of fishing boats are collisions.

Alert 15 of domain.md §2 with §2.3.5. What is too near depends on where: side by side in the basin is daily
life, half a mile from a ship is not. Boats that keep company (pair trawlers, a tow, a raft) do not close on
each other and are left alone by that, not by what they say of themselves; registered pairs are left alone by
the register. The warning states facts and never names a manoeuvre.
"""

from typing import NamedTuple

import numpy as np

from geo.encounter import Encounters, closest
from geo.motion import dead_reckon
from geo.units import mps_to_kn
from twin.facts import Mark, Priority
from twin.fleet import CLASS_CODE
from twin.meetings import pairs_among
from twin.rules.base import CANNOT_TELL, HOLDS, HOLDS_NOT, Finding, Params, Rule, Verdict, View
from twin.rules.conditions import is_night
from twin.rules.waters import waters
from twin.table import Array
from twin.traffic import Traffic, is_ship, traffic
from twin.wire import Words


class CollisionRiskParams(Params, frozen=True, kw_only=True):
    """Metres and seconds to the closest point of approach, by water and class (domain.md 15 and §2.3.5).

    Basin 30 m and 2 min, both above 2 kn. Mouth 0.15 of its width within 25-40 m and 2 min. At sea two
    fishing boats 0.1 nm and 6 min, one at 6 kn or more, closing at 3 kn or more (63 a day for 894 recorded
    boats; 1.0 nm and 20 min gave 7,767); a ship 0.5 nm and 15 min. At night the time is half as long again.
    Evidence not older than 10 s in harbour, 60 s at sea; graver at a third of the time, once it stands.
    """

    basin_m: float = 30
    mouth_factor: float = 0.15
    mouth_least_m: float = 25
    mouth_most_m: float = 40
    harbour_s: float = 120
    boats_m: float = 185.2
    boats_s: float = 360
    ship_m: float = 926
    ship_s: float = 900
    night_factor: float = 1.5
    basin_kn: float = 2
    fast_kn: float = 6
    closing_kn: float = 3
    closing_least_kn: float = 1
    fresh_harbour_s: float = 10
    fresh_sea_s: float = 60
    released_factor: float = 1.5
    alarm_factor: float = 1 / 3
    hold_s: float = 20
    hold_fixes: int = 2
    release_s: float = 60


class _Meeting(NamedTuple):
    """Pairs of boats and what is too near for each, [k] each; rows are those of `Traffic`."""

    pairs: Encounters
    limit_m: Array
    limit_s: Array
    holds: Array
    over: Array
    fresh: Array


Way = tuple[tuple[float, float], tuple[float, float]]
"""Where a boat is and where it will be when the pair is closest, degrees."""


def find(view: View, params: CollisionRiskParams) -> list[Finding]:
    """Return a verdict for every pair on a collision course and for every pair that was on one."""
    seen = traffic(view.fleet, view.now_ms, params.fresh_sea_s)
    met = _judged(view, params, seen, _pairs(view, params, seen))
    tracked = np.isin(met.pairs.first * len(seen.rows) + met.pairs.second, _tracked_keys(view, seen.rows))
    kept = np.flatnonzero(met.holds | tracked)
    ways = _ways(seen, met.pairs, kept)
    found = [
        _finding(view, params, seen, met, at, both)
        for at, *both in zip(kept.tolist(), ways[: len(kept)], ways[len(kept) :], strict=True)
    ]
    told = {(finding.subject, finding.other) for finding in found}
    unseen = [
        Finding(subject, None, CANNOT_TELL, 3, 0, 0, 0, other=other)
        for subject, others in view.tracked.items()
        for other in others
        if (subject, other) not in told
    ]
    return found + unseen


def _pairs(view: View, params: CollisionRiskParams, seen: Traffic) -> Encounters:
    """Return every pair that may come too near, and the tracked ones, up to one horizon."""
    vessels, rows = view.fleet.vessels, seen.rows
    asks = (seen.speed_kn > params.basin_kn) & (vessels["sort"][rows] != CLASS_CODE["patrol"])
    ship = is_ship(view.fleet)[rows]
    ship_s = params.ship_s * params.night_factor
    keys = [_tracked_keys(view, rows)]
    for who, limit_m, horizon_s in (
        (asks, params.boats_m, params.boats_s * params.night_factor),
        (asks & ship, params.ship_m, ship_s),
    ):
        one, other = pairs_among(
            view.meetings,
            seen,
            vessels["fix_ms"],
            who,
            limit_m=limit_m,
            horizon_s=horizon_s,
            oldest_s=params.fresh_sea_s,
        )
        keys.append(one * len(rows) + other)
    first, second = np.divmod(np.unique(np.concatenate(keys)), max(len(rows), 1))
    apart = vessels["pair"][rows[first]] != rows[second]
    return closest(seen.tracks, first[apart], second[apart], ship_s)


def _judged(view: View, params: CollisionRiskParams, seen: Traffic, pairs: Encounters) -> _Meeting:
    """Return what is too near for each pair, and whether it comes to that."""
    one, other = pairs.first, pairs.second
    where, ship = waters(view, seen.rows), is_ship(view.fleet)[seen.rows]
    mouth_m = np.fmax(where.mouth_m[one], where.mouth_m[other])
    in_mouth = ~np.isnan(mouth_m)
    in_harbour = in_mouth | (where.sheltered[one] & where.sheltered[other])
    with_ship = ship[one] | ship[other]
    passage_m = np.clip(params.mouth_factor * mouth_m, params.mouth_least_m, params.mouth_most_m)
    limit_m = np.select(
        [in_mouth, in_harbour, with_ship], [passage_m, params.basin_m, params.ship_m], params.boats_m
    )
    limit_s = np.select([in_harbour, with_ship], [params.harbour_s, params.ship_s], params.boats_s)
    limit_s = limit_s * (params.night_factor if is_night(view) else 1.0)
    closing_kn = mps_to_kn(pairs.closing_mps)
    slower = np.minimum(seen.speed_kn[one], seen.speed_kn[other])
    faster = np.maximum(seen.speed_kn[one], seen.speed_kn[other])
    moves = np.select(
        [in_harbour, with_ship],
        [slower > params.basin_kn, closing_kn >= params.closing_least_kn],
        (faster >= params.fast_kn) & (closing_kn >= params.closing_kn),
    )
    holds = moves & (pairs.cpa_m <= limit_m) & (pairs.tcpa_s <= limit_s)
    passed = (pairs.tcpa_s == 0) & (closing_kn <= 0)
    over = ~holds & (passed | (pairs.cpa_m > params.released_factor * limit_m))
    fresh_s = np.where(in_harbour, params.fresh_harbour_s, params.fresh_sea_s)
    fresh = np.maximum(seen.age_s[one], seen.age_s[other]) <= fresh_s
    return _Meeting(pairs, limit_m, limit_s, holds, over, fresh)


def _tracked_keys(view: View, rows: Array) -> Array:
    """Return first x k + second of the pairs whose alerts are pending or open, places among k rows."""
    row_of = view.fleet.row_of
    pairs = [(subject, other) for subject, others in view.tracked.items() for other in others if other]
    both = np.array([sorted((row_of[one], row_of[other])) for one, other in pairs], dtype=np.int64)
    both = both.reshape(-1, 2)
    known = np.isin(both, rows).all(axis=1)
    at = np.searchsorted(rows, both[known])
    return np.asarray(at[:, 0] * len(rows) + at[:, 1])


def _finding(
    view: View, params: CollisionRiskParams, seen: Traffic, met: _Meeting, at: int, ways: list[Way]
) -> Finding:
    """Return the verdict on one pair, told under the id that sorts first."""
    fleet, pairs = view.fleet, met.pairs
    rows = [int(seen.rows[side[at]]) for side in (pairs.first, pairs.second)]
    subject, other = sorted(fleet.known[row].vessel for row in rows)
    verdict: Verdict = HOLDS if met.holds[at] else HOLDS_NOT if met.over[at] else CANNOT_TELL
    stands = other in view.tracked.get(subject, ())
    soon = pairs.tcpa_s[at] <= params.alarm_factor * met.limit_s[at]
    priority: Priority = 2 if soon and stands else 3
    (_, one), (_, two) = ways
    return Finding(
        subject,
        None,
        verdict if met.fresh[at] else CANNOT_TELL,
        priority,
        int(fleet.vessels["fix_count"][rows].sum()),
        float(pairs.cpa_m[at]),
        float(met.limit_m[at]),
        (one[0] + two[0]) / 2,
        (one[1] + two[1]) / 2,
        other=other,
        assumed=_assumed(pairs, at),
        draw=tuple(Mark("line", way) for way in ways),
    )


def _ways(seen: Traffic, pairs: Encounters, kept: Array) -> list[Way]:
    """Return the ways of the kept pairs to where they are closest: of all first boats, then of all others."""
    tracks = seen.tracks
    rows = np.concatenate([pairs.first[kept], pairs.second[kept]])
    lon, lat = np.round(tracks.lon_deg[rows], 6), np.round(tracks.lat_deg[rows], 6)
    east, north = tracks.east_mps[rows], tracks.north_mps[rows]
    course = np.degrees(np.arctan2(east, north)) % 360
    ends = dead_reckon(lon, lat, mps_to_kn(np.hypot(east, north)), course, np.tile(pairs.tcpa_s[kept], 2))
    here = zip(lon.tolist(), lat.tolist(), strict=True)
    there = zip(*(np.round(side, 6).tolist() for side in ends), strict=True)
    return list(zip(here, there, strict=True))


def _assumed(pairs: Encounters, at: int) -> Words:
    """Say in how long, and between which bounds the fixes leave room."""
    minutes = float(pairs.tcpa_s[at]) / 60
    least, most = float(pairs.least_m[at]), float(pairs.most_m[at])
    return Words(
        f"{minutes:.1f} 分钟后最近; 按船位误差在 {least:.0f} 至 {most:.0f} 米之间",
        f"closest in {minutes:.1f} min; by the doubt of the fixes {least:.0f} to {most:.0f} m",
    )


def words(finding: Finding, subject: Words, other: Words) -> Words:
    """State how near they will pass; never a manoeuvre."""
    return Words(
        f"{subject.zh} 与 {other.zh} 预计最近距离 {finding.value:.0f} 米 (限 {finding.limit:.0f} 米)",
        f"{subject.en} and {other.en} will pass within {finding.value:.0f} m (limit {finding.limit:.0f} m)",
    )


RULE = Rule(
    "collision-risk",
    "vessel",
    "m",
    CollisionRiskParams(),
    find,
    words,
    over=Words("{subject} 与 {zone} 已驶过让清", "{subject} and {zone} are past and clear"),
    source="系统默认, 894 船实测调整 · system default, set by 894 recorded boats; ships 0.5 nm: domain.md 15",
    call="warning",
    clears=Words(
        "已驶过, 或最近距离大于限值 {released_factor:g} 倍并保持 {release_s:.0f} 秒",
        "past, or the closest distance above {released_factor:g} times the limit, for {release_s:.0f} s",
    ),
    assumes=Words("双方保持航向航速", "both keep course and speed"),
    call_by=("cell", "ais-a", "ais-b"),
)
