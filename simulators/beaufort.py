"""Wind as people say it: Beaufort forces and eight directions, in Chinese and English."""

import numpy as np

from geo.arrays import FloatArray
from twin.wire import Words

LOWEST_MPS = (
    0.3, 1.6, 3.4, 5.5, 8.0, 10.8, 13.9, 17.2, 20.8, 24.5, 28.5, 32.7, 37.0, 41.5, 46.2, 51.0, 56.1,
)  # fmt: skip
"""Lowest mean wind of force 1 to 17, m/s (GB/T 28591-2012)."""
_DIRECTIONS = (
    Words("北", "N"),
    Words("东北", "NE"),
    Words("东", "E"),
    Words("东南", "SE"),
    Words("南", "S"),
    Words("西南", "SW"),
    Words("西", "W"),
    Words("西北", "NW"),
)


def force_of(wind_mps: float) -> int:
    """Return the Beaufort force of a mean wind, 0..17."""
    return int(np.searchsorted(LOWEST_MPS, wind_mps, side="right"))


def direction_of(towards: FloatArray) -> Words:
    """Return the name of the direction of a vector east and north, shape (2,)."""
    bearing = float(np.degrees(np.arctan2(towards[0], towards[1])))
    return _DIRECTIONS[round(bearing / 45) % 8]
