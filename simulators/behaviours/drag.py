"""Drag (走锚): the anchor of the boat does not hold; wind and stream take it along until it does again."""

from simulators.scene import AT_ANCHOR, Leg, Plan, Scene

DRAGS_S = 3_600.0
"""How long until the crew notices, if the scenario does not say (示例)."""


def plan(scene: Scene, row: int) -> Plan:
    """Return the time adrift, still at anchor by its navigational status, then the anchor again."""
    for_s = scene.orders[row].for_s or DRAGS_S
    return Plan((Leg(scene.here(row)[None], 0.0, AT_ANCHOR, for_s, adrift=True),), "anchor")
