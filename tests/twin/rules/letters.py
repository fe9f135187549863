"""Letters by their second in a play: what boats, stations, gates and people say in `troubles`."""

from collections.abc import Callable, Iterable

from msgspec.structs import replace

from tests.twin.harbour import fix
from tests.twin.quay import HOUR
from tests.twin.test_storm import even
from twin.acts import Act
from twin.decode import GatePassed, Heard, StationSensed, TerminalSaid, VesselReported, WeatherTold
from twin.wire import (
    UNIT_OF,
    CrewMember,
    HealthBody,
    PassBody,
    ReportBody,
    SenseBody,
    StaticBody,
    StormPoint,
    WeatherBody,
)

NM = 1_852.0
Letter = tuple[int, Callable[[int], Heard | Act]]
"""In which second of the play it is said, and what, given that instant."""


def sail(terminal: str, points: Iterable[tuple[float, float]], every_s: int = 30, **more) -> list[Letter]:
    """A fix from one point after the other, one each so many seconds."""

    def said(x_m: float, y_m: float) -> Callable[[int], Heard]:
        return lambda t_ms: fix(terminal, x_m, y_m, t_ms, **more)

    return [(every_s * n, said(*point)) for n, point in enumerate(points)]


def lie(terminal: str, x_m: float, y_m: float, count: int = 20, **more) -> list[Letter]:
    return sail(terminal, [(x_m, y_m)] * count, **{"sog_kn": 0.0} | more)


def steam(
    terminal: str,
    at_m: tuple[float, float],
    kn: float,
    course: int,
    *,
    count: int = 20,
    every_s: int = 30,
    **more: object,
) -> list[Letter]:
    """Steam east (90) or west from a place, at the speed that is told."""
    far_m = every_s * kn * NM / 3600 * (1 if course == 90 else -1)
    points = [(at_m[0] + far_m * n, at_m[1]) for n in range(count)]
    return sail(terminal, points, every_s, **{"sog_kn": kn, "cog_deg": float(course)} | more)


def sense(station: str, quantity: str, *values: float, every_s: int = 60) -> list[Letter]:
    def said(value: float) -> Callable[[int], Heard]:
        return lambda t_ms: StationSensed(
            station, quantity, SenseBody(t_ms=t_ms, value=value, unit=UNIT_OF[quantity], via="rx"), t_ms
        )

    return [(every_s * n, said(value)) for n, value in enumerate(values)]


def report(vessel: str, crew: Iterable[str], at_s: int = 20, ago_h: float = 0, back_h: float | None = None):
    members = tuple(CrewMember(person, "deckhand") for person in crew)

    def said(t_ms: int) -> Heard:
        back_ms = None if back_h is None else t_ms + round(back_h * HOUR)
        body = ReportBody(t_ms=t_ms - round(ago_h * HOUR), crew=members, planned_return_ms=back_ms, via="rx")
        return VesselReported(vessel, "departure", body, t_ms)

    return [(at_s, said)]


def out(vessel: str, persons: int | None = None, at_s: int = 40) -> list[Letter]:
    def said(t_ms: int) -> Heard:
        body = PassBody(t_ms=t_ms, direction="out", vessel=vessel, persons=persons, via="rx")
        return GatePassed("east", body, t_ms)

    return [(at_s, said)]


def one(at_s: int, said: Callable[[int], Heard | Act]) -> list[Letter]:
    return [(at_s, said)]


def act(kind: type[Act], **said: object) -> Callable[[int], Act]:
    return lambda _: kind(**{"actor": "gu", "role": "leader", "request_id": f"r-{kind.__name__}"} | said)


def typhoon(t_ms: int) -> Heard:
    """A storm that comes from the south at 20 km/h; its circle of force 12, 200 km wide, is here in 5.5 h."""
    south_deg, on_deg = (20 * 5.5 + 200) / 110.9, 72 * 20 / 110.9
    ways = ((t_ms, 29.0 - south_deg), (t_ms + 72 * HOUR, 29.0 - south_deg + on_deg))
    track = tuple(StormPoint(at_ms, 122.0, lat, 45, radii=(even(12, 200),)) for at_ms, lat in ways)
    body = WeatherBody(
        issued_ms=t_ms, valid_from_ms=t_ms, valid_to_ms=t_ms + 6 * HOUR, force=15, track=track, via="rx"
    )
    return WeatherTold("met-office", "typhoon", body, t_ms)


def terminal(terminal: str, body: HealthBody | StaticBody) -> Callable[[int], Heard]:
    return lambda t_ms: TerminalSaid(
        terminal, terminal.split(":", maxsplit=1)[0], replace(body, t_ms=t_ms), t_ms
    )
