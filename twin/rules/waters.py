"""Which water a boat is in, as rules of traffic see it: in shelter, in a mouth of known width, or at sea."""

from typing import NamedTuple

import numpy as np

from geo.distance import distance_m
from geo.wgs84 import SEMI_MAJOR_AXIS_M
from twin.columns import NEVER
from twin.rules.base import View
from twin.table import Array

PLANE_ERRS = 0.002
"""By which part a distance in the plane may err less than 100 km from the port, once a degree of longitude is
as long as half way: (100 km / radius)^2 / 2 for the cosine, as much for the ellipsoid, and room. Between the
bounds that it gives the true distance is measured."""


class Waters(NamedTuple):
    """Where boats are, one value a row that was asked for.

    Attributes:
        sheltered: in a harbour or an anchorage, bool [k].
        mouth_m: width of the harbour mouth the boat is in, metres, NaN outside every mouth, [k].
    """

    sheltered: Array
    mouth_m: Array


def waters(view: View, rows: Array) -> Waters:
    """Return which water these vessels are in, by their newest believed fix."""
    vessels, inside = view.fleet.vessels, view.fences.inside
    sheltered = ~vessels["at_sea"][rows] & (vessels["fix_ms"][rows] != NEVER)
    mouth_m = np.full(len(rows), np.nan)
    for zone, width_m in view.fences.mouths(view.port.gates).widths_m:
        mouth_m[inside[:, zone][rows]] = width_m
    return Waters(sheltered, mouth_m)


def off_a_mouth(view: View, rows: Array, within_m: float) -> Array:
    """Return which of these vessels are within a distance of the middle of some gate, bool [k]."""
    vessels, mouths = view.fleet.vessels, view.fences.mouths(view.port.gates)
    x_m, y_m = vessels["x"][rows, np.newaxis], vessels["y"][rows, np.newaxis]
    narrower = (y_m + mouths.y_m) * (np.tan(np.radians(view.port.lat)) / 2 / SEMI_MAJOR_AXIS_M)
    off_m = np.hypot((x_m - mouths.x_m) * (1 - narrower), y_m - mouths.y_m)
    off_m = off_m.min(axis=1, initial=np.inf)
    near: Array = off_m < within_m * (1 - PLANE_ERRS)
    doubt = (~near & (off_m <= within_m * (1 + PLANE_ERRS))).nonzero()[0]
    if len(doubt):
        lon, lat = vessels["lon"][rows[doubt], np.newaxis], vessels["lat"][rows[doubt], np.newaxis]
        near[doubt] = distance_m(lon, lat, mouths.lon_deg, mouths.lat_deg).min(axis=1) <= within_m
    return near
