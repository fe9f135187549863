import pytest

from tests.twin.casework import WORDS, act, again, alert, by_hand, call_sent, opened, work
from twin import incident_acts, incident_seen, incidents
from twin.acts import Evidence
from twin.facts import (
    AlertChanged,
    AlertCleared,
    CallAnswered,
    CallUnanswered,
    GapNoted,
    Refused,
    Subject,
)
from twin.incident_loop import State

BOAT = Subject("vessel", "V1")


def test_an_alert_opens_a_case_that_waits_to_be_acknowledged() -> None:
    book = opened()
    case = book.incidents["I-1"]
    assert (case.state, case.version, case.priority, case.alerts) == (State.OPEN, 0, 2, ["zone-exit-1"])
    assert (case.opened_ms, case.lon, case.lat) == (2_000, 122.0, 29.1)
    assert book.next_number == 2


def test_an_alert_is_never_in_two_open_cases() -> None:
    book = opened()
    with pytest.raises(ValueError, match="I-1 already"):
        incidents.open_by_alert(book, alert(), 2_000)
    incidents.fold(book, incidents.open_by_alert(book, alert("dark-1"), 2_000))
    with pytest.raises(ValueError, match="I-1 already"):
        incidents.join(book, "I-2", alert(), 2_000)


def test_a_new_alert_joins_the_case_of_the_same_boat_and_may_raise_it() -> None:
    book = opened(priority=3)
    case = incidents.open_incident_of(book, BOAT)
    assert case is book.incidents["I-1"]
    incidents.fold(book, incidents.join(book, "I-1", alert("sos-1", priority=1), 2_000))
    incidents.fold(book, incidents.join(book, "I-1", alert("dark-1", priority=4), 2_000))
    assert (case.alerts, case.priority, case.version) == (["zone-exit-1", "sos-1", "dark-1"], 1, 0)


def test_a_resolved_case_is_not_joined_and_a_reopened_one_is() -> None:
    book = opened()
    work(book, "acknowledge", "resolve")
    assert incidents.open_incident_of(book, BOAT) is None
    work(book, "reopen")
    assert incidents.open_incident_of(book, BOAT) is book.incidents["I-1"]


def test_two_vessels_that_nobody_could_name_are_not_one() -> None:
    book = incidents.Book()
    fact = incident_acts.open_by_hand(book, by_hand(), 1_000)
    incidents.fold(book, fact)
    assert incidents.open_incident_of(book, Subject("vessel", "unknown")) is None


def test_a_case_full_of_alerts_leaves_the_next_one_to_a_new_case() -> None:
    book = opened()
    for n in range(2, incidents.KEPT_ALERTS + 1):
        incidents.fold(book, incidents.join(book, "I-1", alert(f"zone-exit-{n}"), 2_000))
    assert incidents.open_incident_of(book, BOAT) is None


def test_an_alert_that_grows_raises_its_case_and_one_that_falls_does_not_lower_it() -> None:
    book = opened(priority=3)
    for priority in (2, 4):
        incidents.fold(book, AlertChanged(t_ms=9, alert="zone-exit-1", priority=priority, words=WORDS))
    incidents.fold(book, AlertChanged(t_ms=9, alert="other-1", priority=1, words=WORDS))
    assert book.incidents["I-1"].priority == 2


def test_acknowledging_owns_the_case_and_assigning_hands_it_on() -> None:
    book = opened()
    case = book.incidents["I-1"]
    work(book, "acknowledge", by="chen", now_ms=7_000)
    assert (case.owner, case.acked_ms) == ("chen", 7_000)
    work(book, "assign", by="chen")
    assert (case.owner, case.state) == ("wang", State.ACKNOWLEDGED)


def test_a_reopened_case_waits_to_be_acknowledged_and_reviewed_anew() -> None:
    book = opened()
    work(book, "acknowledge", "resolve", "review")
    case = book.incidents["I-1"]
    assert case.reviewed_by == "li"
    work(book, "reopen")
    assert (case.state, case.acked_ms, case.reviewed_by, case.reopened) == (State.OPEN, None, None, 1)


def test_a_reopened_case_leaves_alerts_to_the_case_that_took_them_meanwhile() -> None:
    book = opened(priority=3)
    incidents.fold(book, incidents.join(book, "I-1", alert("dark-1"), 2_000))
    work(book, "false-alarm")
    incidents.fold(book, incidents.open_by_alert(book, alert(), 4_000))
    work(book, "reopen")
    assert book.incidents["I-1"].alerts == ["dark-1"]
    assert book.of_alert == {"zone-exit-1": "I-2", "dark-1": "I-1"}


def test_only_the_newest_evidence_is_kept_in_memory_and_the_rest_counted() -> None:
    book = opened()
    for n in range(incidents.KEPT_EVIDENCE + 3):
        facts = incident_acts.decide(
            book, act("note", n, note="x", evidence=(Evidence("photo", f"{n}"),)), 3_000, danger=False
        )
        assert not isinstance(facts, Refused)
        incidents.fold(book, facts[0])
    case = book.incidents["I-1"]
    assert (len(case.evidence), case.evidence_left, case.evidence[0]["text"]) == (100, 3, "3")


def test_the_machines_call_for_an_alert_is_seen_in_the_case_that_opens_later() -> None:
    book = incidents.Book()
    incidents.fold(book, call_sent("C-1", alert_id="zone-exit-1"))
    incidents.fold(book, CallAnswered(t_ms=9, call_id="C-1", vessel="V1", answer="received"))
    incidents.fold(book, incidents.open_by_alert(book, alert(), 2_000))
    incidents.fold(book, call_sent("C-2", incident="I-1"))
    incidents.fold(book, CallUnanswered(t_ms=9, call_id="C-2", vessel="V1"))
    incidents.fold(book, call_sent("C-3", alert_id="zone-exit-1"))
    assert incident_seen.as_json(book, book.incidents["I-1"], danger=True)["calls"] == [
        {"call_id": "C-1", "kind": "warning", "vessel": "V1", "answered": True, "answer": "received"},
        {"call_id": "C-2", "kind": "warning", "vessel": "V1", "answered": False},
        {"call_id": "C-3", "kind": "warning", "vessel": "V1"},
    ]


def test_calls_of_alerts_that_cleared_without_a_case_leave_memory() -> None:
    book = incidents.Book()
    incidents.fold(book, call_sent("C-1", alert_id="zone-exit-1"))
    incidents.fold(book, call_sent("C-2"))
    incidents.fold(book, AlertCleared(t_ms=9, alert="zone-exit-1", words=WORDS))
    incidents.fold(book, CallAnswered(t_ms=9, call_id="C-1", vessel="V1", answer="received"))
    assert book == incidents.Book()


def test_the_calls_of_a_merged_case_follow_its_alerts() -> None:
    book = opened()
    incidents.fold(book, incidents.open_by_alert(book, alert("dark-1"), 2_000))
    incidents.fold(book, call_sent("C-1", incident="I-1"))
    for fact in incident_acts.decide(book, act("merge", 0, to="I-2", note="one"), 3_000, danger=True):
        incidents.fold(book, fact)
    incidents.fold(book, CallAnswered(t_ms=9, call_id="C-1", vessel="V1", answer="complying", incident="I-1"))
    (call,) = incident_seen.as_json(book, book.incidents["I-2"], danger=True)["calls"]
    assert call["answer"] == "complying"


def test_ended_cases_leave_memory_after_a_day_and_are_counted() -> None:
    book = opened()
    incidents.fold(book, call_sent("C-1", incident="I-1"))
    work(book, "false-alarm", now_ms=10_000)
    at = 10_000 + incidents.KEPT_ENDED_MS
    incidents.fold(book, incidents.open_by_alert(book, alert("dark-1", "V2"), at - 1))
    assert list(book.incidents) == ["I-1", "I-2"]
    incidents.fold(book, incidents.open_by_alert(book, alert("dark-2", "V3"), at))
    assert list(book.incidents) == ["I-2", "I-3"]
    assert (book.archived, book.calls, book.ended) == (1, {}, {})


def test_at_most_a_thousand_ended_cases_stay_in_memory() -> None:
    book = incidents.Book()
    for n in range(1, incidents.KEPT_ENDED + 3):
        incidents.fold(book, incidents.open_by_alert(book, alert(f"dark-{n}"), 2_000))
        work(book, "false-alarm", case=f"I-{n}")
    assert (len(book.incidents), book.archived, book.of_alert) == (incidents.KEPT_ENDED, 2, {})


def test_facts_about_other_things_change_nothing() -> None:
    book = opened()
    before = again(book)
    incidents.fold(book, GapNoted(t_ms=9_000, from_ms=1, why="stall"))
    assert book == before
