"""Zone exits: a boat's way is bent over the nearest edge of a zone and back into it."""

from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.arrays import FloatArray
from geo.units import MS_PER_SECOND, kn_to_mps
from simulators.injection.ground import Ground, Injected, Parameters, Span
from simulators.injection.kinds import truth
from simulators.recordings import unfit

BEYOND_M = (300.0, 2_500.0)
OUT_M = 100.0
"""A boat is out from 100 m on (`domain.md` §2, 1)."""
FARTHEST_M = 12_000.0
BEND_KN = 3.0
"""At most so much is added to the speed that the boat really had."""
FASTEST_KN = 14.0
"""No steel fishing boat is faster (`domain.md` §1.3)."""
OUT_FIXES = 2


def read_zone(path: Path) -> BaseGeometry:
    """Return the polygons of a GeoJSON file, in the recording's own unit.

    Raises:
        ConfigError: it cannot be read, or holds no area.
    """
    try:
        shape = shapely.union_all(shapely.get_parts(shapely.from_geojson(path.read_bytes())))
    except (OSError, shapely.GEOSException) as fault:
        raise unfit(path, f"cannot be read as GeoJSON: {fault}", "Name a GeoJSON file") from None
    if shape.area == 0:
        raise unfit(path, "holds no area", "Give a Polygon in the coordinates of the recording")
    shapely.prepare(shape)
    return shape


def zone_exit(ground: Ground, row: int, rng: np.random.Generator, zone: BaseGeometry) -> Injected | None:
    """Bend the way of a boat inside a zone so that two or more fixes lie over its edge, then back."""
    beyond_m = rng.uniform(*BEYOND_M)
    if row == 0 or not shapely.contains_xy(zone, ground.x[row], ground.y[row]):
        return None
    over_m = _over_edge(ground, row, zone, beyond_m)
    if over_m is None:
        return None
    half_s = np.pi / 2 * float(np.hypot(*over_m)) / kn_to_mps(BEND_KN)
    first = ground.until(row, ground.t_ms[row] - half_s * MS_PER_SECOND) + 1
    span = Span(first, ground.until(row, ground.t_ms[row] + half_s * MS_PER_SECOND))
    if not (span.first <= row <= span.last and ground.free(span)):
        return None
    rows = np.arange(span.first, span.last + 1)
    ends_ms = ground.t_ms[span.first - 1], ground.t_ms[span.last + 1]
    bend = np.sin(np.pi * (ground.t_ms[rows] - ends_ms[0]) / (ends_ms[1] - ends_ms[0]))
    way_m = ground.metres(row, rows) + over_m[:, None] * bend
    edges = [span.first - 1, span.last + 1]
    whole_m = np.insert(ground.metres(row, np.array(edges)), 1, way_m.T, axis=1)
    t_s = ground.t_ms[span.first - 1 : span.last + 2] / MS_PER_SECOND
    motion_mps = np.diff(whole_m, axis=1) / np.diff(t_s)
    out = _out(ground, row, zone, way_m)
    inside = shapely.contains_xy(zone, ground.x[edges], ground.y[edges]).all()
    if not inside or _longest(out) < OUT_FIXES or np.hypot(*motion_mps).max() > kn_to_mps(FASTEST_KN):
        return None
    ground.put(rows, row, way_m, motion_mps[:, :-1])
    ground.take(span)
    outside = rows[out]
    parameters: Parameters = {
        "outside_from_ms": int(ground.t_ms[outside[0]]),
        "outside_until_ms": int(ground.t_ms[outside[-1]]),
        "fixes_outside": len(outside),
        "beyond_m": round(float(beyond_m), 1),
    }
    return truth(ground, "zone-exit", span, parameters)


def _over_edge(ground: Ground, row: int, zone: BaseGeometry, beyond_m: float) -> FloatArray | None:
    """Return the way in metres from a row to a place beyond the nearest edge, shape (2,), or None if far."""
    edge_m = _in_metres(ground, row, zone.boundary)
    here = shapely.Point(0.0, 0.0)
    on_m = shapely.get_coordinates(shapely.shortest_line(here, edge_m))[1]
    away_m = float(np.hypot(*on_m))
    if not 1.0 < away_m < FARTHEST_M:
        return None
    over_m: FloatArray = on_m * (1 + beyond_m / away_m)
    return over_m


def _out(ground: Ground, row: int, zone: BaseGeometry, way_m: FloatArray) -> np.ndarray:
    """Return which places lie outside by `OUT_M` or more, shape (k,)."""
    away_m = shapely.distance(_in_metres(ground, row, zone), shapely.points(way_m.T))
    return np.asarray(away_m >= OUT_M)


def _in_metres(ground: Ground, row: int, shape: BaseGeometry) -> BaseGeometry:
    moved: BaseGeometry = shapely.transform(shape, lambda xy: ground.metres_of(row, xy[:, 0], xy[:, 1]).T)
    return moved


def _longest(out: np.ndarray) -> int:
    """Return the length of the longest run of fixes outside."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], out, [False]]).astype(np.int8)))
    return int((edges[1::2] - edges[::2]).max(initial=0))
