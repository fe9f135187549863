"""Wind, night and season as rules see them: the newest evidence, or nothing at all."""

import numpy as np

from geo.distance import distance_m
from geo.sun import sun_deg
from geo.units import MS_PER_HOUR
from geo.wgs84 import wrap_lon_deg
from twin.rules.base import View
from twin.rules.shore import newest
from twin.storm import FORCE_MPS, Reach, reach
from twin.table import Array

BEAUFORT_MPS = (0.3, 1.6, 3.4, 5.5, 8.0, 10.8, 13.9, 17.2, 20.8, 24.5, 28.5, 32.7)
"""Lowest mean wind of forces 1 to 12, m/s (WMO; domain.md §1.2)."""
WIND_REACH_M = 60_000.0
"""An anemometer speaks for boats within this distance, ours."""


def force(wind_mps: Array) -> Array:
    """Return the Beaufort force of mean winds, 0..12, float64; NaN where the wind is not known."""
    found = np.searchsorted(BEAUFORT_MPS, wind_mps, side="right").astype(np.float64)
    return np.where(np.isnan(wind_mps), np.nan, found)


def wind_mps(view: View, rows: Array | None = None) -> Array:
    """Return the mean wind at each boat by the nearest fresh station within reach, m/s [n], NaN unknown.

    Args:
        view: the port now.
        rows: only of these vessels, [m]; None = of all.
    """
    return _at_boats(view, "wind", rows)


def downwind_deg(view: View, rows: Array | None = None) -> Array:
    """Return the bearing that the wind blows to at each boat, degrees [n], NaN unknown."""
    return np.asarray((_at_boats(view, "wind-direction", rows) + 180) % 360)


def _at_boats(view: View, quantity: str, rows: Array | None) -> Array:
    """Return a quantity at each boat, by the nearest fresh station that measures it and is within reach."""
    vessels = view.fleet.vessels
    lon, lat = vessels["lon"], vessels["lat"]
    if rows is not None:
        lon, lat = lon[rows], lat[rows]
    known = [
        (station.lon, station.lat, value)
        for station in view.stations.records.values()
        if quantity in station.quantities and (value := newest(view, station.id, quantity)) is not None
    ]
    if not known:
        return np.full(len(lon), np.nan)
    stations = np.array(known)
    near = _nearest(lon, lat, stations)
    away_m = distance_m(lon, lat, stations[near, 0], stations[near, 1])
    return np.where(away_m <= WIND_REACH_M, stations[near, 2], np.nan)


def _nearest(lon_deg: Array, lat_deg: Array, stations: Array) -> Array:
    """Return the row of the station nearest to each place, int64 [n]; 0 where the place is not known.

    By the plane: within the reach of a station it errs by less than the wind differs.
    """
    least = np.full(len(lon_deg), np.inf)
    near = np.zeros(len(lon_deg), dtype=np.int64)
    narrow = np.cos(np.radians(lat_deg))
    for row, (lon, lat) in enumerate(stations[:, :2].tolist()):
        away = (wrap_lon_deg(lon_deg - lon) * narrow) ** 2 + (lat_deg - lat) ** 2
        nearer = away < least
        near[nearer], least[nearer] = row, away[nearer]
    return near


def forecast_force(view: View, ahead_h: float) -> int | None:
    """Return the strongest force that is told of for the port in the next hours, None unknown.

    Forecasts and warnings give it; the bulletin on a typhoon only by its circles, when one of them reaches
    the port: its force is that of the wind about its centre, which may be days away.
    """
    until_ms = view.now_ms + ahead_h * MS_PER_HOUR
    standing = [issue for issue in view.weather.newest.values() if view.now_ms < issue.valid_to_ms]
    forces = [
        issue.force
        for issue in standing
        if issue.what != "typhoon"
        and issue.force is not None
        and (issue.valid_from_ms or issue.issued_ms) <= until_ms
    ]
    forces += [
        circle
        for issue in standing
        if issue.what == "typhoon"
        for circle in FORCE_MPS
        if _covers(reach(issue.track, view.port.lon, view.port.lat, circle), view.now_ms, until_ms)
    ]
    return max(forces, default=None)


def _covers(circle: Reach, from_ms: float, until_ms: float) -> bool:
    """Return whether the port lies in a circle at some time between two instants."""
    if circle.first_ms is None or circle.last_ms is None:
        return False
    return circle.first_ms <= until_ms and circle.last_ms >= from_ms


def is_night(view: View) -> bool:
    """Return whether the sun is below the horizon at the port: sunset to sunrise, when lights are carried."""
    return sun_deg(view.port.lon, view.port.lat, view.now_ms) < 0
