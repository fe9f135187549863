"""Enter a zone: the boat goes into the forbidden area nearest to it and works there until it is called."""

import shapely
from shapely.geometry import Point

from simulators.scene import UNDER_WAY, Leg, Plan, Scene

STAY_S = 1_800.0


def plan(scene: Scene, row: int) -> Plan:
    """Return the way into the nearest forbidden area with a clear way in, a stay there, then `obey`."""
    here_m = scene.here(row)
    areas = sorted(scene.places.forbidden.values(), key=lambda area: area.distance(Point(*here_m)))
    for area in areas:
        inside_m = shapely.get_coordinates(area.point_on_surface())[0]
        way_m = scene.places.water.way(here_m, inside_m)
        if way_m is not None:
            way = Leg(way_m, float(scene.cruise_mps[row]), UNDER_WAY)
            return Plan((way._replace(hold_s=STAY_S),), "obey")
    return Plan((), scene.work_of(row))
