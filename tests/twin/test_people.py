from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.twin.harbour import T0, port
from twin import people
from twin.decode import GatePassed, PersonMustered, VesselReported
from twin.facts import GapNoted, PersonMoved, VoyageReported
from twin.port import PersonRecord
from twin.wire import CrewMember, MusterBody, PassBody, ReportBody

MINUTE = 60_000


def muster(person: str, state: Any, t_ms: int = T0, **more: Any) -> PersonMustered:
    return PersonMustered(person, MusterBody(t_ms=t_ms, state=state, **more), T0)


def report(what: str, *crew: str, vessel: str = "a", t_ms: int = T0, **more: Any) -> VesselReported:
    members = tuple(CrewMember(person, "deckhand") for person in crew)
    return VesselReported(vessel, what, ReportBody(t_ms=t_ms, crew=members, **more), T0)


def gate(direction: Any = "out", t_ms: int = T0, at: str = "east", **more: Any) -> GatePassed:
    return GatePassed(at, PassBody(t_ms=t_ms, direction=direction, **more), T0)


def hear(book: people.People, said: Any, now_ms: int = T0) -> Any:
    """What a message makes true, folded; or its reason."""
    door = {PersonMustered: people.mustered, VesselReported: people.reported, GatePassed: people.passed}
    answer: Any = door[type(said)](book, said, now_ms)
    for fact in answer if isinstance(answer, list) else ():
        people.fold(book, fact)
    return answer


def counts(book: people.People, *at_sea: str) -> tuple[int, ...]:
    """Ashore, aboard in port, at sea, unknown, unregistered; balanced."""
    now = people.ledger(book, {*at_sea})
    assert now["registered"] == now["ashore"] + now["aboard"] + now["at_sea"] + now["unknown"]
    return tuple(now[name] for name in ("ashore", "aboard", "at_sea", "unknown", "unregistered"))


def test_registered_persons_begin_unknown() -> None:
    assert counts(people.People.of(port())) == (0, 0, 0, 2, 0)


def test_a_muster_puts_a_person_ashore_or_aboard_and_the_boat_says_whether_at_sea() -> None:
    book = people.People.of(port())
    assert hear(book, muster("p1", "aboard", vessel="a")) == [
        PersonMoved(t_ms=T0, person="p1", state="aboard", vessel="a", said_ms=T0)
    ]
    assert counts(book) == (0, 1, 0, 1, 0)
    assert counts(book, "a") == (0, 0, 1, 1, 0)
    hear(book, muster("p1", "ashore", T0 + 1, vessel="a"))
    assert counts(book, "a") == (1, 0, 0, 1, 0)


def test_a_muster_aboard_that_names_no_boat_counts_as_aboard_in_port() -> None:
    book = people.People.of(port())
    hear(book, muster("p1", "aboard"))
    assert counts(book, "a") == (0, 1, 0, 1, 0)


def test_musters_that_arrive_together_are_ordered_by_their_own_time() -> None:
    book = people.People.of(port())
    hear(book, muster("p1", "aboard", T0 - 2 * MINUTE, vessel="a"))
    hear(book, muster("p1", "ashore", T0 - MINUTE))
    assert counts(book) == (1, 0, 0, 1, 0)


def test_a_late_or_repeated_muster_moves_nobody() -> None:
    book = people.People.of(port())
    hear(book, muster("p1", "ashore"))
    assert hear(book, muster("p1", "aboard", T0 - 1, vessel="a")) == "late"
    assert hear(book, muster("p1", "ashore")) == "duplicate"
    assert counts(book) == (1, 0, 0, 1, 0)


def test_a_muster_that_only_confirms_still_makes_older_words_late() -> None:
    book = people.People.of(port())
    hear(book, muster("p1", "ashore", T0 - 10 * MINUTE))
    hear(book, muster("p1", "ashore", T0))
    assert hear(book, muster("p1", "aboard", T0 - 5 * MINUTE, vessel="a")) == "late"


def test_a_clock_that_is_ahead_does_not_lock_out_the_right_time() -> None:
    book = people.People.of(port())
    fact = hear(book, muster("p1", "aboard", T0 + 365 * 24 * 60 * MINUTE, vessel="a"))[0]
    assert fact.said_ms == T0
    hear(book, muster("p1", "ashore", T0 + MINUTE), T0 + MINUTE)
    assert counts(book) == (1, 0, 0, 1, 0)


@pytest.mark.parametrize(
    ("match", "reason"), [(0.79, "doubtful-match"), (0.6, "doubtful-match"), (0.59, "no-match")]
)
def test_a_machine_that_is_not_sure_moves_nobody(match: float, reason: str) -> None:
    book = people.People.of(port())
    assert hear(book, muster("p1", "ashore", match=match)) == reason
    assert isinstance(hear(book, muster("p1", "ashore", match=0.8)), list)


def test_a_crew_list_puts_its_members_aboard_and_those_unknown_to_the_register_are_counted_apart() -> None:
    book = people.People.of(port())
    facts = hear(book, report("departure", "p1", "guest", "p1", gear="trawl", planned_return_ms=T0 + 9))
    assert facts[0] == VoyageReported(
        t_ms=T0,
        vessel="a",
        what="departure",
        crew=("p1", "guest"),
        planned_return_ms=T0 + 9,
        gear="trawl",
        said_ms=T0,
    )
    assert [(f.person, f.registered) for f in facts[1:]] == [("p1", True), ("guest", False)]
    assert counts(book, "a") == (0, 0, 1, 1, 1)


def test_an_arrival_leaves_its_crew_aboard_until_they_muster_ashore() -> None:
    book = people.People.of(port())
    hear(book, report("departure", "p1", "p2", t_ms=T0 - MINUTE))
    hear(book, report("arrival", "p1", "p2"))
    assert counts(book) == (0, 2, 0, 0, 0)
    assert book.voyages["a"].what == "arrival"


def test_a_crew_list_does_not_move_who_was_seen_elsewhere_since() -> None:
    book = people.People.of(port())
    hear(book, muster("p2", "ashore", T0))
    facts = hear(book, report("departure", "p1", "p2", t_ms=T0 - MINUTE))
    assert [fact.person for fact in facts[1:]] == ["p1"]
    assert counts(book) == (1, 1, 0, 0, 0)


def test_late_and_repeated_reports_change_nothing() -> None:
    book = people.People.of(port())
    hear(book, report("arrival", "p1"))
    assert hear(book, report("departure", "p2", t_ms=T0 - 1)) == "late"
    assert hear(book, report("arrival", "p1")) == "duplicate"
    assert counts(book) == (0, 1, 0, 1, 0)


def test_the_newest_gate_pass_of_a_boat_is_kept_with_the_persons_counted() -> None:
    book = people.People.of(port())
    hear(book, gate("out", vessel="a", persons=7))
    hear(book, gate("in", T0 + 1, vessel="a", persons=6))
    assert hear(book, gate("out", T0, vessel="a")) == "late"
    assert hear(book, gate("in", T0 + 1, vessel="a")) == "duplicate"
    assert (book.passes["a"].direction, book.passes["a"].persons) == ("in", 6)


def test_a_hull_whose_name_is_unsure_passes_unnamed() -> None:
    book = people.People.of(port())
    assert hear(book, gate(vessel="a", match=0.7))[0].vessel is None
    assert hear(book, gate(vessel="a", match=0.7)) == "duplicate"
    assert hear(book, gate(vessel="a", match=0.9))[0].vessel == "a"
    assert list(book.passes) == ["gate/east", "a"]


def test_what_is_known_of_a_vessels_people_is_told_together() -> None:
    book = people.People.of(port())
    assert people.of_vessel(book, "a") == {"aboard": [], "voyage": None, "gate": None}
    hear(book, report("departure", "p1"))
    hear(book, gate(vessel="a", persons=1))
    told = people.of_vessel(book, "a")
    assert told["aboard"] == ["p1"]
    assert (told["voyage"]["what"], told["gate"]["persons"]) == ("departure", 1)


def test_persons_and_hulls_nobody_registered_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "MOST_UNREGISTERED", 2)
    monkeypatch.setattr(people, "MOST_PASSERS", 1)
    book = people.People.of(port())
    hear(book, muster("x1", "ashore"))
    assert hear(book, report("departure", "x1", "x2", "x3")) == "too-many-unregistered"
    hear(book, report("departure", "x1", "x2", t_ms=T0 + 1))
    assert hear(book, muster("x3", "ashore")) == "too-many-unregistered"
    hear(book, muster("x2", "ashore", T0 + 2))
    hear(book, gate(vessel="a"))
    assert hear(book, gate(vessel="b")) == "too-many-vessels"


def test_a_changed_register_moves_nobody_and_counts_anew() -> None:
    book = people.People.of(port())
    hear(book, muster("p1", "ashore"))
    hear(book, muster("new", "aboard", vessel="a"))
    people.register(
        book, port(people=(PersonRecord("new", "丙", "deckhand"), PersonRecord("p3", "丁", "deckhand")))
    )
    assert counts(book) == (0, 1, 0, 1, 2)
    assert book.persons["p1"].state == "ashore"


def test_facts_about_other_things_change_nothing() -> None:
    book = people.People.of(port())
    people.fold(book, GapNoted(t_ms=9, from_ms=1, why="stall"))
    assert book == people.People.of(port())


def test_the_first_roll_call_runs_for_half_an_hour_from_the_first_start_and_no_later_one() -> None:
    book = people.People.of(port())
    assert book.roll_call_ms == -1
    for t_ms in (T0, T0 + 20 * MINUTE):
        people.fold(book, GapNoted(t_ms=t_ms, from_ms=T0 - 1, why="start"))
    assert book.roll_call_ms == T0 + 30 * MINUTE


who = st.sampled_from(["p1", "p2", "p3", "x1", "x2"])
boats = st.sampled_from(["a", "b"])
minutes = st.integers(0, 30)
musters = st.tuples(st.just("muster"), who, st.sampled_from(["ashore", "aboard"]), boats, minutes)
reports = st.tuples(
    st.just("report"),
    st.lists(who, max_size=4),
    st.sampled_from(["departure", "arrival"]),
    boats,
    minutes,
)


@given(said=st.lists(musters | reports, max_size=25), at_sea=st.sets(boats))
def test_any_sequence_keeps_the_ledger_balanced_and_equal_to_a_naive_recount(
    said: Any, at_sea: set[str]
) -> None:
    registered = [PersonRecord(f"p{n}", "甲", "deckhand") for n in (1, 2, 3)]
    start = port(people=tuple(registered))
    book, facts = people.People.of(start), []
    where: dict[str, tuple[int, str]] = {}
    voyages: dict[str, int] = {}
    for kind, persons, what, vessel, minute in said:
        t_ms = T0 + minute * MINUTE
        if kind == "muster":
            answer = hear(book, muster(persons, what, t_ms, vessel=vessel), T0 + 30 * MINUTE)
            named = [persons]
        else:
            answer = hear(book, report(what, *persons, vessel=vessel, t_ms=t_ms), T0 + 30 * MINUTE)
            named = [] if voyages.get(vessel, -1) >= minute else persons
            voyages[vessel] = max(voyages.get(vessel, -1), minute)
        facts += answer if isinstance(answer, list) else []
        for person in named:
            if person not in where or minute > where[person][0]:
                where[person] = (minute, "ashore" if what == "ashore" else vessel)
    naive = {"ashore": 0, "aboard": 0, "at_sea": 0, "unknown": 0}
    for person in ("p1", "p2", "p3"):
        place = where.get(person, (0, "unknown"))[1]
        naive[place if place in naive else "at_sea" if place in at_sea else "aboard"] += 1
    ledger = people.ledger(book, at_sea)
    assert ledger == naive | {"registered": 3, "unregistered": sum(person[0] == "x" for person in where)}
    rebuilt = people.People.of(start)
    for fact in facts:
        people.fold(rebuilt, fact)
    assert rebuilt == book == msgspec.msgpack.decode(msgspec.msgpack.encode(book), type=people.People)
