import numpy as np

from simulators.behaviours import towed
from simulators.scene import Order

TUG, IN_TOW = "zxy10560", "zxyy00116"


def test_a_boat_on_a_line_follows_at_its_length(told):
    starts = {IN_TOW: ("adrift", (122.70, 29.60)), TUG: ("adrift", (122.701, 29.60))}
    running = told(TUG, IN_TOW, starts=starts)
    running.scene.orders[0] = Order(lon=122.50, lat=29.50, speed_kn=5.0)
    running.scene.orders[1] = Order(other=TUG)
    running.pilots.follow(0, "go-to")
    running.pilots.follow(1, "towed")
    track = running.run(1_800)[600:]
    apart_m = np.hypot(*(track[:, 0] - track[:, 1]).T)
    assert 80 < apart_m.min() <= apart_m.max() < 230
    made_m = np.hypot(*(track[-1, 1] - track[0, 1]))
    assert 2_800 < made_m < 3_400  # 5 kn for twenty minutes


def test_without_a_boat_to_tow_it_lies_adrift(make_scene):
    assert towed.plan(make_scene(IN_TOW), 0).then == "adrift"
