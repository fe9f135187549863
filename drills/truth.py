"""What really happened in a play, which only the simulated world knows: how long the twin took to see it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from geo.units import MS_PER_SECOND
from simulators.injects.attack import Injected
from simulators.scenario import Scenario


class Event(NamedTuple):
    """A step of a script, or an attack: when, seconds after the start, and its word."""

    at_s: float
    what: str


class Truth:
    """When what befell whom in a play.

    Args:
        scenario: as played.
        injected: the attacks that were really made.
        start_ms: the first instant, UTC ms.
    """

    def __init__(self, scenario: Scenario, injected: Sequence[Injected], start_ms: int) -> None:
        self._scenario, self._injected, self._start_ms = scenario, injected, start_ms

    def began(self, whom: str, came_s: float, rule: str = "") -> Event | None:
        """Return what last befell a boat, a station or a feed before something was said of it, or None.

        A step that bears the name of the rule (`sos`, `adrift`) comes before any other: a boat that calls for
        help and then steams home is late from its call on. The scenario's word for it counts: of a boat told
        to leave its water the way out is part of the delay.

        Args:
            whom: it was said of.
            came_s: when, seconds after the start.
            rule: that said it, empty for another fact.
        """
        before = [event for event in self._befell(whom, came_s) if event.at_s <= came_s]
        named = [event for event in before if event.what == rule]
        return max(named or before, key=lambda event: event.at_s, default=None)

    def _befell(self, whom: str, until_s: float) -> Iterator[Event]:
        for script in self._scenario.scripts:
            if whom in (script.vessel, script.station, script.feed):
                laps = int(max(until_s - script.at_s, 0) // script.every_s) if script.every_s else 0
                yield Event(script.at_s + laps * script.every_s, script.behaviour)
        for attack in self._injected:
            if whom in attack.whom:
                yield Event((attack.from_ms - self._start_ms) / MS_PER_SECOND, attack.kind)
