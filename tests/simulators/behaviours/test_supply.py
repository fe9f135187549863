import numpy as np

from simulators.behaviours import supply

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
