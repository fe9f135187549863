import itertools

import numpy as np
import pytest

from geo.units import kn_to_mps
from simulators.behaviours import return_home
from simulators.mouths import Watch
from simulators.scene import HARBOUR_KN


def test_a_boat_reports_before_the_mouth_and_ends_at_its_own_place(told, places, over_land):
    running = told("zxy10009", starts={"zxy10009": ("return", (122.05, 29.14))})
    track = running.run(7_500)
    watch = Watch(places.mouths, track.shape[1])
    passes = [c for a, b in itertools.pairwise(track) for c in watch.crossings(a, b)]
    assert [crossing.direction for crossing in passes] == ["in"]
    assert running.reports == [(0, "arrival"), (0, "ashore")]
    assert (running.scene.here(0) == running.scene.spot_m[0]).all()
    assert running.scene.behaviour[0] == "moored"
    assert not over_land(track[:, 0])


def test_a_boat_without_a_way_home_waits_and_tries_again(make_scene):
    scene = make_scene("zxy10009")
    scene.hulls.place(0, np.array([-60_000.0, 0.0]), 0.0)
    assert return_home.plan(scene, 0).then == "return"


def test_a_boat_that_is_told_to_return_at_its_berth_stays_there(make_scene):
    scene = make_scene("zxy10009")
    scene.hulls.place(0, scene.spot_m[0], 0.0)
    assert return_home.plan(scene, 0) == ((), "moored")


def test_a_boat_inside_the_harbour_goes_straight_to_its_place_at_harbour_speed(make_scene):
    scene = make_scene("zxy10009")
    scene.hulls.place(0, scene.spot_m[0] + np.array([150.0, 0.0]), 0.0)
    assert scene.places.in_harbour(scene.here(0))
    (leg,), then = return_home.plan(scene, 0)
    assert (leg.way_m[-1] == scene.spot_m[0]).all()
    assert leg.speed_mps == pytest.approx(kn_to_mps(HARBOUR_KN))
    assert then == "moored"
