"""Everything that can become true: one tagged union, stored for ever, shown to every screen in order.

A fact says what happened; screens and books fold facts and never guess. `t_ms` is the instant of the step
that made it true, on the realm's clock. Ids are stable words made once: `{rule}-{n}` for alerts, `I-{n}` for
incidents, `C-{n}` for calls, with `n` counted by the world, so that a replay names everything alike.
"""

from typing import Any, Literal

from twin.alert_facts import (
    AlarmReturned,
    AlarmShelved,
    AlertChanged,
    AlertCleared,
    AlertRaised,
    AlertRetracted,
    ChatterFound,
    FloodBegan,
    FloodEnded,
)
from twin.case_facts import (
    Escalated,
    IncidentActed,
    IncidentJoined,
    IncidentOpened,
    IncidentSplit,
)
from twin.fact import Fact, Mark, Priority, Subject, SubjectKind
from twin.shore_facts import (
    BerthChanged,
    ClockTurned,
    FeedChanged,
    GapNoted,
    GateSeen,
    OrderEnded,
    OrderGiven,
    PersonMoved,
    VoyageReported,
    WatchKept,
    WeatherChanged,
)
from twin.wire import Words

__all__ = [
    "AlarmReturned",
    "AlarmShelved",
    "AlertChanged",
    "AlertCleared",
    "AlertRaised",
    "AlertRetracted",
    "AnyFact",
    "BerthChanged",
    "CallAnswered",
    "CallSent",
    "CallUnanswered",
    "ChatterFound",
    "ClockTurned",
    "Escalated",
    "Fact",
    "FeedChanged",
    "FloodBegan",
    "FloodEnded",
    "GapNoted",
    "GateSeen",
    "IncidentActed",
    "IncidentJoined",
    "IncidentOpened",
    "IncidentSplit",
    "Mark",
    "OrderEnded",
    "OrderGiven",
    "PermitGranted",
    "PersonMoved",
    "Priority",
    "Refused",
    "SosHeard",
    "Subject",
    "SubjectKind",
    "VesselKnown",
    "VoyageReported",
    "WatchKept",
    "WeatherChanged",
    "ZoneChanged",
]


class VesselKnown(Fact, frozen=True, kw_only=True, tag="vessel-known"):
    """A vessel has entered the fleet, or its identity or claims changed; `number` is dense and never reused.

    Attributes:
        number: the integer that stands for the vessel in position frames.
        registered: False for a terminal the register does not know.
        group: the group (编组) it sails with; `pair` its registered pair-trawl partner.
    """

    vessel: str
    number: int
    name: Words
    registered: bool
    vessel_class: str
    gear: str = "none"
    terminals: tuple[str, ...] = ()
    mmsi: str | None = None
    callsign: str | None = None
    length_m: float | None = None
    beam_m: float | None = None
    rated_persons: int | None = None
    wind_class: int | None = None
    home_port: str | None = None
    skipper: str | None = None
    township: str | None = None
    draught_m: float | None = None
    group: str | None = None
    pair: str | None = None


class CallSent(Fact, frozen=True, kw_only=True, tag="call-sent"):
    """A warning, question or order left for a boat; `actor` None = the machine's automatic first call."""

    call_id: str
    vessel: str
    terminal: str
    call_kind: Literal["warning", "question", "order"]
    words: Words
    reply_by_ms: int
    alert: str | None = None
    incident: str | None = None
    actor: str | None = None
    order: str | None = None


class CallAnswered(Fact, frozen=True, kw_only=True, tag="call-answered"):
    """A boat answered a call."""

    call_id: str
    vessel: str
    answer: str
    text: str = ""
    incident: str | None = None
    late: bool = False


class CallUnanswered(Fact, frozen=True, kw_only=True, tag="call-unanswered"):
    """The reply time of a call ran out without an answer."""

    call_id: str
    vessel: str
    incident: str | None = None


class SosHeard(Fact, frozen=True, kw_only=True, tag="sos-heard"):
    """A distress message is stored; its receipt goes to the terminal after commit.

    Attributes:
        said_ms: the device's own time; `late` when it was raised long before it was received.
    """

    event_id: str
    terminal: str
    vessel: str
    sos_kind: str
    said_ms: int
    test: bool = False
    late: bool = False
    lon: float | None = None
    lat: float | None = None
    text: str | None = None


class ZoneChanged(Fact, frozen=True, kw_only=True, tag="zone-changed"):
    """A zone was drawn or changed; `geometry` is GeoJSON in degrees."""

    zone: str
    version: int
    actor: str
    geometry: dict[str, Any]
    properties: dict[str, Any]


class PermitGranted(Fact, frozen=True, kw_only=True, tag="permit-granted"):
    """A permit stands for boats and a time: the named rules do not speak of them (domain.md §2.3.12)."""

    permit: str
    vessels: tuple[str, ...]
    permit_kind: str
    from_ms: int
    to_ms: int
    actor: str
    role: str
    note: str
    zone: str | None = None


class Refused(Fact, frozen=True, kw_only=True, tag="refused"):
    """A person's command was refused; the sentence says why and what to do next."""

    request_id: str
    actor: str
    verb: str
    code: Literal["stale", "forbidden", "invalid", "unknown", "conflict"]
    words: Words
    incident: str | None = None
    version: int | None = None


AnyFact = (
    VesselKnown
    | AlertRaised
    | AlertChanged
    | AlertCleared
    | AlertRetracted
    | IncidentOpened
    | IncidentJoined
    | IncidentSplit
    | IncidentActed
    | Escalated
    | FloodBegan
    | FloodEnded
    | ChatterFound
    | AlarmShelved
    | AlarmReturned
    | CallSent
    | CallAnswered
    | CallUnanswered
    | SosHeard
    | FeedChanged
    | GapNoted
    | PersonMoved
    | VoyageReported
    | GateSeen
    | BerthChanged
    | WeatherChanged
    | ZoneChanged
    | PermitGranted
    | OrderGiven
    | OrderEnded
    | WatchKept
    | ClockTurned
    | Refused
)
