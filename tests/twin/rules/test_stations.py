import pytest

from tests.twin.harbour import port
from tests.twin.play import Play
from twin.decode import StationSensed
from twin.facts import AlertChanged, AlertCleared
from twin.wire import UNIT_OF, SenseBody


def sense(play: Play, station: str, quantity: str, value: float) -> None:
    body = SenseBody(t_ms=play.now, value=value, unit=UNIT_OF[quantity], via="rx")
    play.hear(StationSensed(station, quantity, body, play.now))


def minutes(play: Play, station: str, quantity: str, value: float, count: int) -> None:
    for _ in range(count):
        sense(play, station, quantity, value)
        play.wait(60)


@pytest.mark.parametrize(
    ("station", "quantity", "value", "rule", "priority"),
    [
        ("met", "wind", 10.7, None, None),
        ("met", "wind", 10.8, "strong-wind", 4),
        ("met", "wind", 17.2, "strong-wind", 3),
        ("met", "wind", 24.5, "strong-wind", 2),
        ("met", "wind", 40.0, "strong-wind", 2),
        ("met", "gust", 17.1, None, None),
        ("met", "gust", 24.5, "strong-wind", 3),
        ("met", "visibility", 1001, None, None),
        ("met", "visibility", 1000, "low-visibility", 4),
        ("met", "visibility", 500, "low-visibility", 3),
        ("met", "visibility", 30, "low-visibility", 2),
        ("tide", "water-level", 1.99, None, None),
        ("tide", "water-level", 2.0, "high-water", 4),
        ("tide", "water-level", 2.5, "high-water", 3),
        ("tide", "water-level", 3.0, "high-water", 2),
        ("tide", "water-level", 3.5, "high-water", 1),
    ],
)
def test_each_band_has_its_priority(station, quantity, value, rule, priority):
    play = Play()
    minutes(play, station, quantity, value, 3)
    assert play.raised() == ([] if rule is None else [(station, None, priority)])
    assert all(fact.rule == rule for fact in play.facts if hasattr(fact, "since_ms"))


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


def test_a_silent_station_cannot_tell():
    play = Play()
    minutes(play, "met", "visibility", 100, 2)
    play.wait(7200)
    assert len(play.raised("low-visibility")) == 1
    assert play.of(AlertCleared) == []


def test_a_gauge_without_marks_judges_nothing():
    bare = port().stations[1]
    play = Play(port(stations=(type(bare)(bare.id, bare.name, 122, 29, ("water-level",), 60),)))
    minutes(play, "tide", "water-level", 9, 3)
    assert play.raised() == []
