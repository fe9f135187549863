import numpy as np

from simulators.behaviours import pair_trawl
from simulators.scene import FISHING

PAIR = ("zxy10721", "zxy10722")


def longest_run(flags):
    best = run = 0
    for flag in flags:
        run = run + 1 if flag else 0
        best = max(best, run)
    return best


def test_a_pair_tows_abeam_for_half_an_hour_turns_together_and_closes_to_haul(told):
    running = told(
        *PAIR, starts={name: ("pair-trawl", (122.6, 29.2 + 0.003 * n)) for n, name in enumerate(PAIR)}
    )
    scene = running.scene
    scene.home_at_s[:] = 1e6
    status, courses, track = [], [], []
    for _ in range(4 * 3_600):
        scene.now_s += 1.0
        running.pilots.step(1.0)
        status.append(scene.status.copy())
        courses.append(scene.hulls.course_deg.copy())
        track.append(scene.hulls.xy_m.copy())
    status, courses, track = np.array(status), np.array(courses), np.array(track)
    apart = np.hypot(*(track[:, 0] - track[:, 1]).T)
    turned = np.abs((courses[:, 0] - courses[:, 1] + 180) % 360 - 180)
    towing = (status == FISHING).all(axis=1)
    assert longest_run(towing & (apart > 100) & (apart < 600) & (turned < 10)) >= 1_800
    assert apart[towing].min() < 80
    assert scene.behaviour == ["pair-trawl", "pair-trawl"]
    speed = np.hypot(*np.diff(track[:, 1], axis=0).T)[towing[1:] & (apart[1:] > 200)]
    assert np.median(speed) < 2.3


def test_a_boat_without_its_pair_trawls_alone_and_one_whose_pair_went_home_goes_too(make_scene):
    assert pair_trawl.plan(make_scene("zxy10721"), 0).then == "trawl"
    scene = make_scene(*PAIR)
    scene.behaviour[0] = "return"
    assert pair_trawl.plan(scene, 1).then == "return"
    scene.behaviour[0] = "transit"
    assert pair_trawl.plan(scene, 1).then == "sail-with"
