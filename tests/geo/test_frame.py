import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.distance import distance_m
from geo.frame import PortFrame

SHIPU = PortFrame(121.95, 29.2)
origins = st.builds(PortFrame, st.floats(-180, 180), st.floats(-85, 85))
lons = st.floats(-180, 180)
lats = st.floats(-90, 90)


@given(origins, lons, lats)
def test_there_and_back_is_the_same_place(frame, lon, lat):
    back_lon, back_lat = frame.to_lonlat(*frame.to_xy(lon, lat))
    assert abs((back_lon - lon + 180) % 360 - 180) <= 2e-13
    assert abs(back_lat - lat) <= 1e-13


def test_the_origin_is_zero():
    assert SHIPU.to_xy(121.95, 29.2) == (0.0, 0.0)


@pytest.mark.parametrize(("reach_m", "error"), [(5_000, 0.0005), (50_000, 0.0045), (100_000, 0.0091)])
def test_distances_in_the_frame_err_no_more_than_it_says(reach_m, error):
    x, y = np.random.default_rng(7).uniform(-reach_m, reach_m, (2, 2000))
    step = np.random.default_rng(8).uniform(-500, 500, (2, 2000))
    one, two = SHIPU.to_lonlat(x, y), SHIPU.to_lonlat(x + step[0], y + step[1])
    flat_m = np.hypot(*step)
    worst = np.max(np.abs(flat_m / distance_m(*one, *two) - 1))
    assert error / 2 < worst < error


def test_a_port_at_the_antimeridian_sees_boats_on_both_sides():
    taveuni = PortFrame(179.95, -16.8)
    x, _ = taveuni.to_xy(np.array([179.9, -179.9]), np.array([-16.8, -16.8]))
    assert x[0] < 0 < x[1] < 20_000
    lon, _ = taveuni.to_lonlat(x, np.zeros(2))
    np.testing.assert_allclose(lon, [179.9, -179.9], atol=1e-12)


def test_an_unknown_position_stays_unknown():
    x, y = SHIPU.to_xy(np.nan, 29.0)
    assert np.isnan(x)
    assert np.isfinite(y)


@pytest.mark.parametrize(("lon", "lat"), [(181, 0), (0, 86), (float("nan"), 0), (0, float("inf"))])
def test_an_origin_out_of_range_is_refused(lon, lat):
    with pytest.raises(ValueError, match="port frame origin"):
        PortFrame(lon, lat)


def test_a_shape_moves_with_its_holes():
    shape = shapely.box(121.9, 29.1, 122.0, 29.3).difference(shapely.box(121.94, 29.19, 121.96, 29.21))
    moved = SHIPU.shape_to_xy(shape)
    expected = np.column_stack(SHIPU.to_xy(*shapely.get_coordinates(shape).T))
    np.testing.assert_array_equal(shapely.get_coordinates(moved), expected)
    assert len(moved.interiors) == 1
