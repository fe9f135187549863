import numpy as np
import pytest

from simulators import pilots
from simulators.give_way import BOAT_M, SHIP_M, GiveWay
from simulators.scene import FISHING, UNDER_WAY, Leg, Plan
from simulators.seaway import Seaway
from tests.simulators.conftest import Told

MIDDLE_M = np.array([40_000.0, -9_000.0])
"""Open water east of Shipu."""
BOATS = ("zxy10009", "zxy10421")


@pytest.fixture(autouse=True)
def straight_ways(monkeypatch):
    """Ways as they are drawn here, in still water: keeping right and the stream are tested elsewhere."""
    monkeypatch.setattr(pilots, "keep_right", lambda _scene, _row, leg: leg)
    monkeypatch.setattr(Seaway, "step", lambda _self: None)


def meeting(make_scene, one, other, *, ids=BOATS, status=UNDER_WAY, bidden=(), seconds=1_000):
    """Play two boats from one place to another each; return the tracks and how near they came, metres."""
    scene = make_scene(*ids)
    running = Told(scene, dict.fromkeys((0, 1), ("gillnet", (122.3, 29.1))))
    for row, (way_m, speed_mps, what) in enumerate(((*one, UNDER_WAY), (*other, status))):
        points_m = MIDDLE_M + np.array(way_m)
        scene.bidden[row] = row in bidden
        scene.hulls.place(row, points_m[0], 0.0)
        running.pilots.set_out(row, "transit", Plan((Leg(points_m, speed_mps, what),), "transit"))
        scene.hulls.speed_mps[row] = speed_mps
    look_out = GiveWay(scene, running.pilots)
    track = [scene.hulls.xy_m.copy()]
    for _ in range(seconds):
        scene.now_s += 1.0
        look_out.step()
        running.pilots.step(1.0)
        track.append(scene.hulls.xy_m.copy())
    track = np.array(track)
    return track, float(np.hypot(*(track[:, 0] - track[:, 1]).T).min())


HEAD_ON = ((((-2_500, 0), (6_000, 0)), 4.0), (((2_500, 0), (-6_000, 0)), 4.0))
CROSSING = ((((-2_500, 0), (6_000, 0)), 4.0), (((0, -2_500), (0, 6_000)), 4.0))


@pytest.mark.parametrize("ways", [HEAD_ON, CROSSING], ids=["head on", "crossing"])
def test_two_boats_that_steam_at_each_other_pass_clear_and_without_a_watch_they_would_not(make_scene, ways):
    assert meeting(make_scene, *ways)[1] > 0.7 * BOAT_M
    assert meeting(make_scene, *ways, bidden=(0, 1))[1] < 20


def test_of_two_that_cross_the_one_turns_that_has_the_other_to_starboard(make_scene):
    track, _ = meeting(make_scene, *CROSSING)
    assert np.abs(track[:, 0, 1] - MIDDLE_M[1]).max() > 100
    assert np.abs(track[:, 1, 0] - MIDDLE_M[0]).max() < 120


def test_a_boat_that_steams_keeps_clear_of_one_that_fishes(make_scene):
    fishing = (((0, 60), (900, 60)), 0.8)
    track, near_m = meeting(make_scene, HEAD_ON[0], fishing, status=FISHING)
    assert near_m > 0.7 * BOAT_M
    assert np.ptp(track[:, 1, 1]) < 1


def test_it_takes_up_its_way_again(make_scene):
    track, _ = meeting(make_scene, *HEAD_ON, seconds=2_600)
    assert np.hypot(*(track[:, 0] - MIDDLE_M - np.array([6_000, 0])).T).min() < 1


def test_a_ship_keeps_half_a_mile_off(make_scene, shipu):
    ship = next(vessel.id for vessel in shipu.vessels if vessel.vessel_class == "merchant")
    ids = (ship, "zxy10009")
    rows = sorted(ids, key=[vessel.id for vessel in shipu.vessels].index)
    fast, slow = (((-9_000, 0), (9_000, 0)), 7.0), (((1_000, 50), (1_900, 50)), 0.8)
    ways = (fast, slow) if rows[0] == ship else (slow, fast)
    status = FISHING if rows[0] == ship else UNDER_WAY
    assert meeting(make_scene, *ways, ids=ids, status=status, seconds=2_000)[1] > 0.7 * SHIP_M
