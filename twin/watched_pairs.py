"""The pairs of vessels that a rule has alerts about, as columns."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from twin.facts import Priority
from twin.meetings import LOW, SHIFT, pair_keys
from twin.table import Array


class Watched(NamedTuple):
    """Pairs whose alerts are pending or open, ascending; [t] each.

    Attributes:
        keys: of the pairs, as in `twin.meetings`.
        held: the priority at which an open alert held at the last look, 0 for every other.
    """

    keys: Array
    held: Array

    @property
    def first(self) -> Array:
        """Fleet rows, the lower of each pair."""
        return self.keys >> SHIFT

    @property
    def second(self) -> Array:
        """Fleet rows, the higher of each pair."""
        return self.keys & LOW

    def places(self, keys: Array) -> Array:
        """Return where these pairs stand among the watched ones, -1 for those that do not, [k]."""
        if not len(self.keys):
            return np.full(len(keys), -1)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[at] == keys, at, -1)

    def without(self, places: Array) -> "Watched":
        """Return the watched pairs that do not stand at these places (-1: none)."""
        missing = np.ones(len(self.keys) + 1, dtype=bool)  # the last takes the places of -1
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
        return Watched(*np.zeros((2, 0), dtype=np.int64))
    one, two = (np.array([row_of[pair[side]] for pair in pairs], dtype=np.int64) for side in (0, 1))
    priority = np.array([held.get(pair, 0) for pair in pairs], dtype=np.int64)
    keys = pair_keys(one, two)
    order = np.argsort(keys)
    return Watched(keys[order], priority[order])
