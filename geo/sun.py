"""Where the sun stands: day, dusk and night."""

import math

from geo.units import MS_PER_SECOND

J2000_MS = 946_728_000_000
"""2000-01-01 12:00 UTC, from which Meeus counts days."""
DAY_MS = 86_400 * MS_PER_SECOND


def sun_deg(lon_deg: float, lat_deg: float, t_ms: float) -> float:
    """Return the altitude of the sun above the horizon, -90..90 degrees, without refraction.

    Low-precision position of the Sun, good to 0.01 degrees between 1950 and 2050 (Astronomical Almanac,
    section C; after Meeus, Astronomical Algorithms, 2nd ed., ch. 13 and 25).
    """
    days = (t_ms - J2000_MS) / DAY_MS
    anomaly = math.radians((357.528 + 0.985_600_3 * days) % 360)
    mean_deg = (280.460 + 0.985_647_4 * days) % 360
    ecliptic = math.radians(mean_deg + 1.915 * math.sin(anomaly) + 0.020 * math.sin(2 * anomaly))
    tilt = math.radians(23.439 - 4e-7 * days)
    right_ascension = math.atan2(math.cos(tilt) * math.sin(ecliptic), math.cos(ecliptic))
    declination = math.asin(math.sin(tilt) * math.sin(ecliptic))
    sidereal = math.radians((280.460_618_37 + 360.985_647_366_29 * days + lon_deg) % 360)
    hour_angle = sidereal - right_ascension
    latitude = math.radians(lat_deg)
    height = math.sin(latitude) * math.sin(declination) + math.cos(latitude) * math.cos(
        declination
    ) * math.cos(hour_angle)
    return math.degrees(math.asin(min(max(height, -1.0), 1.0)))
