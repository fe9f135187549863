from tests.twin.play import Play
from twin.facts import AlertCleared, IncidentOpened


def test_a_lost_feed_is_an_alarm_with_a_case_and_clears_after_half_a_minute_up():
    play = Play().wait(60)
    play.silent.add("rx")
    play.wait(30)
    assert play.raised() == [("rx", None, 2)]
    assert [case.subject.kind for case in play.of(IncidentOpened)] == ["feed"]
    play.silent.clear()
    play.wait(20)
    assert play.of(AlertCleared) == []
    play.wait(30)
    assert len(play.of(AlertCleared)) == 1


def test_a_feed_that_never_speaks_after_a_start_is_lost_in_ten_minutes():
    play = Play(feeds=("rx", "other"))
    play.wait(60)
    assert play.raised() == []
