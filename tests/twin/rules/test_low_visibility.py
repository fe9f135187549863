import pytest

from tests.twin.play import Play
from tests.twin.rules.readings import minutes, said_of
from twin.facts import AlertCleared


@pytest.mark.parametrize(
    ("value", "priority"), [(1001, None), (1000, 4), (501, 4), (500, 3), (200, 2), (30, 2), (0, 2)]
)
def test_each_band_of_fog_has_its_priority(value, priority):
    assert said_of("met", "visibility", value) == ([] if priority is None else [("low-visibility", priority)])


def test_a_silent_station_cannot_tell():
    play = minutes(Play(), "met", "visibility", 100, 2).wait(7200)
    assert len(play.raised("low-visibility")) == 1
    assert play.of(AlertCleared) == []


def test_fog_is_over_when_one_sees_a_fifth_further_for_half_an_hour():
    play = minutes(Play(), "met", "visibility", 900, 2)
    minutes(play, "met", "visibility", 1100, 40)
    assert play.of(AlertCleared) == []
    minutes(play, "met", "visibility", 1300, 33)
    assert len(play.of(AlertCleared)) == 1
