import msgspec
import pytest

from tests.twin.harbour import port
from tests.twin.play import Play
from tests.twin.rules.readings import minutes, said_of
from twin.facts import AlertChanged, AlertCleared
from twin.judgement import view_of
from twin.rules import high_water


@pytest.mark.parametrize(
    ("value", "priority"), [(1.99, None), (2.0, 4), (2.5, 3), (3.0, 2), (3.5, 1), (6, 1)]
)
def test_each_mark_has_its_priority(value, priority):
    assert said_of("tide", "water-level", value) == ([] if priority is None else [("high-water", priority)])


def test_a_gauge_without_marks_judges_nothing():
    bare = msgspec.structs.replace(port().stations[1], marks_m=())
    play = Play(port(stations=(bare,)))
    assert minutes(play, "tide", "water-level", 9, 3).raised() == []


def test_a_tide_that_rises_is_one_alert_and_ripples_at_the_mark_are_not_many():
    play = Play()
    for level in (1.9, 2.1, 1.98, 2.1, 1.98, 2.6, 3.1):
        minutes(play, "tide", "water-level", level, 2)
    assert len(play.raised()) == 1
    assert [changed.priority for changed in play.of(AlertChanged)] == [3, 2]


def test_it_is_over_two_hours_below_the_lowest_mark():
    play = minutes(Play(), "tide", "water-level", 2.2, 2)
    minutes(play, "tide", "water-level", 1.5, 119)
    assert play.of(AlertCleared) == []
    minutes(play, "tide", "water-level", 1.5, 3)
    assert len(play.of(AlertCleared)) == 1


def test_without_a_tide_table_nothing_is_said_of_surge_and_it_says_so():
    play = Play()
    view = view_of(play.world, play.now, {})
    lacking = [lack.subjects for lack in high_water.lacks(view, high_water.RULE.params)]
    assert lacking == [0, 1]
    for minute in range(60):
        minutes(play, "tide", "water-level", minute / 40, 1)
    assert play.raised("high-water") == []
