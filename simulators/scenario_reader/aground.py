"""Boats that a scenario would begin or send to on land: they have no way over water, and lie there."""

from collections.abc import Iterator

import shapely
import shapely.ops

from geo.distance import distance_m
from simulators.scenario import Scenario
from twin.port import ConfigFault

ASHORE_M = 150.0
"""So far inside the outline of the land a place is no quay any more that the outline has swallowed; ours."""


def on_land(scenario: Scenario, land_geojson: bytes, file: str) -> list[ConfigFault]:
    """Return a fault for every start, and every place a boat is to go to, that lies inland.

    Args:
        scenario: whose places are looked at.
        land_geojson: a FeatureCollection of polygons in degrees WGS-84.
        file: what the faults call the scenario.
    """
    land = shapely.unary_union(shapely.from_geojson(land_geojson.decode()))
    faults = []
    for place, lon, lat in _places(scenario):
        here = shapely.Point(lon, lat)
        if not land.contains(here):
            continue
        shore = shapely.ops.nearest_points(here, land.boundary)[1]
        inland_m = float(distance_m(lon, lat, shore.x, shore.y))
        if inland_m > ASHORE_M:
            what = f"{lon:g}, {lat:g} is on land, {inland_m:.0f} m from the water"
            remedy = f"Name a place at sea; the nearest shore is at {shore.x:.4f}, {shore.y:.4f}"
            faults.append(ConfigFault(file, place, what, remedy))
    return faults


def _places(scenario: Scenario) -> Iterator[tuple[str, float, float]]:
    """Yield where boats begin and where they are to go, each with its key in the file."""
    for number, start in enumerate(scenario.starts, 1):
        yield f"start {number}, key lon", start.lon, start.lat
    leads = [(f"start {number}", one.to_lon, one.to_lat) for number, one in enumerate(scenario.starts, 1)]
    leads += [(f"script {number}", one.to_lon, one.to_lat) for number, one in enumerate(scenario.scripts, 1)]
    for place, lon, lat in leads:
        if lon is not None and lat is not None:
            yield f"{place}, key to_lon", lon, lat
