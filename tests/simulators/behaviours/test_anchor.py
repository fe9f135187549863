from simulators.behaviours import anchor
from simulators.scene import AT_ANCHOR, UNDER_WAY, Order


def test_a_boat_anchors_where_it_is_for_as_long_as_it_is_told(make_scene):
    scene = make_scene("zxy10009")
    scene.hulls.place(0, scene.places.xy_m(122.2, 29.2)[0], 0.0)
    scene.orders[0] = Order(for_s=600.0)
    plan = anchor.plan(scene, 0)
    assert [(leg.status, leg.hold_s) for leg in plan.legs] == [(AT_ANCHOR, 600.0)]
    assert plan.then == "return"


def test_a_boat_steams_to_the_place_of_its_order_and_anchors_there(make_scene):
    scene = make_scene("zxy10009")
    scene.hulls.place(0, scene.places.xy_m(122.2, 29.2)[0], 0.0)
    scene.orders[0] = Order(122.1, 29.2, 6.0)
    plan = anchor.plan(scene, 0)
    assert [leg.status for leg in plan.legs] == [UNDER_WAY, AT_ANCHOR]
    assert abs(plan.legs[-1].way_m - scene.places.xy_m(122.1, 29.2)).max() < 1
    assert 3.0 < plan.legs[0].speed_mps < 3.2
