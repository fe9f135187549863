import numpy as np
import pytest

from simulators.elements import STORMS
from simulators.elements.tracks import FOLDER, holland_b, pressure_of, read_track, rmax_of


@pytest.mark.parametrize("storm", STORMS)
def test_a_track_runs_forward_in_time_and_has_no_gap(storm):
    track = read_track(storm)
    assert (np.diff(track.t_ms) > 0).all()
    for column in (track.lonlat_deg, track.wind_mps, track.pressure_hpa, track.rmax_km):
        assert np.isfinite(column).all()
    assert ((track.rmax_km > 5) & (track.rmax_km < 150)).all()
    assert ((track.pressure_hpa > 880) & (track.pressure_hpa < 1_010)).all()
    assert "source" not in track.name
    assert track.name.split()[-1].isdigit()


def test_every_storm_that_may_be_named_has_its_file_and_no_other_lies_there():
    assert sorted(path.stem for path in FOLDER.glob("*.csv")) == sorted(STORMS)


def test_radii_are_kept_by_quadrant_and_only_of_winds_that_blow():
    track = read_track("infa-2021")
    row = int(np.argmin(np.abs(track.t_ms - 1_627_192_800_000)))  # 2021-07-25 14:00 (+08:00)
    assert track.radii_km[row].tolist() == [[40, 40, 40, 40], [100, 100, 80, 100], [300, 200, 200, 250]]
    assert (track.wind_mps[row], track.pressure_hpa[row]) == (38, 965)
    assert np.isnan(track.radii_km[track.wind_mps < 32.9][:, 0]).all()


def test_estimates_agree_with_what_their_papers_tell():
    # Atkinson and Holliday's own table: 100 kt goes with about 943 hPa, 140 kt with 898
    one_minute_mps = np.array([100, 140]) * 0.5144 * 0.93
    assert pressure_of(one_minute_mps) == pytest.approx([943, 898], abs=2)
    assert rmax_of(np.array([960.0]), np.array([29.0])) == pytest.approx(46, abs=2)
    assert 1 <= holland_b(np.array([38.0]), np.array([965.0]))[0] <= 1.2
