"""Adrift: the engine has failed, and the boat goes where stream and wind take it until it runs again."""

from geo.units import SECONDS_PER_HOUR
from simulators.scene import NOT_UNDER_COMMAND, Leg, Plan, Scene

REPAIR_H = 4.0
"""How long a crew needs for what it can mend itself (示例)."""


def plan(scene: Scene, row: int) -> Plan:
    """Return the hours adrift, not under command, then the way home."""
    here_m = scene.here(row)[None]
    return Plan((Leg(here_m, 0.0, NOT_UNDER_COMMAND, REPAIR_H * SECONDS_PER_HOUR, adrift=True),), "return")
