"""Finds boats that are not back long after they planned to be: late, or lost without a word.

LATE RETURN of domain.md §2. The plan is that of the departure report; a boat in any shelter of the port's map
is back, whichever it is.
"""

import numpy as np

from geo.units import MS_PER_HOUR
from twin.columns import NEVER
from twin.rules.base import Finding, Lack, Params, Rule, View
from twin.rules.boats import asked, findings
from twin.table import Array
from twin.wire import Words


class LateReturn(Params, frozen=True, kw_only=True):
    """Hours over the planned return: a warning at six, an alarm at 24 (domain.md §2, [D])."""

    warning_h: float = 6
    alarm_h: float = 24


def find(view: View, params: LateReturn) -> list[Finding]:
    """Return a verdict for every boat that is late; a boat that no feed covers may be back: cannot tell."""
    vessels = view.fleet.vessels
    late_h = (view.now_ms - vessels["return_ms"]) / MS_PER_HOUR
    holds = (vessels["return_ms"] != NEVER) & (late_h >= params.warning_h)
    if not len(asked(view, holds)):
        return []
    holds &= _out(view)
    return findings(
        view,
        holds,
        holds & (vessels["fix_ms"] != NEVER) & vessels["blind"],
        value=np.where(holds, late_h, 0.0),
        limit=params.warning_h,
        priority=np.where(late_h >= params.alarm_h, 2, 3),
    )


def _out(view: View) -> Array:
    """Return which boats reported a departure and have given no sign of being back, bool [n]."""
    vessels = view.fleet.vessels
    back_ms = np.maximum(vessels["arrived_ms"], vessels["in_ms"])
    sheltered = (vessels["fix_ms"] != NEVER) & ~vessels["at_sea"]
    return np.asarray((vessels["departed_ms"] > back_ms) & ~sheltered)


def lacks(view: View, params: LateReturn) -> list[Lack]:  # noqa: ARG001 -- every rule is asked alike
    """Return how many boats are out without a planned return on record."""
    unplanned = _out(view) & (view.fleet.vessels["return_ms"] == NEVER)
    return [Lack(Words("未报计划返港时间", "no planned return on record"), int(unplanned.sum()))]


def words(finding: Finding, subject: Words, zone: Words) -> Words:  # noqa: ARG001 -- every rule's words are called alike
    """Say how long the boat is overdue."""
    return Words(
        f"{subject.zh} 超过计划返港时间 {finding.value:.0f} 小时",
        f"{subject.en} is {finding.value:.0f} h over its planned return",
    )


RULE = Rule(
    "late-return",
    "vessel",
    "h",
    LateReturn(),
    find,
    words,
    over=Words("{subject} 已返港或改报", "{subject} is back, or has changed its plan"),
    source="系统默认 · system default",
    call="question",
    clears=Words(
        "进港、报进港, 或改报计划返港时间", "in shelter, an arrival report, or a report with a later return"
    ),
    assumes=Words("在本图以外的港口停靠须另行核实", "a stay in a port outside this map must be asked for"),
    lacks=lacks,
    every_s=10,
    at_s=8,
)
