"""Finds boats whose way leads into water too shallow for them, and boats that sit on it already.

Alert 17 of domain.md §2. Depths are optional data of a zone (`depth_m`); a port that has supplied none is
told so, and nothing is guessed. The tide is added only where a fresh gauge tells it; otherwise the depth at
chart datum counts, which errs to the safe side.
"""

from functools import lru_cache

import numpy as np

from geo.ahead import Lookout
from geo.units import kn_to_mps
from geo.zones import ZoneSet
from twin.behaviour import REST_KN
from twin.columns import NEVER
from twin.fences import Fences
from twin.rules.base import Finding, Lack, Params, Rule, View
from twin.rules.boats import findings
from twin.rules.shore import newest
from twin.table import Array
from twin.wire import Words


class GroundingParams(Params, frozen=True, kw_only=True):
    """Minutes, metres, knots and seconds.

    Attributes:
        ahead_min: the predicted path that is looked at (domain.md alert 17).
        under_keel_m: water that must be left under the keel (alert 17).
        squat_per_kn2_m: a hull sinks by so much times its speed in knots squared: block coefficient 0.6 over
            100 (Barrass, open water).
        least_kn: a slower boat has no path, ours.
        aground_s: so long at rest on too little water it sits, ours.
    """

    ahead_min: float = 10
    under_keel_m: float = 0.5
    squat_per_kn2_m: float = 0.006
    least_kn: float = 1
    aground_s: float = 300
    hold_s: float = 30
    hold_fixes: int = 2
    release_s: float = 60
    release_fixes: int = 1


def find(view: View, params: GroundingParams) -> list[Finding]:
    """Return a verdict for every boat that will touch ground, or sits on it, and every alert that stands."""
    vessels = view.fleet.vessels
    count = len(vessels)
    shoals = [number for number, zone in enumerate(view.fences.zones) if zone.depth_m is not None]
    depth_m = np.full(count, np.inf)
    aground = np.zeros(count, dtype=bool)
    need_m = _need_m(view, params)
    known = (vessels["fix_ms"] != NEVER) & ~np.isnan(vessels["draught_m"])
    if shoals and known.any():
        depths_m = np.array([view.fences.zones[number].depth_m for number in shoals], dtype=np.float64)
        depths_m += _tide_m(view)
        under_m = np.where(view.fences.inside[:, shoals], depths_m, np.inf).min(axis=1)
        rests = (vessels["rest_ms"] != NEVER) & (vessels["sog_kn"] < REST_KN)
        rests &= view.now_ms - vessels["rest_ms"] >= 1000 * params.aground_s
        aground = known & rests & (under_m < vessels["draught_m"])
        depth_m = np.minimum(_ahead_m(view, params, known, depths_m), np.where(aground, under_m, np.inf))
    holds = known & ((depth_m < need_m) | aground)
    return findings(
        view,
        holds,
        ~view.fresh,
        value=np.where(np.isfinite(depth_m), depth_m, 0),
        limit=np.nan_to_num(need_m),
        priority=np.where(aground, _urgency(view, np.flatnonzero(aground), count), 3),
    )


def _need_m(view: View, params: GroundingParams) -> Array:
    """Return how much water each boat needs at its speed, metres [n], NaN where no draught is on record."""
    vessels = view.fleet.vessels
    squat_m = params.squat_per_kn2_m * np.nan_to_num(vessels["sog_kn"]) ** 2
    return np.asarray(vessels["draught_m"] + params.under_keel_m + squat_m)


def _tide_m(view: View) -> float:
    """Return the lowest water above chart datum that a fresh gauge tells, 0 if none does or it is below."""
    levels = [
        level
        for station in view.stations.records.values()
        if "water-level" in station.quantities
        and (level := newest(view, station.id, "water-level")) is not None
    ]
    return max(min(levels, default=0.0), 0.0)


def _ahead_m(view: View, params: GroundingParams, known: Array, depths_m: Array) -> Array:
    """Return the least depth that each boat's path meets, metres [n], infinite where it meets no shoal."""
    vessels = view.fleet.vessels
    least_m = np.full(len(known), np.inf)
    moves = known & (vessels["sog_kn"] >= params.least_kn) & ~np.isnan(vessels["cog_deg"])
    rows = np.flatnonzero(moves & _near(view, params))
    if len(rows):
        speed = kn_to_mps(vessels["sog_kn"][rows].astype(np.float64))
        course = np.radians(vessels["cog_deg"][rows].astype(np.float64))
        east, north = speed * np.sin(course), speed * np.cos(course)
        at = (vessels["x"][rows], vessels["y"][rows])
        seen = _lookout(view.fences.set, view.fences).ahead(*at, east, north, 60 * params.ahead_min)
        entered = ~seen.inside
        np.minimum.at(least_m, rows[seen.boat[entered]], depths_m[seen.zone[entered]])
    return least_m


def _near(view: View, params: GroundingParams) -> Array:
    """Return which boats are near enough to some shoal's box to reach it in time, bool [n]."""
    vessels = view.fleet.vessels
    reach_m = kn_to_mps(np.nan_to_num(vessels["sog_kn"]).astype(np.float64)) * 60 * params.ahead_min
    near = np.zeros(len(vessels), dtype=bool)
    for shape in _lookout(view.fences.set, view.fences).zones.shapes:
        west, south, east, north = shape.bounds
        off_x = np.maximum(west - vessels["x"], vessels["x"] - east)
        off_y = np.maximum(south - vessels["y"], vessels["y"] - north)
        near |= np.maximum(off_x, off_y) <= reach_m
    return near


@lru_cache(maxsize=8)
def _lookout(drawn: ZoneSet, fences: Fences) -> Lookout:  # noqa: ARG001 -- part of the key; fences change in place
    """Return the lookout for the zones of known depth, in their order; built once for each set as drawn."""
    shoals = [zone for zone in fences.zones if zone.depth_m is not None]
    shapes = [zone.shape for zone in shoals]
    return Lookout.of(ZoneSet.build(tuple(zone.id for zone in shoals), shapes, fences.frame))


def _urgency(view: View, rows: Array, count: int) -> Array:
    """Return 1 for boats aground with people aboard by the ledger, 2 for the others, int [n]."""
    urgency = np.full(count, 2)
    for row in rows.tolist():
        if view.people.aboard.get(view.fleet.known[row].vessel, 0) > 0:
            urgency[row] = 1
    return urgency


def lacks(view: View, params: GroundingParams) -> list[Lack]:  # noqa: ARG001 -- every rule's lacks are called alike
    """Return what is not on record: depths at all, or draughts of boats."""
    vessels = view.fleet.vessels
    seen = vessels["fix_ms"] != NEVER
    if all(zone.depth_m is None for zone in view.fences.zones):
        return [Lack(Words("水深未登记", "no depths on record"), int(seen.sum()))]
    unknown = seen & np.isnan(vessels["draught_m"])
    return [Lack(Words("吃水未登记", "no draught on record"), int(unknown.sum()))]


def words(finding: Finding, subject: Words, zone: Words) -> Words:  # noqa: ARG001 -- every rule's words are called alike
    """Say how much water there is, and how much it needs."""
    if finding.priority <= 2:
        return Words(
            f"{subject.zh} 疑似搁浅, 水深 {finding.value:.1f} 米",
            f"{subject.en} sits where there are {finding.value:.1f} m of water: aground?",
        )
    return Words(
        f"{subject.zh} 航向浅水区, 水深 {finding.value:.1f} 米, 需 {finding.limit:.1f} 米",
        f"{subject.en} heads for {finding.value:.1f} m of water and needs {finding.limit:.1f} m",
    )


RULE = Rule(
    "grounding",
    "vessel",
    "m",
    GroundingParams(),
    find,
    words,
    over=Words("{subject} 已驶离浅水区", "{subject} is clear of the shoal"),
    source="domain.md 17 (余量为系统默认); 下蹲 Barrass · margins are ours; squat after Barrass",
    call="warning",
    clears=Words(
        "预计 {ahead_min:.0f} 分钟内不进浅水, 并保持 {release_s:.0f} 秒",
        "no shoal within {ahead_min:.0f} min on its course, for {release_s:.0f} s",
    ),
    assumes=Words("无潮位时按海图基准面水深", "without a tide gauge the depth at chart datum counts"),
    lacks=lacks,
    every_s=10,
    at_s=4,
)
