"""Finds boats outside every zone they are permitted in: beyond it nobody watches, answers or is near.

Alert 1 of domain.md §2. Three answers: outside by more than the margin and three sigma, back inside by the
return margin (or in shelter), and everything between, or on stale evidence, cannot be told.
"""

import numpy as np

from twin.rules.base import CANNOT_TELL, HOLDS, HOLDS_NOT, Finding, Params, Rule, Verdict, View, fresh
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
    mine = fences.applies & fences.open_now
    bound = (mine & fences.permitted).any(axis=1)
    home = (fences.inside & mine & fences.home).any(axis=1)
    known = vessels["fix_ms"] >= 0
    astray = bound & known & ~home
    watched = np.zeros(len(vessels), dtype=bool)
    watched[[view.fleet.row_of[subject] for subject in view.tracked]] = True
    rows = np.flatnonzero(astray | (watched & known & bound))
    judged = fresh(view, rows)
    return [
        _finding(view, params, int(row), bool(astray[row]), bool(ok))
        for row, ok in zip(rows, judged, strict=True)
    ]


def _finding(view: View, params: LeftZoneParams, row: int, astray: bool, judged: bool) -> Finding:
    fleet, fences = view.fleet, view.fences
    subject = fleet.known[row].vessel
    permitted = np.flatnonzero(fences.applies[row] & fences.open_now & fences.permitted)
    depth = fences.depth_m(fleet, np.full(len(permitted), row), permitted)
    nearest = int(permitted[np.argmax(depth)])
    outside_m = -float(np.max(depth))
    limit_m = max(params.margin_m, 3 * float(fleet.vessels["sigma_m"][row]))
    verdict: Verdict = CANNOT_TELL
    if judged and astray and outside_m > limit_m:
        verdict = HOLDS
    elif judged and not astray and (_sheltered(view, row) or -outside_m >= params.return_m):
        verdict = HOLDS_NOT
    zones = view.tracked.get(subject)
    return Finding(
        subject,
        zones[0] if zones else fences.zones[nearest].id,
        verdict,
        fences.zones[nearest].priority or 3,  # type: ignore[arg-type]  # the port folder checks 1..4
        int(fleet.vessels["fix_count"][row]),
        outside_m,
        limit_m,
        float(fleet.vessels["lon"][row]),
        float(fleet.vessels["lat"][row]),
    )


def _sheltered(view: View, row: int) -> bool:
    inside: Array = view.fences.inside[row] & view.fences.shelter
    return bool(inside.any())


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
    source="domain.md 2/1; hysteresis after GFW ports 3/4 km",
    call="warning",
    heed=("ban-transfer", "move", "opening-day"),
)
