"""Boats that a scenario would begin on land: they have no way over water, and lie there until the end."""

import shapely
import shapely.ops

from geo.distance import distance_m
from simulators.scenario import Scenario
from twin.port import ConfigFault

ASHORE_M = 150.0
"""So far inside the outline of the land a place is no quay any more that the outline has swallowed; ours."""


def on_land(scenario: Scenario, land_geojson: bytes, file: str) -> list[ConfigFault]:
    """Return a fault for every start that lies inland.

    Args:
        scenario: whose starts are looked at.
        land_geojson: a FeatureCollection of polygons in degrees WGS-84.
        file: what the faults call the scenario.
    """
    land = shapely.unary_union(shapely.from_geojson(land_geojson.decode()))
    faults = []
    for number, start in enumerate(scenario.starts, 1):
        here = shapely.Point(start.lon, start.lat)
        if not land.contains(here):
            continue
        shore = shapely.ops.nearest_points(here, land.boundary)[1]
        inland_m = float(distance_m(start.lon, start.lat, shore.x, shore.y))
        if inland_m > ASHORE_M:
            what = f"{start.lon:g}, {start.lat:g} is on land, {inland_m:.0f} m from the water"
            remedy = f"Begin at sea; the nearest shore is at {shore.x:.4f}, {shore.y:.4f}"
            faults.append(ConfigFault(file, f"start {number}, key lon", what, remedy))
    return faults
