import numpy as np
import pytest
import shapely

from simulators.behaviours import leave_zone


def outside_m(places, zone, points):
    water = places.permitted[zone]
    away = shapely.distance(water, shapely.points(points))
    return np.where(shapely.contains_xy(water, *points.T), 0.0, away)


def test_a_straying_boat_is_out_by_a_hundred_metres_soon_works_there_and_comes_back_by_itself(told, places):
    running = told("zxy10009", starts={"zxy10009": ("leave-zone", (122.4496, 29.2))})
    away = outside_m(places, "permitted-inshore", running.run(12_000, dt_s=2.0)[:, 0])
    assert away[20] > 100
    assert (away[150:3_000] > 800).all()
    assert away.max() < 1_000
    assert away[-1] == 0


@pytest.mark.parametrize(
    ("vessel", "zone"), [("zxy10009", "permitted-inshore"), ("zxy10560", "permitted-offshore")]
)
def test_from_anywhere_it_leaves_over_clear_water(make_scene, places, vessel, zone):
    scene = make_scene(vessel)
    for lonlat in ((122.1, 29.1), (122.3, 29.6), (122.2, 28.8), (121.95, 28.8)):
        scene.hulls.place(0, places.xy_m(*lonlat)[0], 0.0)
        plan = leave_zone.plan(scene, 0)
        assert plan.then == "obey"
        assert outside_m(places, zone, plan.legs[0].way_m[-1:])[0] > 500
        for leg in plan.legs:
            assert places.water.clear(leg.way_m[:-1], leg.way_m[1:]).all()


def test_a_boat_bound_to_no_water_goes_on_with_its_work(make_scene):
    plan = leave_zone.plan(make_scene("zxyy00311"), 0)
    assert (plan.legs, plan.then) == ((), "supply")
