import numpy as np
import pytest

from tests.twin.harbour import port
from tests.twin.play import Play
from tests.twin.rules.test_crew_aboard import storm
from tests.twin.test_storm import even
from twin.decode import StationSensed
from twin.judgement import view_of
from twin.port import StationRecord
from twin.rules import conditions
from twin.wire import SenseBody, Words


@pytest.mark.parametrize(
    ("wind_mps", "bft"),
    [(0.0, 0), (0.2, 0), (0.3, 1), (10.7, 5), (10.8, 6), (17.2, 8), (32.6, 11), (60.0, 12)],
)
def test_a_wind_has_the_force_of_the_beaufort_scale(wind_mps, bft):
    assert conditions.force(np.array([wind_mps]))[0] == bft


def test_an_unknown_wind_has_no_force():
    assert np.isnan(conditions.force(np.array([np.nan]))[0])


def test_the_wind_is_told_by_the_nearest_fresh_station_within_reach():
    play = Play()
    body = SenseBody(t_ms=play.now, value=15.0, unit="m/s", via="rx")
    play.hear(StationSensed("met", "wind", body, play.now))
    play.sail("ais-b:1", [(5_000, 0)], every_s=1).sail("ais-b:2", [(70_000, 0)], every_s=1)
    wind = conditions.wind_mps(view_of(play.world, play.now, {}))
    assert wind[:2].tolist()[0] == 15.0
    assert np.isnan(wind[1:]).all()
    play.wait(400)
    assert np.isnan(conditions.wind_mps(view_of(play.world, play.now, {}))).all()


def test_a_typhoon_blows_where_its_circles_reach_and_not_with_the_wind_about_its_centre():
    far = storm(Play(), even(10, 200), even(12, 80), in_h=30)
    assert conditions.forecast_force(view_of(far.world, far.now, {}), 6) is None
    near = storm(Play(), even(10, 200), in_h=5)
    assert conditions.forecast_force(view_of(near.world, near.now, {}), 6) == 10
    here = storm(Play(), even(10, 250), even(12, 200), in_h=5)
    assert conditions.forecast_force(view_of(here.world, here.now, {}), 6) == 12


def test_night_is_from_sunset_to_sunrise_at_the_port():
    play = Play()
    noon_ms = 1_789_963_200_000  # 2026-09-21 04:00 UTC
    hours = [conditions.is_night(view_of(play.world, noon_ms + hour * 3_600_000, {})) for hour in range(24)]
    assert hours == [False] * 6 + [True] * 12 + [False] * 6


def test_downwind_is_where_the_wind_blows_to():
    station = StationRecord("met", Words("气象站", "Met"), 122.0, 29.0, ("wind-direction",), 60)
    play = Play(port(stations=(station,))).sail("ais-b:1", [(5_000, 0)], every_s=1)
    body = SenseBody(t_ms=play.now, value=350.0, unit="deg", via="rx")
    play.hear(StationSensed("met", "wind-direction", body, play.now))
    assert conditions.downwind_deg(view_of(play.world, play.now, {}))[0] == 170.0
