import numpy as np

from simulators.scene import Order

HELPER, IN_NEED = "zxy10560", "zxyy00116"


def test_a_helper_runs_to_a_drifting_boat_passes_clear_and_closes_slowly(told):
    starts = {IN_NEED: ("adrift", (122.783, 29.767)), HELPER: ("transit", (122.74, 29.74))}
    running = told(HELPER, IN_NEED, starts=starts)
    scene = running.scene
    scene.orders[0] = Order(other=IN_NEED)
    running.pilots.follow(0, "assist")
    track = running.run(2_400)
    off_m = track[:, 1] - track[:, 0]
    away_m = np.hypot(*off_m.T)
    made_mps = np.gradient(track[:, 0] - track[:, 1], axis=0)
    speed_mps = np.hypot(*made_mps.T)
    fast = np.flatnonzero(speed_mps[60:1_500] > 3.1) + 60  # 6 kn, from where the collision rule judges
    assert len(fast) > 300
    across = off_m[:, 0] * made_mps[:, 1] - off_m[:, 1] * made_mps[:, 0]
    passes_m = np.abs(across) / np.maximum(speed_mps, 0.1)
    near = fast[away_m[fast] < 1_600]
    assert passes_m[near].min() > 200  # 0.1 nm and a tenth
    assert away_m.min() > 40
    assert away_m[-300:].max() < 160


def test_without_another_boat_it_goes_on_with_its_work(told):
    running = told(HELPER)
    running.pilots.follow(0, "assist")
    assert running.scene.behaviour[0] == "trawl"
