"""Finds boats that head for water they must keep out of, while there is time to turn.

Alert 2 of domain.md §2, the pre-warning ([S8]): listed only. Being near is no matter, heading there is: boats
work beside reefs and lanes all day.
"""

from collections.abc import Iterable

import numpy as np

from geo.units import METRES_PER_NM, kn_to_mps
from twin.columns import NEVER
from twin.rules.base import CANNOT_TELL, HOLDS, HOLDS_NOT, Finding, Params, Rule, Verdict, View
from twin.wire import Words


class NearZoneParams(Params, frozen=True, kw_only=True):
    """Seconds, miles and knots: on the course within 15 min, or within 2 nm ([S8] of domain.md).

    Attributes:
        least_kn: a boat slower than this heads nowhere, ours.
    """

    ahead_s: float = 900
    near_nm: float = 2
    least_kn: float = 1.5
    hold_s: float = 20
    hold_fixes: int = 2
    release_s: float = 60


def find(view: View, params: NearZoneParams) -> list[Finding]:
    """Return a verdict for every boat and zone ahead of it, and for every tracked one.

    What holds as it did at the last look is left out.
    """
    fleet, vessels = view.fleet, view.fleet.vessels
    heads = (vessels["fix_ms"] != NEVER) & (vessels["sog_kn"] >= params.least_kn) & ~vessels["buoy"]
    rows = np.flatnonzero(heads & ~np.isnan(vessels["cog_deg"]))
    rows = rows[view.fresh[rows]]
    speed_mps = kn_to_mps(vessels["sog_kn"][rows].astype(np.float64))
    way_m = np.maximum(speed_mps * params.ahead_s, params.near_nm * METRES_PER_NM)
    course = np.radians(vessels["cog_deg"][rows].astype(np.float64))
    at, zone, part = view.fences.ahead(fleet, rows, way_m * np.sin(course), way_m * np.cos(course))
    warned = np.array([one.kind != "line" for one in view.fences.zones], dtype=bool)[zone]
    at, zone, part = at[warned], zone[warned], part[warned]
    eta_min = part * way_m[at] / speed_mps[at] / 60
    met = {
        (int(row), int(number)): minutes
        for row, number, minutes in zip(rows[at].tolist(), zone.tolist(), eta_min.tolist(), strict=True)
    }
    watched = _numbered(view, ((boat, name) for boat, names in view.tracked.items() for name in names))
    told = met.keys() & _numbered(view, view.steady)
    return [_finding(view, params, key, met) for key in sorted({*met, *watched} - told)]


def _numbered(view: View, names: Iterable[tuple[str, str | None]]) -> set[tuple[int, int]]:
    """Return boats and zones that are named, by their numbers; zones that are no more are left out."""
    return {
        (view.fleet.row_of[boat], view.fences.number_of[zone])
        for boat, zone in names
        if zone in view.fences.number_of
    }


def _finding(
    view: View, params: NearZoneParams, key: tuple[int, int], met: dict[tuple[int, int], float]
) -> Finding:
    row, number = key
    vessels = view.fleet.vessels
    verdict: Verdict = HOLDS if key in met else HOLDS_NOT
    if not view.fresh[row]:
        verdict = CANNOT_TELL
    return Finding(
        view.fleet.known[row].vessel,
        view.fences.zones[number].id,
        verdict,
        4,
        int(vessels["fix_count"][row]),
        met.get(key, 0.0),
        params.ahead_s / 60,
        float(vessels["lon"][row]),
        float(vessels["lat"][row]),
    )


def words(finding: Finding, subject: Words, zone: Words) -> Words:
    """Say in how many minutes the boat will be there on its course."""
    return Words(
        f"{subject.zh} 按现航向航速 {finding.value:.0f} 分钟后进入{zone.zh}",
        f"{subject.en} will be in {zone.en} in {finding.value:.0f} min on its course",
    )


RULE = Rule(
    "near-zone",
    "vessel",
    "min",
    NearZoneParams(),
    find,
    words,
    over=Words(
        "{subject} 已进入、绕过或驶离{zone}", "{subject} has entered {zone}, passed it or turned away"
    ),
    source="唐山三级预警: 2 海里或 15 分钟 · Tangshan's three tiers: 2 nm or 15 min",
    heed=("repair", "move"),
    clears=Words("航向不再指向{zone}, 或已进入", "{zone} no longer ahead, or entered"),
    assumes=Words("保持航向航速", "course and speed are kept"),
    every_s=10,
    at_s=6,
)
