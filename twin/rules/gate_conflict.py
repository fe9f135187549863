"""Finds boats that will meet in a mouth where two cannot pass, and mouths that more boats make for than fit.

Alert 26 of domain.md §2: one card for each mouth, and the officer orders who waits. The chart does not say
which mouths are one-way: those narrower than a setting are, and in fog wider ones too (drill 13 of §7). Two
boats that meet in a wide mouth by clear sight are the daily life of a port (§2.3.5), and so is a queue.
"""

from math import hypot
from typing import NamedTuple

import numpy as np

from geo.units import kn_to_mps
from twin.columns import NEVER
from twin.facts import Mark
from twin.port import Gate
from twin.rules.base import CANNOT_TELL, HOLDS, HOLDS_NOT, Finding, Lack, Params, Rule, Verdict, View
from twin.rules.shore import sight_m
from twin.table import Array
from twin.wire import Words


class GateConflictParams(Params, frozen=True, kw_only=True):
    """Metres, seconds, knots and boats; widths and slots are examples until the port orders its own (示例).

    Attributes:
        one_way_m, fog_one_way_m: a mouth narrower than this is one-way, in fog the second.
        fog_m: visibility below which it is fog (domain.md alert 28).
        meet_s: they meet so soon (domain.md alert 26).
        apart_s: two who pass the gate's line within this time meet in its narrows, ours.
        reach_m, least_kn: whom it looks at: so near the gate, no slower, ours.
        slot_s, slots: so many boats may make for the gate within so many seconds.
        grace_s: none, ours: they meet within minutes, and only an officer says who waits.
    """

    one_way_m: float = 100
    fog_one_way_m: float = 400
    fog_m: float = 1_000
    meet_s: float = 180
    apart_s: float = 60
    reach_m: float = 3_000
    least_kn: float = 2
    slot_s: float = 600
    slots: float = 40
    hold_s: float = 10
    hold_fixes: int = 1
    release_s: float = 60
    grace_s: float = 0


class _Coming(NamedTuple):
    """Boats that make for a gate, [k] each: rows, seconds to its line, whether to its left, evidence."""

    rows: Array
    eta_s: Array
    to_left: Array
    sure: Array


class _Sailing(NamedTuple):
    """Boats under way, [m] each: rows, metres about the port, metres a second east and north."""

    rows: Array
    x: Array
    y: Array
    u: Array
    v: Array


def find(view: View, params: GateConflictParams) -> list[Finding]:
    """Return a verdict for every mouth with a conflict or a crowd, and for every tracked one."""
    zones = {name for names in view.tracked.values() for name in names}
    found, sailing, one_way_m = [], _sailing(view, params), _one_way_m(view, params)
    mouths = view.fences.mouths(view.port.gates)
    for at, zone in mouths.zone_of:
        gate, coming = mouths.gates[at], _coming(view, params, mouths.ends_m[at], sailing)
        if not len(coming.rows) and zone not in zones:
            continue
        sure = _some(coming, coming.sure)
        meets = sure.rows[_meets(params, sure)] if gate.width_m < one_way_m else sure.rows[:0]
        queue = sure.rows[sure.eta_s <= params.slot_s]
        crowd = len(queue) > params.slots
        if len(meets) or crowd or zone in zones:
            over: Verdict = HOLDS_NOT if coming.sure.all() else CANNOT_TELL
            boats = meets if len(meets) else queue
            limit = 1.0 if len(meets) else params.slots
            found.append(_finding(view, gate, zone, boats, HOLDS if len(meets) or crowd else over, limit))
    return found


def _one_way_m(view: View, params: GateConflictParams) -> float:
    sights = [sight_m(view, station) for station in view.stations.records]
    fog = any(sight is not None and sight < params.fog_m for sight in sights)
    return params.fog_one_way_m if fog else params.one_way_m


def _sailing(view: View, params: GateConflictParams) -> _Sailing:
    """Return the boats that are under way and say where to."""
    vessels = view.fleet.vessels
    under_way = (vessels["sog_kn"] >= params.least_kn) & (vessels["fix_ms"] != NEVER) & ~vessels["buoy"]
    rows = np.flatnonzero(under_way & ~np.isnan(vessels["cog_deg"]))
    course = np.radians(vessels["cog_deg"][rows].astype(np.float64))
    speed = kn_to_mps(vessels["sog_kn"][rows].astype(np.float64))
    return _Sailing(
        rows, vessels["x"][rows], vessels["y"][rows], speed * np.sin(course), speed * np.cos(course)
    )


def _coming(view: View, params: GateConflictParams, ends_m: Array, sailing: _Sailing) -> _Coming:
    """Return the boats whose course passes between the posts, or half a width beside them."""
    (west, south), (east, north) = ends_m.tolist()
    x, y = sailing.x - (west + east) / 2, sailing.y - (south + north) / 2
    near = ((np.abs(x) <= params.reach_m) & (np.abs(y) <= params.reach_m)).nonzero()[0]
    x, y, u, v = x[near], y[near], sailing.u[near], sailing.v[near]
    long_m = hypot(east - west, north - south)
    along_x, along_y = (east - west) / long_m, (north - south) / long_m
    aside_m, aside_mps = (along_x * b - along_y * a for a, b in ((x, y), (u, v)))
    closing = aside_mps * aside_m < 0
    eta_s = np.where(closing, -aside_m / np.where(closing, aside_mps, 1.0), np.inf)
    at_m = along_x * x + along_y * y + (along_x * u + along_y * v) * np.where(closing, eta_s, 0)
    through = closing & (np.abs(at_m) <= long_m)
    rows = sailing.rows[near[through]]
    return _Coming(rows, eta_s[through], aside_mps[through] > 0, view.fresh[rows])


def _some(coming: _Coming, some: Array) -> _Coming:
    return _Coming(*(column[some] for column in coming))


def _meets(params: GateConflictParams, coming: _Coming) -> Array:
    """Return which of those that make for a gate meet one from the other side in it, soon, bool [k]."""
    eta_s, left = coming.eta_s, coming.to_left
    opposite = left[:, np.newaxis] != left
    together = np.abs(eta_s[:, np.newaxis] - eta_s) <= params.apart_s
    soon = np.minimum(eta_s[:, np.newaxis], eta_s) <= params.meet_s
    return np.asarray((opposite & together & soon).any(axis=1))


def _finding(view: View, gate: Gate, zone: str, boats: Array, verdict: Verdict, limit: float) -> Finding:
    vessels = view.fleet.vessels
    lon, lat = (sum(end[axis] for end in gate.ends) / 2 for axis in (0, 1))
    some = boats[:10]
    places = zip(
        np.round(vessels["lon"][some], 6).tolist(), np.round(vessels["lat"][some], 6).tolist(), strict=True
    )
    draw = (Mark("line", gate.ends), *(Mark("point", (place,)) for place in places))
    fixes = int(vessels["fix_count"][boats].sum())
    return Finding(view.port.id, zone, verdict, 3, fixes, float(len(boats)), limit, lon, lat, draw=draw)


def lacks(view: View, params: GateConflictParams) -> list[Lack]:
    """Return what is not on record: mouths about gates, and which of them are one-way."""
    gates, mouths = view.port.gates, view.fences.mouths(view.port.gates).zone_of
    return [
        Lack(Words("口门水域未绘制", "no mouth drawn about it"), len(gates) - len(mouths)),
        Lack(
            Words("单行规定未登记", "whether it is one-way is not on record"),
            sum(gates[at].width_m >= params.one_way_m for at, _ in mouths),
        ),
    ]


def words(finding: Finding, subject: Words, zone: Words) -> Words:  # noqa: ARG001 -- every rule's words are called alike
    """Say how many boats meet in the mouth, or make for it."""
    if finding.limit == 1:
        return Words(
            f"{zone.zh} {finding.value:.0f} 船将对向会遇, 请安排先后",
            f"{finding.value:.0f} boats will meet in {zone.en}: say who waits",
        )
    return Words(
        f"{zone.zh} {finding.value:.0f} 船同时驶近 (限 {finding.limit:.0f} 船)",
        f"{finding.value:.0f} boats make for {zone.en} (limit {finding.limit:.0f})",
    )


RULE = Rule(
    "gate-conflict",
    "port",
    "boats",
    GateConflictParams(),
    find,
    words,
    over=Words("{zone} 会遇解除", "{zone} is clear"),
    source="系统默认; 单行宽度与容量为示例 · system default; widths and slots are examples",
    clears=Words("无对向会遇并保持 {release_s:.0f} 秒", "nobody meets there for {release_s:.0f} s"),
    assumes=Words("各船保持航向航速驶过口门", "all keep course and speed through the mouth"),
    lacks=lacks,
    every_s=5,
    at_s=2,
)
