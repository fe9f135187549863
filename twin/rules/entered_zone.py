"""Finds boats inside a zone they must keep out of: there a hull, a cable, a net or a ship is in danger.

Alert 2 of domain.md §2, with the dwell of alert 1. Being inside already when a zone is drawn or its window
opens counts like entering. A lane may be crossed: passing through it is a caution, lingering a warning, and
stopping or fishing there although told an alarm.
"""

import numpy as np

from geo.units import MS_PER_SECOND
from twin.rules.base import CANNOT_TELL, HOLDS, HOLDS_NOT, NOT_IN_FORCE, Finding, Params, Rule, View
from twin.table import Array
from twin.tracks import key
from twin.wire import Words


class EnteredZoneParams(Params, frozen=True, kw_only=True):
    """Metres and seconds: dwell of domain.md alert 1; margin one sigma of GNSS scatter, release ours.

    Attributes:
        lane_lingering_kn: below this speed a boat in a lane is not just crossing (fishing 1.5-4.5 kn,
            domain.md alert 4).
        lane_told_s: who still lingers in a lane so long after it was told stops or fishes there (P2 of
            domain.md alert 2); as long as the grace, so that a person is asked once, ours.
    """

    margin_m: float = 20
    release_m: float = 100
    lane_lingering_kn: float = 4.5
    lane_told_s: float = 300
    hold_s: float = 60
    hold_fixes: int = 2
    release_s: float = 60
    release_fixes: int = 1


def find(view: View, params: EnteredZoneParams) -> list[Finding]:
    """Return a verdict for every boat in a zone to keep out of, and for every alert pending or open.

    What holds as it did at the last look is left out.
    """
    fences, fleet = view.fences, view.fleet
    boats = (fences.trespassing & ~fleet.vessels["buoy"]).nonzero()[0]
    in_keep_out = fences.inside[boats] & fences.applies[boats] & (fences.keep_out & fences.open_now)
    at, zone = np.nonzero(in_keep_out)
    pairs = set(zip(boats[at].tolist(), zone.tolist(), strict=True))
    for subject, zones in view.tracked.items():
        pairs |= {(fleet.row_of[subject], fences.number_of[z]) for z in zones if z in fences.number_of}
    if not pairs:
        return []
    ordered = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    rows, zones_at = ordered[:, 0], ordered[:, 1]
    known = fleet.vessels["fix_ms"][rows] >= 0
    depth = np.zeros(len(rows))
    depth[known] = fences.depth_m(fleet, rows[known], zones_at[known])
    in_force = known & fences.applies[rows, zones_at] & (fences.open_now & fences.keep_out)[zones_at]
    in_force &= ~fleet.vessels["buoy"][rows]
    near = (depth > -params.release_m) & (depth <= params.margin_m)
    verdict = np.select(
        [~in_force, ~view.fresh[rows] | near, depth > params.margin_m],
        [HOLDS_NOT, CANNOT_TELL, HOLDS],
        HOLDS_NOT,
    )
    columns = (rows, zones_at, verdict, _priority(view, params, rows, zones_at), depth, in_force)
    named = (
        ((fleet.known[row].vessel, fences.zones[zone].id), row, *more)
        for row, zone, *more in zip(*(column.tolist() for column in columns), strict=True)
    )
    return [
        Finding(
            subject,
            name,
            answer,
            urgency,
            int(fleet.vessels["fix_count"][row]),
            depth_m,
            params.margin_m,
            float(fleet.vessels["lon"][row]),
            float(fleet.vessels["lat"][row]),
            None if forced else NOT_IN_FORCE,
        )
        for (subject, name), row, answer, urgency, depth_m, forced in named
        if answer != HOLDS or view.steady.get((subject, name), 9) > urgency
    ]


def _priority(view: View, params: EnteredZoneParams, rows: Array, zones_at: Array) -> Array:
    """Return how grave it is of each of these to be in the zone beside it: as the port says, else 3.

    Who passes through a lane of which the port says nothing, and does not linger there, is but listed; who
    lingers there although told is graver.
    """
    zones = view.fences.zones
    said = np.array([zone.priority or 3 for zone in zones])[zones_at]
    unsaid_lane = np.array([zone.kind == "lane" and zone.priority is None for zone in zones])[zones_at]
    lingers = view.fleet.vessels["sog_kn"][rows] < params.lane_lingering_kn
    priority = np.where(unsaid_lane & ~lingers, 4, said)
    for at in np.flatnonzero(unsaid_lane & lingers).tolist():
        if _was_told(view, params, int(rows[at]), int(zones_at[at])):
            priority[at] = 2
    return np.asarray(priority)


def _was_told(view: View, params: EnteredZoneParams, row: int, zone: int) -> bool:
    """Return whether a boat was told long enough ago that it lingers in this zone."""
    track = view.tracks.get(key(RULE.id, view.fleet.known[row].vessel, view.fences.zones[zone].id))
    if track is None or track.phase != "active" or track.priority > 3:
        return False
    return track.priority == 2 or view.now_ms - track.changed_ms >= params.lane_told_s * MS_PER_SECOND


def words(finding: Finding, subject: Words, zone: Words) -> Words:
    """Say how deep inside which zone the boat is."""
    return Words(
        f"{subject.zh} 进入{zone.zh}, 深入 {finding.value:.0f} 米",
        f"{subject.en} entered {zone.en}: {finding.value:.0f} m inside",
    )


RULE = Rule(
    "entered-zone",
    "vessel",
    "m",
    EnteredZoneParams(),
    find,
    words,
    over=Words("{subject} 已离开{zone}", "{subject} has left {zone}"),
    source="系统默认 (驻留时间同越界) · system default, dwell as for leaving",
    call="warning",
    heed=("repair", "move"),
    clears=Words(
        "离开{zone} {release_m:.0f} 米以上并保持 {release_s:.0f} 秒",
        "more than {release_m:.0f} m out of {zone} for {release_s:.0f} s",
    ),
)
