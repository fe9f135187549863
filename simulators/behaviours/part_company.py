"""Part company (脱编): the boat leaves its group, steams out of its reach and works there alone."""

import numpy as np

from geo.units import m_to_nm
from simulators.scene import UNDER_WAY, Leg, Plan, Scene

APART_NM = 8.0
"""A boat with no other of its group within 8 nm is out of company (domain.md §1.1, Zhoushan platform, S3)."""
BEYOND = 1.25
TRIES = 40


def plan(scene: Scene, row: int) -> Plan:
    """Return the way to a ground more than 8 nm from the rest of the group, then work there.

    A boat with no group, or with no such ground in its water, goes on with its work.
    """
    other = scene.other(row)
    if other is None:
        return Plan((), scene.work_of(row))
    from_m = scene.ground_m[other]
    drawn_m = [scene.places.ground_m(scene.vessels[row], scene.rng) for _ in range(TRIES)]
    far_m = [ground for ground in drawn_m if m_to_nm(float(np.hypot(*(ground - from_m)))) > BEYOND * APART_NM]
    way_m = scene.places.water.way(scene.here(row), far_m[0]) if far_m else None
    if way_m is None:
        return Plan((), scene.work_of(row))
    scene.ground_m[row] = far_m[0]
    return Plan((Leg(way_m, scene.speed_mps(row), UNDER_WAY),), scene.work_of(row))
