"""Finds two vessels that will pass too near, too soon: half of all accidents of fishing boats are collisions.

Alert 15 of domain.md §2 with §2.3.5. What is too near depends on where: side by side in the basin is daily
life, half a mile from a ship is not. Boats that keep company (pair trawlers, a tow, a raft) do not close on
each other and are left alone by that, not by what they say of themselves; registered pairs are left alone by
the register. Two ships are the business of vessel traffic services, and patrol and supply boats come
alongside at sea by trade. The warning states facts and never names a manoeuvre.
"""

from typing import NamedTuple

import numpy as np

from geo.encounter import Passing, passing
from geo.units import mps_to_kn
from twin.fleet import CLASS_CODE
from twin.meetings import LOW, SHIFT, Danger, Decides, let_be, pairs_among
from twin.rules.base import Finding, Params, Rule, View
from twin.rules.conditions import is_night
from twin.rules.heedless import Proof, heedless, unreached
from twin.rules.pair_findings import Said, ending, findings, fixes_of, holding, ripe, unseen
from twin.rules.waters import off_a_mouth, waters
from twin.table import Array
from twin.traffic import Traffic, in_traffic, is_ship, traffic
from twin.watched_pairs import Watched
from twin.wire import Words

DRIFT_M = 5.0
"""By how much a closest distance may change while two boats go on as they did: a degree of longitude is
measured half way between them, and in the minute for which a fix is evidence they go a kilometre at most."""


class CollisionRiskParams(Params, frozen=True, kw_only=True):
    """Metres and seconds to the closest point of approach, by water and class (domain.md 15 and §2.3.5).

    Whoever closes at less than 1 kn keeps company, ours. Basin 30 m and 2 min, both above 2 kn. Mouth 0.15
    of its width within 25-40 m and 2 min. At sea two fishing boats 0.1 nm and 6 min, one at 6 kn or more,
    closing at 3 kn or more (63 a day for 894 recorded boats; 1.0 nm and 20 min gave 7,767); a ship 0.5 nm
    and 15 min. Within 5 nm of a mouth, where the streams of a whole fleet come together and leave no cable
    between boats, 50 m and the time of the mouth, ours; one of the two is enough. At night the time is half
    as long again. Two fixes and 20 s of it are ours (domain.md: three looks or 30 s). Evidence not older
    than 10 s in a mouth, 60 s at sea; in the basin, ours, than a class B set's next fix (30 s, ITU-R
    M.1371-5): at 10 s four of five that passed too near there were not warned (docs/detection.md).
    But an officer is asked in harbour by evidence of 10 s only: by older one 13 times of 15 for nothing.
    Graver at a third of the time after a delivered warning (of two boats that of the day, ours: with that
    of the night an officer was asked 17 times in three hours for nothing, 3 times since) and, ours, a third
    of the distance: who passes farther off needs no officer. That distance must have held for half a
    minute, ours, through the next fix of a class B set: the course of a boat that turns away sweeps over
    the other. Boats that were told have a minute to act, ours. An officer is asked of those that do not:
    whoever altered course or speed since, and within a minute, is at it (domain.md §1.6, "only if behaviour
    does not change"). That they do not must be seen, ours: a skipper needs 12-40 s to hear, so in fixes of
    both from 40 s after the warning on, and off a mouth in fixes no older than a class B set's next one
    too. Boats of one group (编组) alter for each other by word: they are told, and nobody is asked. Boats
    that no warning reaches are an officer's business at once. What does not come to that in its grace is
    company.
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
    fresh_mouth_s: float = 10
    fresh_harbour_s: float = 31
    fresh_sea_s: float = 60
    released_factor: float = 1.5
    alarm_factor: float = 1 / 3
    grace_s: float = 900
    react_s: float = 60
    hears_s: float = 40
    graver_s: float = 30
    hold_s: float = 20
    hold_fixes: int = 2
    release_s: float = 60


class _Looked(NamedTuple):
    """Pairs of boats that are looked at now, [k] each.

    Attributes:
        seen: those boats.
        pairs: how they pass each other, as places in `seen`.
        places: where they stand among the watched pairs, -1 for those that do not.
    """

    seen: Traffic
    pairs: Passing
    places: Array


class _Meeting(NamedTuple):
    """What is too near for pairs of boats, and whether they come to that, [k] each.

    Attributes:
        limit_m: closest distance that is too near in their water.
        limit_s: so many seconds ahead.
        holds: they will pass too near.
        over: they are past, or will pass far enough off.
        fresh: their fixes are evidence.
        sure: they are evidence enough to ask an officer of boats that nobody could warn.
        shown: they are evidence enough of what boats do that were told.
        of_boats: none of the two is a ship.
        rest_s: for how long it cannot hold while neither of them speaks; 0 or less: it may now.
    """

    limit_m: Array
    limit_s: Array
    holds: Array
    over: Array
    fresh: Array
    sure: Array
    shown: Array
    of_boats: Array
    rest_s: Array


def find(view: View, params: CollisionRiskParams) -> list[Finding]:
    """Return a verdict for every pair on a collision course and for every pair that was on one.

    Pairs whose open alerts hold as they did are left out, and pairs of which nobody can tell: nothing would
    follow from saying so.
    """
    watched = view.tracks.pairs(RULE.id, view.fleet.row_of)
    night = params.night_factor if is_night(view) else 1.0
    dangers = (
        Danger(params.boats_m, params.boats_s * night),
        Danger(params.ship_m, params.ship_s * night),
    )
    looked, found = _looked_at(view, params, dangers, watched)
    met, standing = _judged(view, params, night, looked), watched.at(looked.places)
    let_be(view.meetings, dangers, view.now_ms, met.rest_s[:found])
    seen, pairs, places = looked
    fixes = fixes_of(view, seen.rows[pairs.first], seen.rows[pairs.second])
    as_by_day = standing.held & met.of_boats
    alarm_s = params.alarm_factor * met.limit_s / np.where(as_by_day, night, 1.0) + params.graver_s
    late = (places >= 0) & met.sure & (pairs.tcpa_s <= alarm_s)
    soon = late & (pairs.cpa_m <= params.alarm_factor * met.limit_m)
    were_told = (soon & standing.held).nonzero()[0]
    if len(were_told):
        first, second = seen.rows[pairs.first[were_told]], seen.rows[pairs.second[were_told]]
        by = Proof(params.hears_s, params.react_s, RULE.call_by)
        soon[were_told] = heedless(view, first, second, standing.where(were_told), met.shown[were_told], by)
    tells = met.holds & holding(view, params, standing, fixes, soon, late & (met.shown | ~standing.held))
    over = ~met.holds & met.over & (places >= 0) & ending(view, params, standing, fixes)
    told = (met.fresh & (tells | over)).nonzero()[0]
    if not len(told):
        return unseen(view, params, watched.without(places))
    told = told[np.lexsort((pairs.second[told], pairs.first[told]))]
    pairs, holds, grave, standing = pairs.where(told), met.holds[told], soon[told], standing.where(told)
    untold = (grave & ~standing.held).nonzero()[0]
    grave[untold] = unreached(
        view, seen.rows[pairs.first[untold]], seen.rows[pairs.second[untold]], RULE.call_by
    )
    explain = holds & ripe(view, params, standing, fixes[told])
    said = Said(pairs, holds, np.where(grave, 2, 3), met.limit_m[told], explain)
    return findings(view, seen, said, _ahead_s(params)) + unseen(view, params, watched.without(places))


def _ahead_s(params: CollisionRiskParams) -> float:
    """Return how far ahead any pair is looked at, seconds."""
    return params.ship_s * params.night_factor


def _looked_at(
    view: View, params: CollisionRiskParams, dangers: tuple[Danger, ...], watched: Watched
) -> tuple[_Looked, int]:
    """Return the pairs that may be too near, and after these, whose count is told, all other watched ones."""
    fleet, vessels = view.fleet, view.fleet.vessels
    there = in_traffic(fleet, view.now_ms, params.fresh_sea_s)
    asks = there & (vessels["sog_kn"] > params.basin_kn) & ~np.isnan(vessels["cog_deg"])
    asks &= vessels["sort"] != CLASS_CODE["patrol"]
    chart = view.fences.mouths(view.port.gates)
    ships = is_ship(fleet)
    kinds = vessels["pair"] << 2 | ships << 1 | _comes_alongside(vessels["sort"])
    found = pairs_among(
        view.meetings, dangers, fleet, there, (asks, asks & ships), Decides(kinds, chart), view.now_ms
    )
    places = watched.places(found)
    others = there[watched.first] & there[watched.second]
    others[places[places >= 0]] = False
    keys = np.concatenate([found, watched.keys[others]])
    places = np.concatenate([places, others.nonzero()[0]])
    one, other = keys >> SHIFT, keys & LOW
    place = np.zeros(len(vessels), dtype=np.int64)
    place[one] = place[other] = 1
    seen = traffic(fleet, place.nonzero()[0], view.now_ms)
    place[seen.rows] = np.arange(len(seen.rows))
    pairs = passing(seen.tracks, place[one], place[other], _ahead_s(params))
    places[vessels["pair"][one] == other] = -1
    return _Looked(seen, pairs, places), len(found)


def _judged(view: View, params: CollisionRiskParams, night: float, looked: _Looked) -> _Meeting:
    """Return what is too near for each pair, and whether it comes to that."""
    seen, pairs, _ = looked
    one, other = pairs.first, pairs.second
    first, second = seen.rows[one], seen.rows[other]
    rows = np.concatenate([first, second])
    where = waters(view, rows)
    mouth_m = np.fmax(*where.mouth_m.reshape(2, -1))
    in_mouth = ~np.isnan(mouth_m)
    sheltered = where.sheltered.reshape(2, -1)
    in_harbour = in_mouth | sheltered[0] | sheltered[1]
    ships = is_ship(view.fleet, rows).reshape(2, -1)
    with_ship = ships[0] | ships[1]
    at_sea = (~with_ship & ~in_harbour).nonzero()[0]
    approach = np.zeros(len(one), dtype=bool)
    both = np.stack([first[at_sea], second[at_sea]])
    approach[at_sea] = off_a_mouth(view, both.ravel(), params.approach_off_m).reshape(both.shape).any(axis=0)
    limit_m = np.where(with_ship, params.ship_m, np.where(approach, params.approach_m, params.boats_m))
    limit_m[in_harbour] = params.basin_m
    passage_m = params.mouth_factor * mouth_m[in_mouth]
    limit_m[in_mouth] = np.minimum(np.maximum(passage_m, params.mouth_least_m), params.mouth_most_m)
    limit_s = np.where(with_ship, params.ship_s, params.boats_s)
    limit_s = np.where(in_harbour | approach, params.harbour_s, limit_s) * night
    closing_kn = mps_to_kn(pairs.closing_mps)
    slower = np.minimum(seen.speed_kn[one], seen.speed_kn[other])
    faster = np.maximum(seen.speed_kn[one], seen.speed_kn[other])
    at_speed = np.where(in_harbour, slower > params.basin_kn, with_ship | (faster >= params.fast_kn))
    least_kn = np.where(
        in_harbour | with_ship, params.closing_least_kn, max(params.closing_least_kn, params.closing_kn)
    )
    sort = view.fleet.vessels["sort"][rows].reshape(2, -1)
    comes = _comes_alongside(sort)
    ours = ~(ships[0] & ships[1]) & ~((comes[0] | comes[1]) & ~with_ship & ~in_harbour)
    ours &= at_speed & (view.fleet.vessels["pair"][first] != second)
    holds = ours & (closing_kn >= least_kn) & (pairs.cpa_m <= limit_m) & (pairs.tcpa_s <= limit_s)
    rest_s = pairs.apart_s(limit_m + DRIFT_M) - limit_s
    rest_s[~ours | (mps_to_kn(pairs.speed_mps) < least_kn) | (pairs.at_s < 0)] = np.inf
    passed = (pairs.tcpa_s == 0) & (closing_kn <= 0)
    over = ~holds & (passed | (pairs.cpa_m > params.released_factor * limit_m))
    by_water_s = np.where(in_harbour, params.fresh_harbour_s, params.fresh_sea_s)
    fresh_s = np.where(in_mouth, params.fresh_mouth_s, by_water_s)
    age_s = np.maximum(seen.age_s[one], seen.age_s[other])
    fresh = age_s <= fresh_s
    sure = fresh & (~in_harbour | (age_s <= params.fresh_mouth_s))
    shown = sure & (~approach | (age_s <= params.fresh_harbour_s))
    doubt_m = seen.tracks.doubt_m[one] + seen.tracks.doubt_m[other]
    fresh |= passed & (pairs.now_m - doubt_m > limit_m)  # old fixes too tell of boats that are past and off
    return _Meeting(limit_m, limit_s, holds, over, fresh, sure, shown, ~with_ship, rest_s)


def _comes_alongside(sort: Array) -> Array:
    """Return which boats come alongside others at sea by trade."""
    return np.asarray((sort == CLASS_CODE["patrol"]) | (sort == CLASS_CODE["supply"]))


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
    source="系统默认, 894 船实测调整; 商船 0.5 海里"
    " · system default, set by 894 recorded boats; ships 0.5 nm",
    call="warning",
    clears=Words(
        "已驶过, 或最近距离大于限值 {released_factor:g} 倍并保持 {release_s:.0f} 秒",
        "past, or the closest distance above {released_factor:g} times the limit, for {release_s:.0f} s",
    ),
    assumes=Words("双方保持航向航速", "both keep course and speed"),
    call_by=("cell", "ais-a", "ais-b"),
)
