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


class IncidentOpened(Fact, frozen=True, kw_only=True, tag="incident-opened"):
    """A human case began: by alerts, or by hand (`actor` set; caller, persons and place as told)."""

    incident: str
    priority: Priority
    rule: str
    subject: Subject
    words: Words
    alerts: tuple[str, ...] = ()
    actor: str | None = None
    role: str | None = None
    caller: str | None = None
    persons: int | None = None
    lon: float | None = None
    lat: float | None = None


class IncidentJoined(Fact, frozen=True, kw_only=True, tag="incident-joined"):
    """An alert was taken into an open incident (same cause or same boat)."""

    incident: str
    alert: str
    priority: Priority


class IncidentActed(Fact, frozen=True, kw_only=True, tag="incident-acted"):
    """A person acted on an incident; `version` counts acts and is what the next act must have seen.

    Attributes:
        before, after: states of `twin.incidents.State`; equal for call, note, assign.
        evidence: what proves it: {"kind": "position" | "photo" | "call" | "document" | "waiver", "text"}.
        other: the incident merged into, or the authority transferred to.
        call_id: the call this act made.
    """

    incident: str
    verb: str
    actor: str
    role: str
    before: str
    after: str
    version: int
    request_id: str
    note: str = ""
    to: str | None = None
    evidence: tuple[dict[str, str], ...] = ()
    other: str | None = None
    call_id: str | None = None


class Escalated(Fact, frozen=True, kw_only=True, tag="escalated"):
    """A case waited too long for an acknowledgement, so one more role is asked; the earlier ones stay asked.

    Attributes:
        step: how many steps of `twin.escalation.LADDER` are now taken.
        to: whom this step asks; `officer` is asked a second time.
        waited_s: since the case opened, was reopened or grew graver.
    """

    incident: str
    priority: Priority
    step: int
    to: Literal["officer", "dispatcher", "leader"]
    waited_s: int


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
