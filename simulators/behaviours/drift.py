"""Drift: the boat goes with the tide under light or nets, then steams back and drifts again."""

import numpy as np

from geo.units import kn_to_mps
from simulators.scene import FISHING, UNDER_WAY, Leg, Plan, Scene

DRIFT_KN = (0.2, 0.8)
DRIFT_S = (900.0, 3_600.0)
"""Stops of purse-seiners at work: median 40 min, 14 % of the fixes below 0.5 kn (205 recorded boats)."""
SEARCH_KN = (1.5, 4.4)
"""Purse-seiners search and set: quartiles 1.4, 2.6, 3.4 kn of what is between 0.5 and 5 (same recording)."""
PIECES = (5, 9)
"""Pieces of a search; with these a boat drifts for a fifth of its time at work (ours, after the same)."""
RUN_KN = 6.0


def plan(scene: Scene, row: int) -> Plan:
    """Return a run to a new place and a drift from there, then the next, until it is time to turn home."""
    if scene.due_home(row):
        return Plan((), "return")
    rng, idle = scene.rng, scene.vessels[row].gear == "none"
    look_m = scene.about_ground_on(
        row, scene.here(row), 1 if idle else int(rng.integers(*PIECES)), far=not idle
    )
    end_m = None if look_m is None else scene.about_ground(row, look_m[-1])
    if look_m is None or end_m is None:
        return Plan((scene.stay(row, 1_800.0, UNDER_WAY),), "transit")
    start_m = look_m[-1]
    look_kn = RUN_KN if idle else float(rng.uniform(*SEARCH_KN))
    look = Leg(look_m, kn_to_mps(look_kn), UNDER_WAY)
    speed_mps, way_m = kn_to_mps(float(rng.uniform(*DRIFT_KN))), end_m - start_m
    part = speed_mps * float(rng.uniform(*DRIFT_S)) / max(float(np.hypot(*way_m)), 1.0)
    drifted_m = np.stack([start_m, start_m + way_m * min(part, 1.0)])
    drift = Leg(drifted_m, speed_mps, UNDER_WAY if idle else FISHING)
    return Plan((look, drift), "drift")
