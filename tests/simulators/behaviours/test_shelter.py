import numpy as np

from simulators.behaviours import shelter
from simulators.scene import AT_ANCHOR, Order


def lies_in_an_anchorage(scene, place_m):
    roads = [berth for berth in scene.port.berths if berth.kind == "anchorage"]
    middles = scene.places.xy_m([b.lon for b in roads], [b.lat for b in roads])
    return np.hypot(*(middles - place_m).T).min() < 1


def test_a_boat_runs_for_the_nearest_anchorage_and_reports_its_arrival(make_scene, over_land):
    scene = make_scene("zxy10009")
    scene.hulls.place(0, scene.places.xy_m(122.2, 29.1)[0], 0.0)
    plan = shelter.plan(scene, 0)
    if plan.legs:
        assert lies_in_an_anchorage(scene, plan.legs[-1].way_m[-1])
        assert plan.legs[-1].status == AT_ANCHOR
        assert [leg.report for leg in plan.legs].count("arrival") == 1
        assert not over_land(np.vstack([leg.way_m for leg in plan.legs]))
    assert plan.then == "return"


def test_a_boat_runs_for_the_shelter_it_is_told(make_scene):
    scene = make_scene("zxy10009")
    scene.hulls.place(0, scene.places.xy_m(122.2, 29.1)[0], 0.0)
    scene.orders[0] = Order(121.99, 29.18, for_s=7_200.0)
    plan = shelter.plan(scene, 0)
    assert abs(plan.legs[-1].way_m[-1] - scene.places.xy_m(121.99, 29.18)[0]).max() < 1
    assert plan.legs[-1].hold_s == 7_200.0


def test_a_boat_beside_its_own_berth_goes_home(make_scene):
    scene = make_scene("zxy10009")
    scene.hulls.place(0, scene.spot_m[0] + 5.0, 0.0)
    plan = shelter.plan(scene, 0)
    assert (plan.legs, plan.then) == ((), "return")
