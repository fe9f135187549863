"""Return: the boat steams home, reports before the mouth, and goes in to its own place."""

import numpy as np

from geo.units import kn_to_mps
from simulators.scene import HARBOUR_KN, UNDER_WAY, Leg, Plan, Scene

AGAIN_S = 1_800.0
AT_BERTH_M = 1.0


def plan(scene: Scene, row: int) -> Plan:
    """Return the way to the mouth and the way in, then `moored`.

    A boat at its berth stays there, and one inside the harbour goes straight to it.
    """
    here_m, spot_m = scene.here(row), scene.spot_m[row]
    if np.hypot(*(here_m - spot_m)) < AT_BERTH_M:
        return Plan((), "moored")
    water = scene.places.water
    within_m = water.way(here_m, spot_m) if scene.places.in_harbour(here_m) else None
    if within_m is not None:
        return Plan((Leg(within_m, kn_to_mps(HARBOUR_KN), UNDER_WAY),), "moored")
    mouth = scene.places.mouth_between(spot_m, here_m)
    outside_m = scene.places.track_outside_m(mouth, float(scene.starboard[row]), outbound=False)
    way_m, way_in_m = water.way(here_m, outside_m), water.way(outside_m, spot_m)
    if way_m is None or way_in_m is None:
        return Plan((scene.stay(row, AGAIN_S, UNDER_WAY),), "return")
    home = Leg(way_m, float(scene.cruise_mps[row]), UNDER_WAY, passes=True)
    return Plan((home, Leg(way_in_m, kn_to_mps(HARBOUR_KN), UNDER_WAY, report="arrival")), "moored")
