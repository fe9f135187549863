"""What one seat must attend to: every card that sounds or blinks, counted as the alarm standards count.

An annunciation is a case that opens with a priority of 1 to 3, and a case that grows graver afterwards. A
warning to a boat that is not yet a case, a caution, a test, and an alert that joins a card as grave as
itself call nobody (`domain.md` §3.4; web/src/sound does the same).
"""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from geo.units import MS_PER_HOUR
from twin.facts import AlertChanged, AlertRaised, AnyFact, IncidentJoined, IncidentOpened, Priority

FLOOD, FLOOD_MS = 10, 600_000
"""ISA-18.2: ten in ten minutes are a flood; issue 4 allows as many when 2,500 boats are recalled."""
GRAVEST_SILENT: Priority = 4


class Annunciation(NamedTuple):
    """A card that sounds or blinks: when, how grave, by which rule, about whom, and why now."""

    t_ms: int
    priority: Priority
    rule: str
    subject: str
    why: Literal["opened", "worsened"]


class Attention:
    """Follows the facts of a realm and keeps what called the seat.

    Attributes:
        called: every annunciation, in order.
    """

    def __init__(self) -> None:
        self.called: list[Annunciation] = []
        self._cases: dict[str, Annunciation] = {}
        self._case_of: dict[str, str] = {}
        self._tests: set[str] = set()

    def hear(self, facts: Iterable[AnyFact]) -> None:
        """Take facts in the order in which they became true."""
        for fact in facts:
            match fact:
                case AlertRaised() if fact.test:
                    self._tests.add(fact.alert)
                case IncidentOpened():
                    self._case_of |= dict.fromkeys(fact.alerts, fact.incident)
                    opened = Annunciation(fact.t_ms, fact.priority, fact.rule, fact.subject.id, "opened")
                    self._cases[fact.incident] = opened
                    if fact.priority < GRAVEST_SILENT and not self._is_test(fact):
                        self.called.append(opened)
                case IncidentJoined():
                    self._case_of[fact.alert] = fact.incident
                    self._worsen(fact.incident, fact.priority, fact.t_ms)
                case AlertChanged() if fact.alert in self._case_of:
                    self._worsen(self._case_of[fact.alert], fact.priority, fact.t_ms)
                case _:
                    pass

    def most_within(self, span_ms: int = FLOOD_MS) -> int:
        """Return the most annunciations in any span of so many milliseconds."""
        times = [one.t_ms for one in self.called]
        most = first = 0
        for last, t_ms in enumerate(times):
            while t_ms - times[first] >= span_ms:
                first += 1
            most = max(most, last - first + 1)
        return most

    def by_hour(self, start_ms: int, hours: int) -> list[int]:
        """Return how many there were in each hour after the start, shape (hours,)."""
        counts = [0] * hours
        for one in self.called:
            counts[min((one.t_ms - start_ms) // MS_PER_HOUR, hours - 1)] += 1
        return counts

    def _worsen(self, case: str, priority: Priority, t_ms: int) -> None:
        known = self._cases[case]
        if priority < known.priority:
            worse = known._replace(t_ms=t_ms, priority=priority, why="worsened")
            self._cases[case] = worse
            self.called.append(worse)

    def _is_test(self, fact: IncidentOpened) -> bool:
        return bool(fact.alerts) and self._tests.issuperset(fact.alerts)
