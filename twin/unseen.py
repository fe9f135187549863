"""What we cannot see: blind squares of the chart, the boats hidden there, and who answers for them.

A boat behind a lost feed calls nobody, so it must stand on a list that has an owner (reliability.md §2.2,
peers.md §4.31): whoever took the case of the feed, and until somebody has, the role on duty.
"""

from typing import Any

import numpy as np

from twin import coverage
from twin.columns import NEVER
from twin.duty import SEATS
from twin.rules import feed_lost
from twin.table import Array
from twin.world import World

SHOWN = 500
"""Boats named in an answer, those at sea first; the rest are counted."""


def as_json(world: World) -> dict[str, Any]:
    """Return GeoJSON (RFC 7946): runs of equal squares, with feeds and boats as further members.

    A run's `hearing` is one of `twin.coverage.HEARINGS`, `hidden` counts the boats last seen there that
    nobody hears, `heard_ms` is its newest fix, -1 none. Squares are at most a minute old, boats and feeds of
    now.
    """
    rows = hidden_rows(world)
    vessels = world.fleet.vessels
    places = vessels["lon"][rows], vessels["lat"][rows]
    found = coverage.squares(world.coverage, world.feeds, world.port.box, places, world.now_ms)
    return {
        "type": "FeatureCollection",
        "features": _runs(found),
        "now_ms": world.now_ms,
        "lately_ms": coverage.LATELY_MS,
        "feeds": feeds(world, rows),
        "boats": _boats(world, rows),
    }


def hidden_rows(world: World) -> Array:
    """Return the boats that no working feed hears, int64 [m]: at sea first, then the longest unseen."""
    vessels = world.fleet.vessels
    rows = np.flatnonzero(vessels["blind"])
    return rows[np.lexsort((rows, vessels["fix_ms"][rows], vessels["moored"][rows]))]


def owner(world: World, feed: str) -> tuple[str | None, str | None]:
    """Return the case of a lost feed and who took it, None for no case or nobody yet."""
    alert = next(
        (
            name
            for name, one in world.alerts.open.items()
            if one.rule == feed_lost.RULE.id and one.subject.id == feed
        ),
        None,
    )
    case = None if alert is None else world.book.of_alert.get(alert)
    return case, None if case is None else world.book.incidents[case].owner


def feeds(world: World, rows: Array) -> list[dict[str, Any]]:
    """Return every feed that hides a boat or is down, with its case, its owner and the role on duty."""
    hides = np.bincount(_led_by(world, rows), minlength=len(world.feeds.feeds)).tolist()
    told = []
    for feed, hidden in zip(world.feeds.feeds, hides, strict=True):
        if not hidden and feed.state != "down":
            continue
        case, who = owner(world, feed.id)
        about = {"feed": feed.id, "state": feed.state, "why": feed.why, "since_ms": feed.since_ms}
        held = {"incident": case, "owner": who, "duty": world.duty.seat or SEATS[0]}
        told.append({**about, "hidden": hidden, **held})
    return told


def _boats(world: World, rows: Array) -> dict[str, Any]:
    vessels, known, through = world.fleet.vessels, world.fleet.known, world.feeds.feeds
    shown = rows[:SHOWN]
    columns = (vessels[name][shown].tolist() for name in ("fix_ms", "lon", "lat", "moored"))
    boats = [
        {
            "vessel": known[row].vessel,
            "feed": through[feed].id,
            "fix_ms": fix_ms,
            "lon": round(lon, 5),
            "lat": round(lat, 5),
            "moored": moored,
        }
        for row, feed, fix_ms, lon, lat, moored in zip(
            shown.tolist(), _led_by(world, shown).tolist(), *columns, strict=True
        )
    ]
    at_sea = int(np.count_nonzero(~vessels["moored"][rows]))
    return {"n": len(rows), "at_sea": at_sea, "left": len(rows) - len(shown), "shown": boats}


def _led_by(world: World, rows: Array) -> Array:
    """Return the feed through which each boat's leading terminal was last heard, int64 [m]; 0 = the link."""
    source = world.fleet.vessels["source"][rows]
    feed = world.fleet.terminals["feed"]
    return np.where(source == NEVER, 0, feed[source] if len(feed) else 0).astype(np.int64)


def _runs(found: coverage.Squares) -> list[dict[str, Any]]:
    """Return one feature for every run of squares side by side that are heard alike."""
    features = []
    for row, hearing in enumerate(found.hearing):
        starts = np.flatnonzero(np.concatenate(([True], hearing[1:] != hearing[:-1])))
        for first, end in zip(starts.tolist(), [*starts[1:].tolist(), len(hearing)], strict=True):
            about = {
                "hearing": coverage.HEARINGS[hearing[first]],
                "hidden": int(found.hidden[row, first:end].sum()),
                "heard_ms": int(found.heard_ms[row, first:end].max()),
            }
            shape = {"type": "Polygon", "coordinates": [_ring(found, row, first, end)]}
            features.append({"type": "Feature", "geometry": shape, "properties": about})
    return features


def _ring(found: coverage.Squares, row: int, first: int, end: int) -> list[list[float]]:
    """Return the corners of a run, counter-clockwise and closed, degrees."""
    west, east = ((found.west + edge) / coverage.SQUARES_PER_DEG - 180 for edge in (first, end))
    south, north = ((found.south + edge) / coverage.SQUARES_PER_DEG - 90 for edge in (row, row + 1))
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return [[round(lon, 6), round(lat, 6)] for lon, lat in corners]
