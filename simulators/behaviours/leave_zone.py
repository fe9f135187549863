"""Leave the zone: the boat strays out of its permitted water and works there until it is called."""

import numpy as np
import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from geo.arrays import FloatArray
from geo.units import kn_to_mps
from simulators.scene import FISHING, UNDER_WAY, Leg, Plan, Scene

BEYOND_M = 900.0
"""How far outside the boat goes: well past the 100 m at which a boat counts as out (`domain.md` §2, 1)."""
STAY_S = 7_200.0
WORK_KN = 2.6
WORK_M = 400.0
EDGE_POINTS_M = 250.0


def plan(scene: Scene, row: int) -> Plan:
    """Return the way over the nearest edge that clear water surrounds, two hours' work outside, then `obey`.

    A boat bound to no permitted water, or with no way out of it, goes on with its work.
    """
    home_water = scene.places.home_water(scene.vessels[row])
    here_m = scene.here(row)
    outside = None if home_water is None else _outside(scene, scene.places.permitted[home_water.id], here_m)
    if outside is None:
        return Plan((), scene.work_of(row))
    goal_m, along = outside
    way_m = scene.places.water.way(here_m, goal_m)
    if way_m is None:
        return Plan((), scene.work_of(row))
    out = Leg(way_m, float(scene.cruise_mps[row]), UNDER_WAY)
    line_m = np.stack([goal_m, goal_m + WORK_M * along, goal_m - WORK_M * along, goal_m])
    speed_mps = kn_to_mps(WORK_KN)
    turns = int(STAY_S * speed_mps / (4 * WORK_M)) + 1
    return Plan((out, *[Leg(line_m, speed_mps, FISHING)] * turns), "obey")


def _outside(scene: Scene, water: BaseGeometry, here_m: FloatArray) -> tuple[FloatArray, FloatArray] | None:
    """Return a place outside the nearest usable edge and the unit vector along that edge, or None."""
    edge = water.boundary
    at_m = np.arange(0.0, edge.length, EDGE_POINTS_M)
    at_m = np.append(at_m, shapely.line_locate_point(edge, Point(*here_m)))
    on_m = shapely.get_coordinates(shapely.line_interpolate_point(edge, at_m))
    step_m = shapely.get_coordinates(
        shapely.line_interpolate_point(edge, np.minimum(at_m + 1.0, edge.length))
    )
    along = step_m - on_m
    along /= np.maximum(np.hypot(*along.T), 1e-9)[:, None]
    outward = np.column_stack([along[:, 1], -along[:, 0]])
    wrong_side = shapely.contains_xy(water, on_m + outward)
    outward[wrong_side] *= -1
    goal_m = on_m + BEYOND_M * outward
    sea = scene.places.water
    usable = sea.clear(on_m, goal_m) & ~shapely.contains_xy(water, goal_m) & (np.hypot(*along.T) > 0.5)
    for side in (WORK_M, -WORK_M):
        usable &= sea.clear(goal_m, goal_m + side * along)
    if not usable.any():
        return None
    best = int(np.argmin(np.where(usable, np.hypot(*(on_m - here_m).T), np.inf)))
    return goal_m[best], along[best]
