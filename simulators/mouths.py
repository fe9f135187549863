"""The gate sensors: which hulls crossed the line of a harbour mouth in a step, and which way."""

from typing import Literal, NamedTuple

import numpy as np

from geo.arrays import FloatArray
from simulators.places import Mouth


class Crossing(NamedTuple):
    """A hull, by its row, that crossed a mouth."""

    row: int
    mouth: Mouth
    direction: Literal["in", "out"]


def crossings(mouths: list[Mouth], before_m: FloatArray, after_m: FloatArray) -> list[Crossing]:
    """Return the crossings of a step, by mouth and row.

    Args:
        mouths: with the harbour to the left of the way from their first end to their second.
        before_m: places before the step, metres, shape (n, 2).
        after_m: places after it, same shape.
    """
    moved = np.flatnonzero((before_m != after_m).any(axis=1))
    found: list[Crossing] = []
    for mouth in mouths:
        first_m, second_m = mouth.ends_m
        side_before = _left_of(first_m, second_m, before_m[moved])
        side_after = _left_of(first_m, second_m, after_m[moved])
        between = _left_of(before_m[moved], after_m[moved], first_m) != _left_of(
            before_m[moved], after_m[moved], second_m
        )
        for index in np.flatnonzero((side_before != side_after) & between).tolist():
            direction: Literal["in", "out"] = "out" if side_before[index] else "in"
            found.append(Crossing(int(moved[index]), mouth, direction))
    return found


def _left_of(from_m: FloatArray, to_m: FloatArray, point_m: FloatArray) -> np.ndarray:
    """Return whether points lie to the left of the ways from one place to another."""
    along, off = to_m - from_m, point_m - from_m
    return along[..., 0] * off[..., 1] - along[..., 1] * off[..., 0] > 0
