"""Wait outside: the boat comes to the mouth nearest to its berth and waits at anchor off it, then goes in."""

from geo.units import SECONDS_PER_HOUR
from simulators.scene import AT_ANCHOR, UNDER_WAY, Leg, Plan, Scene

STAY_H = 2.0
"""How long a boat waits for fog to lift or a gate to clear that was not told for how long (示例)."""


def plan(scene: Scene, row: int) -> Plan:
    """Return the way to the place outside the mouth and the wait there, then the way in."""
    here_m = scene.here(row)
    mouth = scene.places.mouth_between(scene.spot_m[row], here_m)
    hold_s = scene.orders[row].for_s or STAY_H * SECONDS_PER_HOUR
    way_m = scene.places.water.way(here_m, mouth.outside_m)
    if way_m is None:
        return Plan((scene.stay(row, hold_s, AT_ANCHOR),), "return")
    wait = Leg(way_m[-1:], 0.0, AT_ANCHOR, hold_s)
    return Plan((Leg(way_m, scene.speed_mps(row), UNDER_WAY), wait), "return")
