"""What becomes true of alerts: raised, changed, cleared, or retracted by late evidence."""

from typing import Literal

from twin.fact import Fact, Mark, Priority, Subject
from twin.wire import Words


class AlertRaised(Fact, frozen=True, kw_only=True, tag="alert-raised"):
    """A finding lasted: one open alert per (rule, subject, zone).

    Attributes:
        since_ms: when the finding began to hold.
        value, limit, unit: what was seen against what is allowed ("why did this fire?").
        lon, lat: where, degrees, when it has a place.
        incident: the incident that took the alert at once, if any.
        words: one honest sentence, both languages: what was seen.
        test: True for an SOS marked as a test.
        other: the other vessel of a pair.
        assumed, clears: what was taken for granted, and what would end it.
        draw: what a map may draw to explain it.
    """

    alert: str
    rule: str
    subject: Subject
    priority: Priority
    since_ms: int
    words: Words
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


class AlertChanged(Fact, frozen=True, kw_only=True, tag="alert-changed"):
    """An open alert grew or fell in priority; `words` says why now."""

    alert: str
    priority: Priority
    words: Words
    value: float | None = None
    limit: float | None = None


class AlertCleared(Fact, frozen=True, kw_only=True, tag="alert-cleared"):
    """The finding has not held for its release time; the incident, if any, stays open for people."""

    alert: str
    words: Words
    incident: str | None = None


class AlertRetracted(Fact, frozen=True, kw_only=True, tag="alert-retracted"):
    """Late evidence shows the alert should not have been raised."""

    alert: str
    words: Words
    incident: str | None = None


class FloodBegan(Fact, frozen=True, kw_only=True, tag="flood-began"):
    """A seat is called more often than a person can answer; `annunciations` in the last ten minutes."""

    annunciations: int


class FloodEnded(Fact, frozen=True, kw_only=True, tag="flood-ended"):
    """The flood that began at `since_ms` is over."""

    since_ms: int


class ChatterFound(Fact, frozen=True, kw_only=True, tag="chatter-found"):
    """One alarm was raised so many times within a minute; a person may shelve it, the machine never does.

    Attributes:
        about: its zone, or the other vessel of a pair.
    """

    rule: str
    subject: Subject
    times: int
    about: str | None = None


class AlarmShelved(Fact, frozen=True, kw_only=True, tag="alarm-shelved"):
    """A person set an alarm aside: its alerts open no case, or, out of service, are not judged.

    Attributes:
        rule: None for every alarm of a station that is out of service.
        priority: the gravest that is set aside; a graver one ends a shelving.
        until_ms: when a shelving ends, or the return to service is expected.
        once: it ends as soon as the alert clears.
        checks: what must be confirmed before it returns to service.
    """

    shelf: str
    how: Literal["shelved", "out-of-service"]
    rule: str | None
    subject: Subject
    priority: Priority
    until_ms: int
    actor: str
    role: str
    note: str
    once: bool = False
    checks: tuple[str, ...] = ()


class AlarmReturned(Fact, frozen=True, kw_only=True, tag="alarm-returned"):
    """An alarm that was set aside calls people again; `actor` is None where time or the danger ended it."""

    shelf: str
    why: Literal["time-over", "by-hand", "cleared", "worsened"]
    actor: str | None = None
    role: str | None = None
    note: str = ""
    checked: tuple[str, ...] = ()
