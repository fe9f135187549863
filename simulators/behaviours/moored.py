"""Moored: the boat lies in harbour with its crew ashore, then goes out again."""

from simulators.rhythm import berth_s
from simulators.scene import MOORED, Plan, Scene


def plan(scene: Scene, row: int) -> Plan:
    """Return its time at the berth, the crew going ashore first, and `leave` after them."""
    scene.hulls.heading_deg[row] = scene.spot_deg[row]
    return Plan((scene.stay(row, berth_s(scene, row), MOORED, "ashore"),), "leave")
