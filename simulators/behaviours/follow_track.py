"""Follow a track: the boat goes through given places in straight lines, whatever lies between them."""

import numpy as np

from simulators.behaviours.go_to import STAYS_S
from simulators.scene import UNDER_WAY, Leg, Plan, Scene


def plan(scene: Scene, row: int) -> Plan:
    """Return the places of the order in turn, at its speed, and the stay at the last, then work.

    The scenario answers for the water between them: a grounding is a track over land.
    """
    order = scene.orders[row]
    if not order.track:
        return Plan((), scene.work_of(row))
    lons, lats = zip(*order.track, strict=True)
    way_m = np.vstack([scene.here(row), scene.places.xy_m(lons, lats)])
    return Plan((Leg(way_m, scene.speed_mps(row), UNDER_WAY, order.for_s or STAYS_S),), scene.work_of(row))
