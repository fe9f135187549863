"""Finds boats that lie on in a shelter after their permit for it ended: the place is somebody else's by now.

OVERSTAY of domain.md §2, a matter for the list. What is known of berths is a permit to move (移泊) into one
harbour or anchorage until an instant; a port has no other berth permits on record, so of visitors without one
nobody can tell.
"""

import numpy as np

from geo.units import MS_PER_HOUR
from twin.fleet import CLASS_CODE
from twin.rules.base import Finding, Lack, Params, Rule, View
from twin.rules.boats import findings
from twin.table import Array
from twin.wire import Words

VISITOR = CLASS_CODE["visitor"]


class Overstay(Params, frozen=True, kw_only=True):
    """Hours over the permit: two (domain.md §2, OVERSTAY)."""

    over_h: float = 2


def find(view: View, params: Overstay) -> list[Finding]:
    """Return a verdict for every boat that lies where a permit let it lie, too long after its end."""
    vessels = view.fleet.vessels
    if not (view.permits.standing or view.tracked):
        return []
    over_h = (view.now_ms - _ends_ms(view)) / MS_PER_HOUR
    holds = vessels["moored"] & (over_h >= params.over_h)
    value = np.where(holds, over_h, 0.0)
    return findings(
        view, holds, np.zeros(len(vessels), dtype=bool), value=value, limit=params.over_h, priority=4
    )


def _ends_ms(view: View) -> Array:
    """Return when the last permit of each boat for the shelter it lies in ends, UTC ms [n]; inf = none."""
    ends_ms = np.full(len(view.fleet), -np.inf)
    for permit in view.permits.standing.values():
        number = view.fences.number_of.get(permit.zone or "")
        if permit.permit_kind != "move" or number is None or not view.fences.shelter[number]:
            continue
        row_of = view.fleet.row_of
        rows = np.array([row_of[name] for name in permit.vessels if name in row_of], dtype=np.int64)
        there = rows[view.fences.inside[rows, number]]
        ends_ms[there] = np.maximum(ends_ms[there], permit.to_ms)
    return np.where(np.isfinite(ends_ms), ends_ms, np.inf)


def lacks(view: View, params: Overstay) -> list[Lack]:  # noqa: ARG001 -- every rule is asked alike
    """Return how many visitors lie in shelter without a permit on record."""
    vessels = view.fleet.vessels
    lying = vessels["moored"] & (vessels["sort"] == VISITOR) & np.isinf(_ends_ms(view))
    return [Lack(Words("无停泊许可记录", "no berth permit on record"), int(lying.sum()))]


def words(finding: Finding, subject: Words, zone: Words) -> Words:  # noqa: ARG001 -- every rule's words are called alike
    """Say how long the permit has been over."""
    return Words(
        f"{subject.zh} 停泊许可已过期 {finding.value:.0f} 小时",
        f"{subject.en} lies on {finding.value:.0f} h after its permit ended",
    )


RULE = Rule(
    "overstay",
    "vessel",
    "h",
    Overstay(),
    find,
    words,
    over=Words(
        "{subject} 已离泊, 已续办, 或已过一日", "{subject} has left, has a new permit, or a day is over"
    ),
    source="系统默认 · system default",
    clears=Words("离开该水域, 或续办许可", "out of that shelter, or a new permit"),
    assumes=Words("移泊许可即停泊许可", "a permit to move there is a permit to lie there"),
    lacks=lacks,
)
