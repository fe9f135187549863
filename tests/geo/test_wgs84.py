import numpy as np
import pytest

from geo.wgs84 import metres_per_degree, wrap_lon_deg


def test_a_degree_has_the_length_of_the_published_table():
    # Wikipedia, "Latitude", table of the lengths of a degree on WGS 84, in kilometres to three decimals.
    per_lon, per_lat = metres_per_degree(np.array([0.0, 15.0, 30.0, 45.0, 60.0, 75.0, 90.0]))
    np.testing.assert_allclose(
        per_lon / 1000, [111.320, 107.550, 96.486, 78.847, 55.800, 28.902, 0], atol=6e-4
    )
    table = [110.574, 110.649, 110.852, 111.132, 111.412, 111.618, 111.694]
    np.testing.assert_allclose(per_lat / 1000, table, atol=6e-4)


def test_the_degrees_add_up_to_the_equator_and_to_the_quarter_meridian():
    middles = np.linspace(0, 90, 9001)[:-1] + 0.005
    assert metres_per_degree(0.0)[0] * 360 == pytest.approx(40_075_016.686, abs=0.001)
    assert metres_per_degree(middles)[1].sum() * 0.01 == pytest.approx(10_001_965.729, abs=0.01)


@pytest.mark.parametrize("lon", [-180.0, -179.999, 0.0, 121.93, 180.0])
def test_a_longitude_in_range_is_left_alone(lon):
    assert wrap_lon_deg(lon) == lon


@pytest.mark.parametrize(("lon", "wrapped"), [(181.0, -179.0), (-190.0, 170.0), (360.0, 0.0), (725.0, 5.0)])
def test_a_longitude_out_of_range_comes_back_into_it(lon, wrapped):
    assert wrap_lon_deg(lon) == wrapped


def test_an_unknown_longitude_stays_unknown():
    assert np.isnan(wrap_lon_deg(np.nan))
