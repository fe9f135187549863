"""A small square port for tests: a harbour, the water around it, boxes to keep out of, boats, stations."""

from itertools import count

import shapely

from geo.frame import PortFrame
from twin.decode import FeedBeat, TerminalSaid
from twin.port import Berth, Gate, PersonRecord, Port, StationRecord, VesselRecord, Window, Zone
from twin.wire import FixBody, HeartbeatBody, Words

T0 = 1_790_000_000_000
FRAME = PortFrame(122.0, 29.0)


def box(west_m: float, south_m: float, east_m: float, north_m: float) -> shapely.Polygon:
    """A rectangle given in metres about the port's origin, in degrees."""
    lon, lat = FRAME.to_lonlat([west_m, east_m], [south_m, north_m])
    return shapely.box(lon[0], lat[0], lon[1], lat[1])


def zone(name: str, kind: str, shape: shapely.Polygon, **more: object) -> Zone:
    return Zone(name, Words(name, name), kind, shape, "test", **more)


def boat(name: str, *terminals: str, vessel_class: str = "fishing") -> VesselRecord:
    return VesselRecord(
        name, Words(name, name), vessel_class, "trawl", terminals, 30.0, 6.0, 3.0, 8, 8, "石浦", "石浦镇"
    )


ZONES = (
    zone("harbour", "harbour", box(-1000, -1000, 1000, 1000)),
    zone("ground", "permitted", box(-20_000, -20_000, 20_000, 20_000), classes=frozenset({"fishing"})),
    zone("reef", "forbidden", box(5_000, 5_000, 8_000, 8_000)),
    zone("strip", "forbidden", box(10_000, -20_000, 10_200, 20_000)),
    zone(
        "spawning",
        "forbidden",
        box(-8_000, -8_000, -5_000, -5_000),
        windows=(Window(T0 + 600_000, T0 + 6_000_000),),
    ),
)
BOATS = (
    boat("a", "ais-b:1"),
    boat("b", "ais-b:2", "beidou:2"),
    boat("c", "beidou:3"),
    boat("ship", "ais-a:9", vessel_class="merchant"),
)


def port(**changes: object) -> Port:
    """The test port, with parts of it replaced."""
    parts: dict[str, object] = {
        "id": "test",
        "name": Words("试港", "Testport"),
        "lon": 122.0,
        "lat": 29.0,
        "box": (121.0, 28.0, 123.0, 30.0),
        "utc_offset_h": 8,
        "zones": ZONES,
        "vessels": BOATS,
        "stations": (
            StationRecord("met", Words("气象站", "Met"), 122.0, 29.0, ("wind", "gust", "visibility"), 60),
            StationRecord(
                "tide", Words("验潮站", "Tide"), 122.0, 29.0, ("water-level",), 60, (2.0, 2.5, 3.0, 3.5)
            ),
        ),
        "berths": (Berth("q1", Words("一号码头", "Quay 1"), 122.0, 29.0, "quay", 200, 10),),
        "gates": (Gate("east", Words("东门", "East"), ((122.0103, 28.999), (122.0103, 29.001)), 200),),
        "people": (PersonRecord("p1", "甲", "skipper", "a"), PersonRecord("p2", "乙", "deckhand", "a")),
        "rules": {},
        "hash": "test",
    }
    return Port(**(parts | changes))


_seq = count()


def fix(
    terminal: str, x_m: float, y_m: float, t_ms: int, *, sog_kn: float = 5, via: str = "rx", **more: object
) -> TerminalSaid:
    """A fix heard at its own time, placed in metres about the origin."""
    lon, lat = FRAME.to_lonlat(x_m, y_m)
    body = FixBody(t_ms=t_ms, lon=float(lon), lat=float(lat), sog_kn=sog_kn, via=via, **more)
    return TerminalSaid(terminal, terminal.split(":", maxsplit=1)[0], body, t_ms)


def beat(feed: str, t_ms: int, **more: object) -> FeedBeat:
    return FeedBeat(feed, HeartbeatBody(**more), t_ms)
