from typing import Any

import msgspec
import pytest

from tests.twin.harbour import T0, port
from twin import orders
from twin.acts import EndOrder, GiveOrder
from twin.facts import CallSent, GapNoted, OrderEnded, OrderGiven, Refused
from twin.wire import Words

HOUR = 3_600_000
DAY = 24 * HOUR
BOATS = orders.Boats({"a", "b", "c"}, ("a", "b"), {"harbour"})


def asked(kind: str = "recall", **changes: Any) -> GiveOrder:
    more = {"port-state": {"state": "closed"}, "move": {"zone": "harbour", "vessels": ("a",)}}.get(kind, {})
    said = {"actor": "gu", "role": "leader", "request_id": "r", "order_kind": kind, "to_ms": T0 + HOUR}
    return GiveOrder(**(said | {"note": "typhoon"} | more | changes))


def given(book: orders.Orders, kind: str = "recall", now_ms: int = T0, **changes: Any) -> OrderGiven:
    fact = orders.give(book, asked(kind, **changes), now_ms, BOATS, port())
    assert isinstance(fact, OrderGiven), fact
    for ended in orders.replaced(book, fact):
        orders.fold(book, ended)
    orders.fold(book, fact)
    return fact


def called(book: orders.Orders, order: str, vessel: str, terminal: str = "beidou:1") -> None:
    words = Words("回港", "return")
    orders.fold(
        book,
        CallSent(
            t_ms=T0,
            call_id="C-1",
            vessel=vessel,
            terminal=terminal,
            call_kind="order",
            words=words,
            reply_by_ms=T0 + 1,
            order=order,
        ),
    )


def test_a_recall_that_names_nobody_is_for_all_at_sea_now_and_later():
    fact = given(orders.Orders())
    assert (fact.order, fact.vessels, fact.everyone) == ("O-1", ("a", "b"), True)
    named = given(orders.Orders(), vessels=("c", "c"))
    assert (named.vessels, named.everyone) == (("c",), False)


def test_boats_read_the_deadline_on_the_clock_of_the_port():
    fact = given(orders.Orders())
    assert "9月21日23:13" in fact.words.zh
    assert "21 Sep 23:13 port time" in fact.words.en


def test_a_port_has_one_state_and_is_open_when_its_time_is_over():
    book = orders.Orders()
    assert book.port_state == "open"
    given(book, "port-state", state="restricted")
    given(book, "port-state", state="closed")
    assert (book.port_state, len(book.standing)) == ("closed", 1)
    assert orders.expired(book, T0 + HOUR - 1) == []
    (ended,) = orders.expired(book, T0 + HOUR)
    assert (ended.why, ended.actor) == (orders.TIME_OVER, None)
    orders.fold(book, ended)
    assert book.port_state == "open"


def test_a_recall_stands_past_its_deadline_until_a_person_ends_it():
    book = orders.Orders()
    given(book)
    assert orders.expired(book, T0 + DAY) == []
    assert [one["overdue"] for one in orders.as_json(book, T0 + DAY)] == [True]
    who = {"actor": "gu", "role": "leader", "request_id": "e"}
    foreign = orders.end(book, EndOrder(**who, order="O-1", order_kind="move", note="over"), T0)
    unsaid = orders.end(book, EndOrder(**who, order="O-1", order_kind="recall", note=" "), T0)
    assert [one.code for one in (foreign, unsaid) if isinstance(one, Refused)] == ["unknown", "invalid"]
    ended = orders.end(book, EndOrder(**who, order="O-1", order_kind="recall", note="storm passed"), T0)
    assert isinstance(ended, OrderEnded)
    orders.fold(book, ended)
    assert (book.standing, book.waiting) == ({}, {})


def test_the_list_says_who_still_waits_to_be_told():
    book = orders.Orders()
    given(book)
    called(book, "O-1", "a")
    (shown,) = orders.as_json(book, T0)
    assert (shown["waiting"], shown["unreached"]) == (1, [])
    assert book.carried_ms == {"beidou:1": T0}


def test_a_move_that_is_over_is_remembered_for_a_day_as_it_ended():
    book = orders.Orders()
    given(book, "move", vessels=("a", "c"))
    given(book, "recall")
    for number, t_ms in ((1, T0 + 60_000), (2, T0 + 120_000)):
        kind = book.standing[f"O-{number}"].order_kind
        orders.fold(book, OrderEnded(t_ms=t_ms, order=f"O-{number}", order_kind=kind, why="over"))
    assert [(one.vessels, one.to_ms) for one in book.moved.values()] == [(("a", "c"), T0 + 60_000)]
    orders.fold(book, OrderEnded(t_ms=T0 + 25 * HOUR, order="O-9", order_kind="move", why="over"))
    assert book.moved == {}


def test_of_two_recalls_the_earlier_deadline_is_first():
    book = orders.Orders()
    given(book, to_ms=T0 + 2 * HOUR)
    given(book)
    assert [one.order for one in book.recalls] == ["O-2", "O-1"]


@pytest.mark.parametrize(
    ("kind", "changes", "words"),
    [
        ("move", {"vessels": ()}, orders.NEEDS_VESSELS),
        ("move", {"zone": None}, orders.NEEDS_ZONE),
        ("move", {"zone": "nowhere"}, orders.NEEDS_ZONE),
        ("recall", {"zone": "harbour"}, orders.NEEDS_ZONE),
        ("recall", {"state": "open"}, orders.NEEDS_STATE),
        ("port-state", {"state": None}, orders.NEEDS_STATE),
        ("port-state", {"vessels": ("a",)}, orders.NEEDS_STATE),
        ("recall", {"to_ms": T0}, orders.IN_THE_PAST),
        ("recall", {"to_ms": T0 + 8 * DAY}, orders.TOO_LONG),
        ("recall", {"note": " "}, orders.NEEDS_REASON),
    ],
)
def test_an_order_that_makes_no_sense_is_refused_with_a_sentence(kind, changes, words):
    answer = orders.give(orders.Orders(), asked(kind, **changes), T0, BOATS, port())
    assert isinstance(answer, Refused)
    assert (answer.code, answer.words) == ("invalid", words)


def test_boats_nobody_knows_are_named_and_a_hundred_orders_are_enough():
    answer = orders.give(orders.Orders(), asked(vessels=("a", "z9")), T0, BOATS, port())
    assert isinstance(answer, Refused)
    assert "z9 (1 in all)" in answer.words.en
    book = orders.Orders()
    for _ in range(orders.MOST_STANDING):
        given(book)
    full = orders.give(book, asked(), T0, BOATS, port())
    assert isinstance(full, Refused)
    assert full.words == orders.TOO_MANY_STANDING
    assert given(book, "port-state").state == "closed"


def test_facts_rebuild_the_book_and_other_facts_change_nothing():
    book, again = orders.Orders(), orders.Orders()
    for kind in ("recall", "port-state", "move"):
        orders.fold(again, given(book, kind))
    orders.fold(again, GapNoted(t_ms=9, from_ms=1, why="stall"))
    assert again == book == msgspec.msgpack.decode(msgspec.msgpack.encode(book), type=orders.Orders)
