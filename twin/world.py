"""The world: everything the engine believes, owned by one caller and changed only by `twin.engine.step`."""

import msgspec
import numpy as np

from geo.frame import PortFrame
from twin import feeds as health
from twin import voyages
from twin.acts import AnyAct
from twin.alarm_load import Load
from twin.alerts import Alerts
from twin.berths import Berths
from twin.calls import Calls
from twin.casebook import Book
from twin.coverage import Coverage
from twin.decode import Heard, Rejected
from twin.duty import Duty
from twin.facts import AnyFact, SosHeard
from twin.fences import Fences
from twin.fleet import Fleet
from twin.meetings import Kept
from twin.officers import Officers
from twin.orders import Orders
from twin.people import People
from twin.permits import Permits
from twin.port import ConfigError, Port, Zone
from twin.rules import configure
from twin.rules.base import Crossing, Rule
from twin.shelving import Shelf
from twin.stations import Stations
from twin.table import Array, Table
from twin.weather import Weather

ANSWERS_KEPT = 10_000
SOS_KEPT = 10_000
"""Bounds of what is remembered to answer a repeated request or SOS alike; the oldest are forgotten."""


class Gap(msgspec.Struct, frozen=True):
    """The twin was not listening from `from_ms` until now: a start, a stall, or the broker link."""

    from_ms: int
    why: str


Input = Heard | Rejected | AnyAct | Gap


class Outgoing(msgspec.Struct, frozen=True):
    """A letter to publish after commit; `topic` is what follows the root."""

    topic: str
    payload: bytes
    qos: int = 1
    retain: bool = False


class Step(msgspec.Struct):
    """What one step made true and what follows from it.

    Attributes:
        facts: in the order they became true.
        touched: vessel rows whose newest position or state changed, int64 [m], sorted.
        rejected: every message refused, by decoding or by admission.
        letters: to publish after commit.
        answers: request id -> the fact that answers an act of this step (also a repeated one).
        fixes: the believed and late fixes of this step, as `twin.admit.FIX_COLUMNS`; None = none.
    """

    now_ms: int
    facts: list[AnyFact] = msgspec.field(default_factory=list)
    touched: Array = msgspec.field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    rejected: list[Rejected] = msgspec.field(default_factory=list)
    letters: list[Outgoing] = msgspec.field(default_factory=list)
    answers: dict[str, AnyFact] = msgspec.field(default_factory=dict)
    fixes: Table | None = None

    def touch(self, rows: Array) -> None:
        """Add vessel rows, each once, to those whose picture changed."""
        if not len(self.touched):
            self.touched = np.sort(rows)
            return
        both = np.sort(np.concatenate([self.touched, rows]))
        first = np.ones(len(both), dtype=bool)
        np.not_equal(both[1:], both[:-1], out=first[1:])
        self.touched = both[first]


class World:
    """One port's world. Owned by its caller; every change goes through `twin.engine.step`.

    Attributes:
        now_ms: the instant of the last step; -1 before the first.
        next_due_ms: when the passing of time must be looked at again even if nothing is heard.
        counters: what was lost, refused or merged, by word.
        drawn: zones changed since the port folder was read: id -> (version, GeoJSON feature, when).
        crossings: boats that passed through a zone since the rules last looked.
        officers, gates_m: the register of people, and the gates in metres [g, 2, 2]; derived.
        meetings: pairs of boats that may come near each other; derived, so not part of a snapshot.
    """

    def __init__(self, port: Port, realm: str) -> None:
        rules, faults = configure(port.rules)
        if faults:
            raise ConfigError(faults)
        self.port = port
        self.realm = realm
        self.rules: tuple[Rule, ...] = rules
        self.now_ms = -1
        self.next_due_ms = 0
        self.next_berths_ms = 0
        self.fleet = Fleet()
        self.feeds = health.Feeds()
        self.coverage = Coverage()
        self.fences = Fences(port.zones, PortFrame(port.lon, port.lat))
        self.alerts = Alerts()
        self.load = Load()
        self.shelf = Shelf()
        self.book = Book()
        self.calls = Calls()
        self.stations = Stations.of(port)
        self.people = People.of(port)
        self.officers = Officers.of(port)
        self.gates_m = voyages.ends_of(port.gates, self.fences.frame)
        self.berths = Berths()
        self.weather = Weather()
        self.permits = Permits()
        self.orders = Orders()
        self.duty = Duty()
        self.counters: dict[str, int] = {}
        self.answers: dict[str, AnyFact] = {}
        self.sos: dict[str, SosHeard] = {}
        self.drawn: dict[str, tuple[int, str, int]] = {}
        self.crossings: list[Crossing] = []
        self.meetings: Kept = {}

    def count(self, word: str, by: int = 1) -> None:
        """Add to a counter."""
        if by:
            self.counters[word] = self.counters.get(word, 0) + by

    def draw(self, zone: Zone) -> None:
        """Put a zone in force, replacing the one of the same id, and find everyone's place anew."""
        if zone.id in self.fences.number_of:
            self.fences.redraw(self.fleet, zone, self.now_ms)
            return
        self.fences = Fences([*self.fences.zones, zone], self.fences.frame)
        if self.now_ms >= 0:
            self.fences.open_windows(self.now_ms)
        self.fences.place_all(self.fleet)


def new_world(port: Port, realm: str) -> World:
    """Return a world in which nothing has been heard; the first step must carry a `Gap` of why `start`.

    Raises:
        ConfigError: `rules.toml` of the port names an unknown rule or setting.
    """
    return World(port, realm)
