import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulators.vessel import GATHERS_WAY_MPS2, LEAST_PART, LOSES_WAY_MPS2, SCOPE_M, TURNS_DEG_PER_S, Hulls


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


@given(
    set_mps=st.tuples(st.floats(-3, 3), st.floats(-3, 3)),
    way_m=st.tuples(st.floats(-900, 900), st.floats(-900, 900)).filter(lambda way: np.hypot(*way) > 50),
    slowing=st.floats(0.1, 1),
)
def test_whatever_the_sea_does_a_boat_keeps_to_its_line_and_arrives(set_mps, way_m, slowing):
    hulls, way = Hulls(1), np.array(way_m)
    hulls.set_mps[:] = set_mps
    hulls.slowing[:] = slowing
    hulls.steer(0, way, 4.0, stops_there=True)
    for _ in range(1_500):
        arrived = hulls.step(1.0)
        off_m = (hulls.xy_m[0, 0] * way[1] - hulls.xy_m[0, 1] * way[0]) / np.hypot(*way)
        assert abs(off_m) < 1e-6
        assert 0 <= hulls.speed_mps[0] <= 4.0 + np.hypot(*set_mps) + 1e-9
        if len(arrived):
            break
    assert hulls.xy_m[0].tolist() == way.tolist()


def test_in_a_cross_stream_the_bow_points_up_stream_and_the_course_stays():
    hulls = Hulls(1)
    hulls.set_mps[:] = (1.0, 0.0)
    hulls.place(0, np.zeros(2), 0.0)
    hulls.steer(0, np.array([0.0, 5_000.0]), 2.0, stops_there=False)
    run(hulls, 120)
    assert hulls.course_deg[0] == 0
    assert hulls.heading_deg[0] == pytest.approx(330)  # sin 30 degrees is the 1 m/s of 2
    assert hulls.speed_mps[0] == pytest.approx(np.sqrt(3))


def test_a_fair_stream_helps_and_a_foul_one_hinders_but_never_stops_a_boat():
    hulls = Hulls(3)
    hulls.set_mps[:] = [(0.0, 1.0), (0.0, -1.0), (0.0, -4.0)]
    for row in range(3):
        hulls.steer(row, np.array([0.0, 9_000.0]), 3.0, stops_there=False)
    speeds, _ = run(hulls, 300)
    assert speeds[-1] == pytest.approx([4, 2, LEAST_PART * 3])


def test_a_skipper_who_eases_off_is_not_carried_faster_than_meant():
    hulls = Hulls(2)
    hulls.set_mps[:] = (0.0, 1.0)
    hulls.eases[1] = True
    for row in range(2):
        hulls.steer(row, np.array([0.0, 9_000.0]), 3.0, stops_there=False)
    speeds, _ = run(hulls, 300)
    assert speeds[-1] == pytest.approx([4, 3])


def test_a_boat_adrift_goes_with_the_set_and_one_at_rest_does_not():
    hulls = Hulls(2)
    hulls.set_mps[:] = (0.3, -0.4)
    hulls.let_go(1)
    run(hulls, 100)
    assert hulls.xy_m[0].tolist() == [0, 0]
    assert hulls.xy_m[1] == pytest.approx([30, -40])
    assert hulls.speed_mps[1] == pytest.approx(0.5)
    assert hulls.course_deg[1] == pytest.approx(143.13, abs=0.01)
    hulls.steer(1, np.array([0.0, 500.0]), 3.0, stops_there=False)
    assert not hulls.adrift[1]


def test_an_anchored_boat_swings_about_its_anchor_as_the_tide_turns():
    hulls = Hulls(1)
    hulls.anchor(0)
    for set_east in (0.5, -0.5):
        hulls.set_mps[:] = (set_east, 0.0)
        hulls.lies_deg[:] = 270.0 if set_east > 0 else 90.0
        speeds, _ = run(hulls, 600)
        assert hulls.xy_m[0] == pytest.approx([SCOPE_M * np.sign(set_east), 0])
        assert hulls.heading_deg[0] == pytest.approx(hulls.lies_deg[0])
        assert speeds.max() <= 0.2 + 1e-9
        assert speeds[-1] == pytest.approx(0, abs=1e-6)
