import numpy as np

from simulators.behaviours import transit
from simulators.places import PATTERN_RADIUS_M


def test_a_boat_in_transit_steams_to_its_ground_and_goes_to_work(make_scene, places):
    scene = make_scene("zxy10560")
    scene.hulls.place(0, places.mouths[0].outside_m, 0.0)
    plan = transit.plan(scene, 0)
    [leg] = plan.legs
    assert plan.then == "trawl"
    assert leg.speed_mps == scene.cruise_mps[0]
    assert (leg.way_m[0] == places.mouths[0].outside_m).all()
    assert np.hypot(*(leg.way_m[-1] - scene.ground_m[0])) <= PATTERN_RADIUS_M


def test_a_boat_without_a_way_to_its_ground_turns_home(make_scene):
    scene = make_scene("zxy10560")
    scene.hulls.place(0, np.array([-60_000.0, 0.0]), 0.0)
    assert transit.plan(scene, 0).then == "return"
