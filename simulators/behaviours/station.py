"""Keeping a station off another boat that moves: the controller of groups and of pairs."""

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
    scene: Scene, row: int, other: int, station_m: FloatArray, looks_s: float, then: str
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
    course = np.radians(hulls.course_deg[other])
    ahead = np.array([np.sin(course), np.cos(course)])
    starboard = np.array([ahead[1], -ahead[0]])
    at_m = hulls.xy_m[other] + station_m[0] * starboard + station_m[1] * ahead
    here_m = scene.here(row)
    off_m = at_m - here_m
    works = scene.status[other] == FISHING and float(np.hypot(*off_m)) <= WORKS_M
    status = FISHING if works else UNDER_WAY
    moves = bool(hulls.under_way[other])
    if not moves and float(np.hypot(*off_m)) <= NEAR_M:
        return Plan((scene.stay(row, looks_s, status),), then)
    speed_mps = float(hulls.goal_mps[other]) if moves else 0.0
    goal_m = at_m + ahead * speed_mps * AHEAD_S
    along = goal_m - here_m
    away_m = float(np.hypot(*along))
    if away_m > BEYOND_M or not scene.places.water.clear_of_land(here_m[None], goal_m[None])[0]:
        return _by_water(scene, row, goal_m, looks_s, status, then)
    along /= max(away_m, 1e-9)
    pace_mps = speed_mps + float(off_m @ along) / CLOSES_S
    made_mps = float(np.clip(pace_mps, 0.0, scene.cruise_mps[row]))
    reach_m = BEYOND_M if moves else away_m
    way_m = np.stack([here_m, here_m + along * reach_m])
    return Plan((Leg(way_m, max(made_mps, 0.3), status, for_s=looks_s),), then)


def _by_water(scene: Scene, row: int, goal_m: FloatArray, looks_s: float, status: int, then: str) -> Plan:
    """Return the way to a far station round the land, looked at again after `looks_s`."""
    way_m = scene.places.water.way(scene.here(row), goal_m)
    if way_m is None:
        return Plan((scene.stay(row, looks_s, status),), then)
    return Plan((Leg(way_m, float(scene.cruise_mps[row]), UNDER_WAY, for_s=10 * looks_s),), then)
