"""The pairs of vessels that a rule has alerts about, as columns."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from twin.facts import Priority
from twin.table import Array

SHIFT = 32
"""A pair's key holds two rows of the fleet in 64 bits."""


class Watched(NamedTuple):
    """Pairs whose alerts are pending or open, ascending, by fleet rows, the lower first; [t] each.

    Attributes:
        first, second: fleet rows.
        held: the priority at which an open alert held at the last look, 0 for every other.
    """

    first: Array
    second: Array
    held: Array

    def places(self, first: Array, second: Array) -> Array:
        """Return where these pairs stand among the watched ones, -1 for those that do not, [k].

        Args:
            first: [k] fleet rows, below `second`.
            second: [k] fleet rows.
        """
        if not len(self.first):
            return np.full(len(first), -1)
        keys, sought = self.first << SHIFT | self.second, first << SHIFT | second
        at = np.minimum(np.searchsorted(keys, sought), len(keys) - 1)
        return np.where(keys[at] == sought, at, -1)

    def without(self, places: Array) -> "Watched":
        """Return the watched pairs that do not stand at these places (-1: none)."""
        missing = np.ones(len(self.first) + 1, dtype=bool)  # the last takes the places of -1
        missing[places] = False
        return Watched(*(column[missing[:-1]] for column in self))


def watched_pairs(
    tracked: Mapping[str, tuple[str | None, ...]],
    held: Mapping[tuple[str, str | None], Priority],
    row_of: Mapping[str, int],
) -> Watched:
    """Return the pairs of a rule's alerts, from what `View` says of them (`tracked`, `held`)."""
    pairs = [(one, other) for one, others in tracked.items() for other in others if other is not None]
    if not pairs:
        return Watched(*np.zeros((3, 0), dtype=np.int64))
    one, two = (np.array([row_of[pair[side]] for pair in pairs], dtype=np.int64) for side in (0, 1))
    priority = np.array([held.get(pair, 0) for pair in pairs], dtype=np.int64)
    first, second = np.minimum(one, two), np.maximum(one, two)
    order = np.argsort(first << SHIFT | second)
    return Watched(first[order], second[order], priority[order])
