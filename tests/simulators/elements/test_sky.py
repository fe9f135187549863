import numpy as np
import pytest

from simulators.elements.sky import Sky, seen_m
from simulators.elements.spec import WeatherSpec

HOURS_MS = np.arange(0, 240) * 3_600_000
PLACES_M = np.array([-5_000.0, 0.0, 60_000.0])


def test_an_everyday_wind_stays_below_force_6_and_is_stronger_outside():
    winds = np.array([np.hypot(*Sky(WeatherSpec(), 1).wind_mps(t_ms, PLACES_M).T) for t_ms in HOURS_MS])
    assert winds.max() < 10
    assert winds.min() > 2
    assert (winds[:, 2] > 1.4 * winds[:, 1]).all()


def test_a_scenario_sets_wind_direction_and_fog():
    sky = Sky(WeatherSpec(wind_mps=18.0, wind_from_deg=0.0, visibility_m=300.0), 1)
    for t_ms in HOURS_MS:
        east, north = sky.wind_mps(t_ms, PLACES_M[:1])[0]
        assert north < 0
        assert abs(east) < 0.2 * abs(north)
        assert np.hypot(east, north) / 0.85 == pytest.approx(18, rel=0.16)
        assert sky.visibility_m(t_ms, 40.0) == pytest.approx(300, rel=0.06)


def test_an_everyday_haze_is_thicker_at_night_and_far_from_fog():
    sky = Sky(WeatherSpec(), 1)
    for t_ms in HOURS_MS:
        assert sky.visibility_m(t_ms, -20.0) <= sky.visibility_m(t_ms, 40.0)
        assert sky.visibility_m(t_ms, -20.0) >= 3_000
        assert sky.rain_mm_h(t_ms) <= 1


def test_rain_and_spray_only_lessen_what_one_can_see():
    calm, wet, storm = seen_m(10_000.0, np.array([0.0, 10.0, 10.0]), np.array([5.0, 5.0, 35.0]))
    assert calm == pytest.approx(10_000, rel=0.02)
    assert wet == pytest.approx(2_140, rel=0.05)  # 11.6 km x 10^-0.63 is 2.7 km, with the haze 2.1
    assert storm < 1_000
