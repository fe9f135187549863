import msgspec
import pytest

from tests.twin.casework import PHOTO, WAIVER, act, alert, by_hand, opened, work
from twin import incident_acts, incidents
from twin.acts import Evidence
from twin.facts import IncidentOpened, Refused, Subject


def refused(book: incidents.Book, command, *, danger: bool = False) -> Refused:
    before = msgspec.msgpack.encode(book)
    answer = incident_acts.decide(book, command, 5_000, danger=danger)
    assert isinstance(answer, Refused), answer
    assert msgspec.msgpack.encode(book) == before
    assert (answer.request_id, answer.actor, answer.verb) == (command.request_id, command.actor, command.verb)
    return answer


def test_an_act_on_a_case_that_is_not_there_is_unknown() -> None:
    assert refused(opened(), act("note", 0, case="I-7", note="x")).code == "unknown"


@pytest.mark.parametrize("seen", [-1, 0, 2])
def test_an_act_that_saw_another_version_is_stale_and_told_the_current_one(seen: int) -> None:
    book = opened()
    work(book, "acknowledge")
    answer = refused(book, act("arrive", seen))
    assert (answer.code, answer.version) == ("stale", 1)
    assert "已签收" in answer.words.zh


def test_two_officers_cannot_both_acknowledge() -> None:
    book = opened()
    work(book, "acknowledge", by="li")
    assert refused(book, act("acknowledge", 0, by="wang")).code == "stale"
    assert refused(book, act("acknowledge", 1, by="wang")).code == "conflict"


def test_the_state_must_allow_the_verb() -> None:
    answer = refused(opened(), act("arrive", 0))
    assert answer.code == "conflict"
    assert "Possible: acknowledge" in answer.words.en


@pytest.mark.parametrize("evidence", [(), (WAIVER,), (Evidence("photo", "  "),)])
def test_resolving_needs_evidence_that_is_not_a_waiver(evidence) -> None:
    book = opened()
    work(book, "acknowledge")
    answer = refused(book, act("resolve", 1, evidence=evidence))
    assert (answer.code, answer.words) == ("invalid", incident_acts.incident_words.NEEDS_EVIDENCE)


def test_resolving_keeps_its_evidence_in_the_fact() -> None:
    book = opened()
    work(book, "acknowledge")
    facts = incident_acts.decide(book, act("resolve", 1, evidence=(PHOTO,)), 5_000, danger=True)
    assert not isinstance(facts, Refused)
    assert facts[0].evidence == ({"kind": "photo", "text": PHOTO.text},)


@pytest.mark.parametrize("verb", ["false-alarm", "transfer", "merge", "note", "call"])
def test_what_ends_or_tells_something_needs_words(verb: str) -> None:
    book = opened()
    work(book, "acknowledge")
    assert refused(book, act(verb, 1, to="question", note=" \n")).code == "invalid"


def test_reopening_needs_a_reason() -> None:
    book = opened()
    work(book, "acknowledge", "resolve")
    assert refused(book, act("reopen", 2)).code == "invalid"
    assert work(book, "reopen").after == "open"


def test_an_officer_may_call_a_p3_a_false_alarm_but_not_a_p2() -> None:
    command = act("false-alarm", 0, role="officer", note="a net buoy")
    assert refused(opened(priority=2), command).code == "forbidden"
    assert not isinstance(incident_acts.decide(opened(priority=3), command, 5_000, danger=True), Refused)


def test_assigning_names_somebody_and_transferring_an_authority() -> None:
    book = opened()
    work(book, "acknowledge")
    assert refused(book, act("assign", 1, to=" ")).code == "invalid"
    assert refused(book, act("transfer", 1, note="theirs")).code == "invalid"
    assert refused(book, act("assign", 1, to="x" * 201)).code == "invalid"
    assert work(book, "transfer").other == "MSAR 12395"


def test_a_call_is_a_warning_a_question_or_an_order_and_carries_its_id() -> None:
    book = opened()
    assert refused(book, act("call", 0, note="where are you?", to="shout")).code == "invalid"
    command = act("call", 0, note="where are you?", to="question")
    facts = incident_acts.decide(book, command, 5_000, danger=True, call_id="C-1")
    assert not isinstance(facts, Refused)
    assert (facts[0].call_id, facts[0].before, facts[0].after, facts[0].version) == ("C-1", "open", "open", 1)


def test_a_merge_needs_another_case_that_is_still_being_worked() -> None:
    book = opened()
    incidents.fold(book, incidents.open_by_alert(book, alert("zone-exit-2"), 2_000))
    for target in ("I-1", "I-9", None):
        assert refused(book, act("merge", 0, to=target, note="same boat")).code == "invalid"
    work(book, "acknowledge", "resolve", case="I-2")
    assert refused(book, act("merge", 0, to="I-2", note="same boat")).code == "invalid"


def test_a_merge_hands_alerts_calls_and_the_higher_priority_over() -> None:
    book = opened(priority=1)
    incidents.fold(book, incidents.open_by_alert(book, alert("dark-1", priority=3), 2_000))
    facts = incident_acts.decide(book, act("merge", 0, to="I-2", note="same boat"), 5_000, danger=True)
    assert not isinstance(facts, Refused)
    assert [fact.incident for fact in facts] == ["I-1", "I-2"]
    for fact in facts:
        incidents.fold(book, fact)
    taken = book.incidents["I-2"]
    assert (taken.alerts, taken.priority, book.incidents["I-1"].alerts) == (["dark-1", "zone-exit-1"], 1, [])
    assert book.of_alert == {"dark-1": "I-2", "zone-exit-1": "I-2"}
    answer = refused(book, act("reopen", 1, note="x"))
    assert "I-2" in answer.words.en
    assert answer.code == "conflict"


def test_a_p2_is_closed_by_a_person_who_did_not_respond_and_after_review() -> None:
    book = opened(priority=2)
    work(book, "acknowledge", "verify", by="chen")
    work(book, "dispatch", by="wu")
    work(book, "resolve", by="zhou")
    assert refused(book, act("close", 4, by="gu")).words == incident_acts.incident_words.NEEDS_REVIEW
    work(book, "review", by="wu")
    for responder in ("wu", "zhou"):
        answer = refused(book, act("close", 5, by=responder))
        assert (answer.code, answer.words) == ("forbidden", incident_acts.incident_words.NEEDS_OTHER_EYES)
    assert work(book, "close", by="chen").after == "closed"


def test_a_p3_may_be_closed_by_its_responder_without_review() -> None:
    book = opened(priority=3)
    assert work(book, "acknowledge", "dispatch", "resolve", "close").after == "closed"


def test_nothing_closes_while_the_danger_stands_unless_a_leader_waives_in_writing() -> None:
    book = opened(priority=3)
    work(book, "acknowledge", "resolve")
    unwaived = act("close", 2, role="leader", evidence=(PHOTO, Evidence("waiver", " ")))
    assert refused(book, unwaived, danger=True).words == incident_acts.incident_words.DANGER_STANDS
    assert (
        refused(book, act("close", 2, role="dispatcher", evidence=(WAIVER,)), danger=True).code == "conflict"
    )
    waived = incident_acts.decide(book, act("close", 2, evidence=(WAIVER,)), 5_000, danger=True)
    assert not isinstance(waived, Refused)


def test_a_case_told_by_phone_is_as_much_a_case_as_one_of_a_rule() -> None:
    book = incidents.Book()
    fact = incident_acts.open_by_hand(
        book, by_hand(vessel="V7", persons=3, caller="95166", lon=122.1, lat=29.0), 9_000
    )
    assert isinstance(fact, IncidentOpened)
    assert (fact.incident, fact.rule, fact.subject) == ("I-1", "by-hand", Subject("vessel", "V7"))
    assert (fact.actor, fact.caller, fact.persons, fact.lon) == ("li", "95166", 3, 122.1)
    incidents.fold(book, fact)
    assert work(book, "acknowledge", "resolve").after == "resolved"


@pytest.mark.parametrize(
    "changes",
    [
        {"vessel": " "},
        {"vessel": "x" * 201},
        {"sos_kind": ""},
        {"persons": -1},
        {"persons": 5_001},
        {"lon": 122.0},
        {"lat": 29.0},
        {"lon": float("nan"), "lat": 29.0},
        {"lon": 122.0, "lat": 91.0},
        {"lon": float("inf"), "lat": 0.0},
    ],
)
def test_a_case_told_wrongly_is_refused_with_a_sentence(changes) -> None:
    answer = incident_acts.open_by_hand(incidents.Book(), by_hand(**changes), 9_000)
    assert isinstance(answer, Refused)
    assert (answer.code, answer.verb) == ("invalid", "open")
