"""Every command a person can give, as values; `api` checks who they are, `step` whether it can be."""

from typing import Annotated, Literal

import msgspec

from twin.fact import Subject

Verb = Literal[
    "acknowledge",
    "verify",
    "confirm",
    "dispatch",
    "arrive",
    "control",
    "resolve",
    "review",
    "close",
    "reopen",
    "false-alarm",
    "merge",
    "split",
    "transfer",
    "call",
    "note",
    "assign",
]
VERBS: tuple[str, ...] = Verb.__args__  # type: ignore[attr-defined]  # typing's Literal
Role = Literal[
    "viewer",
    "officer",
    "dispatcher",
    "leader",
    "director",
    "evaluator",
    "patrol",
    "skipper",
    "township",
    "service",
    "admin",
]
ROLES: tuple[str, ...] = Role.__args__  # type: ignore[attr-defined]  # typing's Literal
OrderKind = Literal["recall", "port-state", "move"]
PortState = Literal["open", "restricted", "in-only", "closed", "shelter"]
Note = Annotated[str, msgspec.Meta(max_length=2000)]
Key = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]


class Evidence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What proves a step of the loop; `waiver` is a leader's written reason to close without the rest."""

    kind: Literal["position", "photo", "call", "document", "waiver"]
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]


class Act(msgspec.Struct, frozen=True, kw_only=True, tag_field="act"):
    """Base of all commands: who, as what, and the key that makes a repeat harmless."""

    actor: str
    role: Role
    request_id: Key


class WorkIncident(Act, frozen=True, kw_only=True, tag="work-incident"):
    """Do `verb` on an incident, having seen `seen_version` of it.

    Attributes:
        to: whom (assign), where (transfer), which incident (merge), which boat (split), or the call's
            kind (call).
        note: free text; for `call` what to say to the boat.
    """

    incident: str
    verb: Verb
    seen_version: int
    note: Note = ""
    to: str | None = None
    evidence: tuple[Evidence, ...] = ()


class OpenIncident(Act, frozen=True, kw_only=True, tag="open-incident"):
    """Open a case by hand, most often from a phone call (domain.md §2.3.14).

    Attributes:
        alert: a standing alert to make a case of now, without waiting for its grace to run out.
    """

    vessel: str
    sos_kind: str
    priority: Literal[1, 2, 3, 4]
    note: Note
    caller: str = ""
    persons: int | None = None
    lon: float | None = None
    lat: float | None = None
    alert: str | None = None


class PutZone(Act, frozen=True, kw_only=True, tag="put-zone"):
    """Draw or change a zone: a GeoJSON feature as text, already parsed once by the door."""

    zone: str
    feature: str


class GrantPermit(Act, frozen=True, kw_only=True, tag="grant-permit"):
    """Let boats do for a time what a rule would flag."""

    vessels: tuple[str, ...]
    permit_kind: Literal["ban-transfer", "repair", "planned-silence", "opening-day", "move"]
    from_ms: int
    to_ms: int
    note: Note
    zone: str | None = None


class GiveOrder(Act, frozen=True, kw_only=True, tag="give-order"):
    """Order boats home, the port into a state, or boats to another anchorage (domain.md §1.3, §2.3.12).

    Attributes:
        vessels: whom; empty = for a recall every boat at sea, for a port state nobody in particular.
        state: of the port, for `port-state` only.
        zone: where boats are to go, for `move` only.
        to_ms: by when boats must be in shelter (recall) or there (move), or when the state ends; UTC ms.
    """

    order_kind: OrderKind
    to_ms: int
    note: Note
    vessels: tuple[str, ...] = ()
    state: PortState | None = None
    zone: str | None = None


class EndOrder(Act, frozen=True, kw_only=True, tag="end-order"):
    """End an order that stands; `order_kind` is the kind that the actor may end."""

    order: str
    order_kind: OrderKind
    note: Note


class KeepWatch(Act, frozen=True, kw_only=True, tag="keep-watch"):
    """Stand the watch at a console: sent by the page when it is touched, at most once a minute.

    Attributes:
        leaves: the person signs off.
        rate: realm seconds in a real one, as the door knows it.
    """

    leaves: bool = False
    rate: float = 1.0


class TurnClock(Act, frozen=True, kw_only=True, tag="turn-clock"):
    """Turn the realm's clock, in realms `sim` and `drill-` only.

    Attributes:
        rate: realm seconds in a real one from now on; 0 = paused.
        resume: the rate that a resumption after a pause goes on with.
        until_ms: run ahead to this instant first, UTC ms; None = do not.
    """

    rate: float
    resume: float
    until_ms: int | None = None


class ShelveAlarm(Act, frozen=True, kw_only=True, tag="shelve-alarm"):
    """Set an alarm aside: shelve it for a time, or take it out of service for maintenance.

    Attributes:
        rule: None for every alarm of a station that goes out of service.
        once: end as soon as the alert that stands now clears.
        checks: what must be confirmed before a return to service.
    """

    how: Literal["shelved", "out-of-service"]
    rule: str | None
    subject: Subject
    until_ms: int
    note: Note
    once: bool = False
    checks: tuple[str, ...] = ()


class ReturnAlarm(Act, frozen=True, kw_only=True, tag="return-alarm"):
    """Let an alarm that was set aside call people again, its checks confirmed."""

    shelf: str
    note: Note = ""
    checked: tuple[str, ...] = ()


AnyAct = (
    WorkIncident
    | OpenIncident
    | PutZone
    | GrantPermit
    | GiveOrder
    | EndOrder
    | KeepWatch
    | TurnClock
    | ShelveAlarm
    | ReturnAlarm
)
