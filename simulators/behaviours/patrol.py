"""Patrol: a fishery patrol boat goes from ground to ground and lies at each for a while."""

from simulators.scene import UNDER_WAY, Leg, Plan, Scene

WATCH_S = (600.0, 1_800.0)


def plan(scene: Scene, row: int) -> Plan:
    """Return the way to another ground and a watch there, until it is time to turn home."""
    if scene.due_home(row):
        return Plan((), "return")
    goal_m = scene.places.ground_m(scene.vessels[row], scene.rng)
    way_m = scene.places.water.way(scene.here(row), goal_m)
    watch_s = float(scene.rng.uniform(*WATCH_S))
    if way_m is None:
        return Plan((scene.stay(row, watch_s, UNDER_WAY),), "patrol")
    return Plan((Leg(way_m, float(scene.cruise_mps[row]), UNDER_WAY, watch_s),), "patrol")
