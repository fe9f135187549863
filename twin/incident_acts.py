"""What people may do with cases: each act becomes facts, or is refused with a sentence that says what to do.

Who may give which command is settled at the doors (`authorize`); here stands what only the case itself can
tell: that the act has seen its newest version, that its state allows the verb, and the hard rules of
domain.md §3.1: evidence, reasons, four eyes (四眼), and no closing while a danger stands.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from twin import incident_words, splitting
from twin.acts import Evidence, OpenIncident, WorkIncident
from twin.casebook import Book, Incident
from twin.facts import (
    AlertRaised,
    IncidentActed,
    IncidentJoined,
    IncidentOpened,
    IncidentSplit,
    Refused,
    Subject,
)
from twin.incident_loop import WORKING, State, next_state, skips_review, verbs_now
from twin.wire import CallKind, Words

RESPONDERS_DID = ("dispatch", "arrive", "control", "resolve")
"""Who did any of these responded, and leaves the closing of a P1 or P2 to another person (四眼)."""
LONGEST_NAME = 200
MOST_PERSONS = 5_000
NOTHING: Mapping[str, AlertRaised] = {}
_CALL_KINDS: tuple[str, ...] = CallKind.__args__  # type: ignore[attr-defined]  # typing's Literal


class _Fault(NamedTuple):
    code: Literal["stale", "forbidden", "invalid", "unknown", "conflict"]
    words: Words


def decide(
    book: Book,
    act: WorkIncident,
    now_ms: int,
    *,
    danger: bool,
    call_id: str | None = None,
    standing: Mapping[str, AlertRaised] = NOTHING,
) -> list[IncidentActed | IncidentJoined | IncidentSplit | IncidentOpened] | Refused:
    """Return what an act on a case makes true, or why it is refused; the book is not touched.

    One `IncidentActed`; for a merge one `IncidentJoined` for each alert that the other case takes over;
    for a split the leaving of a boat and the opening of its own case.

    Args:
        book: the case book as it stands.
        act: the command, from a person whose role may give it.
        now_ms: the step's instant.
        danger: an alert of the case still stands.
        call_id: the call that `call` makes; the caller sends it only if the act is not refused.
        standing: the alerts that stand, of which `split` takes some out.
    """
    incident = book.incidents.get(act.incident)
    if incident is None:
        return _refused(act, now_ms, _Fault("unknown", incident_words.unknown_case(act.incident)), None)
    fault = _view_fault(incident, act) or _need_fault(book, incident, act)
    if fault is None and act.verb == "close":
        fault = _close_fault(incident, act, danger=danger)
    leaving = _leaving(incident, act, standing)
    if fault is None and act.verb == "split" and not 0 < len(leaving) < len(incident.alerts):
        fault = _Fault("invalid", incident_words.not_to_split((act.to or "").strip()))
    if fault is not None:
        return _refused(act, now_ms, fault, incident.version)
    acted = _acted(incident, act, now_ms, call_id, f"I-{book.next_number}")
    if act.verb != "split":
        return [acted, *_handed_over(book, incident, act, now_ms)]
    who = {"actor": act.actor, "role": act.role, "note": act.note}
    return [acted, *splitting.part(book, incident, leaving, "by-hand", now_ms, **who)]


def _leaving(incident: Incident, act: WorkIncident, standing: Mapping[str, AlertRaised]) -> list[AlertRaised]:
    """Return the standing alerts of the case that are about whom a split names."""
    found = [standing[name] for name in incident.alerts if name in standing] if act.verb == "split" else []
    return [alert for alert in found if alert.subject.id == (act.to or "").strip()]


def _refused(act: WorkIncident, now_ms: int, fault: _Fault, version: int | None) -> Refused:
    return Refused(
        t_ms=now_ms,
        request_id=act.request_id,
        actor=act.actor,
        verb=act.verb,
        code=fault.code,
        words=fault.words,
        incident=act.incident,
        version=version,
    )


def _view_fault(incident: Incident, act: WorkIncident) -> _Fault | None:
    """Return why the act does not fit the case as it stands: version first, then state."""
    state, priority = incident.state, incident.priority
    if act.seen_version != incident.version:
        words = incident_words.stale_view(state, incident.version, act.seen_version)
        return _Fault("stale", words)
    if state == State.MERGED and act.verb != "note":
        return _Fault("conflict", incident_words.merged_already(incident.merged_into or ""))
    if next_state(act.verb, state, waits=incident.waits) is None:
        words = incident_words.wrong_state(act.verb, state, verbs_now(state, priority, waits=incident.waits))
        return _Fault("conflict", words)
    if skips_review(act.verb, state, priority):
        return _Fault("conflict", incident_words.NEEDS_REVIEW)
    return None


def _need_fault(book: Book, incident: Incident, act: WorkIncident) -> _Fault | None:
    """Return what the verb needs of the act, its role or another case, and does not get."""
    if act.verb == "false-alarm" and incident.priority <= 2 and act.role not in ("dispatcher", "leader"):
        return _Fault("forbidden", incident_words.NEEDS_HIGHER_ROLE)
    fault, to = lacks(act), (act.to or "").strip()
    if fault is None and act.verb == "merge" and not _may_take_over(book, to, incident):
        fault = incident_words.no_such_target(to)
    return None if fault is None else _Fault("invalid", fault)


def lacks(act: WorkIncident) -> Words | None:
    """Return what the verb needs and the act does not bring, whatever the case; None if nothing."""
    has_note, to = bool(act.note.strip()), (act.to or "").strip()
    match act.verb:
        case _ if len(to) > LONGEST_NAME:
            return incident_words.TOO_LONG
        case "resolve" if not any(_proves(piece) for piece in act.evidence):
            return incident_words.NEEDS_EVIDENCE
        case "false-alarm" | "transfer" | "reopen" | "merge" | "split" if not has_note:
            return incident_words.NEEDS_REASON
        case "note" | "call" if not has_note:
            return incident_words.NEEDS_TEXT
        case "call" if to and to not in _CALL_KINDS:
            return incident_words.NEEDS_CALL_KIND
        case "assign" if not to:
            return incident_words.NEEDS_WHOM
        case "transfer" if not to:
            return incident_words.NEEDS_AUTHORITY
    return None


def _proves(piece: Evidence) -> bool:
    return piece.kind != "waiver" and bool(piece.text.strip())


def _may_take_over(book: Book, other_id: str, incident: Incident) -> bool:
    other = book.incidents.get(other_id)
    return other is not None and other.id != incident.id and other.state in WORKING


def _close_fault(incident: Incident, act: WorkIncident, *, danger: bool) -> _Fault | None:
    """Return why this person may not close the case now: four eyes, then a danger that still stands."""
    did = incident.actors.get(act.actor, ())
    if incident.priority <= 2 and any(verb in RESPONDERS_DID for verb in did):
        return _Fault("forbidden", incident_words.NEEDS_OTHER_EYES)
    waived = any(piece.kind == "waiver" and piece.text.strip() for piece in act.evidence)
    if danger and not (act.role == "leader" and waived):
        return _Fault("conflict", incident_words.DANGER_STANDS)
    return None


def _acted(
    incident: Incident, act: WorkIncident, now_ms: int, call_id: str | None, own: str
) -> IncidentActed:
    """Return the deed; `own` is the number of the case that a split would open."""
    to = act.to.strip() if act.to else None
    return IncidentActed(
        t_ms=now_ms,
        incident=incident.id,
        verb=act.verb,
        actor=act.actor,
        role=act.role,
        before=incident.state.value,
        after=(next_state(act.verb, incident.state, waits=incident.waits) or incident.state).value,
        version=incident.version + 1,
        request_id=act.request_id,
        note=act.note,
        to=to,
        evidence=tuple({"kind": piece.kind, "text": piece.text} for piece in act.evidence),
        other=own if act.verb == "split" else to if act.verb in ("merge", "transfer") else None,
        call_id=call_id if act.verb == "call" else None,
    )


def _handed_over(book: Book, incident: Incident, act: WorkIncident, now_ms: int) -> list[IncidentJoined]:
    if act.verb != "merge":
        return []
    other = book.incidents[(act.to or "").strip()]
    priority = min(other.priority, incident.priority)
    return [
        IncidentJoined(t_ms=now_ms, incident=other.id, alert=alert, priority=priority)
        for alert in incident.alerts
    ]


def open_by_hand(book: Book, act: OpenIncident, now_ms: int) -> IncidentOpened | Refused:
    """Return the opening of a case told by a person (domain.md §2.3.14), or why it cannot be opened.

    Fold it before the next case is opened, for each takes the book's next number.
    """
    fault = _fault_by_hand(act)
    if fault is not None:
        return Refused(
            t_ms=now_ms, request_id=act.request_id, actor=act.actor, verb="open", code="invalid", words=fault
        )
    vessel = act.vessel.strip()
    return IncidentOpened(
        t_ms=now_ms,
        incident=f"I-{book.next_number}",
        priority=act.priority,
        rule="by-hand",
        subject=Subject("vessel", vessel),
        words=incident_words.told_by_hand(vessel, act.sos_kind, act.persons, act.caller, act.note),
        actor=act.actor,
        role=act.role,
        caller=act.caller.strip() or None,
        persons=act.persons,
        lon=act.lon,
        lat=act.lat,
    )


def _fault_by_hand(act: OpenIncident) -> Words | None:
    if max(len(act.vessel), len(act.sos_kind), len(act.caller)) > LONGEST_NAME:
        return incident_words.TOO_LONG
    if not act.vessel.strip():
        return incident_words.NEEDS_VESSEL
    if not act.sos_kind.strip():
        return incident_words.NEEDS_EMERGENCY
    if act.persons is not None and not 0 <= act.persons <= MOST_PERSONS:
        return incident_words.BAD_PERSONS
    return None if _is_place(act.lon, act.lat) else incident_words.BAD_PLACE


def _is_place(lon: float | None, lat: float | None) -> bool:
    if lon is None or lat is None:
        return lon is lat
    return -180 <= lon <= 180 and -90 <= lat <= 90
