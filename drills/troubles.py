"""The attacks on the monitor that no simulated device can make: the broker falls, the twin is killed."""

from collections.abc import Iterator
from typing import NamedTuple

from simulators.scenario import Scenario

BROKER, TWIN = "broker-restart", "twin-restart"


class Turn(NamedTuple):
    """At `at_s` after the start the broker or the twin goes away, or is back."""

    at_s: float
    what: str
    up: bool


def turns_of(scenario: Scenario, lasts_s: float) -> tuple[Turn, ...]:
    """Return when broker and twin go and come, in order; what goes comes back `for_s` later."""
    return tuple(sorted(_turns(scenario, lasts_s), key=lambda turn: (turn.at_s, turn.what, turn.up)))


def _turns(scenario: Scenario, lasts_s: float) -> Iterator[Turn]:
    for inject in scenario.injects:
        if inject.kind not in (BROKER, TWIN):
            continue
        at_s = inject.at_s
        while at_s <= lasts_s:
            yield Turn(at_s, inject.kind, up=False)
            yield Turn(at_s + max(inject.for_s, 1.0), inject.kind, up=True)
            if not inject.every_s:
                break
            at_s += inject.every_s
