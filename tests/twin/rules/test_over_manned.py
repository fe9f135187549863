from tests.twin.harbour import boat
from tests.twin.play import Play
from tests.twin.quay import CREW, gate, manned_port, muster, report
from twin.facts import AlertCleared
from twin.judgement import view_of
from twin.rules import over_manned

MANY = (*CREW, *(f"x{n}" for n in range(4)))
"""Nine persons; the test boats are certified for eight."""


def raised(play: Play) -> list[tuple[str, str | None, int]]:
    return play.wait(70).raised("over-manned")


def test_a_crew_list_longer_than_the_certificate_is_an_alarm_and_one_of_its_length_is_not():
    assert raised(report(Play(manned_port()), "departure", *MANY)) == [("a", None, 2)]
    assert raised(report(Play(manned_port()), "departure", *MANY[:8])) == []


def test_whoever_counts_most_is_believed():
    counted = report(Play(manned_port()), "departure", *CREW)
    assert raised(gate(counted.wait(5), "out", 9)) == [("a", None, 2)]
    mustered = report(Play(manned_port()), "departure", *CREW)
    assert raised(muster(mustered, "aboard", *MANY)) == [("a", None, 2)]


def test_visitors_aboard_at_the_quay_are_no_danger():
    assert raised(muster(Play(manned_port()), "aboard", *MANY)) == []


def test_a_relief_crew_that_overlaps_for_less_than_a_minute_is_no_danger():
    play = report(muster(Play(manned_port()), "aboard", *MANY), "departure", *CREW).wait(30)
    muster(play, "ashore", MANY[-1])
    assert raised(play) == []


def test_it_is_over_when_someone_goes_ashore_and_so_it_says():
    play = muster(report(Play(manned_port()), "departure", *CREW), "aboard", *MANY).wait(70)
    muster(play, "ashore", "x0").wait(5)
    [cleared] = play.of(AlertCleared)
    assert cleared.words.en == "a carries no more than it may"


def test_a_pass_of_the_voyage_before_says_nothing_of_this_one():
    play = gate(Play(manned_port()), "out", 9)
    gate(play.wait(30), "in", 9)
    assert raised(report(play.wait(5), "departure", *CREW)) == []


def test_of_a_stranger_nobody_knows_how_many_it_may_carry_and_that_is_said():
    play = Play(manned_port(vessels=(boat("b", "ais-b:2"),))).sail("ais-b:1", [(5_000, -3_000)])
    [lack] = over_manned.lacks(view_of(play.world, play.now, {}), over_manned.OverManned())
    assert (lack.words.en, lack.subjects) == ("no rated number of persons on record", 1)
