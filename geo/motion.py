"""Where a boat will be if nothing changes, and how fast it must have gone between two fixes."""

import numpy as np
from numpy.typing import ArrayLike

from geo.arrays import FloatArray
from geo.distance import distance_m
from geo.units import MS_PER_SECOND, kn_to_mps
from geo.wgs84 import metres_per_degree, metres_per_lat_degree, wrap_lon_deg


def sail(
    lon_deg: ArrayLike, lat_deg: ArrayLike, distance_m: ArrayLike, course_deg: ArrayLike
) -> tuple[FloatArray, FloatArray]:
    """Return where one arrives after sailing a distance on a constant true course.

    Mid-latitude sailing (Bowditch, The American Practical Navigator, "The Sailings"): the degree of longitude
    is that of the latitude half way. Against the loxodrome on the ellipsoid it errs by less than 0.01 % of
    the distance up to 100 km below 70 degrees of latitude.

    Args:
        lon_deg: longitudes; any shape, broadcast with the others.
        lat_deg: latitudes, -85..85.
        distance_m: metres; negative sails backwards.
        course_deg: degrees from true north, clockwise.

    Returns:
        Longitudes (-180..180) and latitudes (held at the poles); NaN where any input is NaN.
    """
    course = np.radians(np.asarray(course_deg, dtype=np.float64))
    run_m = np.asarray(distance_m)
    lon, lat = np.asarray(lon_deg, dtype=np.float64), np.asarray(lat_deg, dtype=np.float64)
    return gone(lon, lat, run_m * np.sin(course), run_m * np.cos(course))


def gone(
    lon_deg: FloatArray, lat_deg: FloatArray, east_m: FloatArray, north_m: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return where one arrives after so many metres east and north, as `sail` does, whose formula it is.

    Args:
        lon_deg: longitudes; any shape, broadcast with the others.
        lat_deg: latitudes, -85..85.
        east_m: metres east.
        north_m: metres north.
    """
    half_way = lat_deg + north_m / metres_per_lat_degree(lat_deg) / 2
    per_lon_m, per_lat_m = metres_per_degree(np.minimum(np.maximum(half_way, -90.0), 90.0))
    lat = lat_deg + north_m / per_lat_m
    return wrap_lon_deg(lon_deg + east_m / per_lon_m), np.minimum(np.maximum(lat, -90.0), 90.0)


def dead_reckon(
    lon_deg: ArrayLike, lat_deg: ArrayLike, sog_kn: ArrayLike, cog_deg: ArrayLike, dt_s: ArrayLike
) -> tuple[FloatArray, FloatArray]:
    """Return where boats will be after a time if they keep speed and course over ground.

    Args:
        lon_deg: longitudes; any shape, broadcast with the others.
        lat_deg: latitudes, -85..85.
        sog_kn: speed over ground in knots.
        cog_deg: course over ground, degrees from true north, clockwise.
        dt_s: seconds ahead; negative looks back.

    Returns:
        Longitudes (-180..180) and latitudes. NaN where any input is NaN: an unknown speed stays unknown.
    """
    run_m = kn_to_mps(np.asarray(sog_kn, dtype=np.float64)) * np.asarray(dt_s, dtype=np.float64)
    return sail(lon_deg, lat_deg, run_m, cog_deg)


def implied_speed_mps(
    lon1_deg: ArrayLike,
    lat1_deg: ArrayLike,
    t1_ms: ArrayLike,
    lon2_deg: ArrayLike,
    lat2_deg: ArrayLike,
    t2_ms: ArrayLike,
) -> FloatArray:
    """Return the least speed over ground that explains two fixes of one boat.

    The order of the fixes does not matter: letters arrive out of order, and the speed is that of the later
    fix after the earlier one. Two fixes of one instant imply 0 if they are at one place and infinity if they
    are not.

    Args:
        lon1_deg: longitudes of one fix; any shape, broadcast with the others.
        lat1_deg: latitudes of that fix, -90..90.
        t1_ms: its time, UTC milliseconds.
        lon2_deg: longitudes of the other fix.
        lat2_deg: latitudes of the other fix, -90..90.
        t2_ms: its time, UTC milliseconds.

    Returns:
        Metres a second, 0..infinity; NaN where a position is NaN.
    """
    run_m = distance_m(lon1_deg, lat1_deg, lon2_deg, lat2_deg)
    dt_ms = np.abs(np.asarray(t2_ms, dtype=np.int64) - np.asarray(t1_ms, dtype=np.int64))
    with np.errstate(divide="ignore", invalid="ignore"):
        speed_mps = run_m * MS_PER_SECOND / dt_ms
    return np.where((dt_ms == 0) & (run_m == 0), 0.0, speed_mps)
