"""The port frame: longitude and latitude as metres east and north of the port, and back.

The frame is an equirectangular plane that touches the ellipsoid at its origin. It is affine, so a line that
is straight in longitude and latitude (as GeoJSON means it, RFC 7946 section 3.1.1) stays straight, and inside
means the same in both. Its price is distance: the length of a degree of longitude is frozen at the origin's
latitude, and at 29 N a distance measured in the frame errs by up to 0.45 % at 50 km and 0.9 % at 100 km from
the origin. The frame decides "inside?"; `geo.distance` makes every number that a person reads or a threshold
uses.
"""

from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import ArrayLike
from shapely.geometry.base import BaseGeometry

from geo.arrays import FloatArray
from geo.wgs84 import metres_per_degree, wrap_lon_deg

MAX_ORIGIN_LAT_DEG = 85.0
"""Nearer the poles a degree of longitude is too short for a frame that freezes it. No port lies there."""


@dataclass(frozen=True, slots=True)
class PortFrame:
    """A plane in metres about a port.

    Attributes:
        lon0_deg: longitude of the origin, -180..180.
        lat0_deg: latitude of the origin, -85..85.
        degree_m: metres of one degree of longitude and one of latitude at the origin.

    Raises:
        ValueError: the origin is out of range or not a number.
    """

    lon0_deg: float
    lat0_deg: float
    degree_m: tuple[FloatArray, FloatArray] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse an origin about which no frame can stand."""
        if not (-180 <= self.lon0_deg <= 180 and -MAX_ORIGIN_LAT_DEG <= self.lat0_deg <= MAX_ORIGIN_LAT_DEG):
            raise ValueError(
                f"port frame origin ({self.lon0_deg}, {self.lat0_deg}) must be a longitude in -180..180 "
                f"and a latitude in -{MAX_ORIGIN_LAT_DEG:g}..{MAX_ORIGIN_LAT_DEG:g}"
            )
        object.__setattr__(self, "degree_m", metres_per_degree(self.lat0_deg))

    def to_xy(self, lon_deg: ArrayLike, lat_deg: ArrayLike) -> tuple[FloatArray, FloatArray]:
        """Return metres east and north of the origin, taking the short way round the Earth.

        Args:
            lon_deg: longitudes, any shape.
            lat_deg: latitudes, same shape.

        Returns:
            x in metres east and y in metres north, same shape; NaN where the input is NaN.
        """
        per_lon_m, per_lat_m = self.degree_m
        x_m = wrap_lon_deg(np.asarray(lon_deg, dtype=np.float64) - self.lon0_deg) * per_lon_m
        y_m = (np.asarray(lat_deg, dtype=np.float64) - self.lat0_deg) * per_lat_m
        return x_m, y_m

    def to_lonlat(self, x_m: ArrayLike, y_m: ArrayLike) -> tuple[FloatArray, FloatArray]:
        """Return longitudes (-180..180) and latitudes of places in the frame: the inverse of `to_xy`."""
        per_lon_m, per_lat_m = self.degree_m
        lon_deg = wrap_lon_deg(self.lon0_deg + np.asarray(x_m, dtype=np.float64) / per_lon_m)
        lat_deg = self.lat0_deg + np.asarray(y_m, dtype=np.float64) / per_lat_m
        return lon_deg, lat_deg

    def shape_to_xy(self, shape: BaseGeometry) -> BaseGeometry:
        """Return a shape given in longitude and latitude as the same shape in metres of the frame."""

        def move(lonlat: FloatArray) -> FloatArray:
            return np.column_stack(self.to_xy(lonlat[:, 0], lonlat[:, 1]))

        moved: BaseGeometry = shapely.transform(shape, move)
        return moved
