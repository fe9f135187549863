import numpy as np
import pytest

from simulators.elements.tide import TidalStream, rise_mps, tide_m

HOUR_MS = 3_600_000
GATES_M = np.array([[[0.0, 0.0], [0.0, 200.0]]])
"""One mouth; the harbour lies west of it, to the left of the way north."""


@pytest.fixture
def stream():
    return TidalStream(GATES_M, np.array([-3_000.0, 0.0]))


def test_the_tide_has_the_range_of_the_coast_and_two_high_waters_a_day():
    level = np.array([tide_m(hour * HOUR_MS) for hour in np.arange(0, 24 * 30, 0.1)])
    day = level[: 240 * 15].reshape(15, 240)
    ranges = day.max(axis=1) - day.min(axis=1)
    assert 2 < ranges.min() < ranges.max() < 7
    assert ranges.max() > 5
    highs = ((level[1:-1] > level[:-2]) & (level[1:-1] >= level[2:])).sum()
    assert 1.8 < highs / 30 < 2.1


def test_the_rise_is_what_the_level_gains():
    for hour in range(48):
        t_ms = hour * HOUR_MS
        gained_m = tide_m(t_ms + 1_000) - tide_m(t_ms - 1_000)
        assert rise_mps(t_ms) == pytest.approx(gained_m / 2, abs=1e-7)


def test_a_mouth_floods_inward_while_the_tide_rises_and_is_slack_at_high_water(stream):
    middle_m = GATES_M.mean(axis=1)
    for quarter in range(400):
        t_ms = quarter * HOUR_MS / 4
        east, north = stream.mps(middle_m, t_ms)[0]
        assert abs(north) < 1e-9
        assert np.sign(-east) == np.sign(rise_mps(t_ms))
        assert abs(east) == pytest.approx(3_000 * abs(rise_mps(t_ms)))


def test_the_stream_is_about_a_knot_outside_and_faster_in_a_mouth(stream):
    at_m = np.array([[0.0, 100.0], [15_000.0, 0.0], [60_000.0, 0.0]])
    speeds_kn = np.array(
        [np.hypot(*stream.mps(at_m, hour * HOUR_MS).T) / 0.5144 for hour in np.arange(0, 720, 0.25)]
    )
    assert 0.7 < speeds_kn[:, 1].mean() < 1.2
    assert speeds_kn[:, 1].max() < 2
    assert speeds_kn[:, 0].max() > 1.3 * speeds_kn[:, 1].max()
    assert speeds_kn.max() < 3


def test_offshore_the_stream_turns_clockwise_and_never_stands_still(stream):
    far_m = np.array([[60_000.0, 0.0]])
    courses = []
    for minutes in range(0, 25 * 60, 10):
        east, north = stream.mps(far_m, minutes * 60_000)[0]
        assert np.hypot(east, north) > 0.1
        courses.append(np.arctan2(east, north))
    assert (np.diff(np.unwrap(courses)) > 0).all()
