"""Where the water is, and the way by water from one place to another.

Everything is in metres of the port frame, where a straight line is also straight in longitude and latitude.
Land is cut into small pieces, so that asking about a way touches few corners: about 6 microseconds for one
way, 1.4 for each when thousands are asked at once.
"""

from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.arrays import BoolArray, FloatArray, ShapeArray
from geo.frame import PortFrame
from simulators.roadmap import Roadmap, lattice, mesh

Box = tuple[float, float, float, float]
"""West, south, east, north in metres."""

MAX_PIECE_CORNERS = 64
NEAR_CLEARANCE_M = 40.0
"""Distance kept from land in the harbour: the narrowest mouth of Shipu, 144 m, leaves a channel of 64 m."""
OPEN_CLEARANCE_M = 300.0
"""Distance kept from land outside: a boat rounds a cape and does not touch it."""
MESHES_M = ((120.0, 1_500.0), (600.0, 12_000.0))
"""Spacing of the roadmap in and about the harbour, and how far about; each a multiple of the one before."""
SEA_MESH_M = 3_000.0
NEAREST_NODES = 48


class Water:
    """The sea about a port as boats use it.

    Args:
        land_geojson: a FeatureCollection of polygons in degrees WGS-84.
        frame: the port frame.
        harbour: the water that is meshed finely.
        sea: all the water that boats may sail.
        avoid: areas in metres that ways go round as they go round land.
        through: points in metres, shape (n, 2), in narrow passages that the mesh could miss.
    """

    def __init__(
        self,
        land_geojson: bytes,
        frame: PortFrame,
        harbour: Box,
        sea: Box,
        avoid: Sequence[BaseGeometry] = (),
        through: FloatArray | None = None,
    ) -> None:
        land = _pieces(frame.shape_to_xy(shapely.from_geojson(land_geojson.decode())))
        fine = shapely.box(*_widened(harbour, MESHES_M[0][1]))
        clearance_m = np.where(shapely.intersects(land, fine), NEAR_CLEARANCE_M, OPEN_CLEARANCE_M)
        self._land = shapely.STRtree(shapely.buffer(land, clearance_m, quad_segs=2))
        self._avoided = shapely.STRtree(list(avoid))
        narrow_xy_m = np.empty((0, 2)) if through is None else through
        self._map = self._roadmap(harbour, sea, narrow_xy_m)

    def wet(self, xy_m: FloatArray) -> BoolArray:
        """Return which points, shape (n, 2), keep their distance from land and from what is avoided."""
        return _apart(shapely.points(xy_m), self._land, self._avoided)

    def clear(self, from_m: FloatArray, to_m: FloatArray) -> BoolArray:
        """Return which straight ways, shapes (n, 2) each, keep their distance over their whole length."""
        return _apart(_straight(from_m, to_m), self._land, self._avoided)

    def clear_of_land(self, from_m: FloatArray, to_m: FloatArray) -> BoolArray:
        """Return which straight ways keep their distance from land, whatever else they cross."""
        return _apart(_straight(from_m, to_m), self._land)

    def way(self, start_m: FloatArray, end_m: FloatArray) -> FloatArray | None:
        """Return way points from start to end, shape (n, 2) with both, or None where no way is known.

        Every straight piece is `clear`; one that begins or ends in an avoided area is clear of land. Ways to
        one end are cheap once the first to it was asked.
        """
        if self.clear(start_m[None], end_m[None])[0]:
            return np.stack([start_m, end_m])
        first, last = self.node(start_m), self.node(end_m)
        if first is None or last is None:
            return None
        nodes = self._map.path(first, last)
        if nodes is None:
            return None
        return self._pulled_tight(np.vstack([start_m, self._map.xy_m[nodes], end_m]))

    def length_m(self, first: int | None, last: int | None) -> float:
        """Return the length of the way between two nodes, a few per cent too long; inf without a way."""
        return np.inf if first is None or last is None else self._map.length_m(first, last)

    def node(self, point_m: FloatArray) -> int | None:
        """Return the nearest node of the roadmap in clear sight of a point, or None without one."""
        nodes_m = self._map.xy_m
        away_m = np.hypot(nodes_m[:, 0] - point_m[0], nodes_m[:, 1] - point_m[1])
        near = np.argpartition(away_m, min(NEAREST_NODES, len(away_m) - 1))[:NEAREST_NODES]
        near = near[np.argsort(away_m[near], kind="stable")]
        from_m = np.broadcast_to(point_m, (len(near), 2))
        seen = self.clear(from_m, nodes_m[near])
        if not seen.any():
            seen = self.clear_of_land(from_m, nodes_m[near])
        return int(near[np.argmax(seen)]) if seen.any() else None

    def _pulled_tight(self, points_m: FloatArray) -> FloatArray:
        """Return the same way without the points that can be skipped in a clear straight line."""
        kept = [0]
        while kept[-1] < len(points_m) - 1:
            here = kept[-1]
            ahead = points_m[here + 1 :]
            seen = self.clear(np.broadcast_to(points_m[here], ahead.shape), ahead)
            seen[0] = True
            kept.append(here + 1 + int(np.flatnonzero(seen)[-1]))
        return points_m[kept]

    def _roadmap(self, harbour: Box, sea: Box, narrow_xy_m: FloatArray) -> Roadmap:
        meshes = [(lattice(_widened(harbour, about_m), mesh_m), mesh_m) for mesh_m, about_m in MESHES_M]
        meshes.append((lattice(sea, SEA_MESH_M), SEA_MESH_M))
        xy_m, pairs = mesh(meshes, narrow_xy_m, MESHES_M[0][0] * 2.2)
        wet = self.wet(xy_m)
        pairs = pairs[wet[pairs].all(axis=1)]
        pairs = pairs[self.clear(xy_m[pairs[:, 0]], xy_m[pairs[:, 1]])]
        return Roadmap(xy_m, pairs)


def _widened(box: Box, by_m: float) -> Box:
    west, south, east, north = box
    return west - by_m, south - by_m, east + by_m, north + by_m


def _straight(from_m: FloatArray, to_m: FloatArray) -> ShapeArray:
    ways: ShapeArray = shapely.linestrings(np.stack([from_m, to_m], axis=1))
    return ways


def _apart(shapes: ShapeArray, *trees: shapely.STRtree) -> BoolArray:
    """Return which shapes touch nothing of the trees."""
    apart = np.ones(len(shapes), dtype=np.bool_)
    for tree in trees:
        apart[tree.query(shapes, predicate="intersects")[0]] = False
    return apart


def _pieces(land: BaseGeometry) -> ShapeArray:
    """Return the land in pieces of at most `MAX_PIECE_CORNERS` corners."""
    todo = list(shapely.get_parts(shapely.get_parts(land)))
    pieces: list[BaseGeometry] = []
    while todo:
        shape = todo.pop()
        if shapely.get_num_coordinates(shape) <= MAX_PIECE_CORNERS:
            pieces.append(shape)
            continue
        w, s, e, n = shape.bounds
        middle_x, middle_y = (w + e) / 2, (s + n) / 2
        halves = (
            ((w, s, middle_x, n), (middle_x, s, e, n))
            if e - w >= n - s
            else ((w, s, e, middle_y), (w, middle_y, e, n))
        )
        for half in halves:
            parts = shapely.get_parts(shapely.clip_by_rect(shape, *half))
            todo += [part for part in parts if part.area > 0]
    return np.array(pieces, dtype=np.object_)
