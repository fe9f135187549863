"""Lane: a merchant ship sails a lane from end to end, keeping to its starboard side."""

import numpy as np

from geo.arrays import FloatArray
from geo.units import SECONDS_PER_HOUR
from simulators.scene import MOORED, UNDER_WAY, Leg, Plan, Scene

OFF_MIDDLE_M = 700.0


def plan(scene: Scene, row: int) -> Plan:
    """Return the lane to its farther end, or a stay at the berth in a port without a lane."""
    lanes = scene.places.lanes
    if not lanes:
        return Plan((scene.stay(row, SECONDS_PER_HOUR, MOORED),), "lane")
    here_m = scene.here(row)
    way_m = np.vstack([here_m, side_ahead(lanes[row % len(lanes)], here_m)])
    return Plan((Leg(way_m, float(scene.cruise_mps[row]), UNDER_WAY),), "lane")


def side_ahead(middle_m: FloatArray, here_m: FloatArray) -> FloatArray:
    """Return the starboard side of a lane from the nearest point to the end that is farther away.

    Args:
        middle_m: the lane's middle line, shape (n, 2).
        here_m: a place, shape (2,).
    """
    to_ends_m = np.hypot(*(middle_m[[0, -1]] - here_m).T)
    onward_m = middle_m if to_ends_m[0] <= to_ends_m[1] else middle_m[::-1]
    along = np.gradient(onward_m, axis=0)
    along /= np.hypot(*along.T)[:, None]
    side_m = onward_m + OFF_MIDDLE_M * np.column_stack([along[:, 1], -along[:, 0]])
    nearest = int(np.argmin(np.hypot(*(side_m - here_m).T)))
    return side_m[min(nearest + 1, len(side_m) - 1) :]
