"""Gill-net: set a line of net, lie by it while it soaks, and haul slowly back along it.

Stow-nets, longlines and pots are worked in the same manner.
"""

import numpy as np

from geo.units import kn_to_mps
from simulators.scene import FISHING, Leg, Plan, Scene

SET_KN = (2.2, 3.0)
HAUL_KN = (0.8, 1.6)
"""Set nets are worked at 0-3 kn with stops (`domain.md` §1.3)."""
SOAK_S = (900.0, 3_600.0)
REST_S = (120.0, 400.0)


def plan(scene: Scene, row: int) -> Plan:
    """Return one set, its soak and its haul, then the next, until it is time to turn home."""
    if scene.due_home(row):
        return Plan((), "return")
    here_m = scene.here(row)
    end_m = scene.about_ground(row, here_m)
    if end_m is None:
        return Plan((scene.stay(row, SOAK_S[0], FISHING),), "transit")
    net_m = np.stack([here_m, end_m])
    rng = scene.rng
    setting = Leg(net_m, kn_to_mps(float(rng.uniform(*SET_KN))), FISHING, float(rng.uniform(*SOAK_S)))
    hauling = Leg(net_m[::-1], kn_to_mps(float(rng.uniform(*HAUL_KN))), FISHING, float(rng.uniform(*REST_S)))
    return Plan((setting, hauling), "gillnet")
