"""Break off (断缆): a moored boat with nobody aboard leaves its raft in the wind and drifts."""

from simulators.scene import MOORED, Leg, Plan, Scene

LOOSE_S = 2 * 3_600.0
"""How long until somebody has it on a line, if the scenario does not say (示例)."""


def plan(scene: Scene, row: int) -> Plan:
    """Return the time adrift, still moored by its navigational status, then the way back to its place."""
    for_s = scene.orders[row].for_s or LOOSE_S
    return Plan((Leg(scene.here(row)[None], 0.0, MOORED, for_s, adrift=True),), "return")
