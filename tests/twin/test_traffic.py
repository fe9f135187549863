import numpy as np

from tests.twin.play import Play
from twin.traffic import is_ship, traffic


def test_only_boats_with_a_believed_place_and_speed_are_traffic():
    play = (
        Play().sail("ais-b:1", [(3_000, 0)], sog_kn=6.0, cog_deg=90.0).sail("ais-b:2", [(0, 0)], sog_kn=None)
    )
    seen = traffic(play.world.fleet, play.now, 60)
    assert seen.rows.tolist() == [0]
    assert (seen.age_s.tolist(), seen.speed_kn.tolist()) == ([30.0], [6.0])
    assert round(float(seen.tracks.east_mps[0]), 2) == 3.09
    assert traffic(play.world.fleet, play.now, 20).rows.tolist() == []


def test_a_boat_without_a_course_lies_still():
    play = Play().sail("ais-b:1", [(3_000, 0)], sog_kn=2.0, cog_deg=None)
    assert traffic(play.world.fleet, play.now, 60).speed_kn.tolist() == [0.0]


def test_doubt_grows_with_age():
    play = Play().sail("ais-b:1", [(3_000, 0)], sog_kn=6.0, cog_deg=90.0)
    young = traffic(play.world.fleet, play.now, 60).tracks.doubt_m[0]
    assert traffic(play.world.fleet, play.now + 50_000, 60).tracks.doubt_m[0] == np.float64(young) + 15.0


def test_a_ship_is_one_by_register_or_by_length():
    play = Play()
    play.sail("ais-a:77", [(3_000, 0)])
    fleet = play.world.fleet
    assert is_ship(fleet).tolist() == [False, False, False, True, False]
    fleet.vessels["length_m"][4] = 120
    assert is_ship(fleet).tolist()[-1]
