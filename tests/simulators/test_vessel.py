import numpy as np
import pytest

from simulators.vessel import GATHERS_WAY_MPS2, LOSES_WAY_MPS2, TURNS_DEG_PER_S, Hulls


def run(hulls, seconds):
    speeds, arrived_at = [], None
    for second in range(seconds):
        arrived = hulls.step(1.0)
        speeds.append(hulls.speed_mps.copy())
        if len(arrived) and arrived_at is None:
            arrived_at = second
    return np.array(speeds), arrived_at


def test_a_boat_reaches_its_way_point_exactly_and_says_so():
    hulls = Hulls(2)
    hulls.steer(1, np.array([300.0, 400.0]), 5.0, stops_there=True)
    _, arrived_at = run(hulls, 300)
    assert arrived_at is not None
    assert hulls.xy_m.tolist() == [[0.0, 0.0], [300.0, 400.0]]
    assert hulls.course_deg[1] == pytest.approx(36.87, abs=0.01)


def test_speed_changes_no_faster_than_a_boat_can_and_never_passes_its_goal():
    hulls = Hulls(1)
    hulls.steer(0, np.array([0.0, 2_000.0]), 5.0, stops_there=True)
    speeds, arrived_at = run(hulls, 600)
    changes = np.diff(speeds[: arrived_at + 1, 0])
    assert changes.max() <= GATHERS_WAY_MPS2 + 1e-9
    assert changes.min() >= -LOSES_WAY_MPS2 - 1e-9
    assert speeds.max() <= 5.0
    assert speeds[arrived_at, 0] < 1.0


def test_a_boat_that_goes_on_keeps_its_way_at_the_point():
    hulls = Hulls(1)
    hulls.steer(0, np.array([0.0, 500.0]), 5.0, stops_there=False)
    speeds, arrived_at = run(hulls, 300)
    assert speeds[arrived_at, 0] == pytest.approx(5.0)


def test_the_bow_comes_round_no_faster_than_a_boat_turns():
    hulls = Hulls(1)
    hulls.place(0, np.zeros(2), 10.0)
    hulls.steer(0, np.array([-1_000.0, 0.0]), 4.0, stops_there=False)
    hulls.step(1.0)
    assert hulls.heading_deg[0] == pytest.approx((10 - TURNS_DEG_PER_S) % 360)
    assert hulls.turning[0]
    for _ in range(20):
        hulls.step(1.0)
    assert hulls.heading_deg[0] == pytest.approx(270.0)
    assert not hulls.turning[0]


def test_a_boat_at_rest_stays_where_it_is_and_points_where_it_did():
    hulls = Hulls(1)
    hulls.place(0, np.array([5.0, 6.0]), 77.0)
    for _ in range(100):
        assert len(hulls.step(1.0)) == 0
    assert hulls.xy_m[0].tolist() == [5.0, 6.0]
    assert hulls.heading_deg[0] == 77.0


def test_a_way_point_underfoot_is_reached_at_once():
    hulls = Hulls(1)
    hulls.steer(0, np.zeros(2), 4.0, stops_there=True)
    assert hulls.step(1.0).tolist() == [0]
