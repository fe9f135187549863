import numpy as np

from simulators.behaviours import go_to
from simulators.scene import Order


def test_a_boat_goes_to_its_place_at_its_speed_and_stays(told, places, over_land):
    running = told("zxy10009", starts={"zxy10009": ("gillnet", (122.2, 29.1))})
    scene = running.scene
    scene.orders[0] = Order(122.28, 29.1, 7.0)
    running.pilots.follow(0, "go-to")
    track = running.run(3_600)[:, 0]
    assert np.hypot(*(track[-1] - places.xy_m(122.28, 29.1)[0])) < 60
    fastest = np.hypot(*np.diff(track, axis=0).T).max()
    assert 2.9 < fastest < 4.8
    assert not over_land(track)
    assert scene.behaviour[0] == "go-to"


def test_a_boat_told_no_place_goes_on_with_its_work(make_scene):
    plan = go_to.plan(make_scene("zxy10009"), 0)
    assert (plan.legs, plan.then) == ((), "gillnet")
