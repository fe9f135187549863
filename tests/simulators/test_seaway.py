import numpy as np
import pytest

from simulators.scene import AT_ANCHOR, NOT_UNDER_COMMAND, UNDER_WAY, Leg, Plan
from simulators.seaway import ACROSS, LEEWAY

OFF_SHIPU = ("moored", (122.30, 29.10))
BOATS = ("zxy10009", "zxy10421")


GALE = {"wind_mps": 20.0, "wind_from_deg": 90.0}


def off_shore(told, leg, *, lonlat=OFF_SHIPU[1], **weather):
    running = told(*BOATS, starts=dict.fromkeys(BOATS, ("moored", lonlat)), **weather)
    for row in range(2):
        running.pilots.set_out(row, "moored", Plan((leg(running.scene.here(row)),), "moored"))
    return running


def test_a_boat_adrift_goes_where_stream_and_leeway_take_it(told):
    running = off_shore(told, lambda here: Leg(here[None], 0.0, NOT_UNDER_COMMAND, 1e6, adrift=True))
    elements, scene = running.scene.elements, running.scene
    start_m, went_m = scene.hulls.xy_m.copy(), np.zeros((2, 2))
    for _ in range(360):
        at_m, t_ms = scene.hulls.xy_m.copy(), scene.now_ms
        wind = elements.wind_mps(at_m, t_ms)
        across = np.column_stack([wind[:, 1], -wind[:, 0]]) * ACROSS * np.array([[1], [-1]])
        went_m += (elements.stream_mps(at_m, t_ms) + LEEWAY * wind + across) * 10
        running.run(10)
    assert scene.hulls.xy_m - start_m == pytest.approx(went_m, abs=30)
    assert np.hypot(*went_m.T).min() > 300
    apart_m = np.hypot(*(scene.hulls.xy_m[0] - scene.hulls.xy_m[1]))
    assert apart_m > 300  # one goes to the right of the wind, the other to the left


def test_a_boat_drifting_towards_land_anchors_before_it(told, over_land):
    running = off_shore(
        told,
        lambda here: Leg(here[None], 0.0, NOT_UNDER_COMMAND, 1e6, adrift=True),
        lonlat=(122.06, 29.20),
        **GALE,
    )
    track = running.run(6 * 3_600, dt_s=1.0)
    for row in range(2):
        assert not over_land(track[:, row])
    assert running.scene.hulls.anchored.any()
    assert (running.scene.status[running.scene.hulls.anchored] == AT_ANCHOR).all()


def test_waves_slow_a_boat_and_the_harbour_spares_it(told):
    running = off_shore(told, lambda here: Leg(np.stack([here, here + 9_000.0]), 4.0, UNDER_WAY), **GALE)
    running.run(30)
    assert (running.scene.hulls.slowing < 0.7).all()
    assert not running.scene.hulls.eases.any()
    running.scene.hulls.xy_m[:] = running.scene.spot_m
    running.run(11)
    assert (running.scene.hulls.slowing > 0.95).all()
    assert running.scene.hulls.eases.all()


def test_boats_at_anchor_swing_and_moored_ones_lie_still(told):
    running = off_shore(told, lambda here: Leg(here[None], 0.0, AT_ANCHOR, 1e6))
    track = running.run(7 * 3_600)
    reach_m = np.hypot(*(track - track[0]).T)
    assert 10 < reach_m.max() < 60
    still = off_shore(told, lambda here: Leg(here[None], 0.0, UNDER_WAY, 1e6)).run(600)
    assert np.ptp(still, axis=0).max() == 0
