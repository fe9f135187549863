import numpy as np
import pytest

from simulators.elements.tide import tide_m
from tests.simulators.conftest import START_MS

HOUR_MS = 3_600_000
PASS_S = 86_400.0
PASS_MS = START_MS + round(PASS_S * 1_000)
AT_M = np.array([[0.0, 0.0], [40_000.0, -5_000.0]])


def test_the_storm_passes_when_the_scenario_says(make_elements):
    storm = make_elements(storm="infa-2021", closest_at_s=PASS_S).storm
    away_m = [np.hypot(*storm.at(PASS_MS + hour * HOUR_MS).xy_m) for hour in range(-24, 25)]
    assert min(away_m) == away_m[24]
    assert min(away_m) == pytest.approx(92_000, rel=0.03)


def test_the_wind_at_the_port_turns_and_peaks_as_in_fa_passes(make_elements):
    elements = make_elements(storm="infa-2021", closest_at_s=PASS_S)
    winds = np.array([elements.wind_mps(AT_M, PASS_MS + hour * HOUR_MS)[0] for hour in range(-48, 37)])
    speeds = np.hypot(*winds.T)
    assert speeds[0] < 10.8
    assert 20.8 < speeds.max() < 28.5  # force 9 or 10: between the 50-knot and 30-knot radii
    from_deg = np.degrees(np.arctan2(*-winds.T)) % 360
    assert from_deg[24] < 45  # from the north a day before
    assert 220 < from_deg[48] < 290  # from the west when it is due north


def test_wanda_over_xiangshan_is_the_worst_case(make_elements):
    elements = make_elements(storm="wanda-1956", closest_at_s=PASS_S)
    hours = np.arange(-6, 7)
    winds = [np.hypot(*elements.wind_mps(AT_M, PASS_MS + h * HOUR_MS).T).max() for h in hours]
    assert max(winds) > 41.5
    assert max(elements.surge_m(PASS_MS + h * HOUR_MS) for h in hours) > 1.0
    assert min(elements.visibility_m(AT_M, PASS_MS + h * HOUR_MS).min() for h in hours) < 500
    assert max(elements.wave_m(AT_M, PASS_MS + h * HOUR_MS)[1] for h in hours) > 6.0


def test_the_level_is_tide_and_surge(make_elements):
    calm, storm = make_elements(), make_elements(storm="wanda-1956", closest_at_s=PASS_S)
    for hour in range(-12, 13):
        t_ms = PASS_MS + hour * HOUR_MS
        assert calm.level_m(t_ms) == tide_m(t_ms)
        assert storm.level_m(t_ms) == pytest.approx(tide_m(t_ms) + storm.surge_m(t_ms))


def test_a_calm_day_is_calm_everywhere(make_elements):
    elements = make_elements()
    for hour in range(48):
        t_ms = START_MS + hour * HOUR_MS
        assert np.hypot(*elements.wind_mps(AT_M, t_ms).T).max() < 10
        harbour_m, sea_m = elements.wave_m(AT_M, t_ms)
        assert harbour_m < 0.5
        assert harbour_m < sea_m < 2.5
        assert elements.visibility_m(AT_M, t_ms).min() > 2_000
        assert elements.surge_m(t_ms) == 0
    assert elements.storm is None


def test_a_storm_far_away_leaves_the_day_as_it_is(make_elements):
    calm, coming = make_elements(), make_elements(storm="saomai-2006", closest_at_s=5 * PASS_S)
    difference = coming.wind_mps(AT_M, START_MS) - calm.wind_mps(AT_M, START_MS)
    assert np.abs(difference).max() < 3


def test_the_same_seed_gives_the_same_weather_and_another_does_not(make_elements):
    first, again, other = make_elements(), make_elements(), make_elements(seed=2)
    assert (first.wind_mps(AT_M, START_MS) == again.wind_mps(AT_M, START_MS)).all()
    assert (first.wind_mps(AT_M, START_MS) != other.wind_mps(AT_M, START_MS)).any()
    assert (first.stream_mps(AT_M, START_MS) == other.stream_mps(AT_M, START_MS)).all()


def test_it_is_day_at_noon_and_night_at_midnight(make_elements):
    noon_ms = 1_795_060_800_000 - 1_795_060_800_000 % 86_400_000 + 4 * HOUR_MS  # 12:00 in Beijing
    assert make_elements().sun_deg(noon_ms) > 30
    assert make_elements().sun_deg(noon_ms + 12 * HOUR_MS) < -30
