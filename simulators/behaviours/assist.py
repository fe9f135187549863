"""Assist: the boat runs to another in need, stands off, closes up slowly and stays beside it.

A skipper who comes to help does not run at the other boat: he passes clear, looks, and closes at dead slow.
"""

import numpy as np

from geo.arrays import FloatArray
from geo.units import kn_to_mps
from simulators.behaviours.station import keep_station
from simulators.scene import Plan, Scene

STAND_OFF_M = 350.0
"""Where the run ends; ours: clear of the 0.1 nm within which two boats at speed are warned of each other."""
SLOWS_AT_M, CLOSES_AT_M, CLOSES_KN = 700.0, 500.0, 4.0
"""He is slow before he turns in, so that nobody is warned of a boat that comes to help; ours."""
BESIDE_M = 80.0
"""Near enough for a heaving line and far enough for the swell; ours (示例)."""
LOOKS_S = 30.0


def plan(scene: Scene, row: int) -> Plan:
    """Return half a minute towards the boat in need, then the next; without another, on with its work."""
    other = scene.other(row)
    if other is None:
        return Plan((), scene.work_of(row))
    from_m = scene.here(row) - scene.hulls.xy_m[other]
    away_m = float(np.hypot(*from_m))
    east, north = from_m / max(away_m, 1e-9)
    runs = away_m > CLOSES_AT_M
    at_m = STAND_OFF_M * np.array([north, -east]) if runs else BESIDE_M * np.array([east, north])
    station_m = _seen_from(at_m, float(scene.hulls.course_deg[other]))
    towards = keep_station(scene, row, other, station_m, LOOKS_S, "assist")
    if away_m > SLOWS_AT_M:
        return towards
    slow_mps = kn_to_mps(CLOSES_KN)
    return Plan(
        tuple(leg._replace(speed_mps=min(leg.speed_mps, slow_mps)) for leg in towards.legs), towards.then
    )


def _seen_from(at_m: FloatArray, course_deg: float) -> tuple[float, float]:
    """Return a place east and north of the other boat as starboard and ahead of it, metres."""
    course = np.radians(course_deg)
    ahead = np.array([np.sin(course), np.cos(course)])
    return float(at_m @ [ahead[1], -ahead[0]]), float(at_m @ ahead)
