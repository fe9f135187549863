from twin import duty
from twin.acts import KeepWatch, TurnClock, WorkIncident

MIN = 60_000


def keep(actor: str, role: str, **more: object) -> KeepWatch:
    return KeepWatch(actor=actor, role=role, request_id="w", **more)


def test_the_watch_is_stood_from_the_first_touch_until_signing_off():
    book = duty.Duty()
    assert book.seat is None
    duty.touch(book, keep("wang", "dispatcher"), MIN)
    duty.touch(book, keep("li", "officer"), 2 * MIN)
    assert (book.seat, book.touched_ms) == ("officer", {"dispatcher": MIN, "officer": 2 * MIN})
    duty.touch(book, keep("li", "officer", leaves=True), 3 * MIN)
    assert book.seat == "dispatcher"


def test_every_act_of_a_role_of_the_watch_is_a_touch_and_others_are_none():
    book = duty.Duty()
    who = {"actor": "li", "role": "officer", "request_id": "r", "incident": "I-1", "seen_version": 0}
    duty.touch(book, WorkIncident(**who, verb="call", note="on channel 16"), MIN)
    duty.touch(book, WorkIncident(**(who | {"role": "patrol"}), verb="note"), 2 * MIN)
    assert book.touched_ms == {"officer": MIN}
    assert book.seat is None


def test_whoever_turns_the_clock_wakes_everybody_until_it_has_turned():
    book = duty.Duty()
    turn = {"actor": "dao", "role": "director", "request_id": "t"}
    duty.touch(book, TurnClock(**turn, rate=10, resume=10, until_ms=90 * MIN), MIN)
    assert (book.rate, book.touched_ms["officer"]) == (10, 90 * MIN)
    duty.touch(book, TurnClock(**turn, rate=0, resume=5), 91 * MIN)
    assert (book.rate, book.touched_ms["officer"]) == (5, 91 * MIN)


def test_the_fact_says_who():
    fact = duty.kept(keep("li", "officer", leaves=True), MIN)
    assert (fact.actor, fact.role, fact.leaves, fact.t_ms) == ("li", "officer", True, MIN)
