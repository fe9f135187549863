"""Finds boats on which nobody may be awake: steady for hours by night, with a shipping lane ahead.

Alert 16 of domain.md §2. CATALINA met a fishing boat so before dawn, off this coast, and 19 died ([S18]). The
boat is called awake; any answer ends it, and without one in ten minutes it is a case.
"""

from itertools import takewhile

import numpy as np

from geo.units import MS_PER_HOUR, kn_to_mps
from twin.columns import NEVER
from twin.facts import Mark
from twin.fleet import CLASS_CODE
from twin.rules.base import Finding, Params, Rule, View
from twin.rules.boats import findings, ways
from twin.table import Array
from twin.wire import Words


class WatchAsleepParams(Params, frozen=True, kw_only=True):
    """Hours of the local clock, hours, knots and seconds.

    Attributes:
        from_h, to_h: night, local time (domain.md alert 16; 黑色四小时 [S33] is within it).
        steady_h: twenty minutes' course and speed within 5 degrees and 0.5 kn so long (domain.md alert 16,
            `twin.behaviour`).
        least_kn: below it a boat fishes or lies; ours.
        ahead_s: a lane so soon on the course, ours.
        awake_h: an answer counts so long, ours.
        grace_s: without an answer it is then a case (domain.md alert 16).
    """

    from_h: float = 23
    to_h: float = 5
    steady_h: float = 2
    least_kn: float = 4.5
    ahead_s: float = 1_800
    awake_h: float = 1
    grace_s: float = 600
    hold_fixes: int = 1
    release_s: float = 60


def find(view: View, params: WatchAsleepParams) -> list[Finding]:
    """Return a verdict for every boat that holds on for a lane by night, and for every tracked one."""
    vessels, night = view.fleet.vessels, _is_dead_of_night(view, params)
    steady_s = (vessels["fix_ms"] - vessels["keeps_ms"]) / 1000
    holds = np.zeros(len(vessels), dtype=bool)
    if night:
        holds = (vessels["keeps_ms"] != NEVER) & (steady_s >= params.steady_h * 3600)
        holds &= vessels["at_sea"] & (vessels["sog_kn"] >= params.least_kn) & ~np.isnan(vessels["cog_deg"])
        holds &= vessels["sort"] != CLASS_CODE["merchant"]
    rows, marks = _towards_lanes(view, params, np.flatnonzero(holds))
    holds = np.zeros(len(vessels), dtype=bool)
    holds[rows] = ~_awake(view, params, rows)
    value = np.where(vessels["keeps_ms"] == NEVER, 0, steady_s / 3600)
    unsure = holds & ~view.fresh
    return findings(view, holds, unsure, value=value, limit=params.steady_h, priority=3, draw=marks)


def _is_dead_of_night(view: View, params: WatchAsleepParams) -> bool:
    hour = (view.now_ms / MS_PER_HOUR + view.port.utc_offset_h) % 24
    within = params.from_h <= hour, hour < params.to_h
    return any(within) if params.from_h > params.to_h else all(within)


def _awake(view: View, params: WatchAsleepParams, rows: Array) -> Array:
    """Return which of these boats answered a call lately, bool [m]."""
    if not len(rows):
        return np.zeros(0, dtype=bool)
    since_ms = view.now_ms - params.awake_h * MS_PER_HOUR
    lately = takewhile(lambda over: over[1] >= since_ms, reversed(view.calls.over.items()))
    calls = [view.calls.by_id[name] for name, _ in lately]
    answered = {call.vessel for call in calls if call.answers}
    return np.array([view.fleet.known[row].vessel in answered for row in rows.tolist()], dtype=bool)


def _towards_lanes(
    view: View, params: WatchAsleepParams, rows: Array
) -> tuple[Array, list[tuple[int, Mark]]]:
    """Return which of these boats have a lane ahead, and the ways there to draw."""
    vessels, lane = (
        view.fleet.vessels,
        np.array([zone.kind == "lane" for zone in view.fences.zones], dtype=bool),
    )
    course = np.radians(vessels["cog_deg"][rows].astype(np.float64))
    way_m = kn_to_mps(vessels["sog_kn"][rows].astype(np.float64)) * params.ahead_s
    east_m, north_m = way_m * np.sin(course), way_m * np.cos(course)
    at, zone, part = view.fences.ahead(view.fleet, rows, east_m, north_m)
    at, part = at[lane[zone]], part[lane[zone]]
    met, first = np.unique(at, return_index=True)
    share = part[first]
    return rows[met], ways(view, rows[met], east_m[met] * share, north_m[met] * share)


def words(finding: Finding, subject: Words, zone: Words) -> Words:  # noqa: ARG001 -- every rule's words are called alike
    """Say for how long nothing was touched, and ask for an answer."""
    return Words(
        f"{subject.zh} 夜间航向航速 {finding.value:.1f} 小时未变, 前方有航道, 请值班人员应答",
        f"{subject.en}: same course and speed for {finding.value:.1f} h, a lane ahead; answer please",
    )


RULE = Rule(
    "watch-asleep",
    "vessel",
    "h",
    WatchAsleepParams(),
    find,
    words,
    over=Words("{subject} 已应答或改变航向航速", "{subject} has answered, or changed course or speed"),
    source="系统默认; CATALINA 案 2016-05-07 · system default; the CATALINA case of 2016-05-07",
    call="question",
    clears=Words("应答呼叫, 或改变航向航速", "an answer, or another course or speed"),
    assumes=Words("前方航道有船通过", "ships pass in the lane ahead"),
    every_s=10,
    at_s=3,
)
