"""Moored: the boat lies in harbour with its crew ashore, then goes out again."""

from geo.units import SECONDS_PER_HOUR
from simulators.scene import MOORED, Plan, Scene

STAY_H = (3.0, 14.0)


def plan(scene: Scene, row: int) -> Plan:
    """Return hours at the berth, the crew going ashore first, and `leave` after them."""
    scene.hulls.heading_deg[row] = scene.spot_deg[row]
    hold_s = scene.rng.uniform(*STAY_H) * SECONDS_PER_HOUR
    return Plan((scene.stay(row, hold_s, MOORED, "ashore"),), "leave")
