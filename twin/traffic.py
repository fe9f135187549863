"""Traffic: the boats whose motion is known well enough to say how they will pass each other."""

from typing import NamedTuple

import numpy as np

from geo.tracks import MAX_LAT_DEG, Tracks
from geo.units import MS_PER_SECOND, kn_to_mps
from twin.columns import UNKNOWN
from twin.fleet import CLASS_CODE, Fleet
from twin.table import Array

CHANGE_MPS = 0.3
"""By how much a boat may have changed its velocity since its fix, ours: half a knot, a helmsman's touch."""
MERCHANT_M = 80.0
"""From this length a hull is a ship, whatever it calls itself (domain.md alert 15)."""


class Traffic(NamedTuple):
    """Boats with a believed place and speed.

    Attributes:
        rows: their rows in the fleet, int64 [k].
        tracks: where they are now and where they go, [k].
        age_s: how old their fixes are, [k].
        speed_kn: speed over ground, [k].
    """

    rows: Array
    tracks: Tracks
    age_s: Array
    speed_kn: Array


def in_traffic(fleet: Fleet, now_ms: int, oldest_s: float) -> Array:
    """Return whose newest fix is believed, tells its speed and is not older than `oldest_s`, bool [n].

    Boats moored in shelter are no traffic: by where and how slowly they lie, whatever they say of themselves;
    neither are net buoys (domain.md alert 15, §2.2).
    """
    vessels = fleet.vessels
    there = vessels["fix_ms"] >= max(now_ms - oldest_s * MS_PER_SECOND, 0)
    there &= ~(vessels["moored"] | vessels["doubtful"] | vessels["buoy"])
    there &= np.abs(vessels["lat"]) <= MAX_LAT_DEG
    there &= ~np.isnan(vessels["sog_kn"])
    return np.asarray(there)


def traffic(fleet: Fleet, rows: Array, now_ms: int) -> Traffic:
    """Return where boats `in_traffic` are now and where they go.

    A boat that tells no course is taken to lie still.

    Args:
        fleet: the fleet.
        rows: which boats, int64 [k].
        now_ms: UTC ms.
    """
    vessels = fleet.vessels
    speed_kn, course = _motion(fleet, rows)
    age_s = (now_ms - vessels["fix_ms"][rows]) / MS_PER_SECOND
    tracks = Tracks.reckoned(
        vessels["lon"][rows],
        vessels["lat"][rows],
        speed_kn,
        course,
        np.maximum(age_s, 0),
        np.full(len(rows), CHANGE_MPS),
        vessels["sigma_m"][rows].astype(np.float64),
    )
    return Traffic(rows, tracks, age_s, speed_kn)


def velocity(fleet: Fleet, rows: Array) -> tuple[Array, Array]:
    """Return how boats `in_traffic` move, east and north, m/s, [k] each."""
    speed_kn, course = _motion(fleet, rows)
    speed_mps, towards = kn_to_mps(speed_kn), np.radians(course)
    return speed_mps * np.sin(towards), speed_mps * np.cos(towards)


def _motion(fleet: Fleet, rows: Array) -> tuple[Array, Array]:
    """Return speed, knots, and course of boats `in_traffic`; both are 0 where no course is told."""
    speed_kn, course = (fleet.vessels[name][rows].astype(np.float64) for name in ("sog_kn", "cog_deg"))
    bare = np.isnan(course)
    course[bare] = speed_kn[bare] = 0.0
    return speed_kn, course


def is_ship(fleet: Fleet, rows: Array | None = None) -> Array:
    """Return which of these vessels (None: all) are merchant ships by the register or by length, bool [k]."""
    sort, length_m = fleet.vessels["sort"], fleet.vessels["length_m"]
    if rows is not None:
        sort, length_m = sort[rows], length_m[rows]
    unsorted = (sort == CLASS_CODE["unregistered"]) | (sort == UNKNOWN)
    return np.asarray((sort == CLASS_CODE["merchant"]) | (unsorted & (length_m >= MERCHANT_M)))
