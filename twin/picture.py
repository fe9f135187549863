"""What a screen is shown: the world as plain JSON values, and positions as columns of scaled integers."""

from typing import Any

import msgspec
import numpy as np

from twin import incident_seen, orders, people, permits, silence, stations, weather
from twin.columns import NEVER
from twin.command import danger_stands
from twin.table import Array
from twin.world import World

AIS_UNITS_PER_DEG = 600_000
"""1/10,000 minute, the unit of AIS positions (ITU-R M.1371-5); ui.md §3.2."""
NO_SOG, NO_COG, NO_HEADING, OLD_AGE = 1023, 3600, 511, 65535


def positions(world: World, rows: Array | None = None) -> dict[str, Any]:
    """Return the newest position of these vessels (None = all that have one) as columns of integers.

    lon, lat in 1/600,000 degree; sog in 0.1 kn (1023 unknown); cog in 0.1 degree (3600 unknown); hdg in
    degrees (511 unknown); age of the fix in 0.1 s (65535 or older); interval in s.
    """
    vessels = world.fleet.vessels
    every = np.arange(len(vessels)) if rows is None else rows
    rows = every[vessels["fix_ms"][every] != NEVER]
    age = np.minimum((world.now_ms - vessels["fix_ms"][rows]) // 100, OLD_AGE)
    columns = {
        "number": rows,
        "lon": np.rint(vessels["lon"][rows] * AIS_UNITS_PER_DEG),
        "lat": np.rint(vessels["lat"][rows] * AIS_UNITS_PER_DEG),
        "sog": _scaled(vessels["sog_kn"][rows], 10, NO_SOG),
        "cog": _turned(vessels["cog_deg"][rows], 10, NO_COG),
        "hdg": _turned(vessels["heading_deg"][rows], 1, NO_HEADING),
        "age": age,
        "interval": np.rint(_reporting_s(world, rows)),
        "state": vessels["state"][rows],
        "kind": vessels["kind"][rows],
    }
    return {"n": len(rows)} | {name: column.astype(np.int64).tolist() for name, column in columns.items()}


def _reporting_s(world: World, rows: Array) -> Array:
    """Return the seconds after which the shown position is overdue, float64 [m].

    The vessel's expected interval is that of its slowest terminal; a position of a quicker one grows old at
    that one's pace, so it is never more than twice what is nominal for the kind that gave it.
    """
    vessels = world.fleet.vessels
    kind, moored = vessels["kind"][rows], vessels["moored"][rows]
    nominal = silence.NOMINAL_S[moored.astype(np.uint8), kind]
    return np.asarray(np.minimum(vessels["interval_s"][rows], 2 * nominal))


def _scaled(column: Array, factor: int, unknown: int) -> Array:
    return np.where(np.isnan(column), unknown, np.rint(np.nan_to_num(column) * factor))


def _turned(degrees: Array, factor: int, unknown: int) -> Array:
    """Return directions as integers of a full turn: just short of north rounds to north, not to unknown."""
    scaled = _scaled(degrees, factor, unknown)
    return np.where(np.isnan(degrees), scaled, scaled % (360 * factor))


def snapshot(world: World) -> dict[str, Any]:
    """Return everything but positions that a screen needs to start from."""
    return {
        "now_ms": world.now_ms,
        "vessels": [msgspec.to_builtins(known) for known in world.fleet.known],
        "alerts": [alert(world, name) for name in world.alerts.open],
        "incidents": [incident(world, name) for name in world.book.incidents],
        "feeds": feeds(world),
        "stations": readings(world),
        "people": ledger(world),
        "berths": [
            {"berth": berth.id, "places": berth.places, "vessels": list(world.berths.lying.get(berth.id, ()))}
            for berth in world.port.berths
        ],
        "permits": permits.as_json(world.permits, world.now_ms),
        "flood_ms": world.load.flood_ms,
        "chatters": [msgspec.to_builtins(one.found) for one in world.load.chatters.values()],
        "shelves": [msgspec.to_builtins(one) for one in world.shelf.standing.values()],
        "orders": orders.as_json(world.orders, world.now_ms),
        "weather": [msgspec.to_builtins(told) for told in weather.standing(world.weather, world.now_ms)],
    }


def alert(world: World, name: str) -> dict[str, Any]:
    """Return an open alert with what has become of it."""
    standing = world.alerts.open[name]
    case = world.book.of_alert.get(name)
    acked = case is not None and world.book.incidents[case].acked_ms is not None
    shown: dict[str, Any] = msgspec.to_builtins(standing) | {
        "state": "active",
        "acked": acked,
        "changed_ms": world.alerts.tracks[world.alerts.key_of[name]].changed_ms,
    }
    return shown if case is None else shown | {"incident": case}


def incident(world: World, name: str) -> dict[str, Any] | None:
    """Return a case as screens hold it, None when it is not in memory."""
    case = world.book.incidents.get(name)
    if case is None:
        return None
    shown: dict[str, Any] = incident_seen.as_json(world.book, case, danger=danger_stands(world, name))
    return shown


def feeds(world: World) -> list[dict[str, Any]]:
    """Return the health of every feed, with the age of its last sign of life (-1 never)."""
    return [
        {
            "feed": feed.id,
            "state": feed.state,
            "why": feed.why,
            "since_ms": feed.since_ms,
            "age_ms": world.now_ms - feed.sign_ms if feed.sign_ms >= 0 else -1,
        }
        for feed in world.feeds.feeds
    ]


def readings(world: World) -> list[dict[str, Any]]:
    """Return the newest value of every station and quantity."""
    return stations.readings(world.stations, world.now_ms)


def ledger(world: World) -> dict[str, int]:
    """Return the people balanced like accounts: registered = ashore + aboard + at sea + unknown.

    With `roll_call_ms`: by when the first roll-call must be over, UTC ms; until then many are unknown.
    """
    vessels = world.fleet.vessels
    at_sea = np.flatnonzero(vessels["at_sea"] & (vessels["fix_ms"] != NEVER))
    counts = people.ledger(world.people, {world.fleet.known[row].vessel for row in at_sea.tolist()})
    return counts | {"roll_call_ms": world.people.roll_call_ms}
