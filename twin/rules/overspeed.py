"""Finds boats too fast for the harbour or its mouth: wash breaks lines, and nobody can stop for a sampan.

Alert 19 of domain.md §2. The limits are an example until the port supplies its own (`rules.toml`).
"""

import numpy as np

from twin.fleet import CLASS_CODE
from twin.rules.base import Finding, Params, Rule, View
from twin.rules.boats import asked, findings
from twin.table import Array
from twin.wire import Words


class OverspeedParams(Params, frozen=True, kw_only=True):
    """Knots: 5 in the basin, 8 in a mouth, 示例; one knot over for 20 s, under for 30 s (domain.md 19)."""

    basin_kn: float = 5
    mouth_kn: float = 8
    over_by_kn: float = 1
    hold_s: float = 20
    hold_fixes: int = 2
    release_s: float = 30
    release_fixes: int = 1


def find(view: View, params: OverspeedParams) -> list[Finding]:
    """Return a verdict for every boat that is too fast where it is; patrol boats may be."""
    vessels = view.fleet.vessels
    rows = asked(view, vessels["sog_kn"] > min(params.basin_kn, params.mouth_kn) + params.over_by_kn)
    mouth, basin = _within(view, rows, "gate"), _within(view, rows, "harbour")
    limit_kn = np.where(mouth, params.mouth_kn, params.basin_kn)
    speed_kn = np.nan_to_num(vessels["sog_kn"][rows])
    bound = (mouth | basin) & (vessels["sort"][rows] != CLASS_CODE["patrol"])
    holds = bound & (speed_kn > limit_kn + params.over_by_kn)
    released = ~bound | (speed_kn < limit_kn)
    return findings(
        view,
        holds,
        ~view.fresh[rows],
        value=speed_kn,
        limit=limit_kn,
        priority=np.where(mouth, 3, 4),
        released=released,
        rows=rows,
    )


def _within(view: View, rows: Array, kind: str) -> Array:
    """Return which of these boats are in a zone of this kind, bool [m]."""
    found = np.zeros(len(rows), dtype=bool)
    for number, zone in enumerate(view.fences.zones):
        if zone.kind == kind:
            found |= view.fences.inside[rows, number]
    return found


def words(finding: Finding, subject: Words, zone: Words) -> Words:  # noqa: ARG001 -- every rule's words are called alike
    """Say how fast, and what is allowed there."""
    return Words(
        f"{subject.zh} 港内超速 {finding.value:.1f} 节 (限 {finding.limit:.0f} 节)",
        f"{subject.en} at {finding.value:.1f} kn in the harbour (limit {finding.limit:.0f} kn)",
    )


RULE = Rule(
    "overspeed",
    "vessel",
    "kn",
    OverspeedParams(),
    find,
    words,
    over=Words("{subject} 已减速", "{subject} has slowed down"),
    source="示例限速 (港池 5 节, 口门 8 节) · example limits until the port supplies its own",
    call="warning",
    clears=Words("低于限速并保持 {release_s:.0f} 秒", "below the limit for {release_s:.0f} s"),
    assumes=Words("限速为示例值", "the limits are examples"),
    every_s=5,
    at_s=1,
)
