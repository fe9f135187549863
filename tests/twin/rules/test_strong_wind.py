import msgspec
import pytest

from tests.twin.harbour import port
from tests.twin.play import Play
from tests.twin.rules.readings import minutes, said_of, sense
from twin.facts import AlertChanged, AlertCleared, IncidentOpened


@pytest.mark.parametrize(
    ("quantity", "value", "priority"),
    [
        ("wind", 10.7, None),
        ("wind", 10.8, 4),
        ("wind", 17.2, 3),
        ("wind", 24.5, 2),
        ("wind", 40.0, 2),
        ("gust", 17.1, None),
        ("gust", 17.2, 4),
        ("gust", 24.5, 3),
        ("gust", 32.7, 2),
    ],
)
def test_each_force_has_its_priority(quantity, value, priority):
    assert said_of("met", quantity, value) == ([] if priority is None else [("strong-wind", priority)])


def test_a_rising_wind_is_one_alert_that_grows_and_clears_one_force_lower_for_half_an_hour():
    play = Play()
    for value in (11, 18, 25):
        minutes(play, "met", "wind", value, 2)
    assert len(play.raised()) == 1
    assert [c.priority for c in play.of(AlertChanged)] == [3, 2]
    minutes(play, "met", "wind", 9, 40)
    assert play.of(AlertCleared) == []
    minutes(play, "met", "wind", 7, 29)
    assert play.of(AlertCleared) == []
    minutes(play, "met", "wind", 7, 3)
    assert len(play.of(AlertCleared)) == 1


def test_a_storm_that_every_station_feels_is_one_card_however_late_the_last_feels_it():
    met = port().stations[0]
    stations = tuple(msgspec.structs.replace(met, id=name) for name in ("met", "quay", "isle"))
    play = Play(port(stations=stations))
    for late_s, name in ((0, "met"), (0, "quay"), (300, "isle")):
        play.wait(late_s)
        sense(play, name, "wind", 26)
    play.wait(2)
    assert len(play.raised("strong-wind")) == 3
    assert [case.subject.kind for case in play.of(IncidentOpened)] == ["port"]


def test_the_worse_of_mean_and_gust_counts():
    play = Play()
    sense(play, "met", "wind", 11)
    sense(play, "met", "gust", 33)
    play.wait(5)
    assert play.raised() == [("met", None, 2)]
    assert play.world.alerts.open["strong-wind-1"].value == 33


def test_a_calm_mean_does_not_end_what_the_gusts_hold_up():
    play = Play()
    for _ in range(40):
        sense(play, "met", "gust", 20)
        minutes(play, "met", "wind", 5, 1)
    assert len(play.world.alerts.open) == 1
