"""The case book: what people carry from an alert, or a phone call, to a proven end.

Machines open cases and join alerts; only people move cases (`twin.incident_acts.decide`), over the table of
`twin.incident_loop`. Nothing but `fold` changes the book, so that stored facts rebuild it.
"""

from twin import splitting
from twin.casebook import (
    KEPT_ALERTS,
    KEPT_ENDED,
    KEPT_ENDED_MS,
    KEPT_EVIDENCE,
    KEPT_MEMBERS,
    Book,
    CaseCall,
    Incident,
)
from twin.facts import (
    AlertChanged,
    AlertCleared,
    AlertRaised,
    AlertRetracted,
    CallAnswered,
    CallSent,
    CallUnanswered,
    Escalated,
    Fact,
    IncidentActed,
    IncidentJoined,
    IncidentOpened,
    IncidentSplit,
    Priority,
    Subject,
)
from twin.incident_loop import ENDED, WORKING, State


def open_by_alert(book: Book, alert: AlertRaised, now_ms: int) -> IncidentOpened:
    """Return the opening of a case for an alert that no case holds.

    Fold it before the next case is opened, for each takes the book's next number.

    Raises:
        ValueError: an open case holds the alert already.
    """
    _refuse_held(book, alert.alert)
    return IncidentOpened(
        t_ms=now_ms,
        incident=f"I-{book.next_number}",
        priority=alert.priority,
        rule=alert.rule,
        subject=alert.subject,
        words=alert.words,
        alerts=(alert.alert,),
        lon=alert.lon,
        lat=alert.lat,
    )


def open_incident_of(book: Book, subject: Subject, rule: str | None = None) -> Incident | None:
    """Return the newest case about the subject (and of this rule, if named), not resolved and not full.

    Cases about a vessel that nobody could name are never joined: two unknown vessels are not one.
    """
    if subject.id == "unknown":
        return None
    most = KEPT_MEMBERS if subject.kind == "port" else KEPT_ALERTS
    cases = (book.incidents[id_] for id_ in reversed(book.working.get(subject.key, ())))
    return next((c for c in cases if len(c.alerts) < most and rule in (None, c.rule)), None)


def join(book: Book, incident_id: str, alert: AlertRaised, now_ms: int) -> IncidentJoined:
    """Return the joining of an alert to a case, with the priority that the case has from then on.

    Raises:
        ValueError: an open case holds the alert already.
    """
    _refuse_held(book, alert.alert)
    priority = min(book.incidents[incident_id].priority, alert.priority)
    return IncidentJoined(t_ms=now_ms, incident=incident_id, alert=alert.alert, priority=priority)


def _refuse_held(book: Book, alert: str) -> None:
    if alert in book.of_alert:
        raise ValueError(f"alert {alert} is in {book.of_alert[alert]} already")


def fold(book: Book, fact: Fact) -> None:
    """Bring the book up to a fact; facts that do not concern cases change nothing."""
    match fact:
        case IncidentOpened():
            _fold_opened(book, fact)
        case IncidentJoined():
            _fold_joined(book, book.incidents[fact.incident], fact)
        case IncidentSplit():
            splitting.fold(book, fact)
        case IncidentActed():
            _fold_acted(book, fact)
        case AlertChanged() if fact.alert in book.of_alert:
            _worsen(book.incidents[book.of_alert[fact.alert]], fact.priority, fact.t_ms)
        case Escalated():
            book.incidents[fact.incident].escalated = fact.step
        case AlertCleared() | AlertRetracted():
            _fold_over(book, fact)
        case CallSent():
            _fold_call(book, fact)
        case CallAnswered() if fact.call_id in book.calls:
            book.calls[fact.call_id].answered = True
            book.calls[fact.call_id].answer = fact.answer
        case CallUnanswered() if fact.call_id in book.calls:
            book.calls[fact.call_id].answered = False


def _fold_joined(book: Book, incident: Incident, fact: IncidentJoined) -> None:
    incident.eased_ms = -1
    incident.split_from = fact.split_from or incident.split_from
    _hold(book, incident, fact.alert)
    _worsen(incident, fact.priority, fact.t_ms)


def _fold_over(book: Book, fact: AlertCleared | AlertRetracted) -> None:
    if fact.alert in book.of_alert:
        book.incidents[book.of_alert[fact.alert]].eased_ms = fact.t_ms
    for call_id in book.calls_of_alert.pop(fact.alert, ()):
        del book.calls[call_id]


def _fold_opened(book: Book, fact: IncidentOpened) -> None:
    incident = Incident(
        id=fact.incident,
        rule=fact.rule,
        subject=fact.subject,
        words=fact.words,
        priority=fact.priority,
        opened_ms=fact.t_ms,
        called_ms=fact.t_ms,
        lon=fact.lon,
        lat=fact.lat,
        split_from=fact.split_from,
    )
    book.incidents[incident.id] = incident
    book.next_number += 1
    for alert in fact.alerts:
        _hold(book, incident, alert)
    _place(book, incident, fact.t_ms)


def _hold(book: Book, incident: Incident, alert: str) -> None:
    """Make the case hold the alert, and the calls that the alert alone had led to."""
    book.of_alert[alert] = incident.id
    incident.alerts.append(alert)
    incident.calls.extend(book.calls_of_alert.pop(alert, ()))


def _worsen(incident: Incident, priority: Priority, now_ms: int) -> None:
    """Make the case as grave as this, if it is not; who acknowledged less is asked anew."""
    if priority < incident.priority:
        incident.priority = priority
        incident.acked_ms, incident.called_ms, incident.escalated = None, now_ms, 0


def _fold_call(book: Book, fact: CallSent) -> None:
    incident = book.incidents.get(fact.incident or book.of_alert.get(fact.alert or "", ""))
    if incident is not None:
        incident.calls.append(fact.call_id)
    elif fact.alert is not None:
        book.calls_of_alert.setdefault(fact.alert, []).append(fact.call_id)
    else:
        return
    book.calls[fact.call_id] = CaseCall(fact.call_kind, vessel=fact.vessel)


def _fold_acted(book: Book, fact: IncidentActed) -> None:
    incident = book.incidents[fact.incident]
    incident.state = State(fact.after)
    incident.version = fact.version
    verbs = incident.actors.setdefault(fact.actor, [])
    if fact.verb not in verbs:
        verbs.append(fact.verb)
    pieces = [*incident.evidence, *fact.evidence]
    incident.evidence = pieces[-KEPT_EVIDENCE:]
    incident.evidence_left += len(pieces) - len(incident.evidence)
    match fact.verb:
        case "acknowledge":
            incident.acked_ms, incident.owner, incident.escalated = fact.t_ms, fact.actor, 0
        case "assign":
            incident.owner = fact.to
        case "review":
            incident.reviewed_by = fact.actor
        case "reopen":
            incident.reviewed_by = None
            incident.reopened += 1
            incident.acked_ms, incident.called_ms, incident.escalated = None, fact.t_ms, 0
        case "merge":
            _merge(book, incident, book.incidents[fact.other or ""], fact.t_ms)
    _place(book, incident, fact.t_ms)


def _merge(book: Book, incident: Incident, other: Incident, now_ms: int) -> None:
    """Hand calls and priority over to the other case; its alerts follow, one `IncidentJoined` each."""
    incident.merged_into = other.id
    _worsen(other, incident.priority, now_ms)
    other.calls.extend(incident.calls)
    incident.calls = []
    for alert in incident.alerts:
        del book.of_alert[alert]
    incident.alerts = []


def _place(book: Book, incident: Incident, now_ms: int) -> None:
    """Bring the indexes up to the case's state, and let the oldest ended cases go."""
    cases = book.working.setdefault(incident.subject.key, [])
    if incident.state in WORKING and incident.id not in cases:
        cases.append(incident.id)
    elif incident.state not in WORKING and incident.id in cases:
        cases.remove(incident.id)
    if not cases:
        del book.working[incident.subject.key]
    if incident.state in ENDED and incident.id not in book.ended:
        book.ended[incident.id] = now_ms
        for alert in incident.alerts:
            del book.of_alert[alert]
    elif incident.state not in ENDED and book.ended.pop(incident.id, None) is not None:
        # Another case may have taken an alert over while this one was closed.
        incident.alerts = [alert for alert in incident.alerts if alert not in book.of_alert]
        book.of_alert.update(dict.fromkeys(incident.alerts, incident.id))
    _archive(book, now_ms)


def _archive(book: Book, now_ms: int) -> None:
    while book.ended:
        oldest, ended_ms = next(iter(book.ended.items()))
        if len(book.ended) <= KEPT_ENDED and now_ms - ended_ms < KEPT_ENDED_MS:
            return
        del book.ended[oldest]
        for call_id in book.incidents.pop(oldest).calls:
            del book.calls[call_id]
        book.archived += 1
