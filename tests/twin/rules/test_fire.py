import pytest

from tests.twin.harbour import port
from tests.twin.play import Play
from tests.twin.rules.readings import sense
from twin.facts import AlertChanged, AlertCleared
from twin.port import StationRecord
from twin.wire import Words

QUAY = StationRecord("quay", Words("东码头", "East quay"), 122.0, 29.0, ("smoke", "heat"), 5)


def burning(*reports: tuple[float, float], every_s: float = 1, play: Play | None = None) -> Play:
    """Smoke and heat as the quay reports them, one pair each `every_s`."""
    play = play or Play(port(stations=(QUAY,)))
    for smoke, heat in reports:
        sense(play, "quay", "smoke", smoke)
        sense(play, "quay", "heat", heat)
        play.wait(every_s)
    return play


@pytest.mark.parametrize(
    ("reports", "said"),
    [
        ([(0.9, 20)] * 2 + [(0, 20)] * 3, []),
        ([(0.59, 53.9)] * 5, []),
        ([(0.9, 20), (0, 20)] * 3, [("quay", None, 2)]),
        ([(0, 60)] * 3, [("quay", None, 2)]),
    ],
)
def test_three_of_five_reports_of_smoke_or_heat_are_an_alarm_and_two_are_noise(reports, said):
    assert burning(*reports).raised("fire") == said


def test_smoke_and_heat_together_are_an_emergency_in_the_same_alert():
    play = burning(*[(0.9, 25)] * 3, *[(0.9, 70)] * 3)
    assert play.raised("fire") == [("quay", None, 2)]
    assert [fact.priority for fact in play.of(AlertChanged)] == [1]
    assert "fire" in play.of(AlertChanged)[0].words.en


def test_a_slow_station_needs_three_reports_as_well():
    assert burning(*[(1, 20)] * 2, every_s=10).raised("fire") == []
    assert burning(*[(1, 20)] * 3, every_s=10).raised("fire") == [("quay", None, 2)]


def test_it_is_over_ten_minutes_without_and_a_detector_that_burnt_clears_nothing():
    play = burning(*[(1, 20)] * 3)
    play.wait(120)
    assert play.of(AlertCleared) == []
    burning(*[(0, 20)] * 119, every_s=5, play=play)
    assert play.of(AlertCleared) == []
    burning(*[(0, 20)] * 6, every_s=5, play=play)
    assert "East quay: no more smoke or heat" in [fact.words.en for fact in play.of(AlertCleared)]
