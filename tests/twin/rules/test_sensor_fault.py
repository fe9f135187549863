import msgspec
import pytest

from tests.twin.harbour import port
from tests.twin.play import Play
from tests.twin.rules.readings import minutes, sense
from twin.decode import StationSensed, TerminalSaid
from twin.facts import AlertChanged, AlertCleared, IncidentOpened
from twin.judgement import view_of
from twin.port import StationRecord
from twin.rules import sensor_fault
from twin.wire import UNIT_OF, HealthBody, SenseBody, Words

BUOY = StationRecord("buoy", Words("浮标", "Buoy"), 122.0, 29.0, ("wind", "water-level", "battery"), 60)


def buoy() -> Play:
    return Play(port(stations=(BUOY,)))


def said(play: Play) -> list[tuple[int, str]]:
    raised = [one for one in play.world.alerts.open.values() if one.rule == "sensor-fault"]
    return [(one.priority, one.words.en.removeprefix("Buoy: ")) for one in raised]


def test_a_station_silent_for_more_than_three_of_its_intervals_is_listed_and_past_ten_is_a_warning():
    play = minutes(buoy(), "buoy", "wind", 4, 1)
    assert said(play.wait(125)) == []
    assert said(play.wait(40)) == [(4, "silent for more than three intervals")]
    play.wait(400)
    assert [fact.priority for fact in play.of(AlertChanged)] == [3]
    for wind in range(12):
        minutes(play, "buoy", "wind", 4 + wind / 10, 1)
    assert [fact.words.en for fact in play.of(AlertCleared)] == ["Buoy works again"]


def test_devices_that_fall_silent_together_are_one_card():
    buoys = [msgspec.structs.replace(BUOY, id=f"buoy{n}") for n in range(5)]
    play = Play(port(stations=tuple(buoys)))
    for one in buoys:
        sense(play, one.id, "wind", 4)
    play.wait(1_500)
    assert len(play.raised("sensor-fault")) == 5
    assert [(case.rule, case.subject.kind) for case in play.of(IncidentOpened)] == [("sensor-fault", "port")]


def test_a_receiver_that_is_down_hides_the_stations_behind_it_and_gives_them_time_when_it_is_back():
    play = minutes(buoy(), "buoy", "wind", 4, 1)
    play.silent.add("rx")
    play.wait(1_200)
    assert play.raised("sensor-fault") == []
    assert len(play.raised("feed-lost")) == 1
    play.silent.clear()
    play.wait(150)
    assert play.raised("sensor-fault") == []
    play.wait(120)
    assert len(play.raised("sensor-fault")) == 1


@pytest.mark.parametrize(
    ("charge", "expected"),
    [(20, []), (19.9, [(4, "its battery is low")]), (9.9, [(3, "its battery is almost flat")])],
)
def test_a_battery_says_when_it_wants_help(charge, expected):
    assert said(minutes(buoy(), "buoy", "battery", charge, 2)) == expected


@pytest.mark.parametrize(("ahead_s", "wrong"), [(29, False), (31, True), (-29, False), (-40, True)])
def test_a_clock_that_is_wrong_three_times_running_is_listed(ahead_s, wrong):
    play = buoy()
    for n in range(5):
        body = SenseBody(t_ms=play.now + ahead_s * 1000, value=4 + n, unit=UNIT_OF["wind"], via="rx")
        play.hear(StationSensed("buoy", "wind", body, play.now))
        play.wait(60)
        assert (said(play) == []) == (not wrong or n < 2)


def test_one_late_letter_is_no_wrong_clock():
    play = minutes(buoy(), "buoy", "wind", 4, 3)
    play.wait(40)
    body = SenseBody(t_ms=play.now - 40_000, value=5, unit=UNIT_OF["wind"], via="rx")
    play.hear(StationSensed("buoy", "wind", body, play.now))
    assert said(minutes(play, "buoy", "wind", 4.5, 1)) == []


def test_water_that_does_not_move_for_an_hour_is_a_stuck_gauge_and_still_air_is_none():
    play = buoy()
    for minute in range(62):
        sense(play, "buoy", "water-level", 1.5)
        sense(play, "buoy", "wind", 0.2)
        play.wait(60)
        assert (said(play) == []) == (minute < 60)
    assert said(play) == [(4, "a reading that does not move: it may be stuck")]


def test_a_moving_tide_is_no_fault():
    play = buoy()
    for minute in range(70):
        sense(play, "buoy", "water-level", 1.5 + minute // 25 / 100)
        play.wait(60)
    assert said(play) == []


def test_what_cannot_be_judged_is_counted():
    play = buoy()
    view = view_of(play.world, play.now, {})
    assert [lack.subjects for lack in sensor_fault.lacks(view, sensor_fault.RULE.params)] == [1, 0, 1]
    assert sensor_fault.find(view, sensor_fault.RULE.params) == []


def test_a_boats_own_terminal_is_no_shore_device_however_flat_or_silent():
    play = Play().sail("beidou:3", [(3_000, 0)])
    flat = HealthBody(t_ms=play.now, battery_pct=2, via="rx")
    play.hear(TerminalSaid("beidou:3", "beidou", flat, play.now))
    assert play.wait(700).raised("sensor-fault") == []
