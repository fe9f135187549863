"""Go to: the boat steams to a named place and stays there until it is told something else."""

from simulators.scene import UNDER_WAY, Leg, Plan, Scene

STAYS_S = 7 * 86_400.0
"""As long as a scenario may last."""


def plan(scene: Scene, row: int) -> Plan:
    """Return the way by water to the place of the order, at its speed, and the stay there, then work.

    Without a place, or without a way there, the boat goes on with its work.
    """
    goal_m = scene.goal_m(row)
    way_m = None if goal_m is None else scene.places.water.way(scene.here(row), goal_m)
    if way_m is None:
        return Plan((), scene.work_of(row))
    stay_s = scene.orders[row].for_s or STAYS_S
    return Plan((Leg(way_m, scene.speed_mps(row), UNDER_WAY, stay_s),), scene.work_of(row))
