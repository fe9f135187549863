import numpy as np

from simulators.behaviours import part_company

FIVE = tuple(f"zxy1080{place}" for place in range(1, 6))


def test_a_boat_that_leaves_its_group_works_out_of_its_reach(make_scene):
    scene = make_scene(*FIVE)
    scene.hulls.place(2, scene.places.xy_m(122.2, 29.1)[0], 0.0)
    plan = part_company.plan(scene, 2)
    assert plan.then == "gillnet"
    assert np.hypot(*(plan.legs[-1].way_m[-1] - scene.ground_m[0])) > 8 * 1852
    assert (scene.ground_m[2] == plan.legs[-1].way_m[-1]).all()


def test_a_boat_without_a_group_goes_on_with_its_work(make_scene):
    plan = part_company.plan(make_scene("zxy10009"), 0)
    assert (plan.legs, plan.then) == ((), "gillnet")
