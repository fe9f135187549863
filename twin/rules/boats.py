"""What rules about single boats share: from columns of what holds to one finding a boat."""

from collections.abc import Sequence
from math import isnan

import numpy as np

from twin.facts import Mark, Priority
from twin.rules.base import CANNOT_TELL, HOLDS, HOLDS_NOT, Finding, View
from twin.table import Array
from twin.wire import Words


def watched(view: View) -> Array:
    """Return which boats have an alert of the rule pending or open, bool [n]."""
    found = np.zeros(len(view.fleet), dtype=bool)
    found[[view.fleet.row_of[subject] for subject in view.tracked if subject in view.fleet.row_of]] = True
    return found


def findings(
    view: View,
    holds: Array,
    unsure: Array,
    *,
    value: Array | float,
    limit: Array | float,
    priority: Array | Priority,
    released: Array | None = None,
    draw: Sequence[tuple[int, Mark]] = (),
    over: Words | None = None,
) -> list[Finding]:
    """Return a verdict for every boat of which the rule holds and for every one whose alert is tracked.

    Args:
        view: the port now.
        holds: bool [n].
        unsure: bool [n], the evidence is no good: "cannot tell" whatever `holds` says.
        value: what was seen, in the rule's unit, [n] or one for all.
        limit: what is allowed, [n] or one for all.
        priority: 1..4, [n] or one for all.
        released: bool [n], surely over; between `holds` and this nobody can tell. None = whatever holds not.
        draw: what a map may draw, by row.
        over: why it is over, where that is not what the rule says.
    """
    fleet, vessels = view.fleet, view.fleet.vessels
    rows = np.flatnonzero(holds | watched(view))
    surely_over = ~holds if released is None else released & ~holds
    verdict = np.select(
        [unsure[rows], holds[rows], surely_over[rows]], [CANNOT_TELL, HOLDS, HOLDS_NOT], CANNOT_TELL
    )
    wide = (np.broadcast_to(np.asarray(column), len(fleet)) for column in (priority, value, limit))
    columns = [column[rows].tolist() for column in wide]
    marks: dict[int, tuple[Mark, ...]] = {}
    for row, mark in draw:
        marks[row] = (*marks.get(row, ()), mark)
    lon, lat, fixes = (vessels[name][rows].tolist() for name in ("lon", "lat", "fix_count"))
    return [
        Finding(
            fleet.known[row].vessel,
            None,
            answer,
            urgency,
            count,
            much,
            allowed,
            None if isnan(east) else east,
            None if isnan(east) else north,
            over,
            draw=marks.get(row, ()),
        )
        for row, answer, urgency, much, allowed, count, east, north in zip(
            rows.tolist(), verdict.tolist(), *columns, fixes, lon, lat, strict=True
        )
    ]
