import numpy as np
import pytest

from geo.units import mps_to_kn
from simulators.behaviours import supply
from simulators.scene import FISHING, HARBOUR_KN

STARTS = {"zxyy00311": ("supply", (122.2, 29.1)), "zxy10009": ("gillnet", (122.25, 29.1))}


def test_a_supply_boat_comes_alongside_a_boat_that_fishes(told, over_land):
    running = told("zxyy00311", "zxy10009", starts=STARTS)
    row, met = running.scene.row_of["zxyy00311"], running.scene.row_of["zxy10009"]
    running.pilots.follow(row, "supply")
    track = running.run(3_600)
    assert np.hypot(*(track[:, row] - track[:, met]).T).min() < 1_500
    assert not over_land(track[:, row])


def test_a_supply_boat_with_nobody_to_serve_waits_and_one_that_is_due_goes_home(make_scene):
    scene = make_scene("zxyy00311")
    scene.home_at_s[0] = 100.0
    assert supply.plan(scene, 0).then == "supply"
    scene.now_s = 100.0
    assert supply.plan(scene, 0).then == "return"


def test_a_supply_boat_goes_slowly_through_a_harbour_and_fast_before_and_behind_it(make_scene):
    scene = make_scene("zxyy00311", "zxy10009")
    places, (row, met) = scene.places, (scene.row_of["zxyy00311"], scene.row_of["zxy10009"])
    scene.hulls.xy_m[[row, met]] = places.xy_m([122.0184, 121.7655], [29.1873, 29.1467])
    scene.status[met], scene.home_at_s[row] = FISHING, np.inf
    plan = supply.plan(scene, row)
    before, through, behind = plan.legs
    assert mps_to_kn(through.speed_mps) == pytest.approx(HARBOUR_KN)
    assert before.speed_mps == behind.speed_mps == scene.cruise_mps[row]
    assert any(places.in_harbour(place) for place in through.way_m)
    for leg in (before, behind):
        assert not any(places.in_harbour(place) for place in np.linspace(leg.way_m[0], leg.way_m[-1]))
    assert (before.passes, through.passes, behind.passes) == (True, True, False)
    assert behind.hold_s > before.hold_s == through.hold_s == 0


def test_a_way_that_touches_no_harbour_is_one_leg(make_scene):
    scene = make_scene("zxyy00311", "zxy10009")
    row, met = scene.row_of["zxyy00311"], scene.row_of["zxy10009"]
    scene.hulls.xy_m[[row, met]] = scene.places.xy_m([122.2, 122.3], [29.1, 29.1])
    scene.status[met], scene.home_at_s[row] = FISHING, np.inf
    (leg,) = supply.plan(scene, row).legs
    assert leg.hold_s > 0
    assert not leg.passes
