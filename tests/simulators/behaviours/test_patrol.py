import numpy as np

from simulators.behaviours import patrol


def test_a_patrol_goes_from_ground_to_ground_until_it_is_time_to_turn_home(make_scene, places):
    scene = make_scene("zgyz33166")
    scene.hulls.place(0, places.mouths[0].outside_m, 0.0)
    scene.stay_at_sea(0, 5, 6)
    goals = set()
    for _ in range(6):
        plan = patrol.plan(scene, 0)
        assert plan.then == "patrol"
        assert plan.legs[0].hold_s >= 600
        scene.hulls.place(0, plan.legs[0].way_m[-1], 0.0)
        goals.add(tuple(scene.here(0)))
    assert len(goals) >= 4
    scene.now_s = 7 * 3_600.0
    assert patrol.plan(scene, 0).then == "return"


def test_a_patrol_without_a_way_waits(make_scene):
    scene = make_scene("zgyz33166")
    scene.stay_at_sea(0, 5, 6)
    scene.hulls.place(0, np.array([-60_000.0, 0.0]), 0.0)
    assert len(patrol.plan(scene, 0).legs[0].way_m) == 1
