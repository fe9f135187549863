"""A world as bytes and back: what a restart needs, so that only the journal since must be stepped again."""

import msgspec

from twin import people, stations
from twin.alarm_load import Load
from twin.alerts import Alerts
from twin.berths import Berths
from twin.calls import Calls
from twin.casebook import Book
from twin.coverage import Coverage
from twin.drawing import zone_of
from twin.duty import Duty
from twin.facts import AnyFact, SosHeard, VesselKnown
from twin.feeds import Feeds
from twin.orders import Orders
from twin.people import People
from twin.permits import Permits
from twin.port import Port
from twin.rules.base import Crossing
from twin.shelving import Shelf
from twin.stations import Stations
from twin.tracks import indexed
from twin.weather import Weather
from twin.world import World

VERSION = 8


class _Memory(msgspec.Struct):
    version: int
    port: str
    realm: str
    now_ms: int
    next_due_ms: int
    next_berths_ms: int
    known: list[VesselKnown]
    keys: list[tuple[str, int]]
    vessels: dict[str, bytes]
    terminals: dict[str, bytes]
    feeds: Feeds
    coverage: Coverage
    alerts: Alerts
    load: Load
    shelf: Shelf
    book: Book
    calls: Calls
    stations: Stations
    people: People
    berths: Berths
    weather: Weather
    permits: Permits
    orders: Orders
    duty: Duty
    counters: dict[str, int]
    answers: dict[str, AnyFact]
    sos: dict[str, SosHeard]
    crossings: list[tuple[int, str, float]]
    drawn: dict[str, tuple[int, str, int]]


_COMPONENTS = (
    "feeds",
    "coverage",
    "alerts",
    "load",
    "shelf",
    "book",
    "calls",
    "stations",
    "people",
    "berths",
    "weather",
    "permits",
    "orders",
    "duty",
)
_PLAIN = ("now_ms", "next_due_ms", "next_berths_ms", "counters", "answers", "sos", "drawn")


def dump(world: World) -> bytes:
    """Return the whole world as bytes; the caller may go on stepping it."""
    fleet = world.fleet
    memory = _Memory(
        version=VERSION,
        port=world.port.id,
        realm=world.realm,
        known=fleet.known,
        keys=[(key, int(fleet.terminals["vessel"][row])) for row, key in enumerate(fleet.keys)],
        vessels=fleet.vessels.dump(),
        terminals=fleet.terminals.dump(),
        crossings=[(c.row, c.zone, c.gap_s) for c in world.crossings],
        **{name: getattr(world, name) for name in (*_COMPONENTS, *_PLAIN)},
    )
    return msgspec.msgpack.encode(memory)


def load(payload: bytes, port: Port) -> World:
    """Return the world that `dump` wrote, on the port as it is loaded now.

    Raises:
        ValueError: the bytes are damaged, of another version of this module, or of another port.
    """
    try:
        memory = msgspec.msgpack.decode(payload, type=_Memory, dec_hook=indexed)
    except msgspec.DecodeError as fault:
        raise ValueError(f"snapshot is damaged: {fault}") from fault
    if memory.version != VERSION or memory.port != port.id:
        raise ValueError(f"snapshot is of version {memory.version}, port {memory.port}")
    world = World(port, memory.realm)
    world.fleet.restore(memory.known, memory.keys, memory.vessels, memory.terminals)
    for name in (*_COMPONENTS, *_PLAIN):
        setattr(world, name, getattr(memory, name))
    stations.refit(world.stations, port)
    people.register(world.people, port)
    world.crossings = [Crossing(*crossing) for crossing in memory.crossings]
    for name, (version, feature, drawn_ms) in memory.drawn.items():
        zone = zone_of(feature, name, port)
        if not isinstance(zone, list):
            world.draw(msgspec.structs.replace(zone, version=version, changed_ms=drawn_ms))
    world.fences.open_windows(max(world.now_ms, 0))
    world.fences.place_all(world.fleet)
    return world
