"""Finds boats that pass a gate without the report they owe: if one is lost, nobody knows that it sailed.

Alert 20 of domain.md §2, with §2.3.12: a move ordered for 2,000 boats is not 2,000 unreported departures;
only a boat that deviates from it is raised. A passage is told by a gate, by fixes on both sides, or by both.
"""

import numpy as np

from geo.units import METRES_PER_NM, MS_PER_HOUR
from twin.fleet import CLASS_CODE, NEVER
from twin.port import Zone
from twin.rules.base import Finding, Group, Lack, Params, Rule, View
from twin.rules.boats import findings
from twin.rules.closed_season import closed_gear
from twin.table import Array
from twin.wire import Words

OWING = tuple(CLASS_CODE[name] for name in ("fishing", "village", "visitor"))
"""Classes that must report (domain.md §1.2: all fishing boats of 12 m and up, wherever they are from)."""
PERMITS = ("opening-day", "move")
STORM_LEVELS = ("orange", "red")


class UnreportedPassage(Params, frozen=True, kw_only=True):
    """Metres, hours, nautical miles and seconds.

    Attributes:
        from_m: shorter boats report by their province's own rule (domain.md §1.2).
        before_h: how old a report may be (domain.md alert 20).
        back_h: who turns back so soon after a reported departure, or changes mouths, is known; ours.
        kept_h: after that a passage is a matter for the list; ours.
        astray_nm: so much farther from where it was ordered than any gate a boat deviates; ours.
        hold_s: the grace (domain.md alert 20).
    """

    from_m: float = 12
    before_h: float = 24
    back_h: float = 2
    kept_h: float = 24
    astray_nm: float = 1
    hold_s: float = 300


def find(view: View, params: UnreportedPassage) -> list[Finding]:
    """Return a verdict for every boat that passed a gate and owes a report of it."""
    vessels = view.fleet.vessels
    owing = (
        _unreported(view, params) & np.isin(vessels["sort"], OWING) & (vessels["length_m"] >= params.from_m)
    )
    rows = np.flatnonzero(owing)
    if len(rows):
        owing[rows] = ~_permitted(view, rows, params)
    out = vessels["out_ms"] > vessels["in_ms"]
    grave = out & (closed_gear(view) | _storm_stands(view))
    return findings(
        view,
        owing,
        np.zeros(len(owing), dtype=bool),
        value=np.where(out, 1, 2),
        limit=params.before_h,
        priority=np.where(grave, 2, 3),
    )


def _unreported(view: View, params: UnreportedPassage) -> Array:
    """Return whose newest passage has no report from a day before it, or any later, bool [n]."""
    vessels = view.fleet.vessels
    out = vessels["out_ms"] > vessels["in_ms"]
    passed_ms = np.maximum(vessels["out_ms"], vessels["in_ms"])
    turned = vessels["in_ms"] - vessels["departed_ms"] <= params.back_h * MS_PER_HOUR
    said_ms = np.where(out | turned, vessels["departed_ms"], vessels["arrived_ms"])
    fresh = view.now_ms - passed_ms <= params.kept_h * MS_PER_HOUR
    return np.asarray((passed_ms != NEVER) & fresh & (said_ms < passed_ms - params.before_h * MS_PER_HOUR))


def _permitted(view: View, rows: Array, params: UnreportedPassage) -> Array:
    """Return which of these passed under a permit and have not deviated from it, bool [m]."""
    vessels = view.fleet.vessels
    passed_ms = dict(
        zip(rows.tolist(), np.maximum(vessels["out_ms"], vessels["in_ms"])[rows].tolist(), strict=True)
    )
    covered = np.zeros(len(view.fleet), dtype=bool)
    for permit in view.permits.standing.values():
        if permit.permit_kind not in PERMITS or permit.from_ms > view.now_ms:
            continue
        named = [view.fleet.row_of[name] for name in permit.vessels if name in view.fleet.row_of]
        mine = np.array(
            [row for row in named if permit.to_ms > passed_ms.get(row, permit.to_ms)], dtype=np.int64
        )
        if permit.zone is not None:
            mine = mine[_keeps_to(view, mine, permit.zone, params)]
        covered[mine] = True
    return covered[rows]


def _keeps_to(view: View, rows: Array, ordered: str, params: UnreportedPassage) -> Array:
    """Return which of these boats are on the way to a zone, or there, bool [m].

    On the way is who is no farther from it than the farthest gate, and a margin.
    """
    number = view.fences.number_of.get(ordered)
    if number is None or not len(rows):
        return np.zeros(len(rows), dtype=bool)
    zone: Zone = view.fences.zones[number]
    away_m = -view.fences.depth_m(view.fleet, rows, np.full(len(rows), number))
    return np.asarray(away_m <= _farthest_gate_m(view, zone) + params.astray_nm * METRES_PER_NM)


def _farthest_gate_m(view: View, zone: Zone) -> float:
    ends = np.array([gate.ends for gate in view.port.gates]).reshape(-1, 2)
    number = np.full(len(ends), view.fences.number_of[zone.id])
    inside_m = view.fences.set.edge_distance_m(*view.fences.frame.to_xy(ends[:, 0], ends[:, 1]), number)
    return float(np.max(-inside_m, initial=0.0))


def _storm_stands(view: View) -> bool:
    """Return whether a warning of orange or red stands; it speaks for a recall, which is not on record."""
    return any(
        issue.level in STORM_LEVELS
        and (issue.valid_from_ms or issue.issued_ms) <= view.now_ms < issue.valid_to_ms
        for issue in view.weather.newest.values()
    )


def lacks(view: View, params: UnreportedPassage) -> list[Lack]:
    """Return of how many boats that passed unreported the length is not on record."""
    unknown = _unreported(view, params) & np.isnan(view.fleet.vessels["length_m"])
    return [Lack(Words("船长未登记", "no length of the boat on record"), int(unknown.sum()))]


def words(finding: Finding, subject: Words, zone: Words) -> Words:  # noqa: ARG001 -- every rule's words are called alike
    """Say which way the boat passed, and that nothing was reported."""
    zh, en = ("出港", "went out") if finding.value == 1 else ("进港", "came in")
    return Words(
        f"{subject.zh} 过卡口{zh}, {finding.limit:.0f} 小时内未报告",
        f"{subject.en} {en} through a gate, nothing reported within {finding.limit:.0f} h",
    )


RULE = Rule(
    "unreported-passage",
    "vessel",
    "way",
    UnreportedPassage(),
    find,
    words,
    over=Words(
        "{subject} 已补报, 或已另行进出港", "{subject} has reported, has passed again, or a day is over"
    ),
    source="进出港报告制度, 12 米以上渔船 (2019-08-01) · port report of boats of 12 m and up",
    call="question",
    heed=PERMITS,
    clears=Words("补报进出港, 或 {kept_h:.0f} 小时后转入清单", "a late report, or {kept_h:.0f} h later"),
    assumes=Words(
        "卡口识别或前后船位属实; 橙色以上预警视同召回令",
        "the gate's match or the fixes on both sides are right; an orange warning stands for a recall order",
    ),
    group=Group(Words("多船未报进出港", "many passages unreported"), 10),
    lacks=lacks,
)
