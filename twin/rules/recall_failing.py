"""Finds boats that will not be in shelter when a recall says so: the storm meets them at sea, far from help.

Alert 23 of domain.md §2 with §2.3.4. Boats are ordered by the latest time at which they must turn for home:
the deadline less the way to a shelter at the boat's own speed in this wind. Any approved shelter counts.
"""

from typing import NamedTuple

import numpy as np

from geo.units import METRES_PER_NM, MS_PER_HOUR, MS_PER_SECOND
from twin.behaviour import CRUISE_FIXES
from twin.fleet import CLASS_CODE
from twin.rules.base import (
    CANNOT_TELL,
    HOLDS,
    HOLDS_NOT,
    Finding,
    Group,
    Lack,
    Params,
    Rule,
    View,
)
from twin.rules.conditions import force, wind_mps
from twin.table import Array
from twin.wire import Words

CANNOT, COMING = "unable", "coming"
"""Signs: it said that it cannot obey; it makes way towards a shelter, and hardly in time."""
STOPPED = Words(
    "船已停航, 推不出到达时间, 按平常航速估算",
    "the boat lies stopped, so it has no time of arrival; its usual speed is taken",
)
UNTOLD = Words("本船命令尚未应答", "the boat has not answered the order")
SIGNS = ("", CANNOT, COMING)
COMES = Words("{subject} 已进入避风水域", "{subject} is in shelter")
ENDED = Words("召回命令已结束", "the recall is over")


class RecallFailingParams(Params, frozen=True, kw_only=True):
    """Speeds in knots, times in hours and minutes, the way as a multiple of the straight line.

    75th percentile of the boat's own speeds from 5 kn, else 8 kn; times 0.8 at force 7, 0.6 at force 8; not
    closing one hour before the latest time to turn: warning; past it, or needing over 0.9 of that speed:
    alarm; overdue and stopped, or unanswered and not coming: emergency (domain.md §2.3.4). Closing = within
    60 degrees of the way to a shelter (alert 23). Ours: the factor for islands in the way, half an hour of
    lateness before an emergency, and ten minutes of lying still before a boat is stopped.
    """

    usual_kn: float = 8
    near_gale_factor: float = 0.8
    gale_factor: float = 0.6
    detour_factor: float = 1.3
    before_turn_h: float = 1
    speed_share: float = 0.9
    off_deg: float = 60
    closing_kn: float = 2
    late_min: float = 30
    stopped_min: float = 10
    hold_s: float = 120
    release_s: float = 60


class Way(NamedTuple):
    """How boats stand to the shelters, one value a boat [m].

    Attributes:
        left_h: hours until the deadline; negative = overdue.
        need_h: hours to the nearest shelter at the speed the boat can make.
        closing: it makes way towards a shelter that it can reach; only known of boats that must turn soon.
        stopped: it has lain still for some time.
    """

    left_h: Array
    need_h: Array
    closing: Array
    stopped: Array


def find(view: View, params: RecallFailingParams) -> list[Finding]:
    """Return a verdict for every recalled boat at sea that fails, and for every one with an alert."""
    rows, due_ms = _recalled(view)
    meant = set(rows.tolist())
    watched = [view.fleet.row_of[subject] for subject in view.tracked if subject in view.fleet.row_of]
    over = [_over(view, row) for row in watched if row not in meant]
    if not len(rows) or not len(view.fences.havens):
        return over
    way = _way(view, params, rows, due_ms)
    slack_h, late = way.left_h - way.need_h, way.left_h <= 0
    unable, silent = _answers(view, rows)
    short = late | unable | (slack_h <= 0) | (way.need_h > params.speed_share * way.left_h)
    holds = short | (~way.closing & (slack_h <= params.before_turn_h))
    grave = (way.left_h * 60 <= -params.late_min) & (way.stopped | (silent & ~way.closing))
    priority = np.select([grave, short], [1, 2], 3)
    unsure = view.fleet.vessels["blind"][rows] | (~view.fresh[rows] & ~late & ~unable)
    verdicts = np.select([unsure, holds], [CANNOT_TELL, HOLDS], HOLDS_NOT)
    steady = (verdicts == HOLDS) & (priority >= _held(view)[rows])
    chosen = np.flatnonzero((holds | np.isin(rows, watched)) & ~steady)
    assumed = np.select([way.stopped, silent], [1, 2], 0)
    signs = np.select([unable, way.closing], [1, 2], 0)
    columns = verdicts, priority, slack_h * 60, way.need_h * 60, assumed, signs
    return over + _findings(view, rows[chosen], tuple(column[chosen] for column in columns))


def _held(view: View) -> Array:
    """Return the priority at which a boat's open alert held at the last look, 9 for every other boat, [n].

    What would say the same again of half a fleet, second for second, is left out.
    """
    held = np.full(len(view.fleet), 9)
    for (name, _), priority in view.held.items():
        held[view.fleet.row_of[name]] = priority
    return held


def _recalled(view: View) -> tuple[Array, Array]:
    """Return which boats are at sea under a recall, and their deadlines, UTC ms."""
    recalls = view.orders.recalls
    if not recalls:
        none = np.zeros(0, dtype=np.int64)
        return none, none
    vessels, row_of = view.fleet.vessels, view.fleet.row_of
    everyone = vessels["sort"] != CLASS_CODE["unregistered"]
    due_ms = np.full(len(vessels), -1, dtype=np.int64)
    for recall in reversed(recalls):
        due_ms[[row_of[name] for name in recall.vessels if name in row_of]] = recall.to_ms
        if recall.everyone:
            due_ms[everyone] = recall.to_ms
    rows = np.flatnonzero((due_ms >= 0) & vessels["at_sea"] & (vessels["fix_ms"] >= 0) & ~vessels["fast"])
    return rows, due_ms[rows]


def _answers(view: View, rows: Array) -> tuple[Array, Array]:
    """Return which boats said that they are unable to obey, and which said nothing, bool [m] each."""
    answered, row_of = view.orders.answered, view.fleet.row_of
    said = np.zeros(len(view.fleet), dtype=bool)
    unable = said.copy()
    said[[row_of[name] for name in answered if name in row_of]] = True
    unable[[row_of[name] for name, word in answered.items() if word == "unable" and name in row_of]] = True
    return unable[rows], ~said[rows]


def _over(view: View, row: int) -> Finding:
    """Return that a boat with an alert is not meant any more."""
    vessels = view.fleet.vessels
    place = float(vessels["lon"][row]), float(vessels["lat"][row])
    name, count = view.fleet.known[row].vessel, int(vessels["fix_count"][row])
    why = ENDED if vessels["at_sea"][row] else COMES
    return Finding(name, None, HOLDS_NOT, 3, count, 0.0, 0.0, *place, over=why)


def _way(view: View, params: RecallFailingParams, rows: Array, due_ms: Array) -> Way:
    """Return how boats stand to the shelters, by their newest believed fixes."""
    vessels = view.fleet.vessels
    x, y = vessels["x"][rows], vessels["y"][rows]
    speed_kn = _speed_kn(view, params, rows)
    least_m = np.full(len(rows), np.inf)
    for east, north, edge_m in view.fences.havens.tolist():
        np.minimum(least_m, np.hypot(x - east, y - north) - edge_m, out=least_m)
    hours_a_m = params.detour_factor / METRES_PER_NM / speed_kn
    need_h = np.maximum(least_m, 0) * hours_a_m
    left_h = (due_ms - view.now_ms) / MS_PER_HOUR
    closing = np.zeros(len(rows), dtype=bool)
    soon = np.flatnonzero(left_h - need_h <= params.before_turn_h)
    reach_m = np.maximum(left_h[soon] / hours_a_m[soon], least_m[soon] + 1)
    closing[soon] = _closing(view, params, rows[soon], reach_m)
    rest_ms = vessels["rest_ms"][rows]
    still_s = np.where(rest_ms >= 0, (view.now_ms - rest_ms) / MS_PER_SECOND, 0)
    return Way(left_h, need_h, closing, still_s >= params.stopped_min * 60)


def _closing(view: View, params: RecallFailingParams, rows: Array, reach_m: Array) -> Array:
    """Return which boats make way towards any shelter within their reach, bool [m]."""
    vessels = view.fleet.vessels
    x, y = vessels["x"][rows], vessels["y"][rows]
    course = np.radians(vessels["cog_deg"][rows].astype(np.float64))
    sin, cos, within = np.sin(course), np.cos(course), np.cos(np.radians(params.off_deg))
    toward = np.zeros(len(rows), dtype=bool)
    for east, north, edge_m in view.fences.havens.tolist():
        away_m = np.hypot(east - x, north - y)
        ahead = (east - x) * sin + (north - y) * cos >= within * away_m
        toward |= ahead & (away_m - edge_m <= reach_m)
    return toward & (vessels["sog_kn"][rows] >= params.closing_kn)


def _speed_kn(view: View, params: RecallFailingParams, rows: Array) -> Array:
    """Return the speed each boat can make home in the wind there, knots [m]; unknown wind slows nobody."""
    vessels = view.fleet.vessels
    learnt = vessels["cruise_fixes"][rows] >= CRUISE_FIXES
    own_kn = np.where(learnt, vessels["cruise_kn"][rows], params.usual_kn)
    blows = force(wind_mps(view))[rows]
    slowed = np.select([blows >= 8, blows >= 7], [params.gale_factor, params.near_gale_factor], 1.0)
    return np.asarray(own_kn * slowed)


def _findings(view: View, rows: Array, columns: tuple[Array, ...]) -> list[Finding]:
    """Return a finding a boat from columns [m]: verdict, priority, minutes left, needed, assumption, sign."""
    vessels, known = view.fleet.vessels, view.fleet.known
    place = (vessels[name][rows].tolist() for name in ("fix_count", "lon", "lat"))
    return [
        Finding(
            known[row].vessel,
            None,
            verdict,
            priority,
            fixes,
            slack_min,
            need_min,
            lon,
            lat,
            assumed=(None, STOPPED, UNTOLD)[why],
            sign=SIGNS[sign],
        )
        for row, verdict, priority, slack_min, need_min, why, sign, fixes, lon, lat in zip(
            rows.tolist(), *(column.tolist() for column in columns), *place, strict=True
        )
    ]


def lacks(view: View, params: RecallFailingParams) -> list[Lack]:
    """Return what is not on record: shelters, the wind, and boats whose own speed is not learnt yet."""
    vessels = view.fleet.vessels
    if not view.orders.recalls:
        return []
    at_sea = vessels["at_sea"] & (vessels["fix_ms"] >= 0) & ~vessels["fast"]
    calm = at_sea & np.isnan(wind_mps(view))
    nowhere = at_sea if not len(view.fences.havens) else calm & False
    young = at_sea & (vessels["cruise_fixes"] < CRUISE_FIXES)
    usual = f"{params.usual_kn:g}"
    return [
        Lack(
            Words("本港无避风水域", "no shelter on record"),
            int(nowhere.sum()),
        ),
        Lack(Words("该处风力未知, 航速未折减", "no wind known there: no speed taken off"), int(calm.sum())),
        Lack(Words(f"航速未知, 按 {usual} 节", f"own speed not known: {usual} kn taken"), int(young.sum())),
    ]


def words(finding: Finding, subject: Words, zone: Words) -> Words:  # noqa: ARG001 -- every rule's words are called alike
    """Say whether the boat comes, what time is left to turn or how late it is, and how far off in time."""
    left, need = finding.value, finding.limit
    ago = abs(left)
    if finding.sign == CANNOT:
        return Words(
            f"{subject.zh} 答复无法按令返航, 距避风水域约 {need:.0f} 分钟航程",
            f"{subject.en} answers that it cannot obey the recall, some {need:.0f} min from shelter",
        )
    if finding.assumed == STOPPED:
        return Words(
            f"{subject.zh} 召回中停航, 距避风水域约 {need:.0f} 分钟航程, 无预计到达时间",
            f"{subject.en} is recalled and lies stopped some {need:.0f} min from shelter: no time of arrival",
        )
    if finding.sign == COMING and left > 0:
        return Words(
            f"{subject.zh} 正在返航, 余量仅 {ago:.0f} 分钟, 航程约 {need:.0f} 分钟",
            f"{subject.en} is coming with {ago:.0f} min to spare, some {need:.0f} min from shelter",
        )
    if finding.sign == COMING:
        return Words(
            f"{subject.zh} 正在返航, 预计迟到约 {ago:.0f} 分钟, 航程约 {need:.0f} 分钟",
            f"{subject.en} is coming about {ago:.0f} min too late, some {need:.0f} min from shelter",
        )
    if left <= 0:
        return Words(
            f"{subject.zh} 已过最晚返航时刻 {ago:.0f} 分钟, 距避风水域约 {need:.0f} 分钟航程",
            f"{subject.en} is {ago:.0f} min past its latest time to turn, some {need:.0f} min from shelter",
        )
    return Words(
        f"{subject.zh} 未按令回港, {ago:.0f} 分钟后到最晚返航时刻, 航程约 {need:.0f} 分钟",
        f"{subject.en} is not heading for shelter: {ago:.0f} min to its latest turn, {need:.0f} min off",
    )


RULE = Rule(
    "recall-failing",
    "vessel",
    "min",
    RecallFailingParams(),
    find,
    words,
    over=COMES,
    source="带班领导召回命令; 系统默认系数 · the leader's recall; coefficients are system defaults",
    clears=Words("驶入任一核准避风水域, 或召回结束", "in any approved shelter, or the recall is ended"),
    assumes=Words(
        "航程 = 到最近避风水域直线的 {detour_factor:g} 倍",
        "the way is {detour_factor:g} times the straight line to the nearest shelter",
    ),
    group=Group(Words("召回未按令回港", "boats failing a recall"), 0, alone_from=1),
    lacks=lacks,
    every_s=10,
    at_s=5,
)
