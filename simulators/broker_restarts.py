"""When the broker of a scenario is away: the publisher then drops its connection, as if the broker had."""

from collections.abc import Iterable, Iterator

from geo.units import MS_PER_SECOND
from simulators.scenario import Inject

BROKER_RESTART = "broker-restart"


def away_s(injects: Iterable[Inject], start_ms: int, from_ms: int, to_ms: int) -> float:
    """Return for how long the broker is away that goes in (`from_ms`, `to_ms`], seconds; 0: it does not go.

    A time and no instant: a world that is played late has its broker away for as long as one in time.

    Args:
        injects: those the player leaves to others.
        start_ms: the scenario's start.
        from_ms: where a span begins that was just played, UTC ms.
        to_ms: where it ends.
    """
    lasting_s = [
        inject.for_s
        for inject in injects
        if inject.kind == BROKER_RESTART
        for at_s in _instants_s(inject, (to_ms - start_ms) / MS_PER_SECOND)
        if from_ms < start_ms + round(at_s * MS_PER_SECOND) <= to_ms
    ]
    return max(lasting_s, default=0.0)


def _instants_s(inject: Inject, to_s: float) -> Iterator[float]:
    """Yield the instants of an inject up to one, seconds after the start."""
    at_s = inject.at_s
    while at_s <= to_s:
        yield at_s
        if not inject.every_s:
            return
        at_s += inject.every_s
