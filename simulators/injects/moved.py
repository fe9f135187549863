"""Fixes whose position is moved on the way."""

import numpy as np

from geo.arrays import FloatArray
from simulators.injects.attack import Ground, body_of, saying, terminal_of
from simulators.post import Said

MAX_JUMP_M = 500_000.0
"""Farther than any boat of the port can be from where it says (ours)."""


def row_of_fix(ground: Ground, said: Said) -> int | None:
    """Return the row of the boat whose fix a letter is, None for every other letter."""
    terminal = terminal_of(said)
    return None if terminal is None or terminal[2] != "fix" else ground.row_of(*terminal[:2])


def moved(ground: Ground, said: Said, by_m: FloatArray) -> Said:
    """Return a fix with its position moved by metres east and north, shape (2,), within the world."""
    body = body_of(said)
    if "lon" not in body or "lat" not in body:
        return said
    lon, lat = ground.lonlat(ground.xy_m(body["lon"], body["lat"]) + by_m)
    return saying(said, body | {"lon": float(np.clip(lon, -180, 180)), "lat": float(np.clip(lat, -90, 90))})
