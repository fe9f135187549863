"""Gill-net: set a line of net, lie by it while it soaks, and haul slowly back along it.

Stow-nets, longlines and pots are worked in the same manner.
"""

from geo.units import kn_to_mps
from simulators.scene import FISHING, Leg, Plan, Scene

SET_KN = (2.0, 4.2)
HAUL_KN = (0.8, 1.9)
"""Quartiles 1.0, 1.6, 2.5 kn and 95 % 4.2 of what is between 0.5 and 5 kn (36 h recording of 131 boats)."""
SOAK_S = (1_200.0, 6_000.0)
"""Stops of gill-netters at work: median 50 min, some three a day (same recording)."""
PIECES = 2
REST_S = (120.0, 400.0)


def plan(scene: Scene, row: int) -> Plan:
    """Return one set, its soak and its haul, then the next, until it is time to turn home."""
    if scene.due_home(row):
        return Plan((), "return")
    here_m = scene.here(row)
    net_m = scene.about_ground_on(row, here_m, PIECES)
    if net_m is None:
        return Plan((scene.stay(row, SOAK_S[0], FISHING),), "transit")
    rng = scene.rng
    setting = Leg(net_m, kn_to_mps(float(rng.uniform(*SET_KN))), FISHING, float(rng.uniform(*SOAK_S)))
    hauling = Leg(net_m[::-1], kn_to_mps(float(rng.uniform(*HAUL_KN))), FISHING, float(rng.uniform(*REST_S)))
    return Plan((setting, hauling), "gillnet")
