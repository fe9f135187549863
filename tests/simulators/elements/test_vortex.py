import numpy as np
import pytest

from geo.distance import distance_m
from geo.frame import PortFrame
from simulators.elements.tracks import read_track
from simulators.elements.vortex import Storm, pressure_hpa_of, rain_of, wind_of

SHIPU = (121.94, 29.2)
FRAME = PortFrame(*SHIPU)
HOUR_MS = 3_600_000
KNOTS = 1_852 / 3_600


@pytest.fixture(scope="module", params=["infa-2021", "wanda-1956", "saomai-2006"])
def storm(request):
    return Storm(read_track(request.param), FRAME, 0)


@pytest.fixture(scope="module")
def infa():
    return Storm(read_track("infa-2021"), FRAME, 0)


def speeds(moment, bearing_deg, away_m):
    turn = np.radians(bearing_deg)
    at_m = moment.xy_m + np.outer(away_m, [np.sin(turn), np.cos(turn)])
    return np.hypot(*wind_of(moment, at_m).T)


def test_in_fa_passes_as_recorded_92_km_off_with_38_mps(infa):
    moment = infa.at(0)
    lon, lat = FRAME.to_lonlat(*moment.xy_m)
    assert distance_m(*SHIPU, lon, lat) == pytest.approx(92_000, abs=2_000)
    assert moment.wind_mps == 38
    assert moment.pressure_hpa == 965


def test_at_the_recorded_radii_blow_30_50_and_64_knots(infa):
    radii_km = {64: (40, 40, 40, 40), 50: (100, 100, 80, 100), 30: (300, 200, 200, 250)}
    for knots, quadrants in radii_km.items():
        for bearing_deg, away_km in zip((45, 135, 225, 315), quadrants, strict=True):
            wind = speeds(infa.at(0), bearing_deg, [away_km * 1_000])[0]
            assert wind == pytest.approx(knots * KNOTS, rel=0.01), (knots, bearing_deg)


def test_the_wind_is_strongest_at_its_radius_and_falls_on_both_sides_in_every_direction(storm):
    for t_ms in np.linspace(storm.first_ms, storm.last_ms, 60):
        moment = storm.at(t_ms)
        rmax_m = moment.rmax_km * 1_000
        for bearing_deg in range(0, 360, 30):
            outward = speeds(moment, bearing_deg, np.geomspace(rmax_m, 1_500_000, 80))
            assert (np.diff(outward) < 0).all()
            inward = speeds(moment, bearing_deg, np.linspace(rmax_m, 1_500, 20))
            assert (np.diff(inward) < 0).all()
            assert outward[0] <= moment.wind_mps * 1.001


def test_from_quadrant_to_quadrant_the_wind_changes_without_a_step(infa):
    moment = infa.at(0)
    for away_m in (60_000.0, 150_000.0, 280_000.0):
        round_it = np.array([speeds(moment, bearing, [away_m])[0] for bearing in np.arange(0, 361, 1.0)])
        assert np.ptp(round_it) > 1  # the quadrants do differ
        assert np.abs(np.diff(round_it)).max() < 0.15


def test_it_blows_against_the_clock_and_inward(infa):
    moment = infa.at(0)
    east, north = wind_of(moment, moment.xy_m + np.array([[0.0, 60_000.0]]))[0]  # north of the centre
    assert east < 0
    assert north < 0
    assert abs(north) < abs(east)


def test_a_storm_without_recorded_radii_is_stronger_on_its_right():
    moment = Storm(read_track("wanda-1956"), FRAME, 0).at(0)  # going north-west
    right, left = (speeds(moment, bearing, [40_000.0])[0] for bearing in (45, 225))
    assert right > left + 5


def test_there_is_no_storm_before_and_after_its_life(infa):
    assert infa.at(infa.first_ms - 1) is None
    assert infa.at(infa.last_ms + 1) is None
    assert infa.at(infa.first_ms) is not None
    assert infa.at(infa.last_ms) is not None


def test_pressure_and_rain_fall_off_from_the_centre(storm):
    moment = storm.at(0)
    away_m = np.array([2_000.0, 40_000.0, 100_000.0, 300_000.0, 800_000.0])
    pressures = [pressure_hpa_of(moment, m) for m in away_m]
    assert pressures == sorted(pressures)
    assert moment.pressure_hpa <= pressures[0] < pressures[-1] <= 1_010
    rain = rain_of(moment, moment.xy_m + np.column_stack([away_m, 0 * away_m]))
    assert 2 < rain.max() < 30
    assert rain[-1] < 0.5
