import numpy as np
import pytest

from geo.distance import distance_m
from geo.tracks import Tracks
from geo.units import kn_to_mps

LON, LAT = 121.95, 29.2


def test_a_fix_is_dead_reckoned_to_now_and_its_doubt_grows_with_age():
    tracks = Tracks.of([LON], [LAT], 10.0, 90.0, age_s=30.0, change_mps=0.5, error_m=10.0)
    assert distance_m(LON, LAT, tracks.lon_deg, tracks.lat_deg) == pytest.approx(
        kn_to_mps(10.0) * 30, rel=1e-4
    )
    assert (tracks.doubt_m[0], tracks.doubt_mps[0]) == (25.0, 0.5)


@pytest.mark.parametrize("column", range(7))
@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_what_is_not_finite_is_refused_by_row(column, bad):
    columns = [np.full(3, v) for v in (LON, LAT, 5.0, 90.0, 1.0, 1.0, 1.0)]
    columns[column][2] = bad
    with pytest.raises(ValueError, match=r"1 tracks .* the first is row 2"):
        Tracks.of(*columns)


def test_negative_ages_and_places_at_a_pole_are_refused():
    with pytest.raises(ValueError, match="negative age"):
        Tracks.of([LON], [LAT], 1.0, 1.0, age_s=-1.0)
    with pytest.raises(ValueError, match="beyond 85 degrees"):
        Tracks.of([LON], [89.0], 1.0, 1.0)
    with pytest.raises(ValueError, match="columns of one length"):
        Tracks.of([[LON]], [LAT], 1.0, 1.0)
