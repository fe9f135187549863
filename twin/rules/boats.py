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


def asked(view: View, may_hold: Array) -> Array:
    """Return the rows that a rule must look at: where it may hold, and its alerts pending or open, int64 [m].

    A rule whose danger is rare looks at the whole fleet by one quick comparison, and thoroughly at these.
    """
    return (may_hold | watched(view) if view.tracked else may_hold).nonzero()[0]


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
    rows: Array | None = None,
) -> list[Finding]:
    """Return a verdict for every boat of which the rule holds and for every one whose alert is tracked.

    What holds as it did at the last look is left out.

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
        rows: whom the columns are about, all of `asked` among them, int64 [n]; None = the whole fleet.
    """
    if rows is None:
        at = rows = asked(view, holds)
    else:
        at = (holds | watched(view)[rows]).nonzero()[0]
        rows = rows[at]
    if not len(rows):
        return []
    fleet, vessels = view.fleet, view.fleet.vessels
    over_now = HOLDS_NOT if released is None else np.where(released[at], HOLDS_NOT, CANNOT_TELL)
    verdict = np.where(unsure[at], CANNOT_TELL, np.where(holds[at], HOLDS, over_now))
    columns = [
        column[at].tolist() if isinstance(column, np.ndarray) else [column] * len(at)
        for column in (priority, value, limit)
    ]
    marks = _marks(draw)
    names = [fleet.known[row].vessel for row in rows.tolist()]
    lon, lat, fixes = (vessels[name][rows].tolist() for name in ("lon", "lat", "fix_count"))
    return [
        Finding(
            name,
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
        for name, row, answer, urgency, much, allowed, count, east, north in zip(
            names, rows.tolist(), verdict.tolist(), *columns, fixes, lon, lat, strict=True
        )
        if answer != HOLDS or view.steady.get((name, None), 9) > urgency
    ]


def ways(view: View, rows: Array, east_m: Array, north_m: Array) -> list[tuple[int, Mark]]:
    """Return a line for each boat from where it is to where its way leads, by row.

    Args:
        view: the port now.
        rows: vessel rows with a known place, [m].
        east_m: the way of each from there, metres, [m].
        north_m: northern part, [m].
    """
    vessels = view.fleet.vessels
    here = vessels["lon"][rows], vessels["lat"][rows]
    there = view.fences.frame.to_lonlat(vessels["x"][rows] + east_m, vessels["y"][rows] + north_m)
    ends = zip(*(np.round(degrees, 6).tolist() for degrees in (*here, *there)), strict=True)
    return [
        (row, Mark("line", ((west, south), (east, north))))
        for row, (west, south, east, north) in zip(rows.tolist(), ends, strict=True)
    ]


def _marks(draw: Sequence[tuple[int, Mark]]) -> dict[int, tuple[Mark, ...]]:
    marks: dict[int, tuple[Mark, ...]] = {}
    for row, mark in draw:
        marks[row] = (*marks.get(row, ()), mark)
    return marks
