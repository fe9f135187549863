"""Who is asked, and when, while nobody acknowledges a case (domain.md §3.2).

Asking one role more takes nothing from the others: whoever acknowledges first answers for all.
"""

from collections.abc import Container
from typing import Literal, NamedTuple

from geo.units import MS_PER_SECOND
from twin.casebook import Book, Incident
from twin.facts import Escalated, Priority


class Rung(NamedTuple):
    """Whom to ask so many seconds after the case began to wait."""

    after_s: int
    to: Literal["officer", "dispatcher", "leader"]


LADDER: dict[Priority, tuple[Rung, ...]] = {
    1: (Rung(30, "officer"), Rung(60, "dispatcher"), Rung(180, "leader")),
    2: (Rung(120, "officer"), Rung(300, "dispatcher"), Rung(900, "leader")),
    3: (Rung(600, "officer"), Rung(1_200, "dispatcher")),
    4: (),
}
"""The table of domain.md §3.2; the 30 s after which a P1 sounds again are those of MSC.302(87) 7.3.5."""


def due(book: Book, standing: Container[str], now_ms: int) -> list[Escalated]:
    """Return the steps that are due and not taken, case by case in order.

    A danger that passed before anybody took it is in the list and asks nobody further; a case told by
    telephone has no alert to pass and goes on asking.

    Args:
        book: all cases.
        standing: the alerts that stand.
        now_ms: the instant, UTC ms.
    """
    return [
        step
        for incident in book.incidents.values()
        if incident.waits and _endangered(incident, standing)
        for step in _steps(incident, now_ms)
    ]


def _endangered(incident: Incident, standing: Container[str]) -> bool:
    return not incident.alerts or any(alert in standing for alert in incident.alerts)


def _steps(incident: Incident, now_ms: int) -> list[Escalated]:
    waited_s = (now_ms - incident.called_ms) // MS_PER_SECOND
    ladder = LADDER[incident.priority]
    return [
        Escalated(
            t_ms=now_ms,
            incident=incident.id,
            priority=incident.priority,
            step=number,
            to=rung.to,
            waited_s=waited_s,
        )
        for number, rung in enumerate(ladder, 1)
        if number > incident.escalated and waited_s >= rung.after_s
    ]
