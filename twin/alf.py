"""Alerts in the letters that a ship's bridge reads: state, category, priority and escalation of `ALF`.

IEC 61924-2 / IEC 62923 (the standards were not read; letters as in domain.md §3.4 with its source S55, those
it marks [K] from common knowledge), so that an INS or VTS can take our alerts as its own.
"""

from collections.abc import Iterable
from typing import Literal

import msgspec

from twin.casebook import Incident
from twin.facts import AlertRaised
from twin.incident_loop import State
from twin.shelving import covers
from twin.world import World

AlfState = Literal["V", "S", "A", "O", "U", "N"]
"""V active and not acknowledged, S silenced, A active and acknowledged (or asking nobody), O responsibility
transferred, U over but not acknowledged, N normal."""
GRAPHICAL = ("collision-risk", "grounding")
"""Category A: to judge it one must see it drawn where the task is done (IMO MSC.302(87)); others are B."""
LETTERS: dict[int, Literal["E", "A", "W", "C"]] = {1: "E", 2: "A", 3: "W", 4: "C"}
"""Emergency alarm, alarm, warning, caution."""
MOST_ESCALATED = 9


class Alf(msgspec.Struct, frozen=True, omit_defaults=True):
    """One alert in ALF's letters; `escalation` counts up to 9; no priority once it cleared without a case."""

    state: AlfState
    category: Literal["A", "B"]
    escalation: int
    priority: Literal["E", "A", "W", "C"] | None = None


def told(world: World, names: Iterable[str]) -> dict[str, Alf]:
    """Return the letters of alerts, each once, whether they stand or have just cleared.

    A caution, and a warning that only the boat was told, ask nobody and so are A, not V.
    """
    wanted = tuple(names)
    if not wanted:
        return {}
    transferred = {
        alert: case
        for case in (world.book.incidents[ended] for ended in world.book.ended)
        if case.state == State.TRANSFERRED
        for alert in case.alerts
    }
    return {name: _letters(world, name, transferred.get(name)) for name in wanted}


def _letters(world: World, name: str, transferred: Incident | None) -> Alf:
    standing = world.alerts.open.get(name)
    case = transferred or world.book.incidents.get(world.book.of_alert.get(name, ""))
    priority = standing.priority if standing is not None else case.priority if case is not None else None
    return Alf(
        state=_state(case, standing, shelved=standing is not None and covers(world.shelf, standing)),
        category="A" if name.rpartition("-")[0] in GRAPHICAL else "B",
        escalation=0 if case is None else min(case.escalated, MOST_ESCALATED),
        priority=None if priority is None else LETTERS[priority],
    )


def _state(case: Incident | None, standing: AlertRaised | None, *, shelved: bool) -> AlfState:
    waits = case is not None and case.waits
    if standing is None:
        return "U" if waits else "N"
    if case is not None and case.state == State.TRANSFERRED:
        return "O"
    if shelved and case is None:
        return "S"
    return "V" if waits else "A"
