import numpy as np

from simulators.behaviours import sail_with

FIVE = tuple(f"zxy1080{place}" for place in range(1, 6))


def test_a_group_sails_together_and_keeps_apart(told):
    starts = {name: ("transit", (122.0 + 0.004 * n, 29.12)) for n, name in enumerate(FIVE)}
    running = told(*FIVE, starts=starts)
    scene = running.scene
    scene.ground_m[0] = scene.places.xy_m(122.3, 29.1)[0]
    running.pilots.follow(0, "transit")
    for row in range(1, 5):
        running.pilots.follow(row, "sail-with")
    track = running.run(3_000)[1_500:]
    for row in range(1, 5):
        apart = np.hypot(*(track[:, row] - track[:, 0]).T)
        assert apart.max() < 3 * 1852
        assert apart.min() > 200


def test_a_boat_goes_home_when_the_one_it_sails_with_does(make_scene):
    scene = make_scene(*FIVE)
    scene.behaviour[0] = "return"
    assert sail_with.plan(scene, 1).then == "return"
    assert sail_with.plan(scene, 0).then == "gillnet"


def test_no_two_boats_of_a_company_share_a_place_beside_the_one_they_sail_with():
    first = 100
    taken = {tuple(sail_with._station_m(first + place, first)) for place in range(1, 48)}
    assert len(taken) == 47
    assert min(np.hypot(*place) for place in taken) >= sail_with.OFF_M
