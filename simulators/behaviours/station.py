"""Keeping a station off another boat that moves: the controller of groups and of pairs."""

import math

import numpy as np

from geo.arrays import FloatArray
from simulators.scene import FISHING, UNDER_WAY, Leg, Plan, Scene

AHEAD_S = 60.0
"""A skipper steers for where the station will be in a minute."""
CLOSES_S = 120.0
"""An error along the way is made good in two minutes; ours."""
NEAR_M = 15.0
WORKS_M = 600.0
"""Farther from its station than so a boat is on its way to it, and fishes not; ours."""
BEYOND_M = 2_000.0


def keep_station(
    scene: Scene, row: int, other: int, station_m: tuple[float, float], looks_s: float, then: str
) -> Plan:
    """Return a stretch of `looks_s` towards a station off another boat, and the behaviour that follows.

    Args:
        scene: with both boats.
        row: the boat that keeps the station.
        other: the boat it keeps it off.
        station_m: starboard of the other and ahead of it, metres.
        looks_s: how long until the skipper looks again, seconds.
        then: the behaviour after that.
    """
    hulls = scene.hulls
    course = math.radians(hulls.course_deg[other])
    east, north = math.sin(course), math.cos(course)
    (x, y), (other_x, other_y) = hulls.xy_m[row].tolist(), hulls.xy_m[other].tolist()
    starboard_m, ahead_m = station_m
    off_x = other_x + starboard_m * north + ahead_m * east - x
    off_y = other_y - starboard_m * east + ahead_m * north - y
    off_m = float(np.hypot(off_x, off_y))
    status = FISHING if scene.status[other] == FISHING and off_m <= WORKS_M else UNDER_WAY
    moves = bool(hulls.under_way[other])
    if not moves and off_m <= NEAR_M:
        return Plan((scene.stay(row, looks_s, status),), then)
    speed_mps = float(hulls.goal_mps[other]) if moves else 0.0
    to_x, to_y = off_x + east * speed_mps * AHEAD_S, off_y + north * speed_mps * AHEAD_S
    here_m, goal_m = np.array([x, y]), np.array([x + to_x, y + to_y])
    away_m = max(float(np.hypot(to_x, to_y)), 1e-9)
    if away_m > BEYOND_M or not scene.places.water.clear_of_land(here_m[None], goal_m[None])[0]:
        return _by_water(scene, row, goal_m, looks_s, status, then)
    along_x, along_y = to_x / away_m, to_y / away_m
    pace_mps = speed_mps + (off_x * along_x + off_y * along_y) / CLOSES_S
    made_mps = min(max(pace_mps, 0.3), float(scene.cruise_mps[row]))
    reach_m = BEYOND_M if moves else away_m
    way_m = np.array([[x, y], [x + along_x * reach_m, y + along_y * reach_m]])
    return Plan((Leg(way_m, made_mps, status, for_s=looks_s),), then)


def _by_water(scene: Scene, row: int, goal_m: FloatArray, looks_s: float, status: int, then: str) -> Plan:
    """Return the way to a far station round the land, looked at again after `looks_s`."""
    way_m = scene.places.water.way(scene.here(row), goal_m)
    if way_m is None:
        return Plan((scene.stay(row, looks_s, status),), then)
    return Plan((Leg(way_m, float(scene.cruise_mps[row]), UNDER_WAY, for_s=10 * looks_s),), then)
