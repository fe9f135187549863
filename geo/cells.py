"""The cell index of a set of zones: it spares the exact test wherever no edge of a zone is near.

Lines cut the plane into cells, half-open so that every point has exactly one. A cell that no edge of a zone
touches is inside the zone as a whole or outside it as a whole; which of the two Shapely decides once, when
the index is built. A query looks its cell up and leaves to Shapely only the zones whose edge touches that
cell.

The answers are those of the exact test, bit for bit, because cells are found by comparing with the lines
themselves (no arithmetic, no rounding), and because the span of an edge within a row of cells, the only thing
that is computed, is widened by more than its rounding error.
"""

from dataclasses import dataclass
from math import isqrt

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.arrays import BoolArray, FloatArray, IntArray, ShapeArray

MAX_SIDE = 254
"""Cells along one axis: with the ring of empty cells around them 256 x 256, a cell's number fits 16 bits.

Measured with 200 spiky zones of 200 vertices and 20,000 points, milliseconds to build and to ask once: 64
cells 21 and 45, 128 cells 32 and 36, 254 cells 60 and 28; with smooth zones 17 and 17, 20 and 11, 30 and 9.
Zones are built once and asked for every step, so the side is the largest that the two bounds below allow.
"""
MAX_MARKS = 2**25
"""Bound of zones x cells while building: one byte each, 32 MiB."""
MAX_TOUCHES = 1_000_000
"""Bound of the estimate of cells touched by edges, which bounds what building costs for very spiky zones."""
ROUNDING = 16 * np.finfo(np.float64).eps
"""More than the relative rounding error of a linear interpolation (five roundings of eps / 2)."""


@dataclass(frozen=True, slots=True)
class _Edges:
    """Straight pieces of all rings: `low` -> `high` with low y <= high y."""

    low: FloatArray  # [k, 2] metres
    high: FloatArray  # [k, 2] metres
    zone: IntArray  # [k]

    @classmethod
    def of(cls, shapes: ShapeArray) -> "_Edges":
        polygons, zone_of_polygon = shapely.get_parts(shapes, return_index=True)
        rings, polygon_of_ring = shapely.get_rings(polygons, return_index=True)
        places, ring = shapely.get_coordinates(rings, return_index=True)
        joined = ring[:-1] == ring[1:]
        start, end = places[:-1][joined], places[1:][joined]
        falls = (start[:, 1] > end[:, 1])[:, np.newaxis]
        zone = zone_of_polygon[polygon_of_ring[ring[:-1][joined]]]
        return cls(np.where(falls, end, start), np.where(falls, start, end), zone)


@dataclass(frozen=True, slots=True, eq=False)
class CellIndex:
    """Cells, and for each what is known of every zone there.

    Attributes:
        xs: [columns + 1] lines in metres, ascending; column c holds xs[c] <= x < xs[c + 1].
        ys: [rows + 1] lines in metres, ascending.
        inside_bits: [(rows + 2) * (columns + 2), bytes] one bit a zone: the whole cell is inside.
        first_pair: [cells + 1] where a cell's part of `pair_zone` starts.
        pair_zone: zones whose edge touches the cell, cell after cell.
        zone_count: number of zones.
    """

    xs: FloatArray
    ys: FloatArray
    inside_bits: NDArray[np.uint8]
    first_pair: IntArray
    pair_zone: NDArray[np.unsignedinteger]
    zone_count: int

    @classmethod
    def build(cls, shapes: ShapeArray, max_side: int = MAX_SIDE) -> "CellIndex":
        """Return the index of shapes (prepared polygons and multipolygons in metres, finite)."""
        edges = _Edges.of(shapes)
        side = _side(edges, len(shapes), max_side)
        xs, ys = (_lines(edges.low[:, axis], edges.high[:, axis], side) for axis in (0, 1))
        zone, row, column = _touched(edges, xs, ys, len(shapes))
        inside_bits = _inside_bits(shapes, xs, ys, (zone, row, column))
        cell = ((row + 1) * (len(xs) + 1) + column + 1).astype(np.uint16)
        order = np.argsort(cell, kind="stable")
        first_pair = np.zeros(len(inside_bits) + 1, dtype=np.int64)
        np.cumsum(np.bincount(cell, minlength=len(inside_bits)), out=first_pair[1:])
        pair_zone = zone[order].astype(np.min_scalar_type(len(shapes)))
        return cls(xs, ys, inside_bits, first_pair, pair_zone, len(shapes))

    def lookup(self, x_m: FloatArray, y_m: FloatArray) -> tuple[BoolArray, IntArray, IntArray]:
        """Return what the cells alone know of points, and the pairs that they leave to the exact test.

        Args:
            x_m: [n] finite.
            y_m: [n] finite.

        Returns:
            inside: [n, zones] True where the point's whole cell is inside the zone.
            point: [k] of the pairs to test; the cells say nothing of them, and `inside` is False there.
            zone: [k] ascending, so that one zone at a time stays in the processor's cache.
        """
        cell = np.searchsorted(self.ys, y_m, "right") * (len(self.xs) + 1) + np.searchsorted(
            self.xs, x_m, "right"
        )
        inside = np.unpackbits(self.inside_bits[cell], axis=1, count=self.zone_count).view(np.bool_)
        first = self.first_pair[cell]
        counts = self.first_pair[cell + 1] - first
        zone = self.pair_zone[_ranges(first, counts)]
        order = np.argsort(zone, kind="stable")
        return inside, np.repeat(np.arange(len(cell)), counts)[order], zone[order].astype(np.int64)


def _ranges(first: IntArray, counts: IntArray) -> IntArray:
    """Return first[0], first[0] + 1, ... (counts[0] of them), then those of first[1], and so on."""
    ends = np.cumsum(counts)
    return np.arange(ends[-1] if len(ends) else 0) + np.repeat(first - ends + counts, counts)


def _side(edges: _Edges, zone_count: int, max_side: int) -> int:
    """Return how many cells along one axis: as many as the bounds of building allow."""
    if not zone_count:
        return 1
    span = np.maximum(np.ptp(np.concatenate([edges.low, edges.high]), axis=0), np.finfo(np.float64).tiny)
    touches_per_cell = float(np.sum(np.abs(edges.high - edges.low) / span))
    return max(
        1, min(max_side, isqrt(MAX_MARKS // zone_count), int(MAX_TOUCHES / max(touches_per_cell, 1.0)))
    )


def _lines(start: FloatArray, end: FloatArray, side: int) -> FloatArray:
    """Return lines that hold all coordinates between the first and the last.

    Half of them stand evenly and half where the vertices are: a port draws its harbour fine and its sea
    coarse, and even cells over all of it would put the harbour into one of them.
    """
    coordinates = np.concatenate([start, end]) if len(start) else np.zeros(1)
    low, high = coordinates.min(), coordinates.max()
    even = np.linspace(low, high, side - side // 2 + 1)[:-1]
    dense = np.quantile(coordinates, np.linspace(0, 1, side // 2 + 1)[:-1])
    return np.append(np.unique(np.concatenate([even, dense])), np.nextafter(high, np.inf))


def _touched(edges: _Edges, xs: FloatArray, ys: FloatArray, zone_count: int) -> tuple[IntArray, ...]:
    """Return (zone, row, column) of every cell that an edge touches, in this order and without repeats."""
    rows, columns = len(ys) - 1, len(xs) - 1
    edge, row, first, last = _spans(edges, xs, ys)
    marks = np.zeros(zone_count * rows * columns, dtype=np.bool_)
    marks[_ranges((edges.zone[edge] * rows + row) * columns + first, last - first + 1)] = True
    return np.unravel_index(np.flatnonzero(marks), (zone_count, rows, columns))


def _spans(edges: _Edges, xs: FloatArray, ys: FloatArray) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """Return for every edge and every row that it meets: edge, row, first and last column (inclusive)."""
    bottom = np.searchsorted(ys, edges.low[:, 1], "right") - 1
    counts = np.searchsorted(ys, edges.high[:, 1], "right") - bottom
    row = _ranges(bottom, counts)
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


def _inside_bits(
    shapes: ShapeArray, xs: FloatArray, ys: FloatArray, touched: tuple[IntArray, ...]
) -> NDArray[np.uint8]:
    """Return one bit a zone for each cell, ring of empty cells included: no edge touches it and it is inside.

    Between two touched cells of a row lies a run of untouched ones, all inside or all outside: one exact test
    decides. A run without a touched cell at either side reaches out of the zone's bounds and is outside.
    """
    zone, row, column = touched
    gap = np.flatnonzero((zone[1:] == zone[:-1]) & (row[1:] == row[:-1]) & (column[1:] - column[:-1] > 1))
    run = gap[shapely.intersects_xy(shapes[zone[gap]], xs[column[gap] + 1], ys[row[gap]])]
    bits = np.zeros((len(ys) + 1, len(xs) + 1, -(-len(shapes) // 8)), dtype=np.uint8)
    bit = np.right_shift(np.uint8(128), (zone[run] % 8).astype(np.uint8))
    for edge_of_run in (column[run] + 1, column[run + 1]):
        np.bitwise_xor.at(bits, (row[run] + 1, edge_of_run + 1, zone[run] // 8), bit)
    np.bitwise_xor.accumulate(bits, axis=1, out=bits)
    return bits.reshape((len(ys) + 1) * (len(xs) + 1), -1 if len(shapes) else 0)
