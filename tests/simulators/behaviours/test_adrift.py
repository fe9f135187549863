import numpy as np

from simulators.scene import NOT_UNDER_COMMAND


def test_a_boat_without_its_engine_drifts_not_under_command_and_goes_home_when_it_runs_again(told):
    running = told("zxy10009", starts={"zxy10009": ("adrift", (122.30, 29.10))})
    assert running.scene.status[0] == NOT_UNDER_COMMAND
    track = running.run(4 * 3_600 + 60)[:, 0]
    steps_m = np.hypot(*np.diff(track[: 4 * 3_600], axis=0).T)
    assert 0 < np.median(steps_m) < 1.5
    assert running.scene.behaviour[0] == "return"
    assert running.scene.hulls.under_way[0]
