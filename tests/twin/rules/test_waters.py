import numpy as np
import pytest

from geo.distance import distance_m
from tests.twin.harbour import BOATS, FRAME, ZONES, box, port, zone
from tests.twin.play import Play
from tests.twin.rules.test_collision_risk import Way, run
from twin.judgement import view_of
from twin.port import Gate
from twin.rules.waters import off_a_mouth, waters
from twin.wire import Words


def test_a_boat_is_in_shelter_in_a_mouth_of_known_width_or_at_sea():
    lon, lat = FRAME.to_lonlat([5_000, 5_000], [-100, 100])
    gate = Gate("g", Words("口", "Mouth"), ((lon[0], lat[0]), (lon[1], lat[1])), 200)
    mouth = zone("mouth", "gate", box(4_900, -100, 5_100, 100))
    unknown = zone("other", "gate", box(6_000, -100, 6_200, 100))
    play = Play(port(zones=(*ZONES, mouth, unknown), gates=(gate,)))
    play.sail("ais-b:1", [(0, 0)]).sail("ais-b:2", [(5_000, 0)]).sail("beidou:3", [(6_100, 0)])
    where = waters(view_of(play.world, play.now, {}), np.arange(3))
    assert where.sheltered.tolist() == [True, False, False]
    assert where.mouth_m.tolist()[1] == 200
    assert np.isnan(where.mouth_m[[0, 2]]).all()


@pytest.mark.parametrize("within_m", [980.0, 1_015.0, 1_100.0])
def test_a_boat_is_off_a_mouth_by_true_distance_and_a_port_without_one_is_all_sea(within_m):
    play = Play()
    play.sail("ais-b:1", [(2_000, 0)])
    view = view_of(play.world, play.now, {})
    vessels, gate = play.world.fleet.vessels, play.world.port.gates[0]
    lon, lat = np.mean(gate.ends, axis=0)
    off_m = distance_m(vessels["lon"][0], vessels["lat"][0], lon, lat)
    assert off_a_mouth(view, np.array([0]), within_m).tolist() == [off_m <= within_m]
    bare = Play(port(gates=()))
    bare.sail("ais-b:1", [(2_000, 0)])
    assert off_a_mouth(view_of(bare.world, bare.now, {}), np.array([0]), within_m).tolist() == [False]


@pytest.mark.parametrize("boats", [BOATS, BOATS[::-1]])
def test_a_pair_of_which_one_is_off_a_mouth_is_off_it_whichever_is_on_record_first(boats):
    ways = Way("ais-b:1", 9_500, 3_000, 7, 90), Way("ais-b:2", 10_200, 3_120, 7, 270)
    assert run(*ways, play=Play(port(vessels=boats))).raised("collision-risk") == []
