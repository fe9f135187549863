from simulators.lookout import LOOKS_S, Lookout
from tests.simulators.conftest import Told


def looked(scene):
    running = Told(scene, dict.fromkeys(range(len(scene.vessels)), ("gillnet", (122.2, 29.1))))
    lookout = Lookout(scene, running.pilots)
    for _ in range(LOOKS_S + 1):
        scene.now_s += 1.0
        lookout.step()
    return scene.behaviour


def test_boats_at_sea_run_home_before_a_gale_unless_a_scenario_keeps_them_out(on):
    scene = on("2026-11-20T10:00:00+08:00", "zxy10009", "zxy10421", wind_mps=19.0)
    scene.bidden[1] = True
    assert looked(scene) == ["return", "gillnet"]


def test_boats_at_sea_go_on_in_a_breeze_and_go_home_when_their_season_closes(on):
    assert looked(on("2026-11-20T10:00:00+08:00", "zxy10009")) == ["gillnet"]
    assert looked(on("2026-05-01T12:30:00+08:00", "zxy10009")) == ["return"]
