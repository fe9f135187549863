"""How good the alarms were: every alert's life and label, folded from the facts that the journal keeps.

What the label means (domain.md §3.5: nuisance, true, missed; a missed danger has no alert and is not here):

- `true`: its case was confirmed, resolved, closed or transferred; or it was told to the boat, cleared without
  a case, and so was cured by the boat.
- `nuisance`: its case ended as a false alarm, or late evidence retracted it.
- `open`: nobody knows yet. `listed`: a caution that cleared by itself; nobody was asked, so nobody judged it.
"""

from typing import Literal

import msgspec

from twin.annunciation import Annunciation, Attention, hear
from twin.facts import (
    AlarmReturned,
    AlarmShelved,
    AlertChanged,
    AlertCleared,
    AlertRaised,
    AlertRetracted,
    Fact,
    IncidentActed,
    IncidentJoined,
    IncidentOpened,
    Priority,
    Subject,
)

Label = Literal["true", "nuisance", "open", "listed"]
PROVEN = ("confirm", "resolve", "close", "transfer")
"""Verbs by which a person says that the danger was real."""


class Life(msgspec.Struct, kw_only=True):
    """One alert from its raising to its end.

    Attributes:
        priority: the gravest it had.
        since_ms, raised_ms, ended_ms: when its finding began to hold, lasted, and was over; UTC ms.
        case: the case that holds it now.
        retracted: late evidence ended it.
        label, why: how it was judged, and by which words.
    """

    alert: str
    rule: str
    subject: Subject
    zone: str | None
    priority: Priority
    since_ms: int
    raised_ms: int
    ended_ms: int | None = None
    case: str | None = None
    retracted: bool = False
    label: Label = "open"
    why: str = ""


class Case(msgspec.Struct, kw_only=True):
    """What of a case is measured.

    Attributes:
        asked_ms: when it last began to wait for an acknowledgement, None while it does not.
        acks_s: the waits that ended with one, seconds.
        acked_ms: the instants of those acknowledgements.
    """

    rule: str
    alerts: list[str]
    asked_ms: int | None
    acks_s: list[float] = msgspec.field(default_factory=list)
    acked_ms: list[int] = msgspec.field(default_factory=list)


class Shelving(msgspec.Struct, kw_only=True):
    """An alarm that a person set aside, from when until when, UTC ms; None = it still is."""

    how: Literal["shelved", "out-of-service"]
    from_ms: int
    ended_ms: int | None = None


class Record(msgspec.Struct):
    """All that was heard: lives, cases and shelvings by id, and every annunciation in order."""

    attention: Attention = msgspec.field(default_factory=Attention)
    lives: dict[str, Life] = msgspec.field(default_factory=dict)
    cases: dict[str, Case] = msgspec.field(default_factory=dict)
    shelvings: dict[str, Shelving] = msgspec.field(default_factory=dict)
    called: list[Annunciation] = msgspec.field(default_factory=list)


def take(record: Record, fact: Fact) -> None:
    """Take the next fact, in the order in which they became true; tests of the button are not counted."""
    called = hear(record.attention, fact)
    if called is not None:
        record.called.append(called)
        if called.incident in record.cases:
            _ask(record.cases[called.incident], called.t_ms)
    match fact:
        case AlertRaised() if not fact.test:
            _begin(record, fact)
        case AlertChanged() if fact.alert in record.lives:
            life = record.lives[fact.alert]
            life.priority = min(life.priority, fact.priority)
        case AlertCleared() | AlertRetracted() if fact.alert in record.lives:
            _end(record.lives[fact.alert], fact)
        case IncidentOpened():
            asked_ms = None if called is None else fact.t_ms
            record.cases[fact.incident] = Case(rule=fact.rule, alerts=[], asked_ms=asked_ms)
            for alert in fact.alerts:
                _hold(record, fact.incident, alert)
        case IncidentJoined():
            _hold(record, fact.incident, fact.alert)
        case IncidentActed() if fact.incident in record.cases:
            _act(record, record.cases[fact.incident], fact)
        case AlarmShelved():
            record.shelvings[fact.shelf] = Shelving(how=fact.how, from_ms=fact.t_ms)
        case AlarmReturned() if fact.shelf in record.shelvings:
            record.shelvings[fact.shelf].ended_ms = fact.t_ms


def _begin(record: Record, fact: AlertRaised) -> None:
    record.lives[fact.alert] = Life(
        alert=fact.alert,
        rule=fact.rule,
        subject=fact.subject,
        zone=fact.zone,
        priority=fact.priority,
        since_ms=fact.since_ms,
        raised_ms=fact.t_ms,
    )


def _end(life: Life, fact: AlertCleared | AlertRetracted) -> None:
    life.ended_ms = fact.t_ms
    if isinstance(fact, AlertRetracted):
        life.retracted, life.label, life.why = True, "nuisance", fact.words.en
    elif life.case is None:
        cured = life.priority == 3 and life.subject.kind == "vessel"
        life.label, life.why = ("true", "cured by the boat") if cured else ("listed", "")


def _hold(record: Record, incident: str, alert: str) -> None:
    case, life = record.cases.get(incident), record.lives.get(alert)
    if case is None or life is None:
        return
    before = record.cases.get(life.case or "")
    if before is not None and alert in before.alerts:
        before.alerts.remove(alert)
    life.case = incident
    case.alerts.append(alert)


def _ask(case: Case, t_ms: int) -> None:
    if case.asked_ms is None:
        case.asked_ms = t_ms


def _act(record: Record, case: Case, fact: IncidentActed) -> None:
    if fact.verb == "acknowledge" and case.asked_ms is not None:
        case.acks_s.append((fact.t_ms - case.asked_ms) / 1000)
        case.acked_ms.append(fact.t_ms)
    if fact.verb == "acknowledge" or fact.verb in PROVEN or fact.verb in ("false-alarm", "merge"):
        case.asked_ms = None
    if fact.verb in PROVEN:
        _label(record, case, "true", fact.verb)
    elif fact.verb == "false-alarm":
        _label(record, case, "nuisance", fact.note)
    elif fact.verb == "reopen":
        _label(record, case, "open", "")


def _label(record: Record, case: Case, label: Label, why: str) -> None:
    for alert in case.alerts:
        life = record.lives[alert]
        if not life.retracted:
            life.label, life.why = label, why
