import numpy as np

from simulators.behaviours import wait_outside
from simulators.scene import AT_ANCHOR, Order


def test_a_boat_waits_off_the_mouth_and_then_goes_in(make_scene):
    scene = make_scene("zxy10009")
    scene.hulls.place(0, scene.places.xy_m(122.2, 29.1)[0], 0.0)
    scene.orders[0] = Order(for_s=1_200.0)
    plan = wait_outside.plan(scene, 0)
    wait = plan.legs[-1]
    assert (wait.status, wait.hold_s, plan.then) == (AT_ANCHOR, 1_200.0, "return")
    outside_m = [mouth.outside_m for mouth in scene.places.mouths]
    assert min(np.hypot(*(wait.way_m[-1] - place)) for place in outside_m) < 1
