"""Finds boats outside every zone they are permitted in: beyond it nobody watches, answers or is near.

Alert 1 of domain.md §2: a warning, and in the closed season of its gear or while the port lets nobody out an
alarm, unless the port says how grave its zone is. Three answers: outside by more than the margin and three
sigma, back inside by the return margin (or in shelter), and everything between, or on stale evidence, cannot
be told.
"""

import numpy as np

from twin.facts import Priority
from twin.rules.barred_to_sail import SHUT
from twin.rules.base import (
    CANNOT_TELL,
    HOLDS,
    HOLDS_NOT,
    NOT_IN_FORCE,
    Finding,
    Params,
    Rule,
    Verdict,
    View,
)
from twin.rules.boats import asked
from twin.rules.closed_season import closed_gear
from twin.table import Array
from twin.wire import Words


class LeftZoneParams(Params, frozen=True, kw_only=True):
    """Margins in metres; two fixes and a minute, back for two minutes (domain.md alert 1; form of GFW R2)."""

    margin_m: float = 100
    return_m: float = 200
    hold_s: float = 60
    hold_fixes: int = 2
    release_s: float = 120
    release_fixes: int = 1


def find(view: View, params: LeftZoneParams) -> list[Finding]:
    """Return a verdict for every boat outside its zones and every boat whose alert is pending or open."""
    fences, vessels = view.fences, view.fleet.vessels
    bound = fences.bound & ~vessels["buoy"]
    known = vessels["fix_ms"] >= 0
    astray = bound & known & ~fences.at_home
    rows = asked(view, astray)
    free = rows[~(known & bound)[rows]].tolist()
    rows = rows[(known & bound)[rows]]
    if not len(rows):
        return [_released(view, row) for row in free]
    nearest, depth_m = _nearest(view, rows)
    limit_m = np.maximum(params.margin_m, 3 * vessels["sigma_m"][rows])
    sheltered = (fences.inside[rows] & fences.shelter).any(axis=1)
    out = astray[rows] & (-depth_m > limit_m)
    back = ~astray[rows] & (sheltered | (depth_m >= params.return_m))
    judged = view.fresh[rows]
    usual = np.where(closed_gear(view)[rows] | (view.orders.port_state in SHUT), 2, 3)
    verdict = np.select([judged & out, judged & back], [HOLDS, HOLDS_NOT], CANNOT_TELL)
    columns = (rows, nearest, verdict, usual, vessels["fix_count"][rows], -depth_m, limit_m)
    places = (vessels["lon"][rows], vessels["lat"][rows])
    found = [_finding(view, *one) for one in zip(*(c.tolist() for c in (*columns, *places)), strict=True)]
    return found + [_released(view, row) for row in free]


def _released(view: View, row: int) -> Finding:
    """Return the verdict on a boat with an alert that no permitted zone binds any more."""
    subject = view.fleet.known[row].vessel
    fixes = int(view.fleet.vessels["fix_count"][row])
    return Finding(subject, view.tracked[subject][0], HOLDS_NOT, 3, fixes, 0, 0, over=NOT_IN_FORCE)


def _nearest(view: View, rows: Array) -> tuple[Array, Array]:
    """Return the permitted zone of each boat that it is deepest in or least far from, and that depth."""
    fences = view.fences
    at, zone = np.nonzero(fences.applies[rows] & (fences.open_now & fences.permitted))
    depth = np.full((len(rows), len(fences.zones)), -np.inf)
    depth[at, zone] = fences.depth_m(view.fleet, rows[at], zone)
    nearest = np.argmax(depth, axis=1) if len(rows) else np.zeros(0, dtype=np.int64)
    return nearest, depth[np.arange(len(rows)), nearest]


def _finding(
    view: View,
    row: int,
    nearest: int,
    verdict: Verdict,
    usual: int,
    fixes: int,
    outside_m: float,
    limit_m: float,
    lon: float,
    lat: float,
) -> Finding:
    subject, zone = view.fleet.known[row].vessel, view.fences.zones[nearest]
    tracked = view.tracked.get(subject)
    priority: Priority = zone.priority or usual  # type: ignore[assignment]  # the port folder checks 1..4
    name = tracked[0] if tracked else zone.id
    return Finding(subject, name, verdict, priority, fixes, outside_m, limit_m, lon, lat)


def words(finding: Finding, subject: Words, zone: Words) -> Words:
    """Say how far outside which zone the boat is."""
    return Words(
        f"{subject.zh} 驶出{zone.zh}, 界外 {finding.value:.0f} 米 (限 {finding.limit:.0f} 米)",
        f"{subject.en} left {zone.en}: {finding.value:.0f} m outside (limit {finding.limit:.0f} m)",
    )


RULE = Rule(
    "left-zone",
    "vessel",
    "m",
    LeftZoneParams(),
    find,
    words,
    over=Words("{subject} 已返回{zone}", "{subject} is back inside {zone}"),
    source="系统默认 (滞回参照 GFW 进出港 3/4 km) · system default, hysteresis after GFW port visits",
    call="warning",
    heed=("ban-transfer", "move", "opening-day"),
    clears=Words(
        "回到界内 {return_m:.0f} 米以上或进入港区、锚地, 并保持 {release_s:.0f} 秒",
        "{return_m:.0f} m or more back inside, or in shelter, for {release_s:.0f} s",
    ),
)
