"""What really happened in a play, which only the simulated world knows: how long the twin took to see it."""

from collections.abc import Iterator, Sequence

from geo.units import MS_PER_SECOND
from simulators.injects.attack import Injected
from simulators.scenario import Scenario


class Truth:
    """When what befell whom in a play.

    Args:
        scenario: as played.
        injected: the attacks that were really made.
        start_ms: the first instant, UTC ms.
    """

    def __init__(self, scenario: Scenario, injected: Sequence[Injected], start_ms: int) -> None:
        self._scenario, self._injected, self._start_ms = scenario, injected, start_ms

    def delay_s(self, whom: str, came_s: float) -> float | None:
        """Return how long before `came_s` something last befell a boat, a station or a feed; None if nothing.

        The scenario's word for it counts: of a boat told to leave its water the way out is part of the delay.
        """
        began_s = max((at_s for at_s in self._befell(whom, came_s) if at_s <= came_s), default=None)
        return None if began_s is None else came_s - began_s

    def _befell(self, whom: str, until_s: float) -> Iterator[float]:
        for script in self._scenario.scripts:
            if whom in (script.vessel, script.station, script.feed):
                laps = int(max(until_s - script.at_s, 0) // script.every_s) if script.every_s else 0
                yield script.at_s + laps * script.every_s
        for attack in self._injected:
            if whom in attack.whom:
                yield (attack.from_ms - self._start_ms) / MS_PER_SECOND
