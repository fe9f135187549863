import msgspec
import numpy as np
import pytest

from simulators.places import CELL_REACH_M, PATTERN_RADIUS_M, by_telephone
from simulators.scene import Scene


def test_a_place_about_the_ground_is_near_it_and_in_clear_sight(make_scene, places):
    scene = make_scene()
    for row in range(len(scene.vessels)):
        point = scene.about_ground(row, scene.ground_m[row])
        assert np.hypot(*(point - scene.ground_m[row])) <= PATTERN_RADIUS_M
        assert places.water.clear(scene.ground_m[row][None], point[None])[0]


def test_a_ground_that_cannot_be_seen_is_no_answer(make_scene):
    scene = make_scene("zxy10009")
    assert scene.about_ground(0, np.array([-60_000.0, 0.0])) is None


def test_boats_work_according_to_class_and_gear(make_scene):
    scene = make_scene("zxy10009", "zxy10560", "zxy10612", "zgyz33166", "mv146", "zxyy00311")
    works = {vessel.id: scene.work_of(row) for row, vessel in enumerate(scene.vessels)}
    assert works == {
        "zxy10009": "gillnet",
        "zxy10560": "trawl",
        "zxy10612": "drift",
        "zgyz33166": "patrol",
        "mv146": "lane",
        "zxyy00311": "supply",
    }


def test_a_boat_turns_home_when_its_time_has_come(make_scene):
    scene = make_scene("zxy10009")
    scene.stay_at_sea(0, 1.0, 2.0)
    assert 3_600 <= scene.home_at_s[0] <= 7_200
    scene.now_s = 3_599.0
    assert not scene.due_home(0)
    scene.now_s = 7_200.0
    assert scene.due_home(0)


def test_cruising_speeds_are_those_of_fishing_boats(make_scene):
    scene = make_scene("zxy10009", "mv146")
    assert scene.cruise_mps.min() == pytest.approx(8.5 * 1852 / 3600)
    assert scene.cruise_mps.max() == pytest.approx(13 * 1852 / 3600)


def test_a_way_over_the_ground_is_clear_piece_by_piece_and_none_where_none_is(make_scene):
    scene = make_scene("zxy10560")
    way_m = scene.about_ground_on(0, scene.ground_m[0], 6)
    assert way_m.shape == (7, 2)
    assert scene.places.water.clear(way_m[:-1], way_m[1:]).all()
    assert scene.about_ground_on(0, np.array([-60_000.0, 0.0]), 6) is None


def test_who_has_only_a_telephone_fishes_where_it_is_heard_and_her_company_with_her(make_scene, shipu):
    called = [vessel for vessel in shipu.vessels if by_telephone(vessel)]
    mate, lead = called[0], next(vessel for vessel in shipu.vessels if vessel.length_m > 20)
    both = [msgspec.structs.replace(vessel, group="g", pair="") for vessel in (lead, mate)]
    made = Scene(shipu, (*both, *called[1:30]), make_scene().places, 7, make_scene().elements)
    assert (np.hypot(*made.ground_m.T) <= CELL_REACH_M - PATTERN_RADIUS_M).all()
    assert (made.ground_m[0] == made.ground_m[1]).all()
