"""Finds boats that pass a gate without the report they owe: if one is lost, nobody knows that it sailed.

Alert 20 of domain.md §2, with §2.3.12: a move ordered for 2,000 boats is not 2,000 unreported departures;
only a boat that deviates from it is raised. A passage is told by a gate, by fixes on both sides, or by both.
"""

import numpy as np

from geo.units import MS_PER_HOUR, MS_PER_SECOND
from twin.columns import NEVER
from twin.fleet import CLASS_CODE
from twin.moves import Move, keeping, moves, rows_of
from twin.rules.barred_to_sail import SHUT
from twin.rules.base import Finding, Group, Lack, Params, Rule, View
from twin.rules.boats import asked, findings, watched
from twin.rules.closed_season import closed_gear
from twin.table import Array, among
from twin.wire import Words

OWING = tuple(CLASS_CODE[name] for name in ("fishing", "village", "visitor"))
"""Classes that must report (domain.md §1.2: all fishing boats of 12 m and up, wherever they are from)."""


class UnreportedPassage(Params, frozen=True, kw_only=True):
    """Metres, hours, nautical miles and seconds.

    A boat that moves by order or permit owes no report while it keeps to it (`twin.moves`).

    Attributes:
        from_m: shorter boats report by their province's own rule (domain.md §1.2).
        before_h: how old a report may be (domain.md alert 20).
        back_h: who turns back so soon after a reported departure, or changes mouths, is known; ours.
        kept_h: after that a passage is a matter for the list; ours.
        hold_s: the grace (domain.md alert 20).
    """

    from_m: float = 12
    before_h: float = 24
    back_h: float = 2
    kept_h: float = 24
    hold_s: float = 300


def find(view: View, params: UnreportedPassage) -> list[Finding]:
    """Return a verdict for every boat that passed a gate and owes a report of it."""
    vessels = view.fleet.vessels
    owing = _unreported(view, params) & among(vessels["sort"], OWING) & (vessels["length_m"] >= params.from_m)
    if not len(asked(view, owing)):
        return []
    rows = np.flatnonzero(owing)
    if len(rows):
        owing[rows] = ~_permitted(view, rows, params)
    out = vessels["out_ms"] > vessels["in_ms"]
    grave = out & (closed_gear(view) | _held_back(view))
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
    """Return which of these passed under an order or a permit and have not deviated from it, bool [m]."""
    vessels = view.fleet.vessels
    passed_ms = np.maximum(vessels["out_ms"], vessels["in_ms"])
    owing, covered = np.zeros(len(view.fleet), dtype=bool), np.zeros(len(view.fleet), dtype=bool)
    owing[rows] = True
    accused = watched(view)
    for move in (*moves(view.orders, view.permits), *_openings(view)):
        mine = rows_of(view.fleet, move)
        mine = mine[owing[mine]]
        early_ms = move.from_ms - params.hold_s * MS_PER_SECOND
        mine = mine[(passed_ms[mine] >= early_ms) & (passed_ms[mine] < move.to_ms)]
        covered[mine] |= _keeps_to(view, move, mine, accused)
    return covered[rows]


def _openings(view: View) -> list[Move]:
    """Return the permits for an opening day, from which nobody can deviate."""
    return [
        Move(permit.vessels, None, permit.from_ms, permit.to_ms)
        for permit in view.permits.standing.values()
        if permit.permit_kind == "opening-day"
    ]


def _keeps_to(view: View, move: Move, rows: Array, accused: Array) -> Array:
    """Return which of these boats keep to a move, bool [m]; once it is over, all but those accused."""
    keeps = keeping(view.fleet, view.fences, view.port.gates, rows, move.zone)
    return np.asarray(keeps if view.now_ms < move.to_ms else keeps | ~accused[rows])


def _held_back(view: View) -> Array:
    """Return which boats an order of the port keeps from going out, bool [n]: a recall, or its state."""
    if view.orders.port_state in SHUT:
        return np.ones(len(view.fleet), dtype=bool)
    held, row_of = np.zeros(len(view.fleet), dtype=bool), view.fleet.row_of
    for recall in view.orders.recalls:
        held |= recall.everyone
        held[[row_of[name] for name in recall.vessels if name in row_of]] = True
    return held


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
        "{subject} 已补报、另行进出港、按令或获准通行, 或已满一天",
        "{subject} has reported, has passed again, moves by order or permit, or a day is over",
    ),
    source="进出港报告制度, 12 米以上渔船 (2019-08-01) · port report of boats of 12 m and up",
    call="question",
    clears=Words("补报进出港, 或 {kept_h:.0f} 小时后转入清单", "a late report, or {kept_h:.0f} h later"),
    assumes=Words("卡口识别或前后船位属实", "the gate's match or the fixes on both sides are right"),
    group=Group(Words("多船未报进出港", "many passages unreported"), 10),
    lacks=lacks,
    every_s=5,
)
