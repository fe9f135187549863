import numpy as np
import pytest

from simulators.behaviours import collide_course
from simulators.scene import Order


@pytest.mark.parametrize("cpa_m", [0.0, 300.0, 1_000.0])
@pytest.mark.parametrize("fisher", ["anchor", "follow-track"])
def test_a_ship_passes_the_other_boat_at_the_distance_it_is_told(told, cpa_m, fisher):
    starts = {"zxy10009": ("anchor", (122.5, 29.1)), "mv262": ("lane", (122.5, 29.0))}
    running = told("zxy10009", "mv262", starts=starts)
    ship, boat = running.scene.row_of["mv262"], running.scene.row_of["zxy10009"]
    running.scene.orders[boat] = Order(speed_kn=3.0, track=((122.6, 29.12),), for_s=9_000)
    running.pilots.follow(boat, fisher)
    running.scene.orders[ship] = Order(speed_kn=13.0, other="zxy10009", cpa_m=cpa_m)
    running.pilots.follow(ship, "collide-course")
    track = running.run(3_000)
    apart = np.hypot(*(track[:, ship] - track[:, boat]).T)
    assert apart.min() == pytest.approx(cpa_m, abs=60 + 0.1 * cpa_m)
    assert apart[-1] > apart.min() + 500


def test_without_another_boat_it_goes_on_with_its_work(make_scene):
    plan = collide_course.plan(make_scene("mv262"), 0)
    assert (plan.legs, plan.then) == ((), "lane")
