"""What becomes true of cases: opened, joined, split, worked by people, and put to the next role."""

from typing import Literal

from twin.fact import Fact, Priority, Subject
from twin.wire import Words

SplitWhy = Literal["graver", "other-rule", "outlasts", "by-hand"]


class IncidentOpened(Fact, frozen=True, kw_only=True, tag="incident-opened"):
    """A human case began: by alerts, or by hand (`actor` set; caller, persons and place as told).

    Attributes:
        split_from: the card that its subject was on with others, until it came to differ.
    """

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
    split_from: str | None = None


class IncidentJoined(Fact, frozen=True, kw_only=True, tag="incident-joined"):
    """An alert was taken into an open incident (same cause or same boat).

    Attributes:
        split_from: the card that let go of it, if one did.
    """

    incident: str
    alert: str
    priority: Priority
    split_from: str | None = None


class IncidentSplit(Fact, frozen=True, kw_only=True, tag="incident-split"):
    """One of many on a card came to differ and left it; what took its alerts in follows at once.

    Attributes:
        incident, into: the card, and the case that holds it from now on.
        subject, alerts: who left, and with which alerts.
        why: it is graver than the others; another rule found it graver; it stands though the others are
            over; or a person took it out (`actor` set).
    """

    incident: str
    into: str
    subject: Subject
    alerts: tuple[str, ...]
    why: SplitWhy
    actor: str | None = None
    role: str | None = None


class IncidentActed(Fact, frozen=True, kw_only=True, tag="incident-acted"):
    """A person acted on an incident; `version` counts acts and is what the next act must have seen.

    Attributes:
        before, after: states of `twin.incidents.State`; equal for call, note, assign.
        evidence: what proves it: {"kind": "position" | "photo" | "call" | "document" | "waiver", "text"}.
        other: the incident merged into, the one a split opens, or the authority transferred to.
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
