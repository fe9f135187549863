import numpy as np
import pytest

from simulators.keep_right import OFF_SEA_M, keep_right
from simulators.scene import FISHING, UNDER_WAY, Leg

WEST_M, EAST_M = np.array([36_000.0, -9_000.0]), np.array([46_000.0, -9_000.0])
"""Two places on open water east of Shipu."""


@pytest.fixture
def scene(make_scene):
    made = make_scene("zxy10009")
    made.starboard[0] = 0.5
    return made


def leg(*places_m, status=UNDER_WAY):
    return Leg(np.array(places_m), 4.4, status)


def test_a_boat_keeps_to_starboard_of_the_shortest_way_and_ends_where_it_was_bound(scene):
    way_m = keep_right(scene, 0, leg(WEST_M, EAST_M)).way_m
    assert (way_m[0] == WEST_M).all()
    assert (way_m[-1] == EAST_M).all()
    assert way_m[1:-1, 1] == pytest.approx(WEST_M[1] - np.mean(OFF_SEA_M))


def test_boats_bound_out_and_home_pass_port_to_port(scene):
    out_m = keep_right(scene, 0, leg(WEST_M, EAST_M)).way_m
    home_m = keep_right(scene, 0, leg(EAST_M, WEST_M)).way_m
    assert (out_m[1:-1, 1] < WEST_M[1]).all()
    assert (home_m[1:-1, 1] > WEST_M[1]).all()


def test_short_pieces_work_and_what_a_scenario_steers_are_left_as_they_are(scene):
    short, work = leg(WEST_M, WEST_M + 300), leg(WEST_M, EAST_M, status=FISHING)
    assert keep_right(scene, 0, short) is short
    assert keep_right(scene, 0, work) is work
    scene.bidden[0] = True
    bidden = leg(WEST_M, EAST_M)
    assert keep_right(scene, 0, bidden) is bidden


def test_where_the_water_is_not_clear_the_boat_stays_on_its_line(scene, monkeypatch):
    monkeypatch.setattr(scene.places.water, "clear", lambda one, _other: np.zeros(len(one), dtype=bool))
    assert keep_right(scene, 0, leg(WEST_M, EAST_M)).way_m.tolist() == [WEST_M.tolist(), EAST_M.tolist()]
