import numpy as np
import pytest

from geo.units import mps_to_kn
from simulators.behaviours import gillnet


@pytest.fixture
def scene(make_scene):
    scene = make_scene("zxy10009")
    scene.hulls.place(0, scene.ground_m[0], 0.0)
    scene.stay_at_sea(0, 5, 6)
    return scene


def test_a_net_is_set_soaks_and_is_hauled_along_the_same_line(scene):
    plan = gillnet.plan(scene, 0)
    setting, hauling = plan.legs
    assert plan.then == "gillnet"
    assert (setting.way_m == hauling.way_m[::-1]).all()
    assert mps_to_kn(hauling.speed_mps) < mps_to_kn(setting.speed_mps) <= 4.2
    assert setting.hold_s >= 900


def test_a_gill_netter_turns_home_in_time_and_steams_back_when_off_its_ground(scene):
    scene.hulls.place(0, np.array([-60_000.0, 0.0]), 0.0)
    assert gillnet.plan(scene, 0).then == "transit"
    scene.now_s = 7 * 3_600.0
    assert gillnet.plan(scene, 0).then == "return"
