"""Zones: who is inside, how far from the edge, and which moves cut through.

A zone is a closed set: a point exactly on an edge or a vertex is inside, so two zones that share an edge
share the points on it, and the rim of a hole belongs to the zone. Shapely has the last word on every point
whose cell an edge touches (`geo.cells` spares it the others). It decides on which side of an edge a point
lies in double-double arithmetic, so that rounding could change an answer only within 1e-25 m of an edge.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import ArrayLike
from shapely import MultiPolygon, Polygon

from geo.arrays import BoolArray, FloatArray, IntArray, ShapeArray
from geo.cells import CellIndex
from geo.distance import distance_m
from geo.frame import PortFrame

MAX_REACH_M = 1e8
"""Farther than any place on Earth lies from a port: a coordinate beyond it is not in metres."""


@dataclass(frozen=True, slots=True, eq=False)
class ZoneSet:
    """Zones in the metres of one port frame; make one with `build`. Nothing in it changes afterwards.

    Attributes:
        ids: name of each zone; its place here is the zone's index everywhere else.
        shapes: [z] prepared polygons and multipolygons, metres.
        edges: [z] prepared boundaries of the shapes, metres.
        frame: the port frame of the metres; None for a plane that is nowhere on Earth.
        cells: the cell index of the shapes.
        boxes: [4, z] west, south, east and north of the shapes, metres.
    """

    ids: tuple[str, ...]
    shapes: ShapeArray
    edges: ShapeArray
    frame: PortFrame | None
    cells: CellIndex
    boxes: FloatArray

    @classmethod
    def build(
        cls, ids: Sequence[str], shapes: Sequence[Polygon | MultiPolygon], frame: PortFrame | None = None
    ) -> "ZoneSet":
        """Return the zones, ready to be asked.

        Args:
            ids: one name a zone, all different.
            shapes: one valid shape a zone (`geo.geojson` refuses the others): in longitude and latitude if a
                frame is given, else in metres.
            frame: the port frame.

        Raises:
            ValueError: names repeat or do not match the shapes; a shape is no polygon, is empty, or has a
                coordinate that is not finite or beyond 100,000 km.
        """
        if len(ids) != len(shapes) or len(set(ids)) != len(ids):
            raise ValueError(f"{len(shapes)} zones need as many different names, not {list(ids)}")
        in_metres, edges = _prepared(ids, shapes, frame)
        return cls(tuple(ids), in_metres, edges, frame, CellIndex.build(in_metres), _boxes(in_metres))

    def replaced(self, name: str, shape: Polygon | MultiPolygon) -> "ZoneSet":
        """Return the zones with one of them drawn anew, in a twentieth of the time of `build`.

        Args:
            name: which of `ids`.
            shape: its new shape, valid, in the coordinates that `build` was given.

        Raises:
            ValueError: there is no zone of this name, or the shape is refused as by `build`.
        """
        if name not in self.ids:
            raise ValueError(f"there is no zone {name} to replace")
        zone = self.ids.index(name)
        in_metres, edges = self.shapes.copy(), self.edges.copy()
        in_metres[zone : zone + 1], edges[zone : zone + 1] = _prepared([name], [shape], self.frame)
        cells = self.cells.replaced(zone, in_metres)
        return ZoneSet(self.ids, in_metres, edges, self.frame, cells, _boxes(in_metres))

    def inside(self, x_m: ArrayLike, y_m: ArrayLike, cell: IntArray | None = None) -> BoolArray:
        """Return which points are inside which zones, edges included.

        Args:
            x_m: [n] metres east.
            y_m: [n] metres north.
            cell: [n] as `cells.cell_of` says, where that is known already.

        Returns:
            [n, z].

        Raises:
            ValueError: no cell is given and a position is not finite: NaN would silently be outside of all.
        """
        if cell is None:
            x, y = _positions(x_m, y_m)
        else:
            x, y = np.asarray(x_m, dtype=np.float64), np.asarray(y_m, dtype=np.float64)
        inside, point, zone = self.cells.lookup(x, y, cell)
        if len(point):
            inside[point, zone] = shapely.intersects_xy(self.shapes[zone], x[point], y[point])
        return inside

    def edge_distance_m(self, x_m: ArrayLike, y_m: ArrayLike, zone_index: ArrayLike) -> FloatArray:
        """Return how far points are from the nearest edge of a zone each: positive inside, negative outside.

        The nearest point of the edge is that of the frame's plane; with a frame, the distance to it is
        measured on the ellipsoid, so that the frame's distortion (0.9 % at 100 km) does not reach a
        threshold.

        Args:
            x_m: [n] metres east.
            y_m: [n] metres north.
            zone_index: [n] the zone to measure each point against.

        Returns:
            [n] metres, 0 on the edge (to rounding).

        Raises:
            ValueError: a position is not finite.
            IndexError: there is no such zone.
        """
        x, y = _positions(x_m, y_m)
        zone = np.asarray(zone_index, dtype=np.int64)
        nearest_x, nearest_y = self.nearest_edge(x, y, zone)
        if self.frame:
            apart_m = distance_m(*self.frame.to_lonlat(x, y), *self.frame.to_lonlat(nearest_x, nearest_y))
        else:
            apart_m = np.hypot(x - nearest_x, y - nearest_y)
        return np.where(shapely.intersects_xy(self.shapes[zone], x, y), apart_m, -apart_m)

    def nearest_edge(
        self, x_m: ArrayLike, y_m: ArrayLike, zone_index: ArrayLike
    ) -> tuple[FloatArray, FloatArray]:
        """Return the place on the edge of a zone each that is nearest to points, by the plane.

        Args:
            x_m: [n] metres east.
            y_m: [n] metres north.
            zone_index: [n] the zone of each point.

        Returns:
            x in metres east and y in metres north, [n] each.

        Raises:
            ValueError: a position is not finite.
            IndexError: there is no such zone.
        """
        x, y = _positions(x_m, y_m)
        zone = np.asarray(zone_index, dtype=np.int64)
        lines = shapely.shortest_line(self.edges[zone], shapely.points(x, y))
        nearest_x, nearest_y = shapely.get_coordinates(lines)[::2].T
        return nearest_x, nearest_y

    def crossed(
        self,
        x0_m: ArrayLike,
        y0_m: ArrayLike,
        x1_m: ArrayLike,
        y1_m: ArrayLike,
        inside: Callable[[IntArray, IntArray], BoolArray] | None = None,
    ) -> tuple[IntArray, IntArray]:
        """Return the straight moves that pass through a zone although both of their ends are outside it.

        Touching an edge or a vertex counts: the move has a point that is inside. Between two fixes a boat may
        have gone another way, so a crossing is a possibility and not a proof.

        Args:
            x0_m: [n] metres east, where moves start.
            y0_m: [n] metres north.
            x1_m: [n] metres east, where moves end.
            y1_m: [n] metres north.
            inside: tells of moves and zones, [k] each, whether an end is inside, where that is known already.

        Returns:
            move: [k] indices of moves, ascending.
            zone: [k] indices of the zones passed through, ascending within a move.

        Raises:
            ValueError: a position is not finite.
        """
        start, end = np.array(_positions(x0_m, y0_m)), np.array(_positions(x1_m, y1_m))
        low, high = np.minimum(start, end)[..., np.newaxis], np.maximum(start, end)[..., np.newaxis]
        least, most = self.boxes.reshape(2, 2, 1, -1)
        meets = ((high >= least) & (low <= most)).all(axis=0)
        at, zone = np.divmod(meets.ravel().nonzero()[0], len(self.ids))
        if not len(at):
            return at, zone
        ends = (self.inside(*start) | self.inside(*end))[at, zone] if inside is None else inside(at, zone)
        at, zone = at[~ends], zone[~ends]
        if not len(at):
            return at, zone
        ways = shapely.linestrings(np.stack([start[:, at], end[:, at]]).transpose(2, 0, 1))
        cuts = shapely.intersects(self.shapes[zone], ways)
        return at[cuts], zone[cuts]


def _prepared(
    ids: Sequence[str], shapes: Sequence[Polygon | MultiPolygon], frame: PortFrame | None
) -> tuple[ShapeArray, ShapeArray]:
    in_metres = np.empty(len(shapes), dtype=np.object_)
    in_metres[:] = [frame.shape_to_xy(shape) for shape in shapes] if frame else list(shapes)
    for name, shape in zip(ids, in_metres, strict=True):
        _check_shape(name, shape)
    edges = np.asarray(shapely.boundary(in_metres), dtype=np.object_)
    shapely.prepare(in_metres)
    shapely.prepare(edges)
    return in_metres, edges


def _boxes(shapes: ShapeArray) -> FloatArray:
    return np.asarray(shapely.bounds(shapes)).reshape(-1, 4).T


def _check_shape(name: str, shape: Polygon | MultiPolygon) -> None:
    if not isinstance(shape, Polygon | MultiPolygon) or shape.is_empty:
        raise ValueError(f"zone {name} is no polygon or multipolygon, or is empty: {type(shape).__name__}")
    reach_m = np.abs(shapely.get_coordinates(shape))
    if not np.all(reach_m <= MAX_REACH_M):
        raise ValueError(f"zone {name} has a coordinate that is not finite or farther than {MAX_REACH_M:g} m")


def _positions(x_m: ArrayLike, y_m: ArrayLike) -> tuple[FloatArray, FloatArray]:
    x, y = np.asarray(x_m, dtype=np.float64), np.asarray(y_m, dtype=np.float64)
    if x.ndim != 1 or x.shape != y.shape:
        raise ValueError(f"positions must be two columns of one length, not shapes {x.shape} and {y.shape}")
    finite = np.isfinite(x) & np.isfinite(y)
    if not finite.all():
        first = int(np.argmin(finite))
        raise ValueError(f"{len(x) - finite.sum()} positions are not finite; the first is row {first}")
    return x, y
