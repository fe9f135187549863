"""Where the port hears: in which squares of the chart each feed heard a boat lately, and which are blind now.

An empty sea must not be read as a safe sea (domain.md §7, "coverage layer"): a square that only feeds now
down used to hear is blind, and one that nobody heard a boat in says nothing at all. What is remembered is one
instant for each square and feed, brought up to date once a minute from the newest fixes of the fleet, so
that it is the same after a replay and costs no second but one in sixty.
"""

from typing import Literal, NamedTuple

import msgspec
import numpy as np

from geo.units import MS_PER_HOUR
from twin.columns import NEVER
from twin.feeds import MAX_FEEDS, Feed, Feeds, link_up
from twin.table import Array, Table

PERIOD_MS = 60_000
"""How often it is brought up to date: a boat of 10 kn makes a sixth of a mile in it; ours."""
AT_MS = 20_000
"""The second of the minute that does it: one that no heavy rule takes, nor the count of the berths."""
SQUARES_PER_DEG = 12
"""Squares of the chart's 5-minute graticule: 5 nm of latitude; a fishing ground (渔区) of 30' holds 36."""
COLUMNS = 360 * SQUARES_PER_DEG
LATELY_MS = 6 * MS_PER_HOUR
"""A feed reaches a square in which it heard a boat in the last six hours; ours: boats on passage cross one in
half an hour, boats at work stay for a tide, and how far VHF carries changes within the day."""
SPEAKS_MS = 600_000
"""A feed that is down hears a square all the same while it brings fixes from there: the slowest nominal
interval is 10 min (`twin.silence.NOMINAL_S`)."""

Box = tuple[float, float, float, float]
Hearing = Literal["unheard", "blind", "partly", "heard"]
HEARINGS: tuple[Hearing, ...] = ("unheard", "blind", "partly", "heard")
UNHEARD, BLIND, PARTLY, HEARD = range(4)


class Coverage(msgspec.Struct):
    """What is remembered; bounded by the squares of the port's box times the feeds.

    Attributes:
        heard_ms: `square * MAX_FEEDS + feed` -> own time of the newest believed fix there through it, UTC ms.
        next_ms: when it is due to be brought up to date.
    """

    heard_ms: dict[int, int] = msgspec.field(default_factory=dict)
    next_ms: int = 0


class Squares(NamedTuple):
    """The squares of a box as arrays [rows, columns], from south to north and from west to east.

    Attributes:
        west, south: the corner of the first, in squares from 180 W and from the south pole.
        hearing: index into HEARINGS, uint8: `unheard` nobody heard a boat there lately; `blind` only feeds
            now down did, or a boat last seen there is hidden; `partly` heard, but some boats last seen there
            are hidden; `heard`.
        heard_ms: newest fix from there, UTC ms, -1 none remembered, int64.
        hidden: boats last seen there that no working feed hears, int64.
    """

    west: int
    south: int
    hearing: Array
    heard_ms: Array
    hidden: Array


def note(coverage: Coverage, terminals: Table, box: Box, now_ms: int) -> None:
    """Bring the memory up to date from the newest fix of every terminal, once a minute.

    Afterwards each square and feed has its newest instant, and what is older than six hours before the last
    thing its feed told is forgotten: a feed that is lost keeps what it heard before.
    """
    if now_ms < coverage.next_ms:
        return
    coverage.next_ms = ((now_ms - AT_MS) // PERIOD_MS + 1) * PERIOD_MS + AT_MS
    heard = coverage.heard_ms
    at = np.flatnonzero(terminals["t_ms"] > now_ms - LATELY_MS)
    row, column, inside = _places(box, terminals["lon"][at], terminals["lat"][at])
    at, square = at[inside], row[inside] * COLUMNS + column[inside]
    keys, back = np.unique(square * MAX_FEEDS + terminals["feed"][at], return_inverse=True)
    newest = np.full(len(keys), NEVER, dtype=np.int64)
    np.maximum.at(newest, back, np.minimum(terminals["t_ms"][at], now_ms))
    for key, t_ms in zip(keys.tolist(), newest.tolist(), strict=True):
        heard[key] = max(t_ms, heard.get(key, NEVER))
    last_ms: dict[int, int] = {}
    for key, t_ms in heard.items():
        last_ms[key % MAX_FEEDS] = max(t_ms, last_ms.get(key % MAX_FEEDS, NEVER))
    coverage.heard_ms = {
        key: t_ms for key, t_ms in heard.items() if t_ms >= last_ms[key % MAX_FEEDS] - LATELY_MS
    }


def squares(
    coverage: Coverage, feeds: Feeds, box: Box, hidden_lonlat: tuple[Array, Array], now_ms: int
) -> Squares:
    """Return what is heard in every square that a box touches.

    Args:
        coverage: what is remembered.
        feeds: their states now.
        box: west, south, east, north in degrees.
        hidden_lonlat: where the boats that no working feed hears were last, degrees, [m] and [m].
        now_ms: the step's instant.
    """
    west, south, columns, rows = _extent(box)
    heard_ms = np.full((rows, columns), NEVER, dtype=np.int64)
    hearing = np.full((rows, columns), UNHEARD, dtype=np.uint8)
    for key, t_ms in coverage.heard_ms.items():
        row, column = divmod(key // MAX_FEEDS, COLUMNS)
        at = row - south, column - west
        if not (0 <= at[0] < rows and 0 <= at[1] < columns):
            continue
        heard_ms[at] = max(heard_ms[at], t_ms)
        through = _hearing(feeds, feeds.feeds[key % MAX_FEEDS], t_ms, now_ms)
        hearing[at] = max(int(hearing[at]), through)
    hidden = np.zeros((rows, columns), dtype=np.int64)
    y, x, inside = _places(box, *hidden_lonlat)
    np.add.at(hidden, (y[inside] - south, x[inside] - west), 1)
    hearing[(hidden > 0) & (hearing == HEARD)] = PARTLY
    hearing[(hidden > 0) & (hearing == UNHEARD)] = BLIND
    return Squares(west, south, hearing, heard_ms, hidden)


def _hearing(feeds: Feeds, feed: Feed, heard_ms: int, now_ms: int) -> int:
    """Return what one feed makes of a square that it heard a boat in then: an index into HEARINGS."""
    if feed.state == "up" and link_up(feeds):
        return HEARD if now_ms - heard_ms <= LATELY_MS else UNHEARD
    lost_ms = feeds.feeds[0].since_ms if feed.state == "up" else feed.since_ms
    return HEARD if heard_ms > lost_ms and now_ms - heard_ms <= SPEAKS_MS else BLIND


def _extent(box: Box) -> tuple[int, int, int, int]:
    """Return the first column and row of the squares that a box touches, and how many of each."""
    west, east = (int(np.floor((edge + 180) * SQUARES_PER_DEG)) for edge in box[::2])
    south, north = (int(np.floor((edge + 90) * SQUARES_PER_DEG)) for edge in box[1::2])
    return west, south, east - west + 1, north - south + 1


def _places(box: Box, lon_deg: Array, lat_deg: Array) -> tuple[Array, Array, Array]:
    """Return the row and column of each place, int64 [m], and which lie in a square of the box, bool [m]."""
    west, south, columns, rows = _extent(box)
    known = np.isfinite(lon_deg) & np.isfinite(lat_deg)
    row = np.floor((np.where(known, lat_deg, 0) + 90) * SQUARES_PER_DEG).astype(np.int64)
    column = np.floor((np.where(known, lon_deg, 0) + 180) * SQUARES_PER_DEG).astype(np.int64)
    inside = known & (row >= south) & (row < south + rows) & (column >= west) & (column < west + columns)
    return row, column, inside
