import msgspec
import pytest

from tests.twin.harbour import port
from tests.twin.play import Play
from tests.twin.rules.readings import minutes, said_of, sense
from twin.facts import AlertCleared, IncidentOpened


@pytest.mark.parametrize(
    ("value", "priority"), [(1001, None), (1000, 4), (501, 4), (500, 3), (200, 2), (30, 2), (0, 2)]
)
def test_each_band_of_fog_has_its_priority(value, priority):
    assert said_of("met", "visibility", value) == ([] if priority is None else [("low-visibility", priority)])


def test_one_reading_is_no_fog_and_three_of_five_are():
    play = minutes(Play(), "met", "visibility", 5_000, 5)
    for value in (150, 5_000, 5_000, 150, 5_000, 5_000):
        minutes(play, "met", "visibility", value, 1)
    assert play.raised() == []
    for value in (150, 5_000, 150, 150):
        minutes(play, "met", "visibility", value, 1)
    assert play.raised() == [("met", None, 2)]


@pytest.mark.parametrize("period_s", [300, 600, 3_600])
def test_a_meter_that_speaks_seldom_is_believed_at_once(period_s):
    play = Play(port(stations=(msgspec.structs.replace(port().stations[0], period_s=period_s),)))
    sense(play, "met", "visibility", 150)
    assert play.wait(60).raised() == [("met", None, 2)]


def test_many_meters_in_one_fog_are_one_card():
    there = [msgspec.structs.replace(port().stations[0], id=name) for name in ("met", "mouth", "isle")]
    play = Play(port(stations=tuple(there)))
    for _ in range(4):
        for station in there:
            sense(play, station.id, "visibility", 100)
        play.wait(60)
    assert len(play.raised("low-visibility")) == 3
    assert [(case.rule, case.subject.kind) for case in play.of(IncidentOpened)] == [
        ("low-visibility", "port")
    ]


def test_a_silent_station_cannot_tell():
    play = minutes(Play(), "met", "visibility", 100, 3).wait(7200)
    assert len(play.raised("low-visibility")) == 1
    assert play.of(AlertCleared) == []


def test_fog_is_over_when_one_sees_a_fifth_further_for_half_an_hour():
    play = minutes(Play(), "met", "visibility", 900, 3)
    minutes(play, "met", "visibility", 1100, 42)
    assert play.of(AlertCleared) == []
    minutes(play, "met", "visibility", 1300, 33)
    assert len(play.of(AlertCleared)) == 1
