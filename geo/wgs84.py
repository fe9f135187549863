"""The shape of the Earth: the WGS 84 ellipsoid (NIMA TR8350.2, 3rd edition, table 3.1)."""

import numpy as np
from numpy.typing import ArrayLike

from geo.arrays import FloatArray

SEMI_MAJOR_AXIS_M = 6_378_137.0
FLATTENING = 1 / 298.257223563
ECCENTRICITY_SQUARED = FLATTENING * (2 - FLATTENING)
DEGREE = np.pi / 180


def metres_per_degree(lat_deg: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return how many metres one degree of longitude and one of latitude span at a latitude.

    The radii of curvature are those of the prime vertical, a / w, and of the meridian, a (1 - e2) / w^3, with
    w = sqrt(1 - e2 sin2 lat) (Torge and Mueller, Geodesy).

    Args:
        lat_deg: geodetic latitude, -90..90; any shape.

    Returns:
        Metres per degree of longitude and per degree of latitude, shaped like `lat_deg`.
    """
    lat = np.radians(np.asarray(lat_deg, dtype=np.float64))
    prime_vertical_m, meridian_m = _radii_m(lat)
    return prime_vertical_m * np.cos(lat) * DEGREE, meridian_m * DEGREE


def metres_per_lat_degree(lat_deg: ArrayLike) -> FloatArray:
    """Return the second of what `metres_per_degree` returns, for two thirds of its time."""
    return _radii_m(np.radians(np.asarray(lat_deg, dtype=np.float64)))[1] * DEGREE


def _radii_m(lat: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the radii of curvature of the prime vertical and of the meridian, metres."""
    w_squared = 1 - ECCENTRICITY_SQUARED * np.sin(lat) ** 2
    prime_vertical_m = SEMI_MAJOR_AXIS_M / np.sqrt(w_squared)
    return prime_vertical_m, prime_vertical_m * (1 - ECCENTRICITY_SQUARED) / w_squared


def wrap_lon_deg(lon_deg: ArrayLike) -> FloatArray:
    """Return longitudes or differences of longitude on -180..180; those already there come back unchanged.

    Both -180 and 180 stay as they are: they name the same meridian.
    """
    lon = np.asarray(lon_deg, dtype=np.float64)
    return np.asarray(lon - 360.0 * np.rint(lon / 360.0))
