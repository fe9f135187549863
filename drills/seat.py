"""The seat of a day that nobody watches: one robot officer who takes every case and ends it when it is over.

Without it every case of a day would stay open, and the next danger of the same boat would vanish into it.
"""

from collections.abc import Iterable

from geo.units import MS_PER_SECOND
from twin.acts import AnyAct, Evidence, Verb, WorkIncident
from twin.facts import AnyFact, IncidentOpened
from twin.incident_loop import WORKING
from twin.world import World

ACKNOWLEDGES_MS = 60 * MS_PER_SECOND
"""What the duty table asks of a P2 (`domain.md` §3.2), and so of everything here."""
LOOKS_EVERY_MS = 10 * MS_PER_SECOND


class Seat:
    """Works the cases of a world by acts, as a person's clicks would."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._cases: list[str] = []

    def hear(self, facts: Iterable[AnyFact]) -> None:
        """Learn of cases that opened."""
        self._cases += [fact.incident for fact in facts if isinstance(fact, IncidentOpened)]

    def acts(self, now_ms: int) -> list[AnyAct]:
        """Return what is done at an instant: taken a minute after it opened, ended once no alert stands."""
        if now_ms % LOOKS_EVERY_MS:
            return []
        incidents = self._world.book.incidents
        self._cases = [case for case in self._cases if case in incidents and incidents[case].state in WORKING]
        return [act for case in self._cases if (act := self._act(case, now_ms)) is not None]

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
