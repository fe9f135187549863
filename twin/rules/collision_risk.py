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
from geo.motion import sail
from geo.units import mps_to_kn
from twin.facts import Mark
from twin.fleet import CLASS_CODE
from twin.meetings import distinct, pairs_among
from twin.rules.base import HOLDS, HOLDS_NOT, Finding, Params, Rule, View
from twin.rules.conditions import is_night
from twin.rules.waters import off_mouth_m, waters
from twin.table import Array
from twin.traffic import Traffic, is_ship, traffic
from twin.watched_pairs import Watched, watched_pairs
from twin.wire import Words


class CollisionRiskParams(Params, frozen=True, kw_only=True):
    """Metres and seconds to the closest point of approach, by water and class (domain.md 15 and §2.3.5).

    Whoever closes at less than 1 kn keeps company, ours. Basin 30 m and 2 min, both above 2 kn. Mouth 0.15 of
    its width within 25-40 m and 2 min. At sea two fishing boats 0.1 nm and 6 min, one at 6 kn or more,
    closing at 3 kn or more (63 a day for 894 recorded boats; 1.0 nm and 20 min gave 7,767); a ship 0.5 nm and
    15 min. Within 5 nm of a mouth, where the streams of a whole fleet come together and leave no cable
    between boats, 50 m and the time of the mouth, ours. At night the time is half as long again. Evidence not
    older than 10 s in harbour, 60 s at sea. Graver at a third of the time after a delivered warning and,
    ours, a third of the distance: who passes farther off needs no officer. That distance must have held for
    half a minute, ours, through the next fix of a class B set: the course of a boat that turns away sweeps
    over the other. Boats that were told have a minute to act, ours: a skipper needs 12-40 s to hear; it
    delays nothing that was told in time, for a minute before a third of 2 min is when it was told. Boats that
    no warning reaches are an officer's business at once. What does not come to that in its grace is company.
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
    react_s: float = 60
    graver_s: float = 30
    hold_s: float = 20
    hold_fixes: int = 2
    release_s: float = 60


class _Meeting(NamedTuple):
    """Pairs of boats and what is too near for each, [k] each; places are those in `Traffic`."""

    pairs: Encounters
    limit_m: Array
    limit_s: Array
    holds: Array
    over: Array
    fresh: Array


def find(view: View, params: CollisionRiskParams) -> list[Finding]:
    """Return a verdict for every pair on a collision course and for every pair that was on one.

    Pairs whose open alerts hold as they did are left out, and pairs of which nobody can tell: nothing would
    follow from saying so.
    """
    seen = traffic(view.fleet, view.now_ms, params.fresh_sea_s)
    watched = watched_pairs(view.tracked, view.held, view.fleet.row_of)
    ship = is_ship(view.fleet)[seen.rows]
    pairs = _pairs(view, params, seen, ship, watched)
    met = _judged(view, params, seen, ship, pairs)
    rows = seen.rows
    first, second = rows[pairs.first], rows[pairs.second]
    places = watched.places(first, second)
    known, held = places >= 0, np.append(watched.held, 0)[places]
    late = known & (pairs.tcpa_s <= params.alarm_factor * met.limit_s + params.graver_s)
    soon = late & (pairs.cpa_m <= params.alarm_factor * met.limit_m)
    untold = soon & (held == 0)
    soon[untold] = _unreached(view, first[untold], second[untold])
    priority = np.where(soon, 2, 3)
    steady = met.holds & (held > 0) & (priority >= held)
    no_graver = steady & late & (held > 2)  # said, for it may have been graver a second ago
    told = np.flatnonzero(met.fresh & ((met.holds & ~steady) | no_graver | (met.over & known)))
    return _findings(view, seen, met, told, priority, (met.holds & ~steady)[told]) + _unseen(
        view, watched.without(places)
    )


def _unreached(view: View, first: Array, second: Array) -> Array:
    """Return of which pairs no boat carries a terminal that can take the warning, bool [k]."""
    fleet = view.fleet
    kinds = tuple(f"{kind}:" for kind in RULE.call_by)
    deaf = [
        not any(
            fleet.keys[terminal].startswith(kinds) for row in pair for terminal in fleet.terminals_of[row]
        )
        for pair in zip(first.tolist(), second.tolist(), strict=True)
    ]
    return np.array(deaf, dtype=bool)


def _pairs(
    view: View, params: CollisionRiskParams, seen: Traffic, ship: Array, watched: Watched
) -> Encounters:
    """Return every pair that closes and comes too near within its time, and the watched ones."""
    vessels, rows = view.fleet.vessels, seen.rows
    asks = (seen.speed_kn > params.basin_kn) & (vessels["sort"][rows] != CLASS_CODE["patrol"])
    place = np.full(len(vessels), -1)
    place[rows] = np.arange(len(rows))
    one, other = place[watched.first], place[watched.second]
    both = (one >= 0) & (other >= 0)
    keys = [one[both] * len(rows) + other[both]]
    night = params.night_factor if is_night(view) else 1.0
    for who, limit_m, horizon_s in (
        (asks, params.boats_m, params.boats_s * night),
        (asks & ship, params.ship_m, params.ship_s * night),
    ):
        one, other = pairs_among(
            view.meetings, seen, vessels["fix_ms"], who, view.now_ms, limit_m=limit_m, horizon_s=horizon_s
        )
        keys.append(one * len(rows) + other)
    first, second = np.divmod(distinct(np.concatenate(keys)), max(len(rows), 1))
    met = closest(seen.tracks, first, second, params.ship_s * params.night_factor)
    with_ship = ship[first] | ship[second]
    near = met.cpa_m <= np.where(with_ship, params.ship_m, params.boats_m)
    near &= mps_to_kn(met.closing_mps) >= params.closing_least_kn
    near |= watched.places(rows[first], rows[second]) >= 0
    return met.where(near & (vessels["pair"][rows[first]] != rows[second]))


def _judged(
    view: View, params: CollisionRiskParams, seen: Traffic, ship: Array, pairs: Encounters
) -> _Meeting:
    """Return what is too near for each pair, and whether it comes to that."""
    one, other = pairs.first, pairs.second
    where = waters(view, seen.rows[np.concatenate([one, other])])
    mouth_m = np.fmax(*where.mouth_m.reshape(2, -1))
    in_mouth = ~np.isnan(mouth_m)
    in_harbour = in_mouth | where.sheltered.reshape(2, -1).any(axis=0)
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
    moves = closing_kn >= params.closing_least_kn
    moves &= ~in_harbour | (slower > params.basin_kn)
    moves &= in_harbour | with_ship | ((faster >= params.fast_kn) & (closing_kn >= params.closing_kn))
    sort = view.fleet.vessels["sort"][seen.rows]
    comes = (sort == CLASS_CODE["patrol"]) | (sort == CLASS_CODE["supply"])  # alongside at sea, by trade
    calls = comes[one] | comes[other]
    ours = ~(ship[one] & ship[other]) & ~(calls & ~with_ship & ~in_harbour)
    holds = moves & ours & (pairs.cpa_m <= limit_m) & (pairs.tcpa_s <= limit_s)
    passed = (pairs.tcpa_s == 0) & (closing_kn <= 0)
    over = ~holds & (passed | (pairs.cpa_m > params.released_factor * limit_m))
    fresh_s = np.where(in_harbour, params.fresh_harbour_s, params.fresh_sea_s)
    fresh = np.maximum(seen.age_s[one], seen.age_s[other]) <= fresh_s
    doubt_m = seen.tracks.doubt_m[one] + seen.tracks.doubt_m[other]
    fresh |= passed & (pairs.now_m - doubt_m > limit_m)  # old fixes too tell of boats that are past and off
    return _Meeting(pairs, limit_m, limit_s, holds, over, fresh)


def _findings(
    view: View, seen: Traffic, met: _Meeting, told: Array, priority: Array, explain: Array
) -> list[Finding]:
    """Return the verdicts on some pairs, each told under the id that sorts first, some of them explained."""
    if not len(told):
        return []
    known, vessels, pairs = view.fleet.known, view.fleet.vessels, met.pairs.where(told)
    one, other = seen.rows[pairs.first], seen.rows[pairs.second]
    verdict = np.where(met.holds[told], HOLDS, HOLDS_NOT)
    fixes = vessels["fix_count"][one].astype(np.int64) + vessels["fix_count"][other]
    columns = (one, other, verdict, priority[told], fixes, pairs.cpa_m, met.limit_m[told], explain)
    meant = iter(_explained(seen, pairs.where(explain)))
    found = []
    for a, b, answer, urgency, count, cpa_m, limit_m, why in zip(*(c.tolist() for c in columns), strict=True):
        subject, name = sorted((known[a].vessel, known[b].vessel))
        finding = Finding(subject, None, answer, urgency, count, cpa_m, limit_m, other=name)
        found.append(finding._replace(**next(meant)._asdict()) if why else finding)
    return found


class _Meant(NamedTuple):
    """What explains an encounter: where they are closest, what is not known, the ways to draw."""

    lon: float
    lat: float
    assumed: Words
    draw: tuple[Mark, Mark]


def _explained(seen: Traffic, pairs: Encounters) -> list[_Meant]:
    """Return what explains some encounters; ways lead to where a boat will be when they are closest."""
    tracks, both = seen.tracks, np.concatenate([pairs.first, pairs.second])
    lon, lat, east, north = (
        side[both] for side in (tracks.lon_deg, tracks.lat_deg, tracks.east_mps, tracks.north_mps)
    )
    course, run_m = (
        np.degrees(np.arctan2(east, north)) % 360,
        np.hypot(east, north) * np.tile(pairs.tcpa_s, 2),
    )
    places = np.round(np.column_stack([lon, lat, *sail(lon, lat, run_m, course)]), 6)
    here, there = (side.tolist() for side in np.split(places, 2))
    bounds = (pairs.tcpa_s.tolist(), pairs.least_m.tolist(), pairs.most_m.tolist())
    return [
        _Meant(
            (way[2] + its[2]) / 2,
            (way[3] + its[3]) / 2,
            _assumed(*within),
            (_mark(way), _mark(its)),
        )
        for way, its, *within in zip(here, there, *bounds, strict=True)
    ]


def _mark(way: list[float]) -> Mark:
    return Mark("line", ((way[0], way[1]), (way[2], way[3])))


def _unseen(view: View, missing: Watched) -> list[Finding]:
    """Return that it is over with watched pairs of which one lies moored now or that the register pairs.

    Of pairs in which one has not been heard of lately nobody can tell.
    """
    vessels, known = view.fleet.vessels, view.fleet.known
    first, second = missing.first, missing.second
    over = vessels["moored"][first] | vessels["moored"][second] | (vessels["pair"][first] == second)
    first, second = first[over], second[over]
    fixes = vessels["fix_count"][first].astype(np.int64) + vessels["fix_count"][second]
    found = []
    for one, other, seen in zip(*(column.tolist() for column in (first, second, fixes)), strict=True):
        subject, name = sorted((known[one].vessel, known[other].vessel))
        found.append(Finding(subject, None, HOLDS_NOT, 3, seen, 0, 0, other=name))
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
