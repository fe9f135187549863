"""Drift: the boat goes with the tide under light or nets, then steams back and drifts again."""

import numpy as np

from geo.units import kn_to_mps
from simulators.scene import FISHING, UNDER_WAY, Leg, Plan, Scene

DRIFT_KN = (0.3, 0.9)
LOOK_KN = 6.0


def plan(scene: Scene, row: int) -> Plan:
    """Return a run to a new place and a drift from there, then the next, until it is time to turn home."""
    if scene.due_home(row):
        return Plan((), "return")
    here_m = scene.here(row)
    start_m = scene.about_ground(row, here_m)
    end_m = None if start_m is None else scene.about_ground(row, start_m)
    if start_m is None or end_m is None:
        return Plan((scene.stay(row, 1_800.0, UNDER_WAY),), "transit")
    look = Leg(np.stack([here_m, start_m]), kn_to_mps(LOOK_KN), UNDER_WAY)
    status = UNDER_WAY if scene.vessels[row].gear == "none" else FISHING
    drift = Leg(np.stack([start_m, end_m]), kn_to_mps(float(scene.rng.uniform(*DRIFT_KN))), status)
    return Plan((look, drift), "drift")
