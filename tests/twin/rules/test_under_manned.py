from tests.twin.harbour import boat
from tests.twin.play import Play
from tests.twin.quay import CREW, HOUR, gate, manned_port, register, report
from twin.facts import AlertCleared, AlertRaised, IncidentOpened
from twin.judgement import view_of
from twin.rules import under_manned


def raised(play: Play) -> list[tuple[str, str | None, int]]:
    return play.wait(5).raised("under-manned")


def test_a_crew_without_its_mate_is_an_alarm_when_it_reports_and_a_full_one_is_not():
    play = report(Play(manned_port()), "departure", "s", "e", "d1", "d2")
    assert raised(play) == [("a", None, 2)]
    [fact] = play.of(AlertRaised)
    assert fact.words.en == "a has 2 of 3 certified officers aboard"
    assert "a higher grade serves" in fact.assumed.en
    assert raised(report(Play(manned_port()), "departure", *CREW)) == []


def test_it_is_over_when_the_missing_officer_is_reported_aboard_or_the_boat_is_back():
    play = report(Play(manned_port()), "departure", "s", "e").wait(5)
    report(play, "departure", *CREW).wait(5)
    assert [fact.words.en for fact in play.of(AlertCleared)] == ["a is fully manned, or back"]
    back = gate(report(Play(manned_port()), "departure", "s", "e").wait(60), "out").wait(60)
    assert back.of(AlertCleared) == []
    assert len(gate(back, "in").wait(5).of(AlertCleared)) == 1


def test_a_mate_whose_certificate_ends_today_counts_until_then():
    expiring = manned_port(people=register("a", expires={"m": Play(manned_port()).now + HOUR}))
    assert raised(report(Play(expiring), "departure", *CREW)) == []
    assert raised(report(Play(expiring).wait(3_700), "departure", *CREW)) == [("a", None, 2)]


def lacking(play: Play) -> list[tuple[str, int]]:
    lacks = under_manned.lacks(view_of(play.world, play.now, {}), under_manned.UnderManned())
    return [(lack.words.en, lack.subjects) for lack in lacks if lack.subjects]


def test_what_is_not_on_record_is_said_and_accuses_nobody():
    unlisted = report(Play(manned_port()), "departure")
    assert raised(unlisted) == []
    assert lacking(unlisted) == [("no crew list in the departure report", 1)]
    without_table = report(Play(manned_port(manning=())), "departure", "d1")
    assert raised(without_table) == []
    assert lacking(without_table) == [("no manning table for that length on record", 1)]
    strangers = report(Play(manned_port()), "departure", "s", "who", "else")
    assert raised(strangers) == []
    assert lacking(strangers) == [("certificates of the crew not on record", 1)]


def test_many_boats_that_report_within_a_minute_are_one_card():
    names = [f"m{n}" for n in range(5)]
    vessels = tuple(boat(name, f"ais-b:{50 + n}") for n, name in enumerate(names))
    play = Play(manned_port(vessels=vessels, people=register(*names)))
    for name in names:
        report(play, "departure", f"{name}-s", f"{name}-e", vessel=name)
    play.wait(5)
    assert len(play.raised("under-manned")) == 5
    assert [case.subject.kind for case in play.of(IncidentOpened)] == ["port"]
