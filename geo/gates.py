"""Gates: lines that are passed in one direction or the other.

A place is on the left of a gate, looking from its first end to its second, or it is not; a place exactly on
the line is not. So a boat whose fix falls on the line is counted once, with the move that leaves it for the
left or that comes from there, and a boat that lies on the line for hours is not counted at all.
"""

import numpy as np
from numpy.typing import ArrayLike

from geo.arrays import BoolArray, FloatArray, IntArray


def passages(
    ends_m: ArrayLike, x0_m: ArrayLike, y0_m: ArrayLike, x1_m: ArrayLike, y1_m: ArrayLike
) -> tuple[IntArray, IntArray, BoolArray]:
    """Return which straight moves pass which gates, and in which direction.

    The post of a gate belongs to it. Between two fixes a boat may have gone another way, so a passage is a
    possibility and not a proof.

    Args:
        ends_m: [g, 2, 2] first and second end of each gate, metres east and north.
        x0_m: [n] metres east, where moves start.
        y0_m: [n] metres north.
        x1_m: [n] metres east, where moves end.
        y1_m: [n] metres north.

    Returns:
        move: [k] indices of moves, ascending.
        gate: [k] indices of gates, ascending within a move.
        to_left: [k] the move ends to the left of the gate, looking from its first end to its second.

    Raises:
        ValueError: columns differ in length, or a number is not finite.
    """
    ends = np.asarray(ends_m, dtype=np.float64).reshape(-1, 2, 2)
    columns = [np.asarray(column, dtype=np.float64) for column in (x0_m, y0_m, x1_m, y1_m)]
    if columns[0].ndim != 1 or len({column.shape for column in columns}) > 1:
        raise ValueError(f"moves must be columns of one length, not {[column.shape for column in columns]}")
    places = np.array(columns).reshape(2, 2, -1)  # start and end, x and y
    if not (np.isfinite(places).all() and np.isfinite(ends).all()):
        broken = np.count_nonzero(~np.isfinite(places).all(axis=(0, 1)))
        raise ValueError(f"{broken} moves or an end of a gate are not finite")
    first, second = ends[:, 0], ends[:, 1]
    before, after = _aside(first, second, places) > 0
    move, gate = np.nonzero((before != after).T)
    if not len(move):
        return move, gate, np.zeros(0, dtype=np.bool_)
    start, end = places[:, :, move]
    one, other = (_across(start, end, post[gate].T) for post in (first, second))
    between = (np.minimum(one, other) <= 0) & (np.maximum(one, other) >= 0)
    return move[between], gate[between], after[gate[between], move[between]]


def _aside(first: FloatArray, second: FloatArray, places: FloatArray) -> FloatArray:
    """Return [k, g, n] how far left of each gate's line [k, x and y, n] are, times the gate's length."""
    (x1, y1), (x2, y2) = first.T[..., np.newaxis], second.T[..., np.newaxis]
    x, y = places[:, 0, np.newaxis], places[:, 1, np.newaxis]
    aside: FloatArray = (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)
    return aside


def _across(start: FloatArray, end: FloatArray, post: FloatArray) -> FloatArray:
    """Return [k] how far to the left of each move its gate's post is, times the move's length."""
    along, to_post = end - start, post - start
    across: FloatArray = along[0] * to_post[1] - along[1] * to_post[0]
    return across
