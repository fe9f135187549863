"""Finds boats whose positions jump farther than any hull can: a faulty, deceived or jammed receiver.

Alert 6 of domain.md §2. The verdicts are those of admission (`twin.admit`): the boat stands at its last
trusted place meanwhile, its zone alerts are held, and the ghost is shown. Five boats and more that jump near
each other within a minute are one jammed water and one card (reliability.md §2.3), at their first jump. A
number that speaks from two tracks in turn is no jump, unless its water is jammed: it is two hulls
(`identity_clash`). Not looked for, of the same alert: a fix on land, and perfect circles or grids.
"""

import numpy as np

from geo.distance import distance_m
from geo.units import METRES_PER_NM, mps_to_kn
from twin.admit import MAX_FAST_KN, MAX_FISHING_KN
from twin.columns import NEVER
from twin.facts import Mark
from twin.jumps import STAYS_AWAY_KN
from twin.rules.base import Finding, Group, Lack, Params, Rule, View
from twin.rules.boats import findings
from twin.rules.jamming import JAM_BOATS, jammed
from twin.silence import NOMINAL_S, expected_s
from twin.table import Array
from twin.wire import Words


class PositionJumpParams(Params, frozen=True, kw_only=True):
    """Seconds, intervals, boats and nautical miles.

    Attributes:
        twice_s: two jumps within this are no glitch (domain.md alert 6: five minutes)...
        twice_intervals: ...or within so many intervals of a terminal that speaks seldom, ours.
        together_s: five boats near each other that jumped within this share one cause (reliability.md §2.3).
        line_nm: so near a line that must not be crossed it is an alarm (alert 6; distance of alert 3).
        release_s: so long without a jump ends it, ours.
    """

    twice_s: float = 300
    twice_intervals: float = 2.5
    together_s: float = 60
    line_nm: float = 5
    release_s: float = 120


def find(view: View, params: PositionJumpParams) -> list[Finding]:
    """Return a verdict for every boat whose positions jumped twice, and every alert pending or open."""
    fleet, terminals = view.fleet, view.fleet.terminals
    longest_ms = int(_window_ms(params, 2 * NOMINAL_S.max()))
    at = (terminals["jump_ms"] >= max(view.now_ms - longest_ms, 0)).nonzero()[0]
    again = terminals["prior_jump_ms"][at] != NEVER
    if not (again.any() or len(at) >= JAM_BOATS or view.tracked):
        return []
    window_ms = _window_ms(params, expected_s(fleet, at))
    lately = view.now_ms - terminals["jump_ms"][at] <= window_ms
    at, again, window_ms = at[lately], again[lately], window_ms[lately]
    carriers = terminals["vessel"][at]
    twice = again & (terminals["jump_ms"][at] - terminals["prior_jump_ms"][at] <= window_ms)
    jam = np.zeros(len(fleet), dtype=bool)
    jam[carriers] = jammed(fleet, view.now_ms - longest_ms, 1000 * params.together_s)[carriers]
    holds = jam.copy()
    holds[carriers[twice & (terminals["turns"][at] == 0)]] = True
    if not (holds.any() or view.tracked):
        return []
    rows = np.flatnonzero(holds)
    grave = _near_line(view, rows, params.line_nm) | jam[rows]
    priority = np.full(len(fleet), 3)
    priority[rows[grave]] = 2
    speed_kn, ghosts = _ghosts(view, rows)
    value = np.zeros(len(fleet))
    value[rows] = speed_kn
    once = np.where(fleet.vessels["fast"], MAX_FAST_KN, MAX_FISHING_KN)
    limit = np.where(value > once, once, STAYS_AWAY_KN)
    nobody = np.zeros(len(fleet), dtype=bool)
    return findings(view, holds, nobody, value=value, limit=limit, priority=priority, draw=ghosts)


def _window_ms(params: PositionJumpParams, interval_s: Array | float) -> Array:
    return np.asarray(1000 * np.maximum(params.twice_s, params.twice_intervals * interval_s))


def _near_line(view: View, rows: Array, within_nm: float) -> Array:
    """Return which of these stood, when last trusted, near or beyond a line in force for them, bool [m]."""
    fences = view.fences
    near = np.zeros(len(rows), dtype=bool)
    for number, zone in enumerate(fences.zones):
        if zone.kind == "line" and fences.open_now[number] and len(rows):
            deep_m = fences.depth_m(view.fleet, rows, np.full(len(rows), number))
            near |= fences.applies[rows, number] & (deep_m > -within_nm * METRES_PER_NM)
    return near


def _ghosts(view: View, rows: Array) -> tuple[list[float], list[tuple[int, Mark]]]:
    """Return the knots that the newest jumps mean, and lines from the trusted place to the ghost."""
    terminals, speeds, lines = view.fleet.terminals, [], []
    for row in rows.tolist():
        at = max(view.fleet.terminals_of[row], key=lambda one: int(terminals["jump_ms"][one]))
        here = (float(terminals["lon"][at]), float(terminals["lat"][at]))
        ghost = (float(terminals["doubt_lon"][at]), float(terminals["doubt_lat"][at]))
        passed_s = max(abs(int(terminals["doubt_t_ms"][at]) - int(terminals["t_ms"][at])) / 1000, 1.0)
        speeds.append(float(mps_to_kn(distance_m(*here, *ghost) / passed_s)))
        lines.append((row, Mark("line", (_rounded(here), _rounded(ghost)))))
    return speeds, lines


def _rounded(place: tuple[float, float]) -> tuple[float, float]:
    return round(place[0], 6), round(place[1], 6)


def lacks(view: View, params: PositionJumpParams) -> list[Lack]:  # noqa: ARG001 -- every rule's lacks are called alike
    """Return what the rule does not look at, of whom: land under a fix, and tracks too regular for a hull."""
    seen = int((view.fleet.vessels["fix_ms"] != NEVER).sum())
    return [
        Lack(Words("船位不与陆地比对", "positions are not compared with the land"), seen),
        Lack(
            Words("不识别绕圈或网格状的假航迹", "false tracks in circles or grids are not looked for"), seen
        ),
    ]


def words(finding: Finding, subject: Words, zone: Words) -> Words:  # noqa: ARG001 -- every rule's words are called alike
    """Say what speed the jumps would mean."""
    return Words(
        f"{subject.zh} 船位跳变, 相当于 {finding.value:.0f} 节 (限 {finding.limit:.0f} 节), 船位存疑",
        f"{subject.en}: position jumps, as if at {finding.value:.0f} kn (limit {finding.limit:.0f} kn)",
    )


RULE = Rule(
    "position-jump",
    "vessel",
    "kn",
    PositionJumpParams(),
    find,
    words,
    over=Words("{subject} 船位恢复连续", "positions of {subject} follow each other again"),
    source="GFW pipe-segment 最高 30 节; 五船同跳为干扰 (系统默认)"
    " · GFW pipe-segment, at most 30 kn; jamming from five boats",
    group=Group(Words("多船船位同时跳变, 疑似导航干扰", "many positions jump: navigation may be jammed"), 4),
    clears=Words(
        "{twice_s:.0f} 秒内不再两次跳变, 并保持 {release_s:.0f} 秒",
        "no two jumps within {twice_s:.0f} s, for {release_s:.0f} s",
    ),
    assumes=Words("最后可信船位仍然有效", "the last trusted position still stands"),
    lacks=lacks,
)
