"""Trawl: long slow tows back and forth over the ground, with a stop to haul after each."""

import numpy as np

from geo.units import kn_to_mps
from simulators.scene import FISHING, Leg, Plan, Scene

TOW_KN = (2.6, 4.2)
"""Trawlers tow at 2.5-4.5 kn (`domain.md` §1.3)."""
HAUL_S = (400.0, 900.0)


def plan(scene: Scene, row: int) -> Plan:
    """Return one tow and one haul, then the next, until it is time to turn home."""
    if scene.due_home(row):
        return Plan((), "return")
    here_m = scene.here(row)
    end_m = scene.about_ground(row, here_m)
    if end_m is None:
        return Plan((scene.stay(row, HAUL_S[1], FISHING),), "transit")
    speed_mps = kn_to_mps(float(scene.rng.uniform(*TOW_KN)))
    return Plan(
        (Leg(np.stack([here_m, end_m]), speed_mps, FISHING, float(scene.rng.uniform(*HAUL_S))),), "trawl"
    )
