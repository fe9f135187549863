"""The attacks that no simulated device makes: the broker falls, the twin dies, letters lie on the broker."""

from collections.abc import Iterator
from typing import NamedTuple

from geo.units import MS_PER_SECOND
from simulators.scenario import Inject, Scenario
from simulators.sensors import FEED_OF
from twin import wire

BROKER, TWIN, RETAINED = "broker-restart", "twin-restart", "retained"


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


class Left(NamedTuple):
    """A letter that lies on the broker from `at_s` after the start; its topic after the root."""

    at_s: float
    topic: str
    payload: bytes


def left_behind(scenario: Scenario, start_ms: int) -> tuple[Left, ...]:
    """Return the letters that lie on the broker, in order: for each attack a position and a call for help."""
    return tuple(
        sorted(
            left
            for inject in scenario.injects
            if inject.kind == RETAINED
            for left in _letters(inject, start_ms + round(inject.at_s * MS_PER_SECOND))
        )
    )


def _letters(inject: Inject, t_ms: int) -> Iterator[Left]:
    kind, _, number = inject.terminal.partition(":")
    lon, lat, via = inject.lon, inject.lat, FEED_OF[kind]
    fix = wire.FixBody(t_ms=t_ms, lon=lon, lat=lat, sog_kn=0.0, via=via)
    sos = wire.SosBody(t_ms=t_ms, event_id=f"left-{number}", kind="distress", lon=lon, lat=lat, via=via)
    for word, body in (("fix", fix), ("sos", sos)):
        yield Left(inject.at_s, f"terminal/{kind}/{number}/{word}", wire.encode(body))
