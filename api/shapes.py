"""What a screen is told over the feed: the JSON of its frames, as structs.

Servers may build these as plain dicts; the structs are the one description that the page's TypeScript types
are generated from (`api.schema`) and that tests hold real frames against. Facts and acts come from `twin`.
"""

from typing import Literal

import msgspec

from api.doors import ClockState
from twin.acts import Role, Verb
from twin.facts import (
    AlarmShelved,
    ChatterFound,
    Mark,
    Priority,
    Subject,
    VesselKnown,
    WeatherChanged,
)
from twin.wire import CallKind, Words

IncidentState = Literal[
    "open",
    "acknowledged",
    "verifying",
    "confirmed",
    "dispatched",
    "on_scene",
    "controlled",
    "resolved",
    "reviewed",
    "closed",
    "false_alarm",
    "merged",
    "transferred",
]


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """Base of everything a screen is told; a field with a default may be absent or null."""


class AlertSeen(Shape, frozen=True, kw_only=True):
    """An alert as a screen holds it: what `AlertRaised` said, and how it stands now.

    Attributes:
        since_ms, t_ms, changed_ms: when it began to hold, was raised, last changed; UTC ms.
        acked: True once a person has taken the incident that holds it, as grave as it is now.
        other, assumed, clears, draw: as in `AlertRaised`.
    """

    alert: str
    rule: str
    subject: Subject
    priority: Priority
    t_ms: int
    since_ms: int
    words: Words
    state: Literal["active", "cleared", "retracted"]
    changed_ms: int
    acked: bool = False
    zone: str | None = None
    value: float | None = None
    limit: float | None = None
    unit: str | None = None
    lon: float | None = None
    lat: float | None = None
    incident: str | None = None
    source: str = ""
    test: bool = False
    other: str | None = None
    assumed: Words | None = None
    clears: Words | None = None
    draw: tuple[Mark, ...] = ()


class CallSeen(Shape, frozen=True, kw_only=True):
    """A call made for an incident, and what came back; `answered` is absent while nobody answered."""

    call_id: str
    kind: CallKind
    answered: bool | None = None
    answer: str | None = None
    vessel: str = ""


class IncidentSeen(Shape, frozen=True, kw_only=True):
    """An incident as a screen holds it; `verbs` are those possible in its state, whoever asks.

    Attributes:
        danger: an alert of it still stands.
        called_ms: when it last began to wait for an acknowledgement: opened, reopened or grown graver.
        escalated: how many roles beyond the first call were asked since (`twin.escalation`).
        version: what the next act must have seen.
        split_from, split_off: the card its subject left, and the cases of those who left this one.
    """

    incident: str
    state: IncidentState
    version: int
    priority: Priority
    rule: str
    subject: Subject
    words: Words
    alerts: tuple[str, ...]
    opened_ms: int
    called_ms: int
    danger: bool
    verbs: tuple[Verb, ...]
    calls: tuple[CallSeen, ...] = ()
    escalated: int = 0
    acked_ms: int | None = None
    owner: str | None = None
    lon: float | None = None
    lat: float | None = None
    split_from: str | None = None
    split_off: tuple[str, ...] = ()


class FeedSeen(Shape, frozen=True, kw_only=True):
    """A feed's health; `age_ms` since anything was heard through it, absent when nothing ever was."""

    feed: str
    state: Literal["starting", "up", "suspect", "down"]
    age_ms: int | None = None
    why: str = ""


class ReadingSeen(Shape, frozen=True, kw_only=True):
    """The newest value of one quantity of one station; `t_ms` is the station's own time, UTC ms."""

    station: str
    quantity: str
    value: float
    unit: str
    t_ms: int
    state: str = ""


class PeopleSeen(Shape, frozen=True, kw_only=True):
    """The ledger: registered = ashore + aboard (in port) + at_sea + unknown; the first roll-call's end."""

    ashore: int
    aboard: int
    at_sea: int
    unknown: int
    registered: int
    roll_call_ms: int


class BerthSeen(Shape, frozen=True, kw_only=True):
    """Who lies at a berth of `places` places."""

    berth: str
    places: int
    vessels: tuple[str, ...]


class OrderSeen(Shape, frozen=True, kw_only=True):
    """An order that stands: whom it is for, by when, and how far it has been told.

    Attributes:
        waiting: boats that wait to be told, for the channels are narrow.
        unreached: boats that no terminal can tell.
        overdue: its time is over; of a recall, boats may still be out.
    """

    order: str
    order_kind: str
    t_ms: int
    to_ms: int
    actor: str
    role: str
    note: str
    words: Words
    waiting: int
    unreached: tuple[str, ...]
    overdue: bool
    vessels: tuple[str, ...] = ()
    everyone: bool = False
    state: str | None = None
    zone: str | None = None


class Welcome(Shape, frozen=True, kw_only=True, tag_field="type", tag="welcome"):
    """First frame: which history this is, and whether what was missed follows or a snapshot does."""

    epoch: str
    seq: int
    resumed: bool
    realm: str
    now_ms: int
    rate: float
    clock: ClockState
    name: str
    role: Role


class Snapshot(Shape, frozen=True, kw_only=True, tag_field="type", tag="snapshot"):
    """The whole picture as of fact `as_of`; positions follow in their own frame."""

    as_of: int
    now_ms: int
    vessels: tuple[VesselKnown, ...]
    alerts: tuple[AlertSeen, ...]
    incidents: tuple[IncidentSeen, ...]
    feeds: tuple[FeedSeen, ...]
    stations: tuple[ReadingSeen, ...]
    people: PeopleSeen
    berths: tuple[BerthSeen, ...]
    weather: tuple[WeatherChanged, ...] = ()
    flood_ms: int = -1
    chatters: tuple[ChatterFound, ...] = ()
    shelves: tuple[AlarmShelved, ...] = ()
    orders: tuple[OrderSeen, ...] = ()
    zones_version: int = 0


class Positions(Shape, frozen=True, kw_only=True, tag_field="type", tag="positions"):
    """Columns of `n` vessels: 1/600000 degree, 0.1 kn (1023 none), 0.1 deg (3600 none), deg (511 none).

    `age` of the fix at `now_ms` in 0.1 s (65535 = older); `interval` = expected seconds between reports;
    `kind` = index in `TERMINAL_KINDS`; `state` = low nibble one of `FIX_STATES`, +16 doubtful position,
    +32 permitted silence.
    """

    full: bool
    pos_seq: int
    now_ms: int
    n: int
    number: tuple[int, ...]
    lon: tuple[int, ...]
    lat: tuple[int, ...]
    sog: tuple[int, ...]
    cog: tuple[int, ...]
    hdg: tuple[int, ...]
    age: tuple[int, ...]
    interval: tuple[int, ...]
    state: tuple[int, ...]
    kind: tuple[int, ...]
    degraded: bool = False


class Readings(Shape, frozen=True, kw_only=True, tag_field="type", tag="readings"):
    """New station values: rows of station, quantity, value, unit, t_ms."""

    now_ms: int
    rows: tuple[tuple[str, str, float, str, int], ...]


class Heartbeat(Shape, frozen=True, kw_only=True, tag_field="type", tag="heartbeat"):
    """At least each second: the feed lives, and how old everything behind it is."""

    seq: int
    now_ms: int
    rate: float
    clock: ClockState
    feeds: tuple[FeedSeen, ...]


FIX_STATES = ("none", "under-way", "moored", "cannot-tell", "off-in-port", "late", "dark")
DOUBTFUL = 16
PERMITTED_SILENCE = 32
