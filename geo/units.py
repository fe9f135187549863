"""The units of the sea and of the clock: the only place where 1852 and 3600 appear.

Inside, everything is metres, seconds, metres a second and degrees; times are UTC milliseconds. Knots,
nautical miles and hours live at the doors and in thresholds written by officers, and are turned here.
"""

from typing import TypeVar

from geo.arrays import FloatArray

Number = TypeVar("Number", float, FloatArray)

METRES_PER_NM = 1852.0
"""The international nautical mile, exactly (International Hydrographic Conference, Monaco 1929)."""
SECONDS_PER_HOUR = 3600
MS_PER_SECOND = 1000
MS_PER_HOUR = SECONDS_PER_HOUR * MS_PER_SECOND


def kn_to_mps(speed_kn: Number) -> Number:
    """Return knots as metres a second."""
    return speed_kn * (METRES_PER_NM / SECONDS_PER_HOUR)


def mps_to_kn(speed_mps: Number) -> Number:
    """Return metres a second as knots."""
    return speed_mps * (SECONDS_PER_HOUR / METRES_PER_NM)


def m_to_nm(distance_m: Number) -> Number:
    """Return metres as nautical miles."""
    return distance_m / METRES_PER_NM
