"""What can become true of the shore, people, weather, orders and the clock; in the union of `twin.facts`."""

from typing import Literal

from twin.fact import Fact
from twin.wire import StormPoint, Words


class FeedChanged(Fact, frozen=True, kw_only=True, tag="feed-changed"):
    """A feed's health changed: starting, up, suspect or down; `vessels` are heard only through it."""

    feed: str
    state: Literal["starting", "up", "suspect", "down"]
    why: str
    vessels: int = 0


class GapNoted(Fact, frozen=True, kw_only=True, tag="gap-noted"):
    """The twin itself was not listening from `from_ms` until now: at a start, or through a stall."""

    from_ms: int
    why: Literal["start", "stall", "broker"]


class ClockTurned(Fact, frozen=True, kw_only=True, tag="clock-turned"):
    """A person turned the realm's clock: how fast it runs, and the instant it runs ahead to.

    Attributes:
        rate: realm seconds in a real one, 0 = paused; after a run ahead it holds again.
        resume: the rate that a resumption after a pause goes on with.
    """

    actor: str
    role: str
    request_id: str
    rate: float
    resume: float
    until_ms: int | None = None


class WatchKept(Fact, frozen=True, kw_only=True, tag="watch-kept"):
    """Somebody touched a console on watch, or left it; at most once a minute a person."""

    actor: str
    role: str
    leaves: bool = False


class PersonMoved(Fact, frozen=True, kw_only=True, tag="person-moved"):
    """The ledger of people changed: ashore, aboard (of `vessel`) or unknown; `said_ms` the muster's time."""

    person: str
    state: Literal["ashore", "aboard", "unknown"]
    vessel: str | None = None
    registered: bool = True
    said_ms: int | None = None


class VoyageReported(Fact, frozen=True, kw_only=True, tag="voyage-reported"):
    """A skipper reported a departure or an arrival with the crew aboard."""

    vessel: str
    what: Literal["departure", "arrival"]
    crew: tuple[str, ...] = ()
    planned_return_ms: int | None = None
    gear: str | None = None
    area: str | None = None
    said_ms: int | None = None


class GateSeen(Fact, frozen=True, kw_only=True, tag="gate-passed"):
    """A hull crossed a harbour mouth; `length_m` as the sensor of the gate took it."""

    gate: str
    direction: Literal["in", "out"]
    vessel: str | None = None
    persons: int | None = None
    length_m: float | None = None
    said_ms: int | None = None


class BerthChanged(Fact, frozen=True, kw_only=True, tag="berth-changed"):
    """Who lies at a berth changed."""

    berth: str
    vessels: tuple[str, ...]


class WeatherChanged(Fact, frozen=True, kw_only=True, tag="weather-changed"):
    """New weather replaced the old of the same source and kind, or what stood has run out (`stale`).

    Attributes:
        track: of a typhoon: where its centre was, is and is expected, with the radii of its winds.
    """

    source: str
    what: Literal["typhoon", "forecast", "warning"]
    issued_ms: int
    valid_to_ms: int
    valid_from_ms: int | None = None
    stale: bool = False
    force: int | None = None
    level: str | None = None
    name: str | None = None
    text: str | None = None
    track: tuple[StormPoint, ...] = ()


class OrderGiven(Fact, frozen=True, kw_only=True, tag="order-given"):
    """An order stands: boats recalled, the port in another state, or boats moved (domain.md §2.3.12).

    Attributes:
        vessels: whom it was sent to.
        everyone: it also holds for whoever is at sea later.
        to_ms: by when it must be carried out, or, of a port state, when it ends; UTC ms.
    """

    order: str
    order_kind: str
    to_ms: int
    actor: str
    role: str
    note: str
    words: Words
    vessels: tuple[str, ...] = ()
    everyone: bool = False
    state: str | None = None
    zone: str | None = None


class OrderEnded(Fact, frozen=True, kw_only=True, tag="order-ended"):
    """An order stands no more: a person ended it, another took its place, or its time is over (no actor)."""

    order: str
    order_kind: str
    why: str
    actor: str | None = None
    role: str | None = None
