import numpy as np
import pytest

from geo.distance import distance_m
from simulators.bulletins import Bulletins
from tests.simulators.conftest import START_MS
from twin import wire
from twin.decode import WeatherTold, decode
from twin.weather import Weather, told

HOUR_MS = 3_600_000
PASS_MS = START_MS + 48 * HOUR_MS


@pytest.fixture
def infa(make_scene):
    return make_scene(storm="infa-2021", closest_at_s=48 * 3_600)


def test_a_bulletin_tells_track_radii_and_nearest_approach(infa):
    body = Bulletins(infa, 1).body(infa.elements.storm, PASS_MS)
    assert body.name == "烟花 In-Fa 2106"
    assert body.force == 13
    now = next(point for point in body.track if point.t_ms == PASS_MS)
    assert (now.lon, now.lat, now.wind_mps, now.pressure_hpa) == (122.2, 30.0, 38, 965)
    assert [(r.force, r.ne_km, r.sw_km) for r in now.radii] == [(7, 300, 200), (10, 100, 80), (12, 40, 40)]
    assert "北纬30.0度" in body.text
    assert "距港最近" in body.text
    assert "simulated" in body.text
    assert body.valid_to_ms > body.issued_ms


def test_its_past_is_exact_and_its_forecast_errs_more_the_farther_it_looks(infa):
    storm, frame = infa.elements.storm, infa.places.frame
    errors_km = {}
    for seed in range(40):
        issued_ms = PASS_MS - 72 * HOUR_MS
        for point in Bulletins(infa, seed).body(storm, issued_ms).track:
            lon, lat = frame.to_lonlat(*storm.at(point.t_ms).xy_m)
            km = float(distance_m(point.lon, point.lat, lon, lat)) / 1_000
            errors_km.setdefault((point.t_ms - issued_ms) // HOUR_MS, []).append(km)
    mean = {hours: np.mean(found) for hours, found in errors_km.items()}
    assert all(km < 8 for hours, km in mean.items() if hours <= 0)  # rounded to a tenth of a degree
    ahead = [mean[hours] for hours in sorted(mean) if hours > 0]
    assert (np.diff(ahead) > 0).all()
    assert 50 < mean[24] < 100
    assert 120 < mean[72] < 260


def test_bulletins_that_follow_each_other_err_alike(infa):
    storm, bulletins = infa.elements.storm, Bulletins(infa, 1)
    later_ms = PASS_MS

    def place(issued_ms):
        return next(p for p in bulletins.body(storm, issued_ms).track if p.t_ms == later_ms)

    first, second = place(later_ms - 24 * HOUR_MS), place(later_ms - 18 * HOUR_MS)
    assert distance_m(first.lon, first.lat, second.lon, second.lat) < 90_000


def test_there_is_no_bulletin_without_a_storm_and_the_twin_takes_those_there_are(infa):
    storm, bulletins, weather = infa.elements.storm, Bulletins(infa, 1), Weather()
    assert bulletins.body(storm, round(storm.last_ms) + 1) is None
    for hours in range(-60, 48, 3):
        body = bulletins.body(storm, PASS_MS + hours * HOUR_MS)
        if body is None:
            continue
        letter = wire.Letter("yugang/sim/shipu/weather/sim-met/typhoon", wire.encode(body), body.issued_ms)
        heard = decode(letter, "yugang/sim/shipu")
        assert isinstance(heard, WeatherTold), heard
        assert isinstance(told(weather, heard, body.issued_ms), list)
