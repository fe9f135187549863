"""A roadmap over water: places, the clear straight links between them, and shortest paths along them."""

import heapq
from collections import OrderedDict

import numpy as np

from geo.arrays import FloatArray, IntArray

KEPT_TREES = 64
"""Shortest-path trees kept; the least lately used is forgotten and grown again when asked for."""


def lattice(box: tuple[float, float, float, float], mesh_m: float) -> IntArray:
    """Return the points of a square mesh within a box, as whole multiples of the mesh, shape (n, 2).

    The mesh passes through the origin, so that a mesh of a multiple shares its points.
    """
    west, south, east, north = (edge / mesh_m for edge in box)
    columns = np.arange(np.ceil(west), np.floor(east) + 1, dtype=np.int64)
    rows = np.arange(np.ceil(south), np.floor(north) + 1, dtype=np.int64)
    return np.stack(np.meshgrid(columns, rows), axis=-1).reshape(-1, 2)


def mesh(
    lattices: list[tuple[IntArray, float]], narrow_xy_m: FloatArray, reach_m: float
) -> tuple[FloatArray, IntArray]:
    """Return the places of several lattices and of narrow passages, and the pairs that may be linked.

    Args:
        lattices: points of each mesh and its width in metres; widths are multiples of the first.
        narrow_xy_m: further places, shape (n, 2), linked to every place within `reach_m`.
        reach_m: metres.

    Returns:
        places in metres, shape (p, 2), and pairs of rows of it, shape (q, 2).
    """
    unit_m = lattices[0][1]
    points = [(cells * round(mesh_m / unit_m), mesh_m) for cells, mesh_m in lattices]
    unique, owner = np.unique(np.vstack([cells for cells, _ in points]), axis=0, return_inverse=True)
    owner = owner.reshape(-1)
    pairs: list[IntArray] = []
    start = 0
    for cells, mesh_m in points:
        rows = owner[start : start + len(cells)]
        start += len(cells)
        pairs += [_neighbours(cells, rows, step) for step in _steps(round(mesh_m / unit_m))]
    xy_m = np.vstack([unique * unit_m, narrow_xy_m])
    for row in range(len(unique), len(xy_m)):
        near = np.flatnonzero(np.hypot(*(xy_m[:row] - xy_m[row]).T) <= reach_m)
        pairs.append(np.column_stack([near, np.full(len(near), row)]))
    return xy_m, np.vstack(pairs)


def _steps(width: int) -> list[tuple[int, int]]:
    return [(width, 0), (0, width), (width, width), (width, -width)]


def _neighbours(cells: IntArray, rows: IntArray, step: tuple[int, int]) -> IntArray:
    """Return the pairs of rows whose cells lie one step apart."""
    span = np.int64(1) << 32
    keys = cells[:, 0] * span + cells[:, 1]
    order = np.argsort(keys)
    wanted = keys + step[0] * span + step[1]
    place = np.minimum(np.searchsorted(keys[order], wanted), len(keys) - 1)
    found = keys[order][place] == wanted
    return np.column_stack([rows[found], rows[order][place[found]]])


class Roadmap:
    """Places linked by clear water.

    Attributes:
        xy_m: the places that have a link, metres, shape (n, 2).
    """

    def __init__(self, xy_m: FloatArray, pairs: IntArray) -> None:
        linked, ends = np.unique(pairs, return_inverse=True)
        self.xy_m = xy_m[linked]
        ends = ends.reshape(-1, 2)
        lengths_m = np.hypot(*(self.xy_m[ends[:, 0]] - self.xy_m[ends[:, 1]]).T)
        self._links: list[list[tuple[int, float]]] = [[] for _ in linked]
        for one, other, length_m in zip(*ends.T.tolist(), lengths_m.tolist(), strict=True):
            self._links[one].append((other, length_m))
            self._links[other].append((one, length_m))
        self._trees: OrderedDict[int, tuple[list[float], list[int]]] = OrderedDict()

    def path(self, first: int, last: int) -> list[int] | None:
        """Return the places of the shortest path with both ends, or None without one."""
        backwards = last not in self._trees and first in self._trees
        root, leaf = (first, last) if backwards else (last, first)
        _, towards = self._tree(root)
        path = [leaf]
        while path[-1] != root:
            if towards[path[-1]] < 0:
                return None
            path.append(towards[path[-1]])
        return path[::-1] if backwards else path

    def length_m(self, first: int, last: int) -> float:
        """Return the length of the shortest path in metres, inf without one."""
        root, leaf = (first, last) if first in self._trees and last not in self._trees else (last, first)
        return self._tree(root)[0][leaf]

    def _tree(self, root: int) -> tuple[list[float], list[int]]:
        """Return every place's distance to the root and its next place on the way (Dijkstra 1959)."""
        if root not in self._trees:
            self._trees[root] = self._grow(root)
            if len(self._trees) > KEPT_TREES:
                self._trees.popitem(last=False)
        self._trees.move_to_end(root)
        return self._trees[root]

    def _grow(self, root: int) -> tuple[list[float], list[int]]:
        length_m = [float("inf")] * len(self._links)
        towards = [-1] * len(self._links)
        length_m[root] = 0.0
        edge = [(0.0, root)]
        while edge:
            so_far_m, here = heapq.heappop(edge)
            if so_far_m > length_m[here]:
                continue
            for there, link_m in self._links[here]:
                if so_far_m + link_m < length_m[there]:
                    length_m[there] = so_far_m + link_m
                    towards[there] = here
                    heapq.heappush(edge, (so_far_m + link_m, there))
        return length_m, towards
