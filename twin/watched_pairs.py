"""The pairs of vessels that a rule has alerts about, as columns that move with the alerts."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from twin.meetings import LOW, SHIFT
from twin.table import Array

PENDING, ACTIVE = 1, 2
"""Phases of a pair's alert; 0: there is none."""
NOBODY = (0, 0, 0, -1, -1, -1, 0)
"""What is remembered of a pair without an alert."""
_FREE = np.iinfo(np.int64).max
_ROOM = 64


class Standing(NamedTuple):
    """What is remembered of the alerts about pairs, int64 [k] each; instants are UTC ms, -1 = not begun.

    Attributes:
        phase: `PENDING`, `ACTIVE` or 0.
        priority: of the alert.
        since_ms: when its finding began to hold.
        off_ms: since when it has not held.
        graver_ms: since when it has held more gravely than the alert says.
        changed_ms: when it was raised, or last changed in priority.
        fixes: the count of fixes of both when it began to hold (or to cease, once active).
    """

    phase: Array
    priority: Array
    since_ms: Array
    off_ms: Array
    graver_ms: Array
    changed_ms: Array
    fixes: Array

    def where(self, keep: Array) -> "Standing":
        """Return what is remembered of those that are kept."""
        return Standing(*(column[keep] for column in self))

    @property
    def held(self) -> Array:
        """Whether an alert is open and held at the last look, bool [k]."""
        return np.asarray((self.phase == ACTIVE) & (self.off_ms < 0))


class Watched(NamedTuple):
    """Pairs whose alerts are pending or open.

    Attributes:
        keys: of the pairs (`twin.meetings`), ascending, [t].
        columns: `Standing` of each, and last that of `NOBODY`, int64 [7, t + 1].
    """

    keys: Array
    columns: Array

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

    def at(self, places: Array) -> Standing:
        """Return what is remembered of the pairs at these places, -1: nobody."""
        return Standing(*self.columns.take(places, axis=1))

    def without(self, places: Array) -> "Watched":
        """Return the watched pairs that do not stand at these places (-1: none)."""
        missing = np.ones(len(self.keys) + 1, dtype=bool)
        missing[places] = False
        missing[-1] = True
        return Watched(self.keys[missing[:-1]], self.columns[:, missing])


class WatchedPairs:
    """The pairs of one rule, brought up to date alert by alert.

    Args:
        row_of: fleet rows by name of vessel; rows never change.
    """

    def __init__(self, row_of: Mapping[str, int]) -> None:
        self._row_of = row_of
        self._place_of: dict[int, int] = {}
        self._free = list(range(_ROOM - 1, 0, -1))  # place 0 is nobody's
        self._keys = np.full(_ROOM, _FREE)
        self._columns = np.zeros((len(NOBODY), _ROOM), dtype=np.int64)
        self._columns[:, 0] = NOBODY
        self._order: Array | None = None
        self._told: Watched | None = None

    def put(self, one: str, other: str, standing: tuple[int, int, int, int, int, int, int]) -> None:
        """Remember of a pair what `Standing` says."""
        key, self._told = self._key(one, other), None
        place = self._place_of.get(key)
        if place is None:
            place = self._place_of[key] = self._room()
            self._keys[place], self._order = key, None
        self._columns[:, place] = standing

    def drop(self, one: str, other: str) -> None:
        """Forget a pair."""
        place = self._place_of.pop(self._key(one, other))
        self._keys[place], self._order, self._told = _FREE, None, None
        self._free.append(place)

    def watched(self) -> Watched:
        """Return all pairs as they are now."""
        if self._told is None:
            if self._order is None:
                self._order = np.append(np.argsort(self._keys)[: len(self._place_of)], 0)
            self._told = Watched(self._keys[self._order[:-1]], self._columns.take(self._order, axis=1))
        return self._told

    def _key(self, one: str, other: str) -> int:
        rows = self._row_of[one], self._row_of[other]
        return min(rows) << SHIFT | max(rows)

    def _room(self) -> int:
        if not self._free:
            room = len(self._keys)
            self._keys = np.concatenate([self._keys, np.full(room, _FREE)])
            self._columns = np.concatenate([self._columns, np.zeros_like(self._columns)], axis=1)
            self._free = list(range(2 * room - 1, room - 1, -1))
        return self._free.pop()
