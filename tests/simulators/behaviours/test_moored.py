from simulators.behaviours import moored
from simulators.scene import MOORED


def test_a_moored_boat_stays_for_hours_and_then_leaves(make_scene):
    scene = make_scene("zxy10009")
    scene.hulls.place(0, scene.spot_m[0], 12.0)
    plan = moored.plan(scene, 0)
    [leg] = plan.legs
    assert plan.then == "leave"
    assert leg.hold_s >= 3 * 3_600
    assert (leg.status, leg.report, len(leg.way_m)) == (MOORED, "ashore", 1)
    assert scene.hulls.heading_deg[0] == scene.spot_deg[0]
