"""Which boats of a pair were told and go on as before, so that an officer is asked (domain.md §1.6)."""

from typing import NamedTuple

import numpy as np

from geo.units import MS_PER_SECOND
from twin.behaviour import SLOW_KN
from twin.columns import NEVER
from twin.rules.base import View
from twin.table import Array
from twin.watched_pairs import Standing
from twin.wire import TerminalKind


class Proof(NamedTuple):
    """By what is judged whether boats heed a warning.

    Attributes:
        hears_s: fixes made so long after the warning show what was done about it.
        react_s: whoever altered course or speed within this time is at it.
        call_by: kinds of terminal that carry the warning.
    """

    hears_s: float
    react_s: float
    call_by: tuple[TerminalKind, ...]


def heedless(view: View, first: Array, second: Array, standing: Standing, seen: Array, by: Proof) -> Array:
    """Return of which pairs it is seen that they were told and go on as before, bool [k].

    Boats of one group alter for each other by word. Boats that no warning reaches heed none: of them it is
    enough that they go on.

    Args:
        view: the port now.
        first: rows of the boats, [k].
        second: rows of the others, [k].
        standing: what is remembered of the pairs, [k].
        seen: whether their fixes are evidence of what they do now, bool [k].
        by: what counts.
    """
    vessels = view.fleet.vessels
    since_ms = np.minimum(vessels["fix_ms"][first], vessels["fix_ms"][second]) - standing.changed_ms
    mates = (vessels["group"][first] == vessels["group"][second]) & (vessels["group"][first] >= 0)
    shown = seen & ~mates & (since_ms >= by.hears_s * MS_PER_SECOND)
    found = _unchanged(view, first, second, standing, by.react_s)
    doubt = (found & ~shown).nonzero()[0]
    found[doubt] = unreached(view, first[doubt], second[doubt], by.call_by)
    return found


def _unchanged(view: View, first: Array, second: Array, standing: Standing, react_s: float) -> Array:
    """Return of which pairs neither boat has altered since they were told, or not for long, bool [k].

    The course of one that lies or hardly moves is no helm's: it swings at its anchor, whoever sleeps aboard.
    """
    vessels, both = view.fleet.vessels, np.concatenate([first, second])
    begun_ms = np.where(vessels["sog_kn"][both] < SLOW_KN, NEVER, vessels["steady_ms"][both])
    begun_ms = np.maximum(*begun_ms.reshape(2, -1))
    late_ms = view.now_ms - react_s * MS_PER_SECOND
    return np.asarray(begun_ms <= np.maximum(standing.changed_ms, late_ms))


def unreached(view: View, first: Array, second: Array, call_by: tuple[TerminalKind, ...]) -> Array:
    """Return of which pairs no boat carries a terminal that can take the warning, bool [k]."""
    fleet = view.fleet
    kinds = tuple(f"{kind}:" for kind in call_by)
    deaf = [
        not any(
            fleet.keys[terminal].startswith(kinds) for row in pair for terminal in fleet.terminals_of[row]
        )
        for pair in zip(first.tolist(), second.tolist(), strict=True)
    ]
    return np.array(deaf, dtype=bool)
