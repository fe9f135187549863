"""Finds boats that head for water they must keep out of, while there is time to turn.

Alert 2 of domain.md §2, the pre-warning ([S8]): listed only. Being near is no matter, heading there is: boats
work beside reefs and lanes all day.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from geo.units import METRES_PER_NM, kn_to_mps
from twin.columns import NEVER
from twin.rules.base import CANNOT_TELL, HOLDS, HOLDS_NOT, Finding, Params, Rule, View
from twin.rules.boats import ways
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


class _Met(NamedTuple):
    """A zone ahead: the minutes to it, and how far east and north of the boat its edge is met, metres."""

    minutes: float
    east_m: float
    north_m: float


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
    there_m = part * way_m[at]
    columns = (
        rows[at],
        zone,
        there_m / speed_mps[at] / 60,
        there_m * np.sin(course[at]),
        there_m * np.cos(course[at]),
    )
    met = {
        (row, number): _Met(*more)
        for row, number, *more in zip(*(column.tolist() for column in columns), strict=True)
    }
    watched = _numbered(view, ((boat, name) for boat, names in view.tracked.items() for name in names))
    told = met.keys() & _numbered(view, view.steady)
    return _findings(view, params, sorted({*met, *watched} - told), met)


def _numbered(view: View, names: Iterable[tuple[str, str | None]]) -> set[tuple[int, int]]:
    """Return boats and zones that are named, by their numbers; zones that are no more are left out."""
    return {
        (view.fleet.row_of[boat], view.fences.number_of[zone])
        for boat, zone in names
        if zone in view.fences.number_of
    }


def _findings(
    view: View, params: NearZoneParams, pairs: list[tuple[int, int]], met: dict[tuple[int, int], _Met]
) -> list[Finding]:
    """Return a verdict for each boat and zone; of those in `met` the way to it is known."""
    rows = np.array([row for row, _ in pairs], dtype=np.int64)
    ahead = [pair for pair in pairs if pair in met]
    at = np.array([row for row, _ in ahead], dtype=np.int64)
    east_m, north_m = (np.array([met[pair][axis] for pair in ahead]) for axis in (1, 2))
    drawn = ways(view, at, east_m, north_m)
    lines = {pair: (mark,) for pair, (_, mark) in zip(ahead, drawn, strict=True)}
    columns = (view.fresh[rows], *(view.fleet.vessels[name][rows] for name in ("fix_count", "lon", "lat")))
    return [
        Finding(
            view.fleet.known[pair[0]].vessel,
            view.fences.zones[pair[1]].id,
            CANNOT_TELL if not seen else HOLDS if pair in met else HOLDS_NOT,
            4,
            fixes,
            met[pair].minutes if pair in met else 0.0,
            params.ahead_s / 60,
            lon,
            lat,
            draw=lines.get(pair, ()),
        )
        for pair, seen, fixes, lon, lat in zip(pairs, *(column.tolist() for column in columns), strict=True)
    ]


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
