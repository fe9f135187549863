"""A typhoon's track as told: when the circle of a force reaches a place, and when it leaves it."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from geo.distance import bearing_deg, distance_m
from twin.table import Array
from twin.wire import QuadrantRadii, StormPoint

STEP_MS = 600_000
"""The track is looked at every ten minutes; a storm moves 5 km, far less than its forecast errs."""
LONGEST_MS = 10 * 24 * 3_600_000
"""No bulletin looks farther than ten days; ours, a bound."""
FORCE_MPS = {10: 24.5, 12: 32.7}
"""Lowest mean wind of the two forces (domain.md §1.2)."""


class Reach(NamedTuple):
    """When a circle reaches a place.

    Attributes:
        first_ms, last_ms: the place lies in it from and until, UTC ms; None = never.
        known: False if such winds are told of without their radii, so that nobody can tell.
    """

    first_ms: int | None
    last_ms: int | None
    known: bool


@lru_cache(maxsize=64)
def reach(track: tuple[StormPoint, ...], lon_deg: float, lat_deg: float, force: int) -> Reach:
    """Return when the circle of a force reaches a place, by the quadrant the place lies in.

    Between the points of a track centre and radii change evenly. A point that gives radii, but none of this
    force, has no such winds.

    Args:
        track: the centre at rising instants, with radii in km by quadrant.
        lon_deg: of the place.
        lat_deg: of the place.
        force: 10 or 12.
    """
    known = all(point.radii or point.wind_mps < FORCE_MPS[force] for point in track)
    points = sorted(track, key=lambda point: point.t_ms)
    if not points:
        return Reach(None, None, known)
    first_ms = points[0].t_ms
    last_ms = min(points[-1].t_ms, first_ms + LONGEST_MS)
    at_ms = np.union1d(np.arange(first_ms, last_ms, STEP_MS), [last_ms])
    told_ms = [point.t_ms for point in points]
    lon = np.interp(at_ms, told_ms, [point.lon for point in points])
    lat = np.interp(at_ms, told_ms, [point.lat for point in points])
    radii_km = [np.interp(at_ms, told_ms, column) for column in zip(*_radii_km(points, force), strict=True)]
    quadrant = (bearing_deg(lon, lat, lon_deg, lat_deg) // 90).astype(np.int64) % 4
    radius_m: Array = 1_000 * np.choose(quadrant, radii_km)
    within = np.flatnonzero((distance_m(lon, lat, lon_deg, lat_deg) <= radius_m) & (radius_m > 0))
    if not len(within):
        return Reach(None, None, known)
    return Reach(int(at_ms[within[0]]), int(at_ms[within[-1]]), known)


def _radii_km(points: list[StormPoint], force: int) -> list[tuple[float, float, float, float]]:
    """Return for each point the radii of a force north-east, south-east, south-west and north-west."""
    calm = QuadrantRadii(force, 0, 0, 0, 0)
    own = [next((radii for radii in point.radii if radii.force == force), calm) for point in points]
    return [(one.ne_km, one.se_km, one.sw_km, one.nw_km) for one in own]
