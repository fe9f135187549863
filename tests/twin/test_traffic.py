import numpy as np

from tests.twin.play import Play
from twin.traffic import Traffic, in_traffic, is_ship, traffic, velocity


def seen_by(play: Play, oldest_s: float, later_ms: int = 0) -> Traffic:
    fleet, now_ms = play.world.fleet, play.now + later_ms
    return traffic(fleet, in_traffic(fleet, now_ms, oldest_s).nonzero()[0], now_ms)


def test_only_boats_with_a_believed_place_and_speed_are_traffic():
    play = (
        Play().sail("ais-b:1", [(3_000, 0)], sog_kn=6.0, cog_deg=90.0).sail("ais-b:2", [(0, 0)], sog_kn=None)
    )
    seen = seen_by(play, 60)
    assert seen.rows.tolist() == [0]
    assert (seen.age_s.tolist(), seen.speed_kn.tolist()) == ([30.0], [6.0])
    assert round(float(seen.tracks.east_mps[0]), 2) == 3.09
    assert seen_by(play, 20).rows.tolist() == []


def test_a_boat_without_a_course_lies_still():
    play = Play().sail("ais-b:1", [(3_000, 0)], sog_kn=2.0, cog_deg=None)
    assert seen_by(play, 60).speed_kn.tolist() == [0.0]
    assert [float(part[0]) for part in velocity(play.world.fleet, np.array([0]))] == [0.0, 0.0]


def test_doubt_grows_with_age():
    play = Play().sail("ais-b:1", [(3_000, 0)], sog_kn=6.0, cog_deg=90.0)
    young = seen_by(play, 60).tracks.doubt_m[0]
    assert seen_by(play, 60, 50_000).tracks.doubt_m[0] == np.float64(young) + 15.0


def test_a_ship_is_one_by_register_or_by_length():
    play = Play()
    play.sail("ais-a:77", [(3_000, 0)])
    fleet = play.world.fleet
    assert is_ship(fleet).tolist() == [False, False, False, True, False]
    fleet.vessels["length_m"][4] = 120
    assert is_ship(fleet).tolist()[-1]
