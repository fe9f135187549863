import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.distance import bearing_deg, distance_m
from geo.motion import dead_reckon, implied_speed_mps, sail
from geo.units import kn_to_mps
from tests.geo.oracles import loxodrome, vincenty

lons = st.floats(-180, 180)
port_lats = st.floats(-70, 70)
courses = st.floats(0, 360)


@given(lons, port_lats, st.floats(10, 100_000), courses)
def test_a_constant_course_is_sailed_as_a_loxodrome(lon, lat, run_m, course):
    arrival = sail(lon, lat, run_m, course)
    expected = loxodrome(lon, lat, run_m, course, legs=200)
    assert vincenty(*map(float, arrival), *expected)[0] <= 1e-4 * run_m + 1e-6


@given(lons, st.floats(-60, 60), st.floats(0.1, 40), courses, st.floats(1, 3600))
def test_the_run_is_as_long_as_speed_and_time_say(lon, lat, sog_kn, cog, dt_s):
    arrival = dead_reckon(lon, lat, sog_kn, cog, dt_s)
    assert distance_m(lon, lat, *arrival) == pytest.approx(kn_to_mps(sog_kn) * dt_s, rel=1e-4, abs=1e-6)


@given(lons, st.floats(-60, 60), st.floats(5, 40), courses)
def test_a_short_run_bears_along_the_course(lon, lat, sog_kn, cog):
    bearing = bearing_deg(lon, lat, *dead_reckon(lon, lat, sog_kn, cog, 60.0))
    assert abs((bearing - cog + 180) % 360 - 180) < 0.02


@given(lons, port_lats, st.floats(0, 40), courses, st.floats(0, 3600))
def test_looking_back_undoes_looking_ahead(lon, lat, sog_kn, cog, dt_s):
    there = dead_reckon(lon, lat, sog_kn, cog, dt_s)
    assert distance_m(*dead_reckon(*there, sog_kn, cog, -dt_s), lon, lat) < 25


def test_a_boat_sails_across_the_antimeridian():
    lon, lat = dead_reckon(179.99, -16.8, 10.0, 90.0, 3600.0)
    assert -180 < lon < -179.7
    assert lat == pytest.approx(-16.8)


def test_nobody_sails_past_a_pole():
    assert sail(10.0, 89.99, 1_000_000.0, 0.0)[1] == 90.0


def test_an_unknown_speed_stays_unknown():
    lon, lat = dead_reckon(np.array([121.0, 121.0]), 29.0, np.array([np.nan, 0.0]), 90.0, 60.0)
    assert np.isnan(lon[0])
    assert np.isnan(lat[0])
    assert (lon[1], lat[1]) == (121.0, 29.0)


@given(lons, st.floats(-60, 60), st.floats(0.5, 60), courses, st.integers(1_000, 3_600_000))
def test_the_speed_that_was_sailed_is_the_speed_implied(lon, lat, sog_kn, cog, dt_ms):
    arrival = dead_reckon(lon, lat, sog_kn, cog, dt_ms / 1000)
    implied = implied_speed_mps(lon, lat, 1_700_000_000_000, *arrival, 1_700_000_000_000 + dt_ms)
    assert implied == pytest.approx(kn_to_mps(sog_kn), rel=2e-4)


def test_the_order_of_two_fixes_does_not_matter():
    one, two = (121.0, 29.0, 1_000), (121.1, 29.0, 601_000)
    assert implied_speed_mps(*one, *two) == pytest.approx(float(implied_speed_mps(*two, *one)))


def test_one_instant_implies_no_speed_at_one_place_and_infinite_speed_at_two():
    speed = implied_speed_mps(121.0, 29.0, 5, np.array([121.0, 121.1]), 29.0, 5)
    np.testing.assert_array_equal(speed, [0.0, np.inf])


def test_an_unknown_place_implies_an_unknown_speed():
    assert np.isnan(implied_speed_mps(np.nan, 29.0, 0, 121.0, 29.0, 0))
