import numpy as np
import pytest

from geo.units import mps_to_kn
from simulators.behaviours import drift
from simulators.scene import FISHING, UNDER_WAY


@pytest.fixture
def scene(make_scene):
    scene = make_scene("zxy10612", "zxyy00311")
    for row in (0, 1):
        scene.hulls.place(row, scene.ground_m[row], 0.0)
        scene.stay_at_sea(row, 5, 6)
    return scene


def test_a_drifting_boat_runs_to_a_new_place_and_goes_with_the_tide(scene):
    look, drifting = drift.plan(scene, 0).legs
    assert (look.way_m[-1] == drifting.way_m[0]).all()
    assert mps_to_kn(drifting.speed_mps) < 1.0 < mps_to_kn(look.speed_mps)
    search, _ = drift.plan(scene, scene.row_of["zxy10612"]).legs
    assert 1.5 <= mps_to_kn(search.speed_mps) <= 4.4
    drifted_m = float(np.hypot(*(drifting.way_m[-1] - drifting.way_m[0])))
    assert drifted_m / drifting.speed_mps <= 3_601
    assert {
        vessel.gear: drift.plan(scene, row).legs[1].status for row, vessel in enumerate(scene.vessels)
    } == {
        "purse-seine": FISHING,
        "none": UNDER_WAY,
    }


def test_a_drifter_turns_home_in_time_and_steams_back_when_off_its_ground(scene):
    scene.hulls.place(0, np.array([-60_000.0, 0.0]), 0.0)
    assert drift.plan(scene, 0).then == "transit"
    scene.now_s = 7 * 3_600.0
    assert drift.plan(scene, 0).then == "return"
