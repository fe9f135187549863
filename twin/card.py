"""The card of one vessel: all that is known of it, how old that is, and what is only estimated or doubted."""

from typing import Any

import msgspec
import numpy as np

from geo.distance import bearing_deg, distance_m
from geo.motion import dead_reckon, implied_speed_mps
from geo.units import m_to_nm, mps_to_kn
from twin import people
from twin.columns import NEVER, UNKNOWN
from twin.world import World

RECKONED_INTERVALS = 3
"""A boat is reckoned ahead for at most three of its report intervals; then nobody knows (ui.md §2.3)."""


def vessel(world: World, name: str) -> dict[str, Any] | None:
    """Return all that is known of one vessel, None when nobody of that id is known.

    Beside the columns: `source` (the terminal that leads its position; `apart_ms` of one: since when it
    disagrees), `from_port` (bearing and distance from the port's origin), `reckoned` (where it would
    be by now on its last course, an estimate that no rule uses), `doubted` (the newest fix that was not
    believed, and the speed it would mean) and `people` (who is aboard by muster or report).
    """
    row = world.fleet.row_of.get(name)
    if row is None:
        return None
    vessels = world.fleet.vessels
    shown: dict[str, Any] = msgspec.to_builtins(world.fleet.known[row])
    for column in ("lon", "lat", "sog_kn", "cog_deg", "heading_deg", "sigma_m", "interval_s", "silence_s"):
        shown[column] = _number(vessels[column][row])
    for column in ("fix_ms", "heard_ms", "changed_ms", "fix_count", "state"):
        shown[column] = int(vessels[column][row])
    shown["status"] = None if vessels["status"][row] == UNKNOWN else int(vessels["status"][row])
    shown["moored"] = bool(vessels["moored"][row])
    inside = world.fences.inside[row] if row < len(world.fences.inside) else np.zeros(0, dtype=bool)
    shown["zones"] = [world.fences.zones[z].id for z in np.flatnonzero(inside).tolist()]
    shown["terminals_heard"] = _terminals(world, row)
    source = int(vessels["source"][row])
    shown["source"] = None if source == NEVER else world.fleet.keys[source]
    shown["from_port"] = _from_port(world, row)
    shown["reckoned"] = _reckoned(world, row)
    shown["doubted"] = _doubted(world, row)
    shown["people"] = people.of_vessel(world.people, name)
    return shown


def _number(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 6)


def _terminals(world: World, row: int) -> list[dict[str, Any]]:
    fleet = world.fleet
    return [
        {
            "terminal": fleet.keys[t],
            "heard_ms": int(fleet.terminals["heard_ms"][t]),
            "fix_ms": int(fleet.terminals["t_ms"][t]),
            "feed": world.feeds.feeds[int(fleet.terminals["feed"][t])].id,
            "apart_ms": _instant(int(fleet.terminals["apart_ms"][t])),
        }
        for t in fleet.terminals_of[row]
    ]


def _instant(t_ms: int) -> int | None:
    return None if t_ms == NEVER else t_ms


def _from_port(world: World, row: int) -> dict[str, float] | None:
    vessels, port = world.fleet.vessels, world.port
    if vessels["fix_ms"][row] == NEVER:
        return None
    here = (port.lon, port.lat, vessels["lon"][row], vessels["lat"][row])
    nm = float(m_to_nm(distance_m(*here)))
    return {"bearing_deg": round(float(bearing_deg(*here)), 1), "distance_nm": round(nm, 2)}


def _reckoned(world: World, row: int) -> dict[str, float] | None:
    """Return where the boat would be by now; None when it lies still or was not heard for too long."""
    vessels = world.fleet.vessels
    sog, cog = vessels["sog_kn"][row], vessels["cog_deg"][row]
    age_s = (world.now_ms - vessels["fix_ms"][row]) / 1000
    too_old = age_s > RECKONED_INTERVALS * vessels["interval_s"][row]
    if vessels["fix_ms"][row] == NEVER or vessels["moored"][row] or too_old or np.isnan(sog) or np.isnan(cog):
        return None
    lon, lat = dead_reckon(vessels["lon"][row], vessels["lat"][row], sog, cog, age_s)
    return {"lon": round(float(lon), 6), "lat": round(float(lat), 6)}


def _doubted(world: World, row: int) -> dict[str, float] | None:
    terminals = world.fleet.terminals
    doubted = [t for t in world.fleet.terminals_of[row] if terminals["doubts"][t] > 0]
    if not doubted:
        return None
    t = max(doubted, key=lambda one: int(terminals["doubt_t_ms"][one]))
    place = (terminals["doubt_lon"][t], terminals["doubt_lat"][t], terminals["doubt_t_ms"][t])
    mps = implied_speed_mps(terminals["lon"][t], terminals["lat"][t], terminals["t_ms"][t], *place)
    implied = {} if np.isinf(mps) else {"implied_kn": round(float(mps_to_kn(mps)), 1)}
    return {
        "lon": round(float(place[0]), 6),
        "lat": round(float(place[1]), 6),
        "t_ms": int(place[2]),
        **implied,
    }
