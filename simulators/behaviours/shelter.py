"""Shelter: recalled before a storm, the boat runs for the nearest shelter: an anchorage, or its own berth."""

import numpy as np

from geo.arrays import FloatArray
from geo.units import SECONDS_PER_HOUR, kn_to_mps
from simulators.scene import AT_ANCHOR, HARBOUR_KN, UNDER_WAY, Leg, Plan, Scene

STAY_H = 24.0
"""A storm passes within a day; then the boat goes home (示例)."""


def plan(scene: Scene, row: int) -> Plan:
    """Return the way to the nearest anchorage by water, or of the order, and the stay there, then home.

    A boat whose own berth is nearer than any anchorage returns to it.
    """
    here_m = scene.here(row)
    goal_m = scene.goal_m(row)
    way_m = _nearest(scene, row, here_m) if goal_m is None else scene.places.water.way(here_m, goal_m)
    if way_m is None:
        return Plan((), "return")
    outer_m, inner_m = way_m[:-1], way_m[-2:]
    legs = [Leg(outer_m, scene.speed_mps(row), UNDER_WAY)] if len(outer_m) > 1 else []
    slow_mps = min(scene.speed_mps(row), kn_to_mps(HARBOUR_KN)) if legs else scene.speed_mps(row)
    stay_s = scene.orders[row].for_s or STAY_H * SECONDS_PER_HOUR
    legs += [
        Leg(inner_m, slow_mps, UNDER_WAY, report="arrival"),
        Leg(way_m[-1:], 0.0, AT_ANCHOR, stay_s),
    ]
    return Plan(tuple(legs), "return")


def _nearest(scene: Scene, row: int, here_m: FloatArray) -> FloatArray | None:
    """Return the way to the nearest anchorage, or None if the boat's own berth is nearer or none is."""
    water = scene.places.water
    roads = [berth for berth in scene.port.berths if berth.kind == "anchorage"]
    if not roads:
        return None
    middles_m = scene.places.xy_m([berth.lon for berth in roads], [berth.lat for berth in roads])
    here = water.node(here_m)
    near = np.argsort(np.hypot(*(middles_m - here_m).T), kind="stable")[:4]
    off_m = [water.length_m(here, water.node(middles_m[place])) for place in near.tolist()]
    best = int(np.argmin(off_m))
    if water.length_m(here, water.node(scene.spot_m[row])) <= off_m[best]:
        return None
    return water.way(here_m, middles_m[near[best]])
