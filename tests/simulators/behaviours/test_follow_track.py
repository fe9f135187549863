import numpy as np

from simulators.behaviours import follow_track
from simulators.scene import Order

TRACK = ((122.21, 29.1), (122.21, 29.12), (122.2, 29.12))


def test_a_boat_goes_through_every_place_of_its_track(told, places):
    running = told("zxy10009", starts={"zxy10009": ("gillnet", (122.2, 29.1))})
    running.scene.orders[0] = Order(speed_kn=8.0, track=TRACK)
    running.pilots.follow(0, "follow-track")
    track = running.run(2_400)[:, 0]
    for place in TRACK:
        assert np.hypot(*(track - places.xy_m(*place)[0]).T).min() < 10
    assert np.hypot(*(track[-1] - places.xy_m(*TRACK[-1])[0])) < 60


def test_a_boat_told_no_track_goes_on_with_its_work(make_scene):
    plan = follow_track.plan(make_scene("zxy10009"), 0)
    assert (plan.legs, plan.then) == ((), "gillnet")
