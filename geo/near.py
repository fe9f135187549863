"""Who can come near whom: every pair of n places that is within reach, without looking at all pairs.

Each place has a reach of its own, and a pair is near when its distance is at most the sum of the two. Reaches
differ by a factor of hundreds (a boat in a raft, a merchant ship at 15 knots), so places are split into
levels of similar reach. Each level lays its own square grid, as wide as two of its greatest reaches, over
itself and all smaller levels; whoever is near then stands in the same cell or in one of the eight around it.
Places are sorted by cell, row by row, so that three neighbouring cells of a row are one slice.

The pairs are those of a plain double loop, whatever the order of the rows: the last test is the same
comparison of float64 numbers, and the cells are wider than any rounding can undo.

Tried with the load of `api.bench.near` (20,000 vessels, half of them in rafts; fishing boats, then merchant
ships), in candidates and milliseconds on one core: levels 0.13 and 0.12 million, 6 to 12; one grid as wide as
the greatest reach 0.35 and 0.12 million, 10 to 30; a sorted sweep along x 13 and 33 million, 700 and more.
"""

import numpy as np
from numpy.typing import ArrayLike

from geo.arrays import BoolArray, FloatArray, IntArray

STEP = 2.0
"""Ratio of the greatest reaches of neighbouring levels. Ours: the least candidates of 2, 3, 4 and 6."""
MAX_LEVELS = 6
"""The last level holds all reaches below 1/32 of the greatest."""
MAX_SIDE = 2.0**20
"""Cells along one axis at most, so that a cell's number carries no rounding worth naming."""
FEW_CELLS = 2**16
"""So many cells are counted, and places sorted by radix, sooner than compared: ours, for 16-bit numbers."""
SPARSE = 8
"""Cells beyond so many times places and looks are searched, not counted; ours, the best of 2 to 32."""
FEW_LOOKS = 150_000
"""So many candidates at most are looked at along one axis; more are fewer in grids."""
FEW = 8
"""One of so many, or less, asks: then the candidates along one axis are counted first."""
WIDER = 1 + 1e-6
"""A cell exceeds two reaches by this part: 1,000 times the rounding of a place counted in cells."""


def pairs_within(
    x_m: ArrayLike, y_m: ArrayLike, reach_m: ArrayLike, asks: ArrayLike | None = None
) -> tuple[IntArray, IntArray]:
    """Return all pairs of places whose distance is at most the sum of their reaches.

    Args:
        x_m: [n] metres east.
        y_m: [n] metres north.
        reach_m: [n] or one number for all: metres, 0 or more.
        asks: [n] only pairs in which at least one of the two asks are returned; None: everybody asks. Boats
            in a raft are beside each other all night: who does not ask makes no pair with his neighbour, but
            is found by whoever comes by.

    Returns:
        first, second: [k] rows of the pairs, first < second, ascending by first and then second.

    Raises:
        ValueError: a place or a reach is not finite, a reach is negative, or lengths differ.
    """
    x, y, reach, asking = _columns(x_m, y_m, reach_m, asks)
    if len(x) < 2 or not asking.any():
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    x, y = x - x.min(), y - y.min()
    pairs = _along(x, y, reach, asking)
    if pairs is None:
        found = [_of_level(x, y, reach, asking, *level) for level in _levels(reach)]
        pairs = np.concatenate(found)
    pairs.sort()
    first = pairs // len(x)
    return first, pairs - first * len(x)


def _columns(
    x_m: ArrayLike, y_m: ArrayLike, reach_m: ArrayLike, asks: ArrayLike | None
) -> tuple[FloatArray, FloatArray, FloatArray, BoolArray]:
    x, y = np.asarray(x_m, dtype=np.float64), np.asarray(y_m, dtype=np.float64)
    reach = np.asarray(reach_m, dtype=np.float64)
    reach = np.broadcast_to(reach, x.shape) if reach.ndim == 0 else reach
    asking = np.ones(x.shape, dtype=np.bool_) if asks is None else np.asarray(asks, dtype=np.bool_)
    if x.ndim != 1 or not x.shape == y.shape == reach.shape == asking.shape:
        raise ValueError(
            f"places, reaches and askers must be columns of one length, not of shapes "
            f"{x.shape}, {y.shape}, {reach.shape} and {asking.shape}"
        )
    good = np.isfinite(x) & np.isfinite(y) & np.isfinite(reach) & (reach >= 0)
    if not good.all():
        raise ValueError(
            f"{len(x) - np.count_nonzero(good)} places or reaches are not finite, or a reach is negative; "
            f"the first is row {np.argmin(good)}"
        )
    return x, y, reach, asking


def _along(x: FloatArray, y: FloatArray, reach: FloatArray, asking: BoolArray) -> IntArray | None:
    """Return, as first * n + second, the pairs of the few that ask, or None where that takes many looks.

    Each looks at whoever stands between west and east ends of the widest reach about it.
    """
    askers = np.flatnonzero(asking)
    if len(askers) * len(x) > FEW_LOOKS and len(askers) > len(x) // FEW:
        return None
    order = np.argsort(x)
    along = x[order]
    wide = (reach[askers] + reach.max()) * WIDER + 4 * np.spacing(along[-1])
    begins = np.searchsorted(along, x[askers] - wide, "left")
    ends = np.searchsorted(along, x[askers] + wide, "right")
    if int((ends - begins).sum()) > FEW_LOOKS:
        return None
    one, two = _expand(askers, order, [(begins, ends)])
    near = np.where(asking[two], one < two, one != two)
    one, two = one[near], two[near]
    east, north, both = x[one] - x[two], y[one] - y[two], reach[one] + reach[two]
    near = east * east + north * north <= both * both
    one, two = one[near], two[near]
    pairs: IntArray = np.minimum(one, two) * len(x) + np.maximum(one, two)
    return pairs


def _levels(reach: FloatArray) -> list[tuple[float, IntArray, IntArray]]:
    """Return for every level that has members: its greatest reach, its members, and all of smaller levels."""
    edges = reach.max() * STEP ** -np.arange(1.0, MAX_LEVELS)
    level = np.searchsorted(-edges, -reach, "right")  # 0: above edges[0]
    by_level = np.argsort(level, kind="stable")
    ends = np.searchsorted(level[by_level], np.arange(MAX_LEVELS), "right")
    begins = np.append(0, ends[:-1])
    return [
        (float(reach[by_level[begin:end]].max()), by_level[begin:end], by_level[end:])
        for begin, end in zip(begins, ends, strict=True)
        if end > begin
    ]


def _of_level(
    x: FloatArray,
    y: FloatArray,
    reach: FloatArray,
    asking: BoolArray,
    most: float,
    own: IntArray,
    less: IntArray,
) -> IntArray:
    """Return, as first * n + second, the pairs of one in the level and another in it or below."""
    cell_m = max(2 * most * WIDER, float(max(x.max(), y.max())) / MAX_SIDE, np.finfo(np.float64).tiny)
    column, row = (np.floor(v / cell_m).astype(np.int64) + 1 for v in (x, y))
    width = int(column.max()) + 2
    key = row * width + column
    askers, others = own[asking[own]], own[~asking[own]]
    parts = [
        _among(key, width, askers),
        _across(key, width, askers, np.concatenate([others, less])),
        _across(key, width, others, less[asking[less]]),
    ]
    one, two = (np.concatenate(side) for side in zip(*parts, strict=True))
    east, north, both = x[one] - x[two], y[one] - y[two], reach[one] + reach[two]
    near = east * east + north * north <= both * both
    one, two = one[near], two[near]
    pairs: IntArray = np.minimum(one, two) * len(x) + np.maximum(one, two)
    return pairs


def _among(key: IntArray, width: int, rows: IntArray) -> tuple[IntArray, IntArray]:
    """Return each pair of rows in the same or in neighbouring cells once."""
    rows = rows[_order(key[rows])]
    own = key[rows]
    begin, end = _spans(own, own + width - 1, own + width + 1)
    east = (np.arange(1, len(rows) + 1), _spans(own, own, own + 1)[1])
    return _expand(rows, rows, [east, (begin, end)])


def _across(key: IntArray, width: int, askers: IntArray, rows: IntArray) -> tuple[IntArray, IntArray]:
    """Return each pair of an asker and a row in the same or in neighbouring cells once."""
    if not len(askers) or not len(rows):
        return rows[:0], rows[:0]
    rows = rows[_order(key[rows])]
    own, theirs = key[askers], key[rows]
    spans = [_spans(theirs, own + up - 1, own + up + 1) for up in (-width, 0, width)]
    return _expand(askers, rows, spans)


def _order(key: IntArray) -> IntArray:
    """Return the order by cell; numbers of 16 bits are sorted by radix, in a fifth of the time."""
    if len(key) and key.max() < FEW_CELLS:
        return np.argsort(key.astype(np.uint16), kind="stable")
    return np.argsort(key)


def _spans(key: IntArray, low: IntArray, high: IntArray) -> tuple[IntArray, IntArray]:
    """Return from where to where `key`, ascending, lies within low..high, each of shape [k]."""
    if len(low) and len(key) and key[-1] < min(FEW_CELLS, SPARSE * (len(key) + len(low))):
        starts = np.zeros(int(max(key[-1], high.max())) + 2, dtype=np.int64)
        np.cumsum(np.bincount(key, minlength=len(starts) - 1), out=starts[1:])
        return starts[low], starts[high + 1]
    return np.searchsorted(key, low, "left"), np.searchsorted(key, high, "right")


def _expand(
    askers: IntArray, rows: IntArray, spans: list[tuple[IntArray, IntArray]]
) -> tuple[IntArray, IntArray]:
    begins, ends = (np.concatenate(side) for side in zip(*spans, strict=True))
    counts = ends - begins
    lasts = np.cumsum(counts)
    at = np.arange(lasts[-1] if len(lasts) else 0) + np.repeat(begins - lasts + counts, counts)
    return np.repeat(np.tile(askers, len(spans)), counts), rows[at]
