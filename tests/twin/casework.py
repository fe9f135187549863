"""Short ways to say things about cases, for the tests of the loop."""

from typing import Any

import msgspec

from twin import incident_acts, incidents
from twin.acts import Evidence, OpenIncident, WorkIncident
from twin.facts import AlertRaised, CallSent, IncidentActed, Refused, Subject
from twin.wire import Words

PHOTO = Evidence("photo", "boat inside the harbour, seen from the quay")
WAIVER = Evidence("waiver", "sunk in 40 m, the terminal will never answer")
WORDS = Words("越出电子围栏", "left its zone")


def alert(name: str = "zone-exit-1", vessel: str = "V1", priority: Any = 2, t_ms: int = 1_000) -> AlertRaised:
    return AlertRaised(
        t_ms=t_ms,
        alert=name,
        rule="zone-exit",
        subject=Subject("vessel", vessel),
        priority=priority,
        since_ms=t_ms - 60_000,
        words=WORDS,
        lon=122.0,
        lat=29.1,
    )


def by_hand(**changes: Any) -> OpenIncident:
    said: dict[str, Any] = {
        "actor": "li",
        "role": "officer",
        "request_id": "r0",
        "vessel": "unknown",
        "sos_kind": "medical",
        "priority": 1,
        "note": "",
    }
    return OpenIncident(**(said | changes))


def act(
    verb: Any, seen: int, *, by: str = "li", role: Any = "leader", case: str = "I-1", **more: Any
) -> WorkIncident:
    return WorkIncident(
        actor=by,
        role=role,
        request_id=f"r-{verb}-{seen}",
        incident=case,
        verb=verb,
        seen_version=seen,
        **more,
    )


def opened(priority: int = 2) -> incidents.Book:
    """A book with one case, I-1, opened by alert zone-exit-1."""
    book = incidents.Book()
    incidents.fold(book, incidents.open_by_alert(book, alert(priority=priority), 2_000))
    return book


def work(
    book: incidents.Book, *verbs: Any, by: str = "li", case: str = "I-1", now_ms: int = 3_000
) -> IncidentActed:
    """Do verbs one after another as a leader, with all that any of them needs; return the last fact."""
    assert verbs
    for verb in verbs:
        seen = book.incidents[case].version
        command = act(verb, seen, by=by, case=case, note="because", to=_TO.get(verb), evidence=(PHOTO,))
        facts = incident_acts.decide(book, command, now_ms, danger=False)
        assert not isinstance(facts, Refused), facts.words.en
        for fact in facts:
            incidents.fold(book, fact)
    first = facts[0]
    assert isinstance(first, IncidentActed)
    return first


_TO = {"assign": "wang", "transfer": "MSAR 12395", "call": "question"}


def call_sent(call_id: str, alert_id: str | None = None, incident: str | None = None) -> CallSent:
    return CallSent(
        t_ms=1_500,
        call_id=call_id,
        vessel="V1",
        terminal="beidou:1",
        call_kind="warning",
        words=WORDS,
        reply_by_ms=301_500,
        alert=alert_id,
        incident=incident,
    )


def again(book: incidents.Book) -> incidents.Book:
    return msgspec.msgpack.decode(msgspec.msgpack.encode(book), type=incidents.Book)
