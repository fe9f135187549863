"""Enter a zone: the boat goes into the forbidden area nearest to it and lies there until it is called."""

import shapely
from shapely.geometry import Point

from simulators.scene import UNDER_WAY, Leg, Plan, Scene

INSIDE_M = 600.0
"""How far inside the boat goes: well past the 100 m at which a boat counts as in."""
STAY_S = 1_800.0


def plan(scene: Scene, row: int) -> Plan:
    """Return the way into the nearest forbidden area that can be reached, a stay there, then `obey`."""
    here = Point(*scene.here(row))
    inner = [area.buffer(-INSIDE_M) for area in scene.places.forbidden.values()]
    for area in sorted((area for area in inner if not area.is_empty), key=lambda area: area.distance(here)):
        inside_m = shapely.get_coordinates(shapely.shortest_line(area, here))[0]
        way_m = scene.places.water.way(scene.here(row), inside_m)
        if way_m is not None:
            return Plan((Leg(way_m, float(scene.cruise_mps[row]), UNDER_WAY, STAY_S),), "obey")
    return Plan((), scene.work_of(row))
