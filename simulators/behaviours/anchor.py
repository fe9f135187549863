"""Anchor: the boat goes where it is told, if anywhere, and swings to its anchor there."""

from geo.units import SECONDS_PER_HOUR
from simulators.scene import AT_ANCHOR, UNDER_WAY, Leg, Plan, Scene

STAY_H = 6.0
"""How long a boat lies at anchor that was not told for how long (示例)."""


def plan(scene: Scene, row: int) -> Plan:
    """Return the way to the place of the order and the time at anchor there, then the way home."""
    goal_m = scene.goal_m(row)
    hold_s = scene.orders[row].for_s or STAY_H * SECONDS_PER_HOUR
    way_m = None if goal_m is None else scene.places.water.way(scene.here(row), goal_m)
    if way_m is None:
        return Plan((scene.stay(row, hold_s, AT_ANCHOR),), "return")
    there = Leg(way_m[-1:], 0.0, AT_ANCHOR, hold_s)
    return Plan((Leg(way_m, scene.speed_mps(row), UNDER_WAY), there), "return")
