"""A roadmap over water: places, the clear straight links between them, and shortest paths along them."""

from collections import OrderedDict

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geo.arrays import FloatArray, IntArray

Tree = tuple[FloatArray, IntArray]
"""Of every place: metres to the root, inf without a way, and the next place on the way there."""

LEAST_LINK_M = 0.001
"""Places upon each other are linked too: a sparse array takes a length of nothing for no link."""
KEPT_TREES = 64
"""Shortest-path trees kept; the least lately used is forgotten and grown again (5 ms) when asked for."""


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
        ends = np.unique(
            np.sort(ends.reshape(-1, 2), axis=1), axis=0
        )  # a sparse array adds up what comes twice
        lengths_m = np.maximum(np.hypot(*(self.xy_m[ends[:, 0]] - self.xy_m[ends[:, 1]]).T), LEAST_LINK_M)
        self._links = csr_array((lengths_m, (ends[:, 0], ends[:, 1])), shape=(len(linked), len(linked)))
        self._hubs: dict[int, Tree] = {}
        self._trees: OrderedDict[int, Tree] = OrderedDict()

    def keep(self, hubs: list[int]) -> None:
        """Grow the trees of places that many ways begin or end at, once and for good."""
        self._hubs.update(self._grow([hub for hub in hubs if hub not in self._hubs]))

    def path(self, first: int, last: int) -> list[int] | None:
        """Return the places of the shortest path with both ends, or None without one."""
        root, leaf = self._rooted(first, last)
        length_m, towards = self._tree(root)
        if np.isinf(length_m[leaf]):
            return None
        path = [leaf]
        while path[-1] != root:
            path.append(int(towards[path[-1]]))
        return path if root == last else path[::-1]

    def length_m(self, first: int, last: int) -> float:
        """Return the length of the shortest path in metres, inf without one."""
        root, leaf = self._rooted(first, last)
        return float(self._tree(root)[0][leaf])

    def _rooted(self, first: int, last: int) -> tuple[int, int]:
        """Return the end whose tree is used, and the other: one that is there already, else the last."""
        for trees in (self._hubs, self._trees):
            for root, leaf in ((last, first), (first, last)):
                if root in trees:
                    return root, leaf
        return last, first

    def _tree(self, root: int) -> Tree:
        if root in self._hubs:
            return self._hubs[root]
        if root not in self._trees:
            self._trees.update(self._grow([root]))
            if len(self._trees) > KEPT_TREES:
                self._trees.popitem(last=False)
        self._trees.move_to_end(root)
        return self._trees[root]

    def _grow(self, roots: list[int]) -> dict[int, Tree]:
        """Return every place's distance to each root and its next place on the way there (Dijkstra 1959)."""
        if not roots:
            return {}
        lengths_m, towards = dijkstra(self._links, directed=False, indices=roots, return_predecessors=True)
        return dict(zip(roots, zip(lengths_m, towards, strict=True), strict=True))
