import pytest

from tests.twin.play import Play
from tests.twin.quay import CREW, HOUR, gate, manned_port, report
from twin.facts import AlertChanged, AlertCleared
from twin.judgement import view_of
from twin.rules import late_return

SEA = (5_000, -3_000)


def away(late_h: float, *, at_m: tuple[float, float] = SEA) -> Play:
    """A boat that said half a week ago when it would be back, so many hours ago, and was just heard."""
    play = Play(manned_port()).sail("ais-b:1", [at_m] * 2, sog_kn=3)
    return report(
        play, "departure", *CREW, at=play.now - 84 * HOUR, back=play.now - round(late_h * HOUR)
    ).wait(10)


@pytest.mark.parametrize(("late_h", "raised"), [(5.9, []), (6.0, [3]), (23.9, [3]), (24.0, [2])])
def test_six_hours_over_the_plan_is_a_warning_and_a_day_an_alarm(late_h, raised):
    assert [priority for *_, priority in away(late_h).raised("late-return")] == raised


def test_a_warning_that_stands_becomes_an_alarm_after_a_day():
    play = away(23.99).wait(60)
    assert play.raised("late-return") == [("a", None, 3)]
    assert [fact.priority for fact in play.of(AlertChanged) if "late-return" in fact.alert] == [2]


def test_a_boat_in_shelter_is_back_even_if_it_never_said_so():
    assert away(30, at_m=(0, 0)).raised("late-return") == []


def test_it_is_over_when_the_boat_comes_in_or_reports_a_later_return():
    late = away(7)
    report(late, "departure", *CREW, back=late.now + 9 * HOUR).wait(10)
    assert [fact.words.en for fact in late.of(AlertCleared)] == ["a is back, or has changed its plan"]
    assert len(gate(away(7), "in").wait(10).of(AlertCleared)) == 1
    assert len(report(away(7), "arrival").wait(10).of(AlertCleared)) == 1


def test_a_boat_that_never_spoke_is_late_all_the_same():
    play = Play(manned_port())
    report(play, "departure", *CREW, at=play.now - 20 * HOUR, back=play.now - 7 * HOUR)
    assert play.wait(10).raised("late-return") == [("a", None, 3)]


def test_while_its_feed_is_down_it_may_be_back():
    play = Play(manned_port()).sail("ais-b:1", [SEA] * 2, sog_kn=3)
    report(play, "departure", *CREW, at=play.now - 20 * HOUR, back=play.now - 6 * HOUR + 90_000)
    play.silent.add("rx")
    assert play.wait(150).raised("late-return") == []


def test_without_a_plan_nobody_is_late_and_that_is_said():
    play = Play(manned_port()).sail("ais-b:1", [SEA] * 2, sog_kn=3)
    report(play, "departure", *CREW, at=play.now - 80 * HOUR)
    assert play.wait(10).raised("late-return") == []
    [lack] = late_return.lacks(view_of(play.world, play.now, {}), late_return.LateReturn())
    assert (lack.words.en, lack.subjects) == ("no planned return on record", 1)
