import numpy as np
import pytest

from geo.units import mps_to_kn
from simulators.behaviours import trawl
from simulators.scene import FISHING


@pytest.fixture
def scene(make_scene):
    scene = make_scene("zxy10560")
    scene.hulls.place(0, scene.ground_m[0], 0.0)
    scene.stay_at_sea(0, 5, 6)
    return scene


def test_tows_are_slow_long_and_end_in_a_haul(scene):
    for _ in range(20):
        tow, haul = trawl.plan(scene, 0).legs
        assert 2.5 <= mps_to_kn(tow.speed_mps) <= 4.5
        assert tow.status == haul.status == FISHING
        assert (haul.way_m[0] == tow.way_m[-1]).all()
        hauled_m = float(np.hypot(*(haul.way_m[-1] - haul.way_m[0])))
        assert haul.hold_s >= 600 or 600 <= hauled_m / haul.speed_mps <= 1_400.1
        assert mps_to_kn(haul.speed_mps) <= 1.5
        scene.hulls.place(0, haul.way_m[-1], 0.0)


def test_a_trawler_hauls_where_it_is_if_land_lies_ahead(scene, monkeypatch):
    clear = scene.places.water.clear

    def nearly_clear(from_m, to_m):
        return clear(from_m, to_m) & (np.hypot(*(to_m - from_m).T) > 800)

    monkeypatch.setattr(scene.places.water, "clear", nearly_clear)
    _, haul = trawl.plan(scene, 0).legs
    assert len(haul.way_m) == 1
    assert 400 <= haul.hold_s <= 900


def test_a_trawler_turns_home_in_time(scene):
    scene.now_s = 7 * 3_600.0
    assert trawl.plan(scene, 0).then == "return"


def test_a_trawler_off_its_ground_steams_back_to_it(scene):
    scene.hulls.place(0, np.array([-60_000.0, 0.0]), 0.0)
    assert trawl.plan(scene, 0).then == "transit"
