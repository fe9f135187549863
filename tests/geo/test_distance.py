import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.distance import bearing_deg, beyond, distance_m
from tests.geo.oracles import vincenty

lons = st.floats(-180, 180)
lats = st.floats(-90, 90)
REACHES_M = (10.0, 1e3, 1e5, 1e6, 5e6, 1e7)


def pairs(reach_m, count=300):
    rng = np.random.default_rng(int(reach_m))
    lon, lat = rng.uniform(-180, 180, count), np.degrees(np.arcsin(rng.uniform(-1, 1, count)))
    turn, angle = rng.uniform(0, 2 * np.pi, count), reach_m / 6_371_000
    phi = np.radians(lat)
    phi2 = np.arcsin(np.sin(phi) * np.cos(angle) + np.cos(phi) * np.sin(angle) * np.cos(turn))
    east = np.sin(turn) * np.sin(angle) * np.cos(phi)
    lon2 = lon + np.degrees(np.arctan2(east, np.cos(angle) - np.sin(phi) * np.sin(phi2)))
    return lon, lat, lon2, np.degrees(phi2)


@pytest.mark.parametrize("reach_m", REACHES_M)
def test_distances_agree_with_vincenty_to_two_parts_in_a_million(reach_m):
    places = pairs(reach_m)
    oracle = np.array([vincenty(*place)[0] for place in zip(*places, strict=True)])
    np.testing.assert_allclose(distance_m(*places), oracle, rtol=2e-6)


@pytest.mark.parametrize("reach_m", REACHES_M)
def test_bearings_agree_with_vincenty_to_a_thousandth_of_a_degree(reach_m):
    places = pairs(reach_m)
    oracle = np.array([vincenty(*place)[1] for place in zip(*places, strict=True)])
    assert np.max(np.abs((bearing_deg(*places) - oracle + 180) % 360 - 180)) < 0.001


def test_the_figure_of_the_plan_holds_about_shipu():
    rng = np.random.default_rng(3)
    lon, lat = 121.95 + rng.uniform(-1, 1, 300), 29.2 + rng.uniform(-0.9, 0.9, 300)
    oracle = [vincenty(121.95, 29.2, *place)[0] for place in zip(lon, lat, strict=True)]
    np.testing.assert_allclose(distance_m(121.95, 29.2, lon, lat), oracle, rtol=4e-5)


def test_vincentys_own_published_line_is_measured():
    # T. Vincenty 1975, line (a) of table II is on Bessel; Geoscience Australia's Flinders Peak to Buninyong
    # line is the usual check on GRS 80, which WGS 84 equals here to a tenth of a millimetre: 54972.271 m.
    flinders = (144 + 25 / 60 + 29.52440 / 3600, -(37 + 57 / 60 + 3.72030 / 3600))
    buninyong = (143 + 55 / 60 + 35.38390 / 3600, -(37 + 39 / 60 + 10.15610 / 3600))
    assert distance_m(*flinders, *buninyong) == pytest.approx(54972.271, rel=2e-6)
    assert bearing_deg(*flinders, *buninyong) == pytest.approx(306 + 52 / 60 + 5.37 / 3600, abs=0.001)


@given(lons, lats, lons, lats)
def test_the_way_back_is_as_long_as_the_way_there(lon1, lat1, lon2, lat2):
    there, back = distance_m(lon1, lat1, lon2, lat2), distance_m(lon2, lat2, lon1, lat1)
    assert there == pytest.approx(float(back), rel=1e-12, abs=1e-9)
    assert 0 <= there < 20_100_000


@given(lons, lats)
def test_a_place_is_no_distance_from_itself(lon, lat):
    assert distance_m(lon, lat, lon, lat) == 0
    assert bearing_deg(lon, lat, lon, lat) == 0


@given(st.floats(179.5, 180), lats, st.floats(-180, -179.5), lats)
def test_nothing_changes_when_a_pair_straddles_the_antimeridian(lon1, lat1, lon2, lat2):
    straddling = (distance_m(lon1, lat1, lon2, lat2), bearing_deg(lon1, lat1, lon2, lat2))
    moved = (distance_m(lon1 - 90, lat1, lon2 + 270, lat2), bearing_deg(lon1 - 90, lat1, lon2 + 270, lat2))
    assert straddling[0] == pytest.approx(float(moved[0]), rel=1e-9, abs=1e-6)
    if straddling[0] > 1:
        assert abs((straddling[1] - moved[1] + 180) % 360 - 180) < 1e-4


def test_both_names_of_the_antimeridian_are_one_place():
    assert distance_m(180.0, 29.0, -180.0, 29.0) == 0


def test_all_meridians_meet_at_the_poles():
    assert distance_m(0.0, 90.0, 133.0, 90.0) < 1e-6
    assert distance_m(12.0, 90.0, 133.0, -90.0) == pytest.approx(20_003_931.4586, rel=2e-6)
    assert bearing_deg(40.0, 10.0, 77.0, 90.0) == pytest.approx(0, abs=1e-9)
    assert bearing_deg(40.0, 10.0, 77.0, -90.0) == pytest.approx(180, abs=1e-9)


def test_antipodal_places_are_half_the_world_apart_to_half_a_percent():
    rng = np.random.default_rng(5)
    lon, lat = rng.uniform(-180, 180, 500), rng.uniform(-90, 90, 500)
    near = distance_m(
        lon, lat, lon + 180 + rng.uniform(-1, 1, 500), -lat + rng.uniform(-1, 1, 500).clip(-1, 1)
    )
    assert np.all(np.isfinite(near))
    assert np.all((near > 19_780_000) & (near < 20_130_000))


def test_bearings_point_where_a_compass_does():
    lon, lat = np.array([0.0, 0.1, 0.0, -0.1]), np.array([0.1, 0.0, -0.1, 0.0])
    np.testing.assert_allclose(bearing_deg(0, 0, lon, lat), [0, 90, 180, 270], atol=1e-9)
    assert 0 <= bearing_deg(0, 0, -1e-18, 1) < 360


def test_an_unknown_position_is_an_unknown_distance_away():
    assert np.isnan(distance_m(np.array([121.0]), 29.0, np.nan, 29.0)).all()
    assert np.isnan(bearing_deg(121.0, np.nan, 121.0, 29.0))


@given(
    st.lists(st.tuples(lons, lats, st.floats(-1, 1), st.floats(-1, 1)), min_size=1, max_size=9),
    st.floats(0, 2e5),
)
def test_what_is_beyond_a_limit_is_what_the_distance_says(places, limit_m):
    lon, lat, east, north = np.array(places).T
    there = lon + east, np.clip(lat + north, -90, 90)
    limits = np.full(len(lon), limit_m)
    assert beyond(lon, lat, *there, limits).tolist() == (distance_m(lon, lat, *there) > limits).tolist()


def test_across_the_antimeridian_and_of_unknown_places_nothing_is_beyond():
    nan, lat = np.array([np.nan, 179.999]), np.array([1.0, 1.0])
    assert beyond(nan, lat, np.array([1.0, -179.999]), lat, np.array([0.0, 300.0])).tolist() == [False, False]
