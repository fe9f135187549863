"""Finds boats that go with the wind because their engine does not run: onto a shoal, a lane or a cable.

Alert 14 of domain.md §2. Few terminals tell a navigational status. Who says "not under command" is believed;
who says "under way using engine" is asked; a boat that says nothing and stopped after a passage may be at its
work, so it is only listed, and asked if its way leads into water it must keep out of. A purse-seiner
under way is listed too: it searches as slowly as others drift.
"""

from typing import NamedTuple

import numpy as np

from geo.units import MS_PER_HOUR, kn_to_mps, mps_to_kn
from twin.columns import NEVER, UNKNOWN
from twin.fleet import GEAR_CODE
from twin.rules.base import Finding, Lack, Params, Rule, View
from twin.rules.boats import asked, findings, ways
from twin.rules.conditions import downwind_deg, wind_mps
from twin.table import Array, among
from twin.wire import Words

UNDER_WAY, NOT_UNDER_COMMAND = 0, 2
"""Navigational status (ITU-R M.1371-5, table 45)."""
DRIFT_GEARS = ("gillnet", "longline", "pots", "stow-net")
"""Gears that are worked lying still or drifting (domain.md §1.3): slowness says nothing of their engines."""
SEARCH_GEAR = "purse-seine"
"""Worked under way at 1.4, 2.6, 3.4 kn (quartiles of 205 recorded boats): its status tells nothing."""


class AdriftParams(Params, frozen=True, kw_only=True):
    """Knots, degrees, hours and seconds.

    Attributes:
        least_kn, most_kn: speeds of drifting (domain.md alert 14).
        leeway_share, leeway_mps, stream_kn: a hull goes with the wind at this share of it, two standard
            deviations more at most (a fishing vessel of the SAROPS list: 2.47 %, 12 cm/s, domain.md §6), and
            with a stream of 1 kn (there): who is faster in such a wind makes way by itself.
        off_deg: course within this of downwind (domain.md alert 14).
        passage_h: a silent status counts only so soon after the boat made 5 kn, ours.
        ahead_h: water to keep out of that the drift meets within this raises the priority (alert 14).
        hold_s: so long it must drift (domain.md alert 14).
    """

    least_kn: float = 0.3
    most_kn: float = 2.5
    leeway_share: float = 0.0247
    leeway_mps: float = 0.24
    stream_kn: float = 1
    off_deg: float = 45
    passage_h: float = 2
    ahead_h: float = 2
    hold_s: float = 900
    hold_fixes: int = 2
    release_s: float = 120
    release_fixes: int = 2


class _Signs(NamedTuple):
    """Who drifts by what it says, and by what it does: bool [m] each."""

    says_so: Array
    has_way_by_status: Array
    says_nothing: Array


def find(view: View, params: AdriftParams) -> list[Finding]:
    """Return a verdict for every boat that drifts, and every one whose alert is pending or open."""
    vessels = view.fleet.vessels
    slow = (vessels["sog_kn"] >= params.least_kn) & (vessels["sog_kn"] <= params.most_kn)
    slow &= vessels["at_sea"] & (vessels["fix_ms"] != NEVER)
    rows = asked(view, slow)
    signs = _signs(view, params, rows)
    candidates = slow[rows] & (signs.says_so | signs.has_way_by_status | signs.says_nothing)
    off_deg, at = np.full(len(rows), np.nan), np.flatnonzero(candidates)
    off_deg[at] = np.abs((vessels["cog_deg"][rows[at]] - downwind_deg(view, rows[at]) + 180) % 360 - 180)
    borne, blown = np.zeros(len(rows), dtype=bool), at[off_deg[at] <= params.off_deg]
    borne[blown] = vessels["sog_kn"][rows[blown]] <= _most_kn(view, params, rows[blown])
    holds = candidates & (signs.says_so | borne)
    drifting = rows[holds & view.fresh[rows]]
    windless = candidates & ~signs.says_so & np.isnan(off_deg)
    return findings(
        view,
        holds,
        ~view.fresh[rows] | windless,
        value=np.nan_to_num(vessels["sog_kn"][rows]),
        limit=params.least_kn,
        priority=_priority(view, params, rows, holds, signs),
        draw=ways(view, drifting, *_drift_m(view, drifting, params.ahead_h)),
        rows=rows,
    )


def _most_kn(view: View, params: AdriftParams, rows: Array) -> Array:
    """Return how fast wind and stream may carry these boats, knots [m]; no less where the wind is unknown."""
    leeway_mps = params.leeway_share * wind_mps(view, rows) + params.leeway_mps
    most_kn = np.asarray(mps_to_kn(leeway_mps)) + params.stream_kn
    return np.where(np.isnan(most_kn), params.most_kn, most_kn)


def _signs(view: View, params: AdriftParams, rows: Array) -> _Signs:
    status, way_ms, fix_ms, gear = (
        view.fleet.vessels[name][rows] for name in ("status", "way_ms", "fix_ms", "gear")
    )
    steamed = (way_ms != NEVER) & (fix_ms - way_ms <= params.passage_h * MS_PER_HOUR)
    drifts_at_work = among(gear, [GEAR_CODE[name] for name in DRIFT_GEARS])
    searches = (status == UNDER_WAY) & (gear == GEAR_CODE[SEARCH_GEAR])
    return _Signs(
        status == NOT_UNDER_COMMAND,
        (status == UNDER_WAY) & ~drifts_at_work & ~searches,
        ((status == UNKNOWN) & steamed | searches) & ~drifts_at_work,
    )


def _priority(view: View, params: AdriftParams, rows: Array, holds: Array, signs: _Signs) -> Array:
    """Return 3 for boats that tell a status, 4 for the rest; one graver where the drift meets a zone."""
    priority = np.where(signs.says_nothing, 4, 3)
    at = np.flatnonzero(holds)
    if len(at):
        priority[at[_meets_zone(view, rows[at], params.ahead_h)]] -= 1
    return priority


def _meets_zone(view: View, rows: Array, ahead_h: float) -> Array:
    """Return which of these boats drift into water they must keep out of, or through it, bool [m]."""
    vessels, fences = view.fleet.vessels, view.fences
    east_m, north_m = _drift_m(view, rows, ahead_h)
    to_x, to_y = vessels["x"][rows] + east_m, vessels["y"][rows] + north_m
    meets = np.zeros(len(rows), dtype=bool)
    there = fences.set.inside(to_x, to_y)
    through, _ = fences.crossed(view.fleet, rows, to_x, to_y, there)
    meets[through] = True
    barred = view.fences.keep_out & fences.open_now & fences.applies[rows]
    return np.asarray(meets | (there & barred).any(axis=1))


def _drift_m(view: View, rows: Array, ahead_h: float) -> tuple[Array, Array]:
    """Return how far east and north these boats drift within so many hours as they do now, metres [m]."""
    vessels = view.fleet.vessels
    course = np.radians(vessels["cog_deg"][rows].astype(np.float64))
    way_m = kn_to_mps(vessels["sog_kn"][rows].astype(np.float64)) * ahead_h * 3600
    return np.nan_to_num(way_m * np.sin(course)), np.nan_to_num(way_m * np.cos(course))


def lacks(view: View, params: AdriftParams) -> list[Lack]:
    """Return of how many slow boats nobody can tell: no wind known there, no word of the engine."""
    vessels = view.fleet.vessels
    slow = (vessels["sog_kn"] >= params.least_kn) & (vessels["sog_kn"] <= params.most_kn)
    unknown = slow & vessels["at_sea"] & np.isnan(downwind_deg(view))
    return [
        Lack(Words("该处风向未知", "no direction of the wind known there"), int(unknown.sum())),
        Lack(Words("终端不报主机启停", "whether the engine runs is not reported"), int(slow.sum())),
    ]


def words(finding: Finding, subject: Words, zone: Words) -> Words:  # noqa: ARG001 -- every rule's words are called alike
    """Say how fast it drifts, and that nobody knows yet whether it can help itself."""
    return Words(
        f"{subject.zh} 疑似失控漂航 {finding.value:.1f} 节, 请核实动力",
        f"{subject.en} seems adrift at {finding.value:.1f} kn; ask whether its engine runs",
    )


RULE = Rule(
    "adrift",
    "vessel",
    "kn",
    AdriftParams(),
    find,
    words,
    over=Words("{subject} 恢复动力或已锚泊", "{subject} has way again, or lies secured"),
    source="系统默认; 案例 浙象渔运00116, 2016-12-27 · system default; case of 2016-12-27",
    call="question",
    clears=Words(
        "航速高于 {most_kn:.1f} 节或不再顺风, 并保持 {release_s:.0f} 秒",
        "faster than {most_kn:.1f} kn, or not downwind any more, for {release_s:.0f} s",
    ),
    assumes=Words("最近气象站的风向代表该处", "the nearest station's wind is the wind there"),
    lacks=lacks,
    every_s=10,
    at_s=7,
)
