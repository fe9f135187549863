import numpy as np
import pytest

from simulators.behaviours.station import keep_station
from simulators.scene import FISHING, UNDER_WAY


@pytest.fixture
def two(make_scene):
    scene = make_scene("zxy10721", "zxy10722")
    scene.hulls.place(0, scene.places.xy_m(122.5, 29.1)[0], 0.0)
    return scene


def test_a_boat_on_its_station_goes_as_the_other_goes(two):
    two.hulls.steer(0, two.hulls.xy_m[0] + (0.0, 5_000.0), 2.0, stops_there=False)
    two.hulls.speed_mps[0] = 2.0
    two.hulls.place(1, two.hulls.xy_m[0] + (300.0, 0.0), 0.0)
    leg = keep_station(two, 1, 0, (300.0, 0.0), 15.0, "x").legs[0]
    assert leg.speed_mps == pytest.approx(2.0, abs=0.05)
    along = leg.way_m[1] - leg.way_m[0]
    assert abs(np.degrees(np.arctan2(along[0], along[1]))) < 1
    assert leg.for_s == 15.0


def test_a_boat_behind_its_station_goes_faster_and_one_ahead_slower(two):
    two.hulls.steer(0, two.hulls.xy_m[0] + (0.0, 5_000.0), 2.0, stops_there=False)
    two.hulls.speed_mps[0] = 2.0
    speeds = []
    for behind_m in (-80.0, 0.0, 80.0):
        two.hulls.place(1, two.hulls.xy_m[0] + (300.0, -behind_m), 0.0)
        speeds.append(keep_station(two, 1, 0, (300.0, 0.0), 15.0, "x").legs[0].speed_mps)
    assert speeds[0] < speeds[1] < speeds[2]


def test_a_boat_on_a_station_off_one_that_lies_still_lies_still_and_does_as_it_does(two):
    two.hulls.place(1, two.hulls.xy_m[0] + (40.0, 0.0), 0.0)
    two.status[0] = FISHING
    leg = keep_station(two, 1, 0, (40.0, 0.0), 15.0, "x").legs[0]
    assert (len(leg.way_m), leg.status) == (1, FISHING)
    two.status[0] = UNDER_WAY
    assert keep_station(two, 1, 0, (40.0, 0.0), 15.0, "x").legs[0].status == UNDER_WAY


def test_a_boat_that_steams_to_its_station_does_not_fish(two):
    two.hulls.steer(0, two.hulls.xy_m[0] + (0.0, 5_000.0), 2.0, stops_there=False)
    two.status[0] = FISHING
    told = []
    for behind_m in (100.0, 900.0):
        two.hulls.place(1, two.hulls.xy_m[0] + (300.0, -behind_m), 0.0)
        told.append(keep_station(two, 1, 0, (300.0, 0.0), 15.0, "x").legs[0].status)
    assert told == [FISHING, UNDER_WAY]


def test_a_far_boat_comes_by_water(two):
    two.hulls.place(1, two.hulls.xy_m[0] - (30_000.0, 0.0), 0.0)
    leg = keep_station(two, 1, 0, (40.0, 0.0), 15.0, "x").legs[0]
    assert leg.speed_mps == two.cruise_mps[1]
