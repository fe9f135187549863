import itertools

import numpy as np

from simulators.behaviours import leave
from simulators.mouths import Watch
from simulators.rhythm import LONG_TRIP_H, SEA_H


def test_a_leaving_boat_musters_reports_and_goes_out_through_a_mouth(told, places, over_land):
    running = told("zxy10009")
    running.scene.hulls.place(0, running.scene.spot_m[0], 0.0)
    running.pilots.follow(0, "leave")
    assert running.reports[-1] == (0, "departure")
    track = running.run(7_200)
    assert running.scene.behaviour[0] == "transit"
    watch = Watch(places.mouths, track.shape[1])
    passes = [c for a, b in itertools.pairwise(track) for c in watch.crossings(a, b)]
    assert {crossing.direction for crossing in passes} == {"out"}
    assert not over_land(track[:, 0])
    assert running.scene.home_at_s[0] > running.scene.now_s


def test_a_boat_that_finds_no_way_stays_and_tries_again(make_scene):
    scene = make_scene("zxy10009")
    scene.hulls.place(0, np.array([-60_000.0, 0.0]), 0.0)
    plan = leave.plan(scene, 0)
    assert plan.then == "leave"
    assert len(plan.legs[0].way_m) == 1


def test_trawlers_stay_out_for_days_and_gill_netters_of_their_length_for_one_or_two(make_scene):
    scene = make_scene("zxy10009", "zxy10560")
    for row, vessel in enumerate(scene.vessels):
        scene.hulls.place(row, scene.spot_m[row], 0.0)
        leave.plan(scene, row)
        away_h = (scene.home_at_s[row] - scene.now_s) / 3_600
        low_h, high_h = LONG_TRIP_H.get(vessel.gear) or next(
            h for m, h in SEA_H.items() if vessel.length_m < m
        )
        assert low_h <= away_h <= high_h
