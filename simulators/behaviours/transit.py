"""Transit: the boat steams to its ground by the way over water."""

from simulators.scene import UNDER_WAY, Leg, Plan, Scene

AGAIN_S = 1_800.0


def plan(scene: Scene, row: int) -> Plan:
    """Return the way to a place on the boat's ground, then its work there."""
    here_m = scene.here(row)
    goal_m = scene.about_ground(row, scene.ground_m[row])
    way_m = scene.places.water.way(here_m, scene.ground_m[row] if goal_m is None else goal_m)
    if way_m is None:
        return Plan((scene.stay(row, AGAIN_S, UNDER_WAY),), "return")
    return Plan((Leg(way_m, float(scene.cruise_mps[row]), UNDER_WAY),), scene.work_of(row))
