"""The seat of a day that nobody watches: one robot officer who takes every case and ends it when it is over.

It gives the orders of the scenario too, as the leader would. Without it every case of a day would stay open,
and the next danger of the same boat would vanish into it.
"""

from collections.abc import Iterable
from typing import NamedTuple, cast

from geo.units import MS_PER_SECOND
from simulators.scenario import Task
from twin.acts import AnyAct, Evidence, GiveOrder, OrderKind, PortState, Verb, WorkIncident
from twin.facts import AnyFact, IncidentOpened
from twin.incident_loop import WORKING
from twin.world import World

ACKNOWLEDGES_MS = 60 * MS_PER_SECOND
"""What the duty table asks of a P2 (`domain.md` §3.2), and so of everything here."""
LOOKS_EVERY_MS = 10 * MS_PER_SECOND


class _Order(NamedTuple):
    due_ms: int
    act: GiveOrder


class Seat:
    """Works the cases of a world by acts, as a person's clicks would.

    Args:
        world: of which the cases are.
        tasks: of the scenario; orders with an instant are given then, the rest is left.
        start_ms: the first instant, UTC ms.
    """

    def __init__(self, world: World, tasks: Iterable[Task] = (), start_ms: int = 0) -> None:
        self._world = world
        self._cases: list[str] = []
        self._orders = [_order(task, start_ms) for task in tasks if _is_order(task)]

    def hear(self, facts: Iterable[AnyFact]) -> None:
        """Learn of cases that opened."""
        self._cases += [fact.incident for fact in facts if isinstance(fact, IncidentOpened)]

    def acts(self, now_ms: int) -> list[AnyAct]:
        """Return what is done at an instant: taken a minute after it opened, ended once no alert stands."""
        given: list[AnyAct] = [order.act for order in self._orders if order.due_ms <= now_ms]
        self._orders = [order for order in self._orders if order.due_ms > now_ms]
        if now_ms % LOOKS_EVERY_MS:
            return given
        incidents = self._world.book.incidents
        self._cases = [case for case in self._cases if case in incidents and incidents[case].state in WORKING]
        return given + [act for case in self._cases if (act := self._act(case, now_ms)) is not None]

    def _act(self, case: str, now_ms: int) -> AnyAct | None:
        incident = self._world.book.incidents[case]
        if incident.acked_ms is None:
            return self._do(case, "acknowledge") if now_ms - incident.opened_ms >= ACKNOWLEDGES_MS else None
        standing = any(alert in self._world.alerts.open for alert in incident.alerts)
        return None if standing else self._do(case, "resolve")

    def _do(self, case: str, verb: Verb) -> WorkIncident:
        version = self._world.book.incidents[case].version
        proof = (Evidence("position", "no alert of the case stands"),) if verb == "resolve" else ()
        return WorkIncident(
            actor="robot",
            role="dispatcher",
            request_id=f"{case}.{version}",
            incident=case,
            verb=verb,
            seen_version=version,
            evidence=proof,
        )


def _is_order(task: Task) -> bool:
    return task.does == "order" and task.at_s is not None and task.plays_after_s is not None


def _order(task: Task, start_ms: int) -> _Order:
    due_s = (task.at_s or 0) + (task.plays_after_s or 0)
    act = GiveOrder(
        actor="robot",
        role="leader",
        request_id=task.id,
        order_kind=cast("OrderKind", task.order),
        to_ms=start_ms + round(task.until_s * MS_PER_SECOND),
        note=task.note,
        vessels=task.vessels,
        state=cast("PortState", task.state) if task.state else None,
        zone=task.zone or None,
    )
    return _Order(start_ms + round(due_s * MS_PER_SECOND), act)
