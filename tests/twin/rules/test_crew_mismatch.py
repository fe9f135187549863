import pytest

from tests.twin.play import Play
from tests.twin.quay import CREW, HOUR, gate, manned_port, muster, report
from tests.twin.test_command import do
from twin.facts import AlertChanged, AlertCleared, AlertRaised
from twin.judgement import view_of
from twin.rules import crew_mismatch

RULE = "crew-mismatch"


def left(counted: int | None, *, vessel: str = "a", play: Play | None = None, listed: int = 5) -> Play:
    """A boat that declared its crew and went out, so many counted."""
    prefix = "" if vessel == "a" else f"{vessel}-"
    crew = [f"{prefix}{person}" for person in CREW[:listed]]
    play = report(play or Play(manned_port()), "departure", *crew, vessel=vessel).wait(5)
    return gate(play, "out", counted, vessel=vessel).wait(5)


def back(play: Play, counted: int | None, *, vessel: str = "a", after_s: float = 60) -> Play:
    return gate(play.wait(after_s), "in", counted, vessel=vessel).wait(5)


def told(play: Play) -> list[tuple[str, int]]:
    return [(fact.words.en, fact.priority) for fact in play.of(AlertRaised) if fact.rule == RULE]


def changed(play: Play) -> list[int]:
    return [fact.priority for fact in play.of(AlertChanged) if RULE in fact.alert]


@pytest.mark.parametrize("counted", [4, 6])
def test_one_more_or_one_fewer_than_declared_stops_the_boat_at_the_gate(counted):
    assert told(left(counted)) == [(f"a went out with {counted} persons, 5 declared", 2)]


def test_as_many_as_declared_or_not_counted_or_not_declared_is_no_accusation():
    assert told(left(5)) == told(left(None)) == told(left(4, listed=0)) == []


def test_a_match_of_the_hull_under_0_80_accuses_nobody():
    play = report(Play(manned_port()), "departure", *CREW)
    assert told(gate(play, "out", 3, match=0.79).wait(5)) == []
    assert told(gate(play.wait(1), "out", 3, match=0.80).wait(5)) != []


def test_a_corrected_list_ends_it():
    play = left(4)
    report(play, "departure", *CREW[:4]).wait(5)
    assert "the number of persons of a is right" in [fact.words.en for fact in play.of(AlertCleared)]


def test_a_return_short_is_verified_for_ten_minutes_and_then_an_emergency():
    play = back(left(5), 4)
    assert told(play) == [("a came back with 4 of 5 persons, verify", 2)]
    play.wait(580)
    assert changed(play) == []
    play.wait(20)
    assert changed(play) == [1]


def test_a_person_who_confirms_makes_it_an_emergency_at_once():
    play = back(left(5), 4)
    do(play, "acknowledge")
    do(play, "confirm")
    play.wait(5)
    assert changed(play) == [1]


def test_it_is_over_when_everyone_on_the_list_was_mustered_since():
    play = back(left(5), 4)
    muster(play, "ashore", *CREW[:4]).wait(5)
    assert play.of(AlertCleared) == []
    muster(play, "aboard", CREW[4], vessel="b").wait(5)
    assert "everyone of a has been found" in [fact.words.en for fact in play.of(AlertCleared)]


def test_the_skippers_own_list_proves_nothing():
    play = back(left(5), 4)
    report(play, "arrival", *CREW).wait(5)
    assert play.of(AlertCleared) == []
    play.wait(600)
    assert changed(play) == [1]


def test_who_left_a_man_ashore_and_comes_back_with_as_many_as_sailed_is_not_short():
    play = back(left(4), 4)
    assert [priority for _, priority in told(play)] == [2]
    assert [fact.words.en for fact in play.of(AlertCleared)] == ["the number of persons of a is right"]


def test_without_a_count_at_the_way_out_the_list_counts():
    assert told(back(left(None), 4)) == [("a came back with 4 of 5 persons, verify", 2)]


def test_a_boat_that_comes_back_with_more_is_no_alarm():
    assert told(back(left(5), 6)) == []


def test_one_short_and_one_over_are_one_card_and_no_emergency_for_an_hour():
    play = left(5, vessel="b", play=left(5))
    back(back(play, 4), 6, vessel="b")
    assert told(play)[1:] == [
        ("a and b: one has 4 persons for 5, the other as many more; ask whether they changed boats", 2)
    ]
    [linked] = [fact for fact in play.of(AlertRaised) if fact.rule == RULE and fact.other]
    assert (linked.subject.id, linked.other) == ("a", "b")
    assert any("is on one card" in fact.words.en for fact in play.of(AlertCleared))
    play.wait(700)
    assert changed(play) == []
    play.wait(3_000)
    assert changed(play) == [1]


def test_a_count_that_comes_after_ten_minutes_takes_no_emergency_back():
    play = left(5, vessel="b", play=left(5))
    back(back(play, 4), 6, vessel="b", after_s=605)
    assert len(told(play)) == 1
    assert changed(play) == [1]
    assert [fact for fact in play.of(AlertCleared) if RULE in fact.alert] == []


def test_two_over_do_not_explain_one_short():
    play = left(5, vessel="b", play=left(5))
    back(back(play, 4), 7, vessel="b")
    assert len(told(play)) == 1


def test_after_a_day_a_count_is_for_the_book():
    play = report(Play(manned_port()), "departure", *CREW)
    assert told(gate(play, "out", 4, at=play.now - 25 * HOUR).wait(5)) == []


def test_what_was_not_counted_or_not_declared_is_said():
    view = view_of(left(None).world, left(None).now, {})
    lacks = crew_mismatch.lacks(view, crew_mismatch.CrewMismatch())
    assert [(lack.words.en, lack.subjects) for lack in lacks] == [
        ("no count of persons at the gate", 1),
        ("no declared number of persons on record", 0),
    ]
    bare = gate(Play(manned_port()), "out", 4)
    lacks = crew_mismatch.lacks(view_of(bare.world, bare.now, {}), crew_mismatch.CrewMismatch())
    assert [lack.subjects for lack in lacks] == [0, 1]
