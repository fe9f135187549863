"""Finds two vessels that will pass too near, too soon: half of all accidents of fishing boats are collisions.

Alert 15 of domain.md §2 with §2.3.5. What is too near depends on where: side by side in the basin is daily
life, half a mile from a ship is not. Boats that keep company (pair trawlers, a tow, a raft) do not close on
each other and are left alone by that, not by what they say of themselves; registered pairs are left alone by
the register. Two ships are the business of vessel traffic services, and patrol and supply boats come
alongside at sea by trade. The warning states facts and never names a manoeuvre.
"""

from typing import NamedTuple

import numpy as np

from geo.encounter import Encounters, closest
from geo.motion import dead_reckon
from geo.units import mps_to_kn
from twin.facts import Mark
from twin.fleet import CLASS_CODE
from twin.meetings import pairs_among
from twin.rules.base import CANNOT_TELL, HOLDS, HOLDS_NOT, Finding, Params, Rule, Verdict, View
from twin.rules.conditions import is_night
from twin.rules.waters import off_mouth_m, waters
from twin.table import Array
from twin.traffic import Traffic, is_ship, traffic
from twin.wire import Words


class CollisionRiskParams(Params, frozen=True, kw_only=True):
    """Metres and seconds to the closest point of approach, by water and class (domain.md 15 and §2.3.5).

    Basin 30 m and 2 min, both above 2 kn. Mouth 0.15 of its width within 25-40 m and 2 min. At sea two
    fishing boats 0.1 nm and 6 min, one at 6 kn or more, closing at 3 kn or more (63 a day for 894 recorded
    boats; 1.0 nm and 20 min gave 7,767); a ship 0.5 nm and 15 min. Within 5 nm of a mouth, where the streams
    of a whole fleet come together and leave no cable between boats, 50 m and the time of the mouth, ours. At
    night the time is half as long again. Evidence not older than 10 s in harbour, 60 s at sea. Graver once it
    stands, at a third of the time and, ours, a third of the distance: who passes farther off needs no
    officer. What does not come to that within the grace is company.
    """

    basin_m: float = 30
    mouth_factor: float = 0.15
    mouth_least_m: float = 25
    mouth_most_m: float = 40
    harbour_s: float = 120
    approach_off_m: float = 9_260
    approach_m: float = 50
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
    grace_s: float = 900
    hold_s: float = 20
    hold_fixes: int = 2
    release_s: float = 60


CALLERS = (CLASS_CODE["patrol"], CLASS_CODE["supply"])
"""Boats whose trade it is to come alongside others at sea."""


class _Watched(NamedTuple):
    """Pairs whose alerts are pending or open, by fleet rows, the lower first; [t] each.

    Attributes:
        first, second: fleet rows.
        held: the priority at which an open alert held at the last look, 0 for every other.
    """

    first: Array
    second: Array
    held: Array


class _Meeting(NamedTuple):
    """Pairs of boats and what is too near for each, [k] each; rows are those of `Traffic`."""

    pairs: Encounters
    limit_m: Array
    limit_s: Array
    holds: Array
    over: Array
    fresh: Array


def find(view: View, params: CollisionRiskParams) -> list[Finding]:
    """Return a verdict for every pair on a collision course and for every pair that was on one.

    Pairs whose open alerts hold as they did are left out: nothing would follow from saying so again.
    """
    seen, watched = traffic(view.fleet, view.now_ms, params.fresh_sea_s), _watched(view)
    met = _judged(view, params, seen, _pairs(view, params, seen, watched))
    rows = seen.rows
    count = max(len(view.fleet), 1)
    key = rows[met.pairs.first] * count + rows[met.pairs.second]
    known, held = _known(key, watched.first * count + watched.second, watched.held)
    soon = known & (met.pairs.tcpa_s <= params.alarm_factor * met.limit_s)
    soon &= met.pairs.cpa_m <= params.alarm_factor * met.limit_m
    priority = np.where(soon, 2, 3)
    steady = met.holds & met.fresh & (held > 0) & (priority >= held)
    told = np.flatnonzero((met.holds | known) & ~steady)
    return _findings(view, seen, met, told, priority) + _unseen(view, watched, key, count)


def _watched(view: View) -> _Watched:
    """Return the pairs of this rule's alerts."""
    row_of, held = view.fleet.row_of, view.held
    found = [
        (*sorted((row_of[subject], row_of[other])), held.get((subject, other), 0))
        for subject, others in view.tracked.items()
        for other in others
        if other is not None
    ]
    return _Watched(*np.array(sorted(found), dtype=np.int64).reshape(-1, 3).T)


def _known(key: Array, watched: Array, held: Array) -> tuple[Array, Array]:
    """Return which pairs are watched, bool [k], and their `held`, 0 for the others; `watched` ascends."""
    if not len(watched):
        return np.zeros(len(key), dtype=bool), np.zeros(len(key), dtype=np.int64)
    at = np.minimum(np.searchsorted(watched, key), len(watched) - 1)
    known = watched[at] == key
    return known, np.where(known, held[at], 0)


def _pairs(view: View, params: CollisionRiskParams, seen: Traffic, watched: _Watched) -> Encounters:
    """Return every pair that may come too near, and the watched ones, up to one horizon."""
    vessels, rows = view.fleet.vessels, seen.rows
    asks = (seen.speed_kn > params.basin_kn) & (vessels["sort"][rows] != CLASS_CODE["patrol"])
    ship = is_ship(view.fleet)[rows]
    ship_s = params.ship_s * params.night_factor
    both = np.isin(watched.first, rows) & np.isin(watched.second, rows)
    one, other = (np.searchsorted(rows, side[both]) for side in (watched.first, watched.second))
    keys = [one * len(rows) + other]
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
    in_harbour = in_mouth | where.sheltered[one] | where.sheltered[other]
    with_ship = ship[one] | ship[other]
    approach = ~with_ship & (off_mouth_m(view, seen.rows[one]) <= params.approach_off_m)
    passage_m = np.clip(params.mouth_factor * mouth_m, params.mouth_least_m, params.mouth_most_m)
    limit_m = np.select(
        [in_mouth, in_harbour, with_ship, approach],
        [passage_m, params.basin_m, params.ship_m, params.approach_m],
        params.boats_m,
    )
    limit_s = np.select([in_harbour | approach, with_ship], [params.harbour_s, params.ship_s], params.boats_s)
    limit_s = limit_s * (params.night_factor if is_night(view) else 1.0)
    closing_kn = mps_to_kn(pairs.closing_mps)
    slower = np.minimum(seen.speed_kn[one], seen.speed_kn[other])
    faster = np.maximum(seen.speed_kn[one], seen.speed_kn[other])
    moves = np.select(
        [in_harbour, with_ship],
        [slower > params.basin_kn, closing_kn >= params.closing_least_kn],
        (faster >= params.fast_kn) & (closing_kn >= params.closing_kn),
    )
    sort = view.fleet.vessels["sort"][seen.rows]
    calls = np.isin(sort, CALLERS)
    ours = ~(ship[one] & ship[other]) & ~((calls[one] | calls[other]) & ~with_ship & ~in_harbour)
    holds = moves & ours & (pairs.cpa_m <= limit_m) & (pairs.tcpa_s <= limit_s)
    passed = (pairs.tcpa_s == 0) & (closing_kn <= 0)
    over = ~holds & (passed | (pairs.cpa_m > params.released_factor * limit_m))
    fresh_s = np.where(in_harbour, params.fresh_harbour_s, params.fresh_sea_s)
    fresh = np.maximum(seen.age_s[one], seen.age_s[other]) <= fresh_s
    return _Meeting(pairs, limit_m, limit_s, holds, over, fresh)


def _findings(view: View, seen: Traffic, met: _Meeting, told: Array, priority: Array) -> list[Finding]:
    """Return the verdicts on some pairs, each told under the id that sorts first."""
    known, vessels, pairs = view.fleet.known, view.fleet.vessels, met.pairs.where(told)
    one, other = seen.rows[pairs.first], seen.rows[pairs.second]
    verdict = np.select([~met.fresh[told], met.holds[told], met.over[told]], [CANNOT_TELL, HOLDS, HOLDS_NOT])
    fixes = vessels["fix_count"][one].astype(np.int64) + vessels["fix_count"][other]
    here, there = (_ways(seen, side, pairs.tcpa_s) for side in (pairs.first, pairs.second))
    columns = (one, other, verdict, priority[told], fixes, pairs.cpa_m, met.limit_m[told], pairs.tcpa_s)
    sure = (pairs.least_m, pairs.most_m)
    found = []
    for a, b, answer, urgency, count, cpa_m, limit_m, tcpa_s, least_m, most_m, way, its in zip(
        *(column.tolist() for column in (*columns, *sure)), here, there, strict=True
    ):
        subject, name = sorted((known[a].vessel, known[b].vessel))
        lon, lat = ((way[1][axis] + its[1][axis]) / 2 for axis in (0, 1))
        marks = (Mark("line", way), Mark("line", its))
        assumed = _assumed(tcpa_s, least_m, most_m)
        found.append(
            Finding(
                subject,
                None,
                answer,
                urgency,
                count,
                cpa_m,
                limit_m,
                lon,
                lat,
                other=name,
                assumed=assumed,
                draw=marks,
            )
        )
    return found


_Place = tuple[float, float]


def _ways(seen: Traffic, some: Array, tcpa_s: Array) -> list[tuple[_Place, _Place]]:
    """Return the ways to draw, each from where a boat is now to where it will be when they are closest."""
    tracks = seen.tracks
    lon, lat, east, north = (
        side[some] for side in (tracks.lon_deg, tracks.lat_deg, tracks.east_mps, tracks.north_mps)
    )
    course = np.degrees(np.arctan2(east, north)) % 360
    ends = dead_reckon(lon, lat, mps_to_kn(np.hypot(east, north)), course, tcpa_s)
    columns = [np.round(column, 6).tolist() for column in (lon, lat, *ends)]
    return [((a, b), (c, d)) for a, b, c, d in zip(*columns, strict=True)]


def _unseen(view: View, watched: _Watched, key: Array, count: int) -> list[Finding]:
    """Return the verdicts on watched pairs that are no traffic now.

    It is over where one lies moored in shelter or the register knows them as a pair; where one has not been
    heard of lately, nobody can tell.
    """
    vessels, known = view.fleet.vessels, view.fleet.known
    missing = ~np.isin(watched.first * count + watched.second, key)
    first, second = watched.first[missing], watched.second[missing]
    over = vessels["moored"][first] | vessels["moored"][second] | (vessels["pair"][first] == second)
    fixes = vessels["fix_count"][first].astype(np.int64) + vessels["fix_count"][second]
    found = []
    for one, other, ended, seen in zip(*(c.tolist() for c in (first, second, over, fixes)), strict=True):
        subject, name = sorted((known[one].vessel, known[other].vessel))
        verdict: Verdict = HOLDS_NOT if ended else CANNOT_TELL
        found.append(Finding(subject, None, verdict, 3, seen, 0, 0, other=name))
    return found


def _assumed(tcpa_s: float, least_m: float, most_m: float) -> Words:
    """Say in how long, and between which bounds the fixes leave room."""
    return Words(
        f"{tcpa_s / 60:.1f} 分钟后最近; 按船位误差在 {least_m:.0f} 至 {most_m:.0f} 米之间",
        f"closest in {tcpa_s / 60:.1f} min; by the doubt of the fixes {least_m:.0f} to {most_m:.0f} m",
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
