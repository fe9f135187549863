"""Collide course: the boat steers to pass another at a given distance, and holds on until it has passed."""

import numpy as np

from geo.arrays import FloatArray
from simulators.scene import UNDER_WAY, Leg, Plan, Scene

LOOKS_S = 20.0
"""A watch that does not look out still holds its course between looks; the aim is mended this often."""
AHEAD_M = 12_000.0
LAST_AIM_M = 400.0
"""Nearer than this the course stays as it is, so that the boats pass as they are aimed."""


def plan(scene: Scene, row: int) -> Plan:
    """Return a stretch of the course that meets the other boat; near it, straight on, then work.

    Without another boat the boat goes on with its work. Land is not looked at: the scenario answers for it.
    """
    other = scene.other(row)
    if other is None:
        return Plan((), scene.work_of(row))
    here_m, speed_mps = scene.here(row), scene.speed_mps(row)
    hulls = scene.hulls
    course = np.radians(hulls.course_deg[other])
    theirs = hulls.speed_mps[other] * np.array([np.sin(course), np.cos(course)])
    to_m = hulls.xy_m[other] - here_m
    mine = np.radians(hulls.course_deg[row])
    bow = np.array([np.sin(mine), np.cos(mine)])
    near = float(np.hypot(*to_m)) <= max(LAST_AIM_M, 3 * scene.orders[row].cpa_m)
    aim = bow if near else _aim(to_m, theirs, speed_mps, scene.orders[row].cpa_m)
    way_m = np.stack([here_m, here_m + AHEAD_M * aim])
    if near:
        return Plan((Leg(way_m, speed_mps, UNDER_WAY),), scene.work_of(row))
    return Plan((Leg(way_m, speed_mps, UNDER_WAY, for_s=LOOKS_S),), "collide-course")


def _aim(to_m: FloatArray, theirs: FloatArray, speed_mps: float, cpa_m: float) -> FloatArray:
    """Return the unit vector that passes a boat at `to_m` moving at `theirs` at a distance of `cpa_m`.

    The relative course passes at `cpa_m` if it is turned off the bearing by asin(cpa/range); the speed along
    it is what the triangle of velocities leaves. A boat too slow to meet the other steers straight at it.
    """
    range_m = float(np.hypot(*to_m))
    off = np.arcsin(min(cpa_m / range_m, 1.0))
    along = to_m / range_m
    turned = np.array(
        [along[0] * np.cos(off) + along[1] * np.sin(off), along[1] * np.cos(off) - along[0] * np.sin(off)]
    )
    across = np.array([turned[1], -turned[0]])
    sideways = float(theirs @ across)
    if abs(sideways) >= speed_mps:
        return along
    aim: FloatArray = (turned * np.sqrt(speed_mps**2 - sideways**2) + across * sideways) / speed_mps
    return aim
