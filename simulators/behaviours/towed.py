"""Towed: the boat follows another on a line, at whatever speed that one makes."""

from simulators.behaviours.station import keep_station
from simulators.scene import Plan, Scene

LINE_M = 150.0
"""Length of the towing line at sea (示例)."""
LOOKS_S = 10.0


def plan(scene: Scene, row: int) -> Plan:
    """Return a few seconds behind the boat that tows, then the next; without one it lies adrift."""
    other = scene.other(row)
    if other is None:
        return Plan((), "adrift")
    return keep_station(scene, row, other, (0.0, -LINE_M), LOOKS_S, "towed")
