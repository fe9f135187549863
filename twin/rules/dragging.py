"""Finds boats that left where they lay without leaving: an anchor that drags, a raft or a quay broken off.

Alert 18 of domain.md §2 with §2.3.7. The place where a boat lay is learnt from its own fixes
(`twin.behaviour`); how far its raft moved meanwhile is taken off, because tide, wind and a lost satellite
move all together. A boat that makes 3 kn, or has reported its departure, is leaving.
"""

import numpy as np

from twin.columns import NEVER, UNKNOWN
from twin.facts import Mark
from twin.rules.base import Finding, Group, Params, Rule, View
from twin.rules.boats import asked, findings
from twin.rules.conditions import downwind_deg, force, wind_mps
from twin.table import Array
from twin.wire import Words

AT_ANCHOR, MOORED = 1, 5
"""Navigational status (ITU-R M.1371-5, table 45)."""
LONGEST_RAFT = 400
"""A median of so many neighbours says what all of them would; ours."""


class DraggingParams(Params, frozen=True, kw_only=True):
    """Metres, degrees, Beaufort force, hours and seconds.

    Attributes:
        quay_m: a boat in its berth or raft moves no farther, beside two sigma (domain.md alert 18).
        chain_m: anchor chain out, 示例: on no record; with the length of the boat and two sigma it is the
            circle of swinging, and `swing_times` of it the limit (alert 18: 1.2).
        raft_m: who lies so near belongs to the same raft, ours.
        wander_m: scatter that all receivers beside steel hulls may share (domain.md §2.2): a raft that moved
            farther at its quay has broken off as a whole. At anchor this is `swing_times` two circles.
        off_deg: a wind of `breaks_force` or more moves boats within this of downwind, ours.
        breaks_force: below it lines hold (ours); from `fast_force` one fix is enough to ask (alert 18).
        drift_kn: slower in both its newest fixes, it does not drift; GNSS shows 0.2 kn of a boat at rest.
        departed_h: a departure reported so lately explains it, ours.
    """

    quay_m: float = 30
    chain_m: float = 60
    swing_times: float = 1.2
    raft_m: float = 150
    wander_m: float = 100
    off_deg: float = 75
    breaks_force: float = 4
    fast_force: float = 8
    drift_kn: float = 0.3
    departed_h: float = 6
    release_s: float = 120
    release_fixes: int = 2


def find(view: View, params: DraggingParams) -> list[Finding]:
    """Return a verdict for every boat that moved from where it lay, and every alert pending or open."""
    vessels = view.fleet.vessels
    drifts = np.fmax(vessels["sog_kn"], vessels["last_sog_kn"]) >= params.drift_kn
    lay = vessels["lay_ms"] != NEVER
    away_m = _from_where_it_lay_m(view, slice(None), "x", "y")
    rows = asked(view, lay & drifts & (away_m > params.quay_m))
    moved_m = np.where(lay[rows], away_m[rows], 0)
    limit_m, is_lying = _limits(view, params, rows)
    twice = _from_where_it_lay_m(view, rows, "last_x", "last_y") > limit_m
    holds = is_lying & drifts[rows] & (moved_m > limit_m)
    if not (holds.any() or view.tracked):
        return []
    holds[holds] = _is_blown(view, params, rows[holds], twice[holds])
    left = rows[holds]
    holds[holds] = _beyond_raft(view, params, left, limit_m[holds]) & ~_departed(view, params, left)
    return findings(
        view,
        holds,
        ~view.fresh[rows],
        value=moved_m,
        limit=limit_m,
        priority=np.where(twice, 2, 3),
        released=moved_m <= limit_m,
        draw=_circles(view, rows[holds], limit_m[holds]),
        rows=rows,
    )


def _from_where_it_lay_m(view: View, rows: Array | slice, x: str, y: str) -> Array:
    """Return how far these columns are from where each of these boats lay, metres [m]; NaN if it did not."""
    vessels = view.fleet.vessels
    off_x, off_y = vessels[x][rows] - vessels["lay_x"][rows], vessels[y][rows] - vessels["lay_y"][rows]
    return np.asarray(np.hypot(off_x, off_y))


def _circles(view: View, rows: Array, limit_m: Array) -> list[tuple[int, Mark]]:
    """Return the circle in which each of these should lie."""
    vessels = view.fleet.vessels
    lon, lat = view.fences.frame.to_lonlat(vessels["lay_x"][rows], vessels["lay_y"][rows])
    return [
        (row, Mark("circle", ((round(east, 6), round(north, 6)),), round(radius_m, 1)))
        for row, east, north, radius_m in zip(
            rows.tolist(), lon.tolist(), lat.tolist(), limit_m.tolist(), strict=True
        )
    ]


def _limits(view: View, params: DraggingParams, rows: Array) -> tuple[Array, Array]:
    """Return how far each of these may be from where it lay, and whether it lay at all, [m] each.

    A boat that tells no status lay if it was in shelter; it was at anchor unless at a quay.
    """
    vessels = view.fleet.vessels
    status = vessels["status"][rows]
    x, y = vessels["lay_x"][rows], vessels["lay_y"][rows]
    sheltered = view.fences.sheltered(x, y)
    moored = (status == MOORED) | _at_quay(view, x, y, (status != AT_ANCHOR) & sheltered)
    scatter_m = 2 * vessels["sigma_m"][rows]
    length_m = np.fmax(vessels["length_m"][rows], 0)
    swing_m = params.swing_times * (params.chain_m + length_m + scatter_m)
    lying = moored | (status == AT_ANCHOR) | ((status == UNKNOWN) & sheltered)
    return np.where(moored, params.quay_m + scatter_m, swing_m), lying


def _at_quay(view: View, x: Array, y: Array, asked_of: Array) -> Array:
    """Return which of those places that are asked for, bool [m], belong to a quay berth, bool [m]."""
    near, of = np.zeros(len(x), dtype=bool), np.flatnonzero(asked_of)
    quays = [berth for berth in view.port.berths if berth.kind == "quay"] if len(of) else []
    for berth in quays:
        east, north = view.fences.frame.to_xy(berth.lon, berth.lat)
        near[of] |= np.hypot(x[of] - east, y[of] - north) <= berth.radius_m
    return near


def _is_blown(view: View, params: DraggingParams, rows: Array, twice: Array) -> Array:
    """Return which moved as the wind would move them: downwind if it blows, any way if nobody knows it.

    Who was outside but once, and not `twice`, bool [m], is asked about only in a wind that is fast enough.
    """
    vessels = view.fleet.vessels
    wind, downwind = force(wind_mps(view, rows)), downwind_deg(view, rows)
    way = np.degrees(
        np.arctan2(vessels["x"][rows] - vessels["lay_x"][rows], vessels["y"][rows] - vessels["lay_y"][rows])
    )
    off_deg = np.abs((way - downwind + 180) % 360 - 180)
    at_anchor = vessels["status"][rows] == AT_ANCHOR
    calm = wind < params.breaks_force
    blown = np.where(calm, at_anchor, np.isnan(off_deg) | (off_deg <= params.off_deg))
    return np.asarray(blown & (twice | (wind >= params.fast_force)))


def _beyond_raft(view: View, params: DraggingParams, rows: Array, limit_m: Array) -> Array:
    """Return which moved farther than their raft did, or with a raft that went as a whole, bool [m]."""
    vessels = view.fleet.vessels
    east, north = vessels["x"] - vessels["lay_x"], vessels["y"] - vessels["lay_y"]
    alone = np.zeros(len(rows), dtype=bool)
    for at, row in enumerate(rows.tolist()):
        near_x = np.abs(vessels["lay_x"] - vessels["lay_x"][row]) <= params.raft_m
        raft = np.flatnonzero(near_x & (np.abs(vessels["lay_y"] - vessels["lay_y"][row]) <= params.raft_m))
        raft = raft[raft != row][:LONGEST_RAFT]
        all_east, all_north = (np.median(way[raft]) if len(raft) else 0.0 for way in (east, north))
        alone[at] = np.hypot(east[row] - all_east, north[row] - all_north) > limit_m[at]
    at_quay = limit_m <= params.quay_m + 2 * vessels["sigma_m"][rows]
    whole_m = np.where(at_quay, np.maximum(limit_m, params.wander_m), 2 * limit_m)
    return np.asarray(alone | (np.hypot(east[rows], north[rows]) > whole_m))


def _departed(view: View, params: DraggingParams, rows: Array) -> Array:
    """Return which have reported that they leave, bool [m]."""
    found = np.zeros(len(rows), dtype=bool)
    for at, row in enumerate(rows.tolist()):
        voyage = view.people.voyages.get(view.fleet.known[row].vessel)
        if voyage is not None and voyage.what == "departure":
            found[at] = view.now_ms - voyage.t_ms <= params.departed_h * 3_600_000
    return found


def words(finding: Finding, subject: Words, zone: Words) -> Words:  # noqa: ARG001 -- every rule's words are called alike
    """Say how far it is from where it lay."""
    return Words(
        f"{subject.zh} 走锚或脱泊, 离原位 {finding.value:.0f} 米 (限 {finding.limit:.0f} 米)",
        f"{subject.en} dragging or broken off: {finding.value:.0f} m from where it lay "
        f"(limit {finding.limit:.0f} m)",
    )


RULE = Rule(
    "dragging",
    "vessel",
    "m",
    DraggingParams(),
    find,
    words,
    over=Words("{subject} 已重新系固或驶离", "{subject} is secured again, or under way"),
    source="芝罘脱泊案例 2022; 锚链为示例 · break-off case, Zhifu 2022; anchor chain is an example (示例)",
    call="question",
    heed=("move", "repair"),
    clears=Words(
        "在一处静泊十分钟, 或自行开航 (3 节以上)",
        "lies at rest in one place for ten minutes, or makes 3 kn by itself",
    ),
    assumes=Words("锚链长度为示例值", "the length of the anchor chain is an example"),
    group=Group(Words("多船走锚脱泊", "boats dragging or broken off"), 1),
    every_s=5,
    at_s=4,
)
