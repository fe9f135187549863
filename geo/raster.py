"""Drawing the edges of zones into cells: which cells an edge touches, and which lie inside as a whole.

The only thing that is computed with rounding is the span of an edge within a row of cells, and it is widened
by more than the rounding: a cell may be said to be touched although no edge touches it, never the other way.
"""

from dataclasses import dataclass
from math import isqrt

import numpy as np
import shapely

from geo.arrays import BoolArray, FloatArray, IntArray, ShapeArray

MAX_BYTES = 2**25
"""Bound of what the cells say of being inside as a whole: cells x zones / 8, 32 MiB."""
MAX_TOUCHES = 1_000_000
"""Bound of the estimate of cells touched by edges, which bounds what building costs for very spiky zones."""
SIDE_PER_ROOT_OF_EDGES = 32
"""A handful of zones needs no million cells: their number grows with that of the edges, 1,024 for each."""
MARGIN = 1 / 16
"""Part of the span by which the lines reach beyond all zones, so that an edited zone may grow a little."""
ROUNDING = 16 * np.finfo(np.float64).eps
"""More than the relative rounding error of a linear interpolation (five roundings of eps / 2)."""


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Straight pieces of all rings: `low` -> `high` with low y <= high y, none without length.

    Attributes:
        low: [k, 2] metres.
        high: [k, 2] metres.
        zone: [k] ascending.
        left: [k] 1.0 where the zone lies to the left of low -> high, -1.0 where to the right; 0.0 if its
            shape is not valid (a drawing turned into metres may round a sliver shut): trust no side.
    """

    low: FloatArray
    high: FloatArray
    zone: IntArray
    left: FloatArray

    @classmethod
    def of(cls, shapes: ShapeArray) -> "Edges":
        """Return the edges of polygons and multipolygons."""
        polygons, zone_of_polygon = shapely.get_parts(shapes, return_index=True)
        rings, polygon_of_ring = shapely.get_rings(polygons, return_index=True)
        places, ring = shapely.get_coordinates(rings, return_index=True)
        joined = (ring[:-1] == ring[1:]) & (places[:-1] != places[1:]).any(axis=1)
        start, end, ring = places[:-1][joined], places[1:][joined], ring[:-1][joined]
        falls = start[:, 1] > end[:, 1]
        hole = np.append(False, polygon_of_ring[1:] == polygon_of_ring[:-1])[: len(rings)]
        ring_left = shapely.is_ccw(rings) ^ hole
        low, high = (np.where(falls[:, np.newaxis], *ends) for ends in ((end, start), (start, end)))
        zone = zone_of_polygon[polygon_of_ring[ring]]
        left = np.where(ring_left[ring] ^ falls, 1.0, -1.0) * shapely.is_valid(shapes)[zone]
        return cls(low, high, zone, left)

    def replaced(self, zone: int, new: "Edges") -> tuple["Edges", int, int]:
        """Return the edges with those of one zone replaced; where the old began, and where they ended."""
        begin, end = (int(v) for v in np.searchsorted(self.zone, [zone, zone + 1]))
        numbered = (new.low, new.high, np.full(len(new.zone), zone), new.left)
        old = (self.low, self.high, self.zone, self.left)
        parts = (np.concatenate([a[:begin], b, a[end:]]) for a, b in zip(old, numbered, strict=True))
        return Edges(*parts), begin, end


def lines(edges: Edges, zone_count: int, max_side: int) -> tuple[FloatArray, FloatArray]:
    """Return the lines that cut the plane into cells: xs and ys, metres, ascending, beyond all edges."""
    side = _side(edges, zone_count, max_side)
    xs, ys = (_along(np.concatenate([edges.low[:, axis], edges.high[:, axis]]), side) for axis in (0, 1))
    return xs, ys


def _side(edges: Edges, zone_count: int, max_side: int) -> int:
    """Return how many cells along one axis: as many as the bounds of building allow."""
    if not zone_count:
        return 1
    span = np.maximum(np.ptp(np.concatenate([edges.low, edges.high]), axis=0), np.finfo(np.float64).tiny)
    touches_per_cell = float(np.sum(np.abs(edges.high - edges.low) / span))
    bounds = (
        max_side,
        isqrt(MAX_BYTES // -(-zone_count // 8)),
        int(MAX_TOUCHES / max(touches_per_cell, 1.0)),
        SIDE_PER_ROOT_OF_EDGES * isqrt(len(edges.zone)),
    )
    return max(1, min(bounds))


def _along(coordinates: FloatArray, side: int) -> FloatArray:
    """Return lines that hold all coordinates between the first and the last.

    Half of them stand evenly and half where the vertices are: a port draws its harbour fine and its sea
    coarse, and even cells over all of it would put the harbour into one of them.
    """
    if not len(coordinates):
        return np.array([0.0, np.nextafter(0.0, 1.0)])
    low, high = coordinates.min(), coordinates.max()
    low, high = low - MARGIN * (high - low), high + MARGIN * (high - low)
    even = np.linspace(low, high, side - side // 2 + 1)[:-1]
    dense = np.quantile(coordinates, np.linspace(0, 1, side // 2 + 1)[:-1])
    return np.append(np.unique(np.concatenate([even, dense])), np.nextafter(high, np.inf))


@dataclass(frozen=True, slots=True, eq=False)
class Touched:
    """Cells that edges touch: ascending by zone, row and column, without repeats.

    Attributes:
        zone: [k].
        row: [k].
        column: [k].
        edge: [k] the edge that alone decides in this cell: on its one side is the zone, on its other not;
            -1 where several edges touch it or one ends in it.
    """

    zone: IntArray
    row: IntArray
    column: IntArray
    edge: IntArray


def touched(edges: Edges, xs: FloatArray, ys: FloatArray) -> Touched:
    """Return the cells that edges touch; all edges must lie between the first and the last lines."""
    edge, row, first, last = _spans(edges, xs, ys)
    counts = last - first + 1
    column = ranges(first, counts)
    edge, row = np.repeat(edge, counts), np.repeat(row, counts)
    key = (edges.zone[edge] * len(ys) + row) * len(xs) + column
    order = np.argsort(key)
    key = key[order]
    new = np.append(True, key[1:] != key[:-1])[: len(key)]
    alone = new & np.append(new[1:], True)[: len(key)]
    at = order[new]
    edge, row, column, alone = edge[at], row[at], column[at], alone[new]
    alone[alone] = _passes(
        edges, edge[alone], (xs[column[alone]], xs[column[alone] + 1]), (ys[row[alone]], ys[row[alone] + 1])
    )
    return Touched(edges.zone[edge], row, column, np.where(alone, edge, -1))


def _passes(
    edges: Edges, edge: IntArray, x: tuple[FloatArray, FloatArray], y: tuple[FloatArray, FloatArray]
) -> BoolArray:
    """Return whether edges end neither in their cells nor a rounding beside them.

    Then the line of the edge meets the cell where the edge itself does: each side of it is one of the zone's.
    """
    slack = 2 * ROUNDING * (np.abs(edges.low[edge, 0]) + np.abs(edges.high[edge, 0]))
    ends = [
        (end[edge, 0] >= x[0] - slack)
        & (end[edge, 0] <= x[1] + slack)
        & (end[edge, 1] >= y[0])
        & (end[edge, 1] <= y[1])
        for end in (edges.low, edges.high)
    ]
    passes: BoolArray = ~(ends[0] | ends[1])
    return passes


def _spans(edges: Edges, xs: FloatArray, ys: FloatArray) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """Return for every edge and every row that it meets: edge, row, first and last column (inclusive)."""
    bottom = np.searchsorted(ys, edges.low[:, 1], "right") - 1
    counts = np.searchsorted(ys, edges.high[:, 1], "right") - bottom
    row = ranges(bottom, counts)
    edge = np.repeat(np.arange(len(counts)), counts)
    (x0, y0), (x1, y1) = edges.low[edge].T, edges.high[edge].T
    level = y0 == y1
    rise = np.where(level, 1.0, y1 - y0)
    enters = x0 + (x1 - x0) * np.where(level, 0.0, (np.maximum(y0, ys[row]) - y0) / rise)
    leaves = x0 + (x1 - x0) * np.where(level, 1.0, (np.minimum(y1, ys[row + 1]) - y0) / rise)
    slack = ROUNDING * (np.abs(x0) + np.abs(x1))
    first = np.searchsorted(xs, np.minimum(enters, leaves) - slack, "right") - 1
    last = np.searchsorted(xs, np.maximum(enters, leaves) + slack, "right") - 1
    return edge, row, np.maximum(first, 0), np.minimum(last, len(xs) - 2)


def runs_inside(shapes: ShapeArray, cells: Touched, xs: FloatArray, ys: FloatArray) -> IntArray:
    """Return at which touched cells (index) a run of untouched ones begins that is inside as a whole.

    Between two touched cells of a row lies a run of untouched ones, all inside or all outside: one exact test
    decides. A run without a touched cell at either side reaches out of the zone's bounds and is outside.
    """
    same_row = (cells.zone[1:] == cells.zone[:-1]) & (cells.row[1:] == cells.row[:-1])
    gap = np.flatnonzero(same_row & (cells.column[1:] - cells.column[:-1] > 1))
    x, y = xs[cells.column[gap] + 1], ys[cells.row[gap]]
    inside: IntArray = gap[shapely.intersects_xy(shapes[cells.zone[gap]], x, y)]
    return inside


def ranges(first: IntArray, counts: IntArray) -> IntArray:
    """Return first[0], first[0] + 1, ... (counts[0] of them), then those of first[1], and so on."""
    if not len(counts):
        return np.zeros(0, dtype=np.int64)
    ends: IntArray = counts.cumsum()
    places: IntArray = (first - ends + counts).repeat(counts)
    places += np.arange(ends[-1])
    return places
