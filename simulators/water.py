"""Where the water is, and the way by water from one place to another.

Everything is in metres of the port frame, where a straight line is also straight in longitude and latitude.
Land is cut into small pieces, so that asking about a way touches few corners.
"""

from collections.abc import Sequence

import numpy as np
import shapely
from scipy.spatial import KDTree
from shapely.geometry.base import BaseGeometry

from geo.arrays import BoolArray, FloatArray, IntArray, ShapeArray
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
FIRST_NODES, NEAREST_NODES = 4, 48
"""Nodes about a place that are tried first, and at most."""

STRAIGHT_M2 = 1e-3
"""Two steps of a way that span less than this are one straight line; rounding leaves far less."""


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
        self._barred = shapely.STRtree([*self._land.geometries, *avoid])
        shapely.prepare(self._barred.geometries)  # those of the land are among them
        narrow_xy_m = np.empty((0, 2)) if through is None else through
        self._map = self._roadmap(harbour, sea, narrow_xy_m)
        self._nodes = KDTree(self._map.xy_m)

    def wet(self, xy_m: FloatArray) -> BoolArray:
        """Return which points, shape (n, 2), keep their distance from land and from what is avoided."""
        return _untouched(shapely.points(xy_m), self._barred)

    def clear(self, from_m: FloatArray, to_m: FloatArray) -> BoolArray:
        """Return which straight ways keep their distance over their whole length.

        Args:
            from_m: where they begin, shape (n, 2), or (1, 2) if all begin there.
            to_m: where they end, shape (n, 2).
        """
        return _apart(from_m, to_m, self._barred)

    def clear_of_land(self, from_m: FloatArray, to_m: FloatArray) -> BoolArray:
        """Return which straight ways keep their distance from land, whatever else they cross."""
        return _apart(from_m, to_m, self._land)

    def way(self, start_m: FloatArray, end_m: FloatArray) -> FloatArray | None:
        """Return way points from start to end, shape (n, 2) with both, or None where no way is known.

        Every straight piece is `clear`; one that begins or ends in an avoided area is clear of land. It takes
        about a millisecond, and three more where neither end lies at a node that was asked about lately.
        """
        if self.clear(start_m[None], end_m[None])[0]:
            return np.stack([start_m, end_m])
        last = self.node(end_m)  # a way that cannot be mostly ends on land
        first = None if last is None else self.node(start_m)
        if first is None or last is None:
            return None
        nodes = self._map.path(first, last)
        if nodes is None:
            return None
        return self._pulled_tight(np.vstack([start_m, self._map.xy_m[nodes], end_m]))

    def keep(self, nodes: list[int | None]) -> None:
        """Make ways from and to some nodes cheap for good: the mouths of a harbour, where most ways pass."""
        self._map.keep([node for node in nodes if node is not None])

    def length_m(self, first: int | None, last: int | None) -> float:
        """Return the length of the way between two nodes, a few per cent too long; inf without a way."""
        return np.inf if first is None or last is None else self._map.length_m(first, last)

    def node(self, point_m: FloatArray) -> int | None:
        """Return the nearest node of the roadmap in clear sight of a point, or None without one."""
        if len(self._land.query(shapely.Point(point_m), predicate="intersects")):
            return None  # too near to land for any way
        nodes_m = self._map.xy_m
        near = self._nodes.query(point_m, k=min(NEAREST_NODES, len(nodes_m)))[1].reshape(-1)
        for unseen, few in ((self.clear, near[:FIRST_NODES]), (self.clear, near), (self.clear_of_land, near)):
            seen = unseen(point_m[None], nodes_m[few])
            if seen.any():
                return int(few[np.argmax(seen)])
        return None

    def _pulled_tight(self, points_m: FloatArray) -> FloatArray:
        """Return the same way without the points that can be skipped in a clear straight line.

        Looked for are the last corner in clear sight, then the last point in sight before the next corner.
        """
        corners = _corners(points_m)
        kept = [0]
        while kept[-1] < len(points_m) - 1:
            here = kept[-1]
            ahead = corners[corners > here]
            seen = self._last_seen(points_m, here, ahead)
            beyond = ahead[ahead > seen]
            kept.append(self._last_seen(points_m, here, np.arange(seen, beyond[0])) if len(beyond) else seen)
        return points_m[kept]

    def _last_seen(self, points_m: FloatArray, here: int, ahead: IntArray) -> int:
        """Return the last of the points ahead in clear sight of one; the first of them is taken unseen."""
        seen = self.clear(points_m[here][None], points_m[ahead])
        seen[0] = True
        return int(ahead[np.flatnonzero(seen)[-1]])

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


def _corners(points_m: FloatArray) -> IntArray:
    """Return the rows of a way's ends and of the points where it turns."""
    steps_m = np.diff(points_m, axis=0)
    one, other = steps_m[:-1], steps_m[1:]
    turns = np.abs(one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]) > STRAIGHT_M2
    return np.flatnonzero(np.concatenate([[True], turns, [True]]))


def _apart(from_m: FloatArray, to_m: FloatArray, tree: shapely.STRtree) -> BoolArray:
    """Return which straight ways touch nothing of a tree."""
    ends_m = np.empty((len(to_m), 2, 2))
    ends_m[:, 0], ends_m[:, 1] = from_m, to_m
    return _untouched(shapely.linestrings(ends_m), tree)


def _untouched(shapes: ShapeArray, tree: shapely.STRtree) -> BoolArray:
    """Return which shapes touch nothing of a tree.

    Of the two it is the tree's that are prepared: one is asked again and again, a way only once. So it does
    not matter that the box about a long way holds much of the land.
    """
    apart = np.ones(len(shapes), dtype=np.bool_)
    shape, piece = tree.query(shapes)
    if len(piece):  # at sea there is seldom one
        apart[shape[shapely.intersects(tree.geometries[piece], shapes[shape])]] = False
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
