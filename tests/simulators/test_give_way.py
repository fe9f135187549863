import itertools

import numpy as np
import pytest

from simulators import pilots
from simulators.give_way import BY_SHIP, HARBOUR, SEA, GiveWay
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


def meeting(
    make_scene,
    one,
    other,
    *,
    ids=BOATS,
    status=UNDER_WAY,
    bidden=(),
    seconds=1_000,
    behaviours=("transit", "transit"),
    changed=lambda _scene: None,
):
    """Play two boats from one place to another each; return the tracks and how near they came, metres."""
    scene = make_scene(*ids)
    running = Told(scene, dict.fromkeys((0, 1), ("gillnet", (122.3, 29.1))))
    for row, (way_m, speed_mps, what) in enumerate(((*one, UNDER_WAY), (*other, status))):
        points_m = MIDDLE_M + np.array(way_m)
        scene.bidden[row] = row in bidden
        scene.hulls.place(row, points_m[0], 0.0)
        running.pilots.set_out(row, behaviours[row], Plan((Leg(points_m, speed_mps, what),), "transit"))
        scene.hulls.speed_mps[row] = speed_mps
    changed(scene)
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
    assert meeting(make_scene, *ways)[1] > 0.7 * SEA.clear_m
    assert meeting(make_scene, *ways, bidden=(0, 1))[1] < 20


def test_of_two_that_cross_the_one_turns_that_has_the_other_to_starboard(make_scene):
    track, _ = meeting(make_scene, *CROSSING)
    assert np.abs(track[:, 0, 1] - MIDDLE_M[1]).max() > 100
    assert np.abs(track[:, 1, 0] - MIDDLE_M[0]).max() < 120


def test_who_overtakes_gives_way_though_the_other_is_on_its_port_bow(make_scene):
    slow, fast = (((0, 0), (9_000, 0)), 2.0), (((-1_800, -160), (9_000, -160)), 5.0)
    track, near_m = meeting(make_scene, slow, fast)
    assert near_m > 0.9 * SEA.clear_m
    assert np.abs(track[:, 0, 1] - MIDDLE_M[1]).max() < 1


def test_a_boat_that_steams_keeps_clear_of_one_that_fishes(make_scene):
    fishing = (((0, 60), (900, 60)), 0.8)
    track, near_m = meeting(make_scene, HEAD_ON[0], fishing, status=FISHING)
    assert near_m > 0.7 * SEA.clear_m
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
    assert meeting(make_scene, *ways, ids=ids, status=status, seconds=2_000)[1] > 0.7 * BY_SHIP.clear_m


IN_HARBOUR = ((((-250, 0), (800, 0)), 2.6), (((250, 4), (-800, 4)), 2.6))


def inside(scene):
    scene.hulls.eases[:] = True


def test_in_the_harbour_two_pass_a_boats_length_apart_and_do_not_turn_half_a_mile_before(make_scene):
    track, near_m = meeting(make_scene, *IN_HARBOUR, seconds=200, changed=inside)
    assert near_m > 0.6 * HARBOUR.clear_m
    assert np.abs(track[:, 0, 1] - MIDDLE_M[1]).max() < 120
    assert meeting(make_scene, *IN_HARBOUR, seconds=200, changed=inside, bidden=(0, 1))[1] < 10


def test_where_there_is_no_room_to_turn_a_boat_slows_down_and_then_makes_its_speed_again(
    make_scene, monkeypatch
):
    def walled(scene):
        inside(scene)
        monkeypatch.setattr(scene.places.water, "clear", lambda from_m, _: np.zeros(len(from_m), dtype=bool))

    track, _ = meeting(make_scene, *IN_HARBOUR, seconds=300, changed=walled)
    made_m = np.hypot(*(np.diff(track[:, 0], axis=0)).T)
    assert (track[:, 0, 1] == track[0, 0, 1]).all()
    assert made_m[:90].min() < 0.5 * 2.6
    assert made_m[-1] > 0.99 * 2.6


def test_a_boat_that_holds_a_station_keeps_clear_of_all_but_the_boat_it_holds_it_off(make_scene):
    slow = (((0, 60), (900, 60)), 0.8)
    keeping = {"behaviours": ("pair-trawl", "gillnet"), "status": FISHING}
    assert meeting(make_scene, HEAD_ON[0], slow, **keeping)[1] > 0.7 * SEA.clear_m
    pair = ("zxy10721", "zxy10722")
    assert meeting(make_scene, HEAD_ON[0], slow, ids=pair, **keeping)[1] < 100


def test_a_boat_that_was_warned_turns_though_it_has_the_right_of_way(make_scene):
    def warned(scene):
        scene.warned_until_s[:] = 1e9

    plain, _ = meeting(make_scene, *CROSSING, bidden=(0,))
    track, near_m = meeting(make_scene, *CROSSING, bidden=(0,), changed=warned)
    assert np.abs(plain[:, 1, 0] - MIDDLE_M[0]).max() < 120
    assert np.abs(track[:, 1, 0] - MIDDLE_M[0]).max() > 150
    assert near_m > 0.5 * SEA.clear_m


def many(make_scene, shipu, ways, seconds):
    """Play boats over one way each, in metres, with a status each; return where they were each second."""
    scene = make_scene(*[v.id for v in shipu.vessels if v.vessel_class == "fishing"][: len(ways)])
    running = Told(scene, dict.fromkeys(range(len(ways)), ("gillnet", (122.3, 29.1))))
    for row, (way_m, status) in enumerate(ways):
        scene.hulls.place(row, way_m[0], 0.0)
        leg = Leg(np.array(way_m), 4.5, status, hold_s=1e6)
        running.pilots.set_out(row, "transit", Plan((leg,), "transit"))
    look_out = GiveWay(scene, running.pilots)
    track = []
    for _ in range(seconds):
        scene.now_s += 1.0
        look_out.step()
        running.pilots.step(1.0)
        track.append(scene.hulls.xy_m.copy())
    return np.array(track)


def test_boats_that_meet_before_a_busy_mouth_all_go_in_and_out_and_keep_clear(make_scene, shipu, places):
    mouth_m = next(mouth.outside_m for mouth in places.mouths if mouth.id == "linmen")
    out, across = np.array([-0.29, -0.96]), np.array([-0.96, 0.29])
    far_m = [mouth_m + out * (1_500 + 120 * row) + across * 60 * (row % 3 - 1) for row in range(16)]
    ways = [
        ([far_m[row], mouth_m] if row % 2 else [mouth_m - 40 * row * out, mouth_m, far_m[row]], UNDER_WAY)
        for row in range(16)
    ]
    track = many(make_scene, shipu, ways, 1_300)
    at_end = np.hypot(*np.moveaxis(track - [way_m[-1] for way_m, _ in ways], 2, 0)) < 1
    assert at_end.any(axis=0).all()
    sails = ~np.logical_or.accumulate(at_end)
    for one, other in itertools.combinations(range(len(ways)), 2):
        both = sails[:, one] & sails[:, other]
        assert np.hypot(*(track[both, one] - track[both, other]).T).min() > 0.5 * HARBOUR.clear_m


def test_boats_that_all_cross_at_one_place_and_turn_aside_again_and_again_come_to_their_ends(
    make_scene, shipu
):
    angles = np.radians(np.arange(0, 360, 30))
    from_m = MIDDLE_M + 2_500 * np.column_stack([np.sin(angles), np.cos(angles)])
    end_m = 2 * MIDDLE_M - from_m
    ways = [(way_m, UNDER_WAY) for way_m in np.stack([from_m, end_m], axis=1)]
    track = many(make_scene, shipu, ways, 1_700)
    assert (np.hypot(*np.moveaxis(track - end_m, 2, 0)).min(axis=0) < 1).all()
