"""The gate sensors: which hulls crossed the line of a harbour mouth, and which way."""

from typing import Literal, NamedTuple

import numpy as np

from geo.arrays import BoolArray, FloatArray
from simulators.places import Mouth

MARGIN_M = 1.0
"""More than rounding can leave of the sum of many steps."""


class Crossing(NamedTuple):
    """A hull, by its row, that crossed a mouth."""

    row: int
    mouth: Mouth
    direction: Literal["in", "out"]


class Watch:
    """Sees every hull that crosses a mouth.

    A hull is looked at closely only when it has gone as far as it then was from the nearest mouth.

    Args:
        mouths: with the harbour to the left of the way from their first end to their second.
        hulls: how many there are.
    """

    def __init__(self, mouths: list[Mouth], hulls: int) -> None:
        self._mouths = mouths
        self._ends_m = np.array([mouth.ends_m for mouth in mouths]).reshape(-1, 2, 2)
        self._along_m = self._ends_m[:, 1] - self._ends_m[:, 0]
        self._free_m = np.zeros(hulls)

    def crossings(self, before_m: FloatArray, after_m: FloatArray) -> list[Crossing]:
        """Return the crossings of a step, by mouth and row.

        Args:
            before_m: places before the step, metres, shape (n, 2).
            after_m: places after it, same shape.
        """
        gone_m = after_m - before_m
        most_m = np.abs(gone_m[:, 0]) + np.abs(gone_m[:, 1])  # sooner had than the distance, and never less
        self._free_m -= most_m
        near = ((self._free_m < 0) & (most_m > 0)).nonzero()[0]
        if not len(near):
            return []
        before, after = before_m[near], after_m[near]
        self._free_m[near] = self._away_m(after) - MARGIN_M
        return [
            Crossing(int(near[index]), self._mouths[mouth], "out" if inside else "in")
            for mouth, index, inside in _across(self._ends_m, before, after)
        ]

    def _away_m(self, at_m: FloatArray) -> FloatArray:
        """Return how far places, shape (n, 2), are from the nearest line of a mouth, metres, shape (n,)."""
        off_m, along_m = at_m[:, None] - self._ends_m[:, 0], self._along_m
        square = np.maximum((along_m * along_m).sum(axis=1), 1e-9)
        part = np.minimum(np.maximum((off_m * along_m).sum(axis=2) / square, 0.0), 1.0)
        off_m -= part[..., None] * along_m
        away_m: FloatArray = np.hypot(off_m[..., 0], off_m[..., 1]).min(axis=1)
        return away_m


def _across(ends_m: FloatArray, before_m: FloatArray, after_m: FloatArray) -> list[tuple[int, int, bool]]:
    """Return mouth and row of what crossed, and for each whether it began on the harbour's side.

    Args:
        ends_m: the ends of the mouths, metres, shape (k, 2, 2).
        before_m: places before the step, metres, shape (n, 2).
        after_m: places after it, same shape.
    """
    first_m, second_m = ends_m[:, None, 0], ends_m[:, None, 1]
    side_before, side_after = _left_of(first_m, second_m, before_m), _left_of(first_m, second_m, after_m)
    between = _left_of(before_m, after_m, first_m) != _left_of(before_m, after_m, second_m)
    mouths, rows = np.nonzero((side_before != side_after) & between)
    return list(zip(mouths.tolist(), rows.tolist(), side_before[mouths, rows].tolist(), strict=True))


def _left_of(from_m: FloatArray, to_m: FloatArray, point_m: FloatArray) -> BoolArray:
    """Return whether points lie to the left of the ways from one place to another."""
    along, off = to_m - from_m, point_m - from_m
    return np.asarray(along[..., 0] * off[..., 1] - along[..., 1] * off[..., 0] > 0)
