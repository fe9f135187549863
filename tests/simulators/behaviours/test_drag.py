import numpy as np

from simulators.behaviours import drag
from simulators.scene import AT_ANCHOR, Order


def test_a_dragging_boat_moves_while_it_says_that_it_is_at_anchor(told):
    running = told("zxy10009", starts={"zxy10009": ("drag", (122.2, 29.1))})
    track = running.run(1_800)[:, 0]
    assert np.hypot(*(track[-1] - track[0])) > 100
    assert running.scene.status[0] == AT_ANCHOR


def test_the_anchor_holds_again_when_it_is_told(make_scene):
    scene = make_scene("zxy10009")
    scene.orders[0] = Order(for_s=600.0)
    plan = drag.plan(scene, 0)
    assert [(leg.hold_s, leg.adrift) for leg in plan.legs] == [(600.0, True)]
    assert plan.then == "anchor"
