import numpy as np

from simulators.behaviours import break_off
from simulators.scene import MOORED, Order


def test_a_boat_that_broke_off_drifts_and_says_that_it_is_moored(told):
    running = told("zxy10009", starts={"zxy10009": ("break-off", (121.99, 29.18))})
    track = running.run(1_800)[:, 0]
    assert np.hypot(*(track[-1] - track[0])) > 50
    assert running.scene.status[0] == MOORED


def test_it_is_brought_back_when_it_is_told(make_scene):
    scene = make_scene("zxy10009")
    scene.orders[0] = Order(for_s=900.0)
    plan = break_off.plan(scene, 0)
    assert [(leg.hold_s, leg.adrift) for leg in plan.legs] == [(900.0, True)]
    assert plan.then == "return"
