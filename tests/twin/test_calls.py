from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin import calls
from twin.decode import TerminalSaid
from twin.facts import CallAnswered, CallSent, CallUnanswered, GapNoted
from twin.wire import AnswerBody, CallBody, HealthBody, Words

WORDS = Words("请返航", "please turn back")


def sent(book: calls.Calls, now_ms: int = 1_000, **more: Any) -> CallSent:
    call = calls.send(book, "V1", "beidou:12345", "warning", WORDS, now_ms, 300_000, **more)
    calls.fold(book, call)
    return call


def reply(call_id: str, answer: Any = "complying", text: str | None = None, t_ms: int = 5) -> TerminalSaid:
    return TerminalSaid(
        "beidou:12345", "beidou", AnswerBody(t_ms=t_ms, call_id=call_id, answer=answer, text=text), 6
    )


def take(book: calls.Calls, said: TerminalSaid, now_ms: int, vessel: str = "V1") -> CallAnswered:
    fact = calls.answered(book, said, vessel, now_ms)
    assert isinstance(fact, CallAnswered), fact
    calls.fold(book, fact)
    return fact


def test_a_call_leaves_as_a_letter_to_the_terminals_own_topic() -> None:
    call = sent(calls.Calls(), alert="zone-exit-1")
    topic, payload = calls.letter_of(call)
    assert topic == "terminal/beidou/12345/call"
    body = msgspec.json.decode(payload, type=CallBody)
    assert body == CallBody("C-1", 1_000, "warning", WORDS, 301_000)


def test_calls_are_numbered_one_after_another() -> None:
    book = calls.Calls()
    assert [sent(book).call_id for _ in range(3)] == ["C-1", "C-2", "C-3"]


def test_an_emergency_gives_ninety_seconds_to_answer_and_anything_else_five_minutes() -> None:
    assert [calls.reply_within_ms(priority) for priority in (1, 2, 3, 4)] == [
        90_000,
        300_000,
        300_000,
        300_000,
    ]


def test_an_answer_in_time_ends_the_waiting() -> None:
    book = calls.Calls()
    sent(book, incident="I-1")
    fact = take(book, reply("C-1", text="returning"), 300_999)
    assert (fact.answer, fact.text, fact.incident, fact.late, fact.t_ms) == (
        "complying",
        "returning",
        "I-1",
        False,
        300_999,
    )
    assert calls.expired(book, 999_000) == []
    assert calls.next_due_ms(book) is None


def test_a_call_without_an_answer_runs_out_once() -> None:
    book = calls.Calls()
    sent(book, incident="I-1")
    assert calls.next_due_ms(book) == 301_000
    assert calls.expired(book, 300_999) == []
    facts = calls.expired(book, 301_000)
    assert facts == [CallUnanswered(t_ms=301_000, call_id="C-1", vessel="V1", incident="I-1")]
    calls.fold(book, facts[0])
    assert calls.expired(book, 301_100) == []


def test_an_answer_after_the_reply_time_counts_and_is_marked_late() -> None:
    book = calls.Calls()
    sent(book)
    for fact in calls.expired(book, 301_000):
        calls.fold(book, fact)
    assert take(book, reply("C-1", t_ms=1_001), 301_100).late


def test_the_same_answer_again_is_a_duplicate_and_a_new_one_is_news() -> None:
    book = calls.Calls()
    sent(book)
    take(book, reply("C-1", "received"), 2_000)
    assert calls.answered(book, reply("C-1", "received"), "V1", 2_100) == "duplicate"
    assert take(book, reply("C-1", "need-help", "water in the engine room"), 9_000).answer == "need-help"


def test_a_terminal_cannot_flood_a_call_with_texts_yet_may_always_ask_for_help() -> None:
    book = calls.Calls()
    sent(book)
    for n in range(calls.MOST_TEXTS):
        take(book, reply("C-1", "received", f"{n}"), 2_000)
    assert calls.answered(book, reply("C-1", "received", "more"), "V1", 2_100) == "too-many-answers"
    assert take(book, reply("C-1", "need-help"), 2_200).answer == "need-help"


def test_answers_to_unknown_calls_and_to_calls_of_other_boats_are_refused() -> None:
    book = calls.Calls()
    sent(book)
    assert calls.answered(book, reply("C-2"), "V1", 2_000) == "unknown-call"
    assert calls.answered(book, reply("C-1"), "V2", 2_000) == "foreign-call"


def test_what_is_not_an_answer_is_a_mistake_of_the_caller() -> None:
    said = TerminalSaid("beidou:1", "beidou", HealthBody(), 6)
    with pytest.raises(TypeError, match="not an answer"):
        calls.answered(calls.Calls(), said, "V1", 2_000)


def test_calls_that_are_over_leave_memory_after_a_day_and_are_counted() -> None:
    book = calls.Calls()
    for _ in range(3):
        sent(book)
    take(book, reply("C-1"), 2_000)
    take(book, reply("C-2"), 2_000 + calls.KEPT_OVER_MS)
    assert list(book.by_id) == ["C-2", "C-3"]
    assert book.forgotten == 1
    assert calls.answered(book, reply("C-1", "unable"), "V1", 3_000) == "unknown-call"


def test_at_most_five_thousand_calls_that_are_over_stay_in_memory() -> None:
    book = calls.Calls()
    for _ in range(calls.KEPT_OVER + 2):
        take(book, reply(sent(book).call_id), 2_000)
    assert (len(book.by_id), len(book.over), book.forgotten) == (calls.KEPT_OVER, calls.KEPT_OVER, 2)


def test_facts_about_other_things_change_nothing() -> None:
    book = calls.Calls()
    calls.fold(book, GapNoted(t_ms=9, from_ms=1, why="stall"))
    calls.fold(book, CallAnswered(t_ms=9, call_id="C-9", vessel="V1", answer="received"))
    calls.fold(book, CallUnanswered(t_ms=9, call_id="C-9", vessel="V1"))
    assert book == calls.Calls()


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["send", "answer", "wait"]),
            st.integers(1, 4),
            st.sampled_from(["received", "complying", "need-help"]),
            st.sampled_from([0, 100, 60_000, 90_000, 90_001]),
        ),
        max_size=30,
    )
)
def test_every_call_ends_answered_or_unanswered_and_facts_rebuild_the_book(
    moves: list[tuple[str, int, str, int]],
) -> None:
    book, facts, now_ms = calls.Calls(), [], 1_000

    def keep(fact: Any) -> None:
        facts.append(fact)
        calls.fold(book, fact)

    for move, number, word, wait_ms in moves:
        now_ms += wait_ms
        if move == "send":
            keep(calls.send(book, "V1", "cell:1", "question", WORDS, now_ms, 90_000))
        elif move == "answer":
            fact = calls.answered(book, reply(f"C-{number}", word), "V1", now_ms)
            if not isinstance(fact, str):
                keep(fact)
        for fact in calls.expired(book, now_ms):
            keep(fact)
    for fact in calls.expired(book, now_ms + 90_000):
        keep(fact)
    ids = {f.call_id for f in facts if isinstance(f, CallSent)}
    silent = [f.call_id for f in facts if isinstance(f, CallUnanswered)]
    told = {f.call_id for f in facts if isinstance(f, CallAnswered)}
    told_in_time = {f.call_id for f in facts if isinstance(f, CallAnswered) and not f.late}
    assert len(silent) == len(set(silent))
    assert {*silent} | told == ids
    assert not {*silent} & told_in_time
    assert book.waiting == {}
    rebuilt = calls.Calls()
    for fact in facts:
        calls.fold(rebuilt, fact)
    assert rebuilt == book == msgspec.msgpack.decode(msgspec.msgpack.encode(book), type=calls.Calls)
