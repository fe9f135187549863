"""The cell index of a set of zones: it spares the exact test wherever no edge of a zone is near.

Lines cut the plane into cells, half-open so that every point has exactly one. A cell that no edge of a zone
touches is inside the zone as a whole or outside it as a whole; which of the two Shapely decides once, when
the index is built. A cell through which one edge passes is inside on the one side of that edge: the sign of a
determinant decides, where it is larger than its rounding error. Only what is left goes to Shapely: corners,
several edges in a cell, and points within a rounding error of an edge.

The answers are those of the exact test, bit for bit, because cells are found by comparing with the lines
themselves, because `geo.raster` never loses a touched cell, and because a sign that might be rounded away is
not used.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.arrays import BoolArray, FloatArray, IntArray, ShapeArray
from geo.raster import Edges, Touched, lines, ranges, runs_inside, touched
from geo.ruler import Ruler

MAX_SIDE = 766
"""Cells along one axis, and a ring of empty ones around them.

Measured with 200 spiky zones of 200 vertices and 20,000 points, milliseconds of one core to build, to draw
one zone anew and to ask: 510 cells 170, 6 and 9; 766 cells 260, 10 and 6; 1,022 cells 350, 17 and 5.
"""
SIGN_ERROR = 4 * np.finfo(np.float64).eps
"""More than the relative error of a determinant of differences, (3 + 16 u) u with u = eps / 2 (J. R.
Shewchuk, "Adaptive precision floating-point arithmetic and fast robust geometric predicates", 1997)."""
TINY = 1e-290
"""Above every error of underflow."""


@dataclass(frozen=True, slots=True, eq=False)
class CellIndex:
    """Cells, and for each what is known of every zone there.

    Attributes:
        xs: [columns + 1] lines in metres, ascending; column c holds xs[c] <= x < xs[c + 1].
        ys: [rows + 1] lines in metres, ascending.
        inside_bits: [(rows + 2) * (columns + 2), bytes] one bit a zone: the whole cell is inside.
        first_pair: [cells + 1] where a cell's part of `pair_zone` starts.
        pair_zone: zones whose edge touches the cell, cell after cell.
        pair_edge: the edge that alone decides there, or -1.
        edges: all edges.
        rulers: of xs and of ys.
        signs: [edges, 4] x, y of an end and the edge as a vector, turned so that its zone lies to the left.
        zone_count: number of zones.
    """

    xs: FloatArray
    ys: FloatArray
    inside_bits: NDArray[np.uint8]
    first_pair: NDArray[np.int32]
    pair_zone: NDArray[np.unsignedinteger]
    pair_edge: NDArray[np.int32]
    edges: Edges
    rulers: tuple[Ruler, Ruler]
    signs: FloatArray
    zone_count: int

    @classmethod
    def build(cls, shapes: ShapeArray, max_side: int = MAX_SIDE) -> "CellIndex":
        """Return the index of shapes (prepared polygons and multipolygons in metres, finite)."""
        edges = Edges.of(shapes)
        xs, ys = lines(edges, len(shapes), max_side)
        found = touched(edges, xs, ys)
        cells = (len(ys) + 1) * (len(xs) + 1)
        bits = np.zeros((len(ys) + 1, len(xs) + 1, -(-len(shapes) // 8)), dtype=np.uint8)
        run = runs_inside(shapes, found, xs, ys)
        zone = found.zone[run]
        _flip(bits, found, run, (zone // 8,), np.right_shift(np.uint8(128), (zone % 8).astype(np.uint8)))
        cell = _cell(found, xs)
        order = np.argsort(cell, kind="stable")
        pair_zone = found.zone[order].astype(np.min_scalar_type(len(shapes)))
        first = _starts(cell, cells)
        rulers, pair_edge = (Ruler.of(xs), Ruler.of(ys)), found.edge[order].astype(np.int32)
        flat = bits.reshape(cells, -1 if len(shapes) else 0)
        return cls(xs, ys, flat, first, pair_zone, pair_edge, edges, rulers, _signs(edges), len(shapes))

    def replaced(self, zone: int, shapes: ShapeArray) -> "CellIndex":
        """Return the index after one zone was drawn anew.

        The lines stay as they are, so that only this zone's part is made: after many edits `build` would lay
        better ones, which changes the time of an answer and never the answer. A zone that reaches beyond the
        lines makes it build.

        Args:
            zone: which one.
            shapes: all of them, prepared, with the new one in its place.
        """
        new = Edges.of(shapes[zone : zone + 1])
        x, y = np.concatenate([new.low, new.high]).T
        if min(x) < self.xs[0] or min(y) < self.ys[0] or max(x) >= self.xs[-1] or max(y) >= self.ys[-1]:
            return CellIndex.build(shapes)
        found = touched(new, self.xs, self.ys)
        edges, begin, end = self.edges.replaced(zone, new)
        cell = _cell(found, self.xs)  # ascending: one zone's, by row and column
        gone = np.searchsorted(self.first_pair, np.flatnonzero(self.pair_zone == zone), "right") - 1
        at = self.first_pair[cell + 1] - np.searchsorted(gone, cell, "right")
        stays = self.pair_zone != zone
        pair_edge = self.pair_edge[stays]
        if len(new.zone) != end - begin:
            pair_edge[pair_edge >= end] += len(new.zone) - (end - begin)
        pair_edge = np.insert(pair_edge, at, np.where(found.edge >= 0, found.edge + begin, -1))
        pair_zone = np.insert(self.pair_zone[stays], at, zone)
        low, high = min(cell[0], gone[0]), max(cell[-1], gone[-1])
        more = _starts(cell - low, high - low + 1) - _starts(gone - low, high - low + 1)
        first = self.first_pair.copy()
        first[low : high + 2] += more
        first[high + 2 :] += more[-1]
        width = len(self.xs) + 1
        run = runs_inside(shapes[zone : zone + 1], found, self.xs, self.ys)
        bits = self._bits_with(zone, found, run, slice(low // width, high // width + 1))
        rest = (edges, self.rulers, _signs(edges), self.zone_count)
        return CellIndex(self.xs, self.ys, bits, first, pair_zone, pair_edge, *rest)

    def _bits_with(self, zone: int, found: Touched, run: IntArray, rows: slice) -> NDArray[np.uint8]:
        """Return `inside_bits` with a zone's set anew; outside the rows (the ring counted) it has none."""
        plane = np.zeros((len(self.ys) + 1, len(self.xs) + 1), dtype=np.uint8)
        bit = np.uint8(128 >> zone % 8)
        _flip(plane, found, run, (), bit)
        bits = self.inside_bits.copy()
        byte = bits.reshape(*plane.shape, -1)[rows, :, zone // 8]
        byte[...] = byte & ~bit | plane[rows]
        return bits

    def cell_of(self, x_m: FloatArray, y_m: FloatArray) -> IntArray:
        """Return the cells of points (finite), [n]: a straight move within a cell stays in it."""
        return self.rulers[1].find(y_m) * (len(self.xs) + 1) + self.rulers[0].find(x_m)

    def is_touched(self, cell: IntArray) -> BoolArray:
        """Return whether an edge touches each cell, [n]; else all of it is in the same zones."""
        return np.asarray(self.first_pair[cell + 1] > self.first_pair[cell])

    def lookup(
        self, x_m: FloatArray, y_m: FloatArray, cell: IntArray | None = None
    ) -> tuple[BoolArray, IntArray, IntArray]:
        """Return what cells and signs know of points, and the pairs that they leave to the exact test.

        Args:
            x_m: [n] finite.
            y_m: [n] finite.
            cell: [n] as `cell_of` says, where that is known already.

        Returns:
            inside: [n, zones] True where the point is known to be inside the zone.
            point: [k] of the pairs to test; nothing is known of them, and `inside` is False there.
            zone: [k] ascending, so that one zone at a time stays in the processor's cache.
        """
        cell = self.cell_of(x_m, y_m) if cell is None else cell
        inside = np.unpackbits(self.inside_bits.take(cell, axis=0), axis=1, count=self.zone_count)
        first = self.first_pair[cell].astype(np.int64)
        counts = self.first_pair[cell + 1] - first
        if not counts.any():
            nothing = np.zeros(0, dtype=np.int64)
            return inside.view(np.bool_), nothing, nothing
        pair = ranges(first, counts)
        edge, zone = self.pair_edge[pair], self.pair_zone[pair]
        point = np.arange(len(cell)).repeat(counts)
        alone = (edge >= 0).nonzero()[0]
        who = point[alone]
        x0, y0, along_x, along_y = self.signs.take(edge[alone], axis=0).T
        one, other = along_x * (y_m[who] - y0), along_y * (x_m[who] - x0)
        sign, error = one - other, SIGN_ERROR * (np.abs(one) + np.abs(other)) + TINY
        within = sign > error
        inside[who[within], zone[alone[within]]] = 1
        left = np.concatenate([(edge < 0).nonzero()[0], alone[np.abs(sign) <= error]])
        left = left[zone[left].argsort(kind="stable")]
        return inside.view(np.bool_), point[left], zone[left].astype(np.int64)


def _signs(edges: Edges) -> FloatArray:
    """Return [edges, 4] x, y of the low end and the edge as a vector that has its zone to the left."""
    return np.column_stack([edges.low, (edges.high - edges.low) * edges.left[:, np.newaxis]])


def _cell(found: Touched, xs: FloatArray) -> IntArray:
    """Return the numbers of cells, the ring of empty ones counted."""
    return (found.row + 1) * (len(xs) + 1) + found.column + 1


def _starts(cell: IntArray, cells: int) -> NDArray[np.int32]:
    """Return [cells + 1] where each cell's part starts if there is one entry for each of `cell`."""
    starts = np.zeros(cells + 1, dtype=np.int32)
    np.cumsum(np.bincount(cell, minlength=cells), out=starts[1:])
    return starts


def _flip(
    bits: NDArray[np.uint8],
    found: Touched,
    run: IntArray,
    byte: tuple[IntArray, ...],
    bit: NDArray[np.uint8] | np.uint8,
) -> None:
    """Set bits of all cells of runs: flipped where a run begins and again behind its end, then summed up."""
    for column in (found.column[run] + 1, found.column[run + 1]):
        np.bitwise_xor.at(bits, (found.row[run] + 1, column + 1, *byte), bit)
    np.bitwise_xor.accumulate(bits, axis=1, out=bits)
