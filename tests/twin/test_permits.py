from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin import permits
from twin.acts import GrantPermit
from twin.facts import GapNoted, PermitGranted, Refused

HOUR = 3_600_000
DAY = 24 * HOUR


def asked(**changes: Any) -> GrantPermit:
    said: dict[str, Any] = {
        "actor": "gu",
        "role": "leader",
        "request_id": "r1",
        "vessels": ("V1", "V2"),
        "permit_kind": "planned-silence",
        "from_ms": 10 * HOUR,
        "to_ms": 20 * HOUR,
        "note": "terminal in repair",
    }
    return GrantPermit(**(said | changes))


def granted(book: permits.Permits, now_ms: int = HOUR, **changes: Any) -> PermitGranted:
    fact = permits.grant(book, asked(**changes), now_ms)
    assert isinstance(fact, PermitGranted), fact.words.en
    permits.fold(book, fact)
    return fact


def test_a_permit_stands_for_its_boats_from_its_beginning_until_before_its_end() -> None:
    book = permits.Permits()
    assert granted(book, vessels=("V2", "V1", "V2")).vessels == ("V2", "V1")
    assert permits.permitted(book, 10 * HOUR - 1) == {}
    assert permits.permitted(book, 10 * HOUR) == {"V2": ("planned-silence",), "V1": ("planned-silence",)}
    assert permits.permitted(book, 20 * HOUR) == {}


def test_permits_of_one_boat_add_up_and_each_kind_counts_once() -> None:
    book = permits.Permits()
    granted(book)
    granted(book, vessels=("V1",), permit_kind="move")
    granted(book, vessels=("V1",))
    assert permits.permitted(book, 10 * HOUR)["V1"] == ("planned-silence", "move")


def test_a_permit_for_one_zone_says_nothing_of_others() -> None:
    book = permits.Permits()
    granted(book, zone="spawning")
    assert permits.permitted(book, 10 * HOUR) == {}
    assert permits.permitted(book, 10 * HOUR, "reef") == {}
    assert set(permits.permitted(book, 10 * HOUR, "spawning")) == {"V1", "V2"}


def test_permits_are_numbered() -> None:
    book = permits.Permits()
    assert [granted(book).permit for _ in range(2)] == ["P-1", "P-2"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"vessels": ()}, permits.NEEDS_VESSELS),
        ({"vessels": ("V1", " ")}, permits.NEEDS_VESSELS),
        ({"vessels": tuple(f"V{n}" for n in range(5_001))}, permits.TOO_MANY_VESSELS),
        ({"to_ms": 10 * HOUR}, permits.ENDS_BEFORE_IT_BEGINS),
        ({"to_ms": 9 * HOUR}, permits.ENDS_BEFORE_IT_BEGINS),
        ({"to_ms": 10 * HOUR + 30 * DAY + 1}, permits.TOO_LONG),
        ({"from_ms": 0, "to_ms": HOUR}, permits.OVER_ALREADY),
        ({"note": "  "}, permits.NEEDS_REASON),
    ],
)
def test_a_permit_that_makes_no_sense_is_refused_with_a_sentence(changes: dict[str, Any], words: Any) -> None:
    answer = permits.grant(permits.Permits(), asked(**changes), HOUR)
    assert isinstance(answer, Refused)
    assert (answer.code, answer.words, answer.request_id) == ("invalid", words, "r1")
    assert words.zh.endswith("。")
    assert words.en.endswith(".")


def test_thirty_days_are_allowed() -> None:
    granted(permits.Permits(), to_ms=10 * HOUR + 30 * DAY)


def test_a_permit_for_a_boat_that_nobody_knows_is_refused_by_name() -> None:
    answer = permits.grant(permits.Permits(), asked(vessels=("V1", "V9")), HOUR, known={"V1": 0})
    assert isinstance(answer, Refused)
    assert "V9 (1 in all)" in answer.words.en
    assert isinstance(permits.grant(permits.Permits(), asked(), HOUR, known={"V1", "V2"}), PermitGranted)


def test_a_thousand_permits_are_enough_until_some_end() -> None:
    book = permits.Permits()
    for _ in range(permits.MOST_STANDING):
        granted(book)
    answer = permits.grant(book, asked(), HOUR)
    assert isinstance(answer, Refused)
    assert answer.words == permits.TOO_MANY_STANDING
    granted(book, now_ms=20 * HOUR, from_ms=0, to_ms=21 * HOUR)
    assert list(book.standing)[-1] == "P-1001"


def test_a_permit_that_is_over_is_remembered_for_a_day_unless_there_are_very_many() -> None:
    book = permits.Permits()
    granted(book)
    granted(book, now_ms=20 * HOUR + permits.KEPT_MS - 1, to_ms=60 * HOUR)
    assert list(book.standing) == ["P-1", "P-2"]
    granted(book, now_ms=20 * HOUR + permits.KEPT_MS, to_ms=60 * HOUR)
    assert list(book.standing) == ["P-2", "P-3"]
    full = permits.Permits()
    for _ in range(permits.MOST_STANDING):
        granted(full)
    for _ in range(permits.MOST_STANDING):
        granted(full, now_ms=20 * HOUR, to_ms=21 * HOUR)
    assert len(full.standing) == 2 * permits.MOST_STANDING
    granted(full, now_ms=21 * HOUR, to_ms=60 * HOUR)
    assert len(full.standing) == 1


def test_the_next_instant_to_look_is_the_next_beginning_or_end() -> None:
    book = permits.Permits()
    granted(book)
    granted(book, from_ms=15 * HOUR, to_ms=16 * HOUR)
    assert [permits.next_due_ms(book, h * HOUR) for h in (0, 10, 15, 16, 20)] == [
        10 * HOUR,
        15 * HOUR,
        16 * HOUR,
        20 * HOUR,
        None,
    ]


def test_a_list_for_screens_says_what_is_in_force() -> None:
    book = permits.Permits()
    granted(book)
    granted(book, from_ms=12 * HOUR, to_ms=13 * HOUR)
    shown = permits.as_json(book, 10 * HOUR)
    assert [(p["permit"], p["in_force"]) for p in shown] == [("P-1", True), ("P-2", False)]
    assert [p["permit"] for p in permits.as_json(book, 13 * HOUR)] == ["P-1"]


def test_facts_about_other_things_change_nothing() -> None:
    book = permits.Permits()
    permits.fold(book, GapNoted(t_ms=9, from_ms=1, why="stall"))
    assert book == permits.Permits()


spans = st.tuples(
    st.sampled_from(["V1", "V2", "V3"]), st.sampled_from(["move", "repair"]), *[st.integers(1, 40)] * 3
)


@given(asks=st.lists(spans, max_size=12), ask_h=st.integers(0, 45))
def test_permits_agree_with_a_naive_look_at_every_one_and_facts_rebuild_them(asks: Any, ask_h: int) -> None:
    book, facts = permits.Permits(), []
    for vessel, kind, at_h, from_h, long_h in sorted(asks, key=lambda ask: ask[2]):
        if from_h + long_h > at_h:
            facts.append(
                granted(
                    book,
                    now_ms=at_h * HOUR,
                    vessels=(vessel,),
                    permit_kind=kind,
                    from_ms=from_h * HOUR,
                    to_ms=(from_h + long_h) * HOUR,
                )
            )
    now_ms = max([ask_h * HOUR, *(fact.t_ms for fact in facts)])
    naive: dict[str, set[str]] = {}
    for fact in facts:
        if fact.from_ms <= now_ms < fact.to_ms:
            naive.setdefault(fact.vessels[0], set()).add(fact.permit_kind)
    assert {vessel: set(kinds) for vessel, kinds in permits.permitted(book, now_ms).items()} == naive
    rebuilt = permits.Permits()
    for fact in facts:
        permits.fold(rebuilt, fact)
    assert rebuilt == book == msgspec.msgpack.decode(msgspec.msgpack.encode(book), type=permits.Permits)
