"""Supply: a supply boat meets fishing boats at sea one after the other and lies by each while it loads."""

import numpy as np

from simulators.scene import FISHING, UNDER_WAY, Leg, Plan, Scene

ALONGSIDE_M = 60.0
"""How near a supply boat comes to the boat it serves; ours: nets are out and a sea is running."""
LOADS_S = (1_200.0, 3_600.0)
LOOKS_AGAIN_S = 1_800.0


def plan(scene: Scene, row: int) -> Plan:
    """Return the way to a boat that fishes and the time beside it, until it is time to turn home."""
    if scene.due_home(row):
        return Plan((), "return")
    here_m = scene.here(row)
    fishing = np.flatnonzero(scene.status == FISHING)
    if not len(fishing):
        return Plan((scene.stay(row, LOOKS_AGAIN_S, UNDER_WAY),), "supply")
    met = int(scene.rng.choice(fishing))
    turn = scene.rng.uniform(0, 2 * np.pi)
    beside_m = scene.hulls.xy_m[met] + ALONGSIDE_M * np.array([np.sin(turn), np.cos(turn)])
    way_m = scene.places.water.way(here_m, beside_m)
    loads_s = float(scene.rng.uniform(*LOADS_S))
    if way_m is None:
        return Plan((scene.stay(row, LOOKS_AGAIN_S, UNDER_WAY),), "supply")
    return Plan((Leg(way_m, float(scene.cruise_mps[row]), UNDER_WAY, loads_s),), "supply")
