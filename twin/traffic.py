"""Traffic: the boats whose motion is known well enough to say how they will pass each other."""

from typing import NamedTuple

import numpy as np

from geo.tracks import MAX_LAT_DEG, Tracks
from geo.units import MS_PER_SECOND
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
        rows: their rows in the fleet, ascending, int64 [k].
        tracks: where they are now and where they go, [k].
        age_s: how old their fixes are, [k].
        speed_kn: speed over ground, [k].
    """

    rows: Array
    tracks: Tracks
    age_s: Array
    speed_kn: Array

    def as_said(self, some: Array | None = None) -> Tracks:
        """Return the tracks of some (None: all) as if every fix were exact: doubt is for the few left."""
        sure, none = self.tracks, np.zeros(len(self.rows if some is None else some))
        lon, lat, east, north = sure.lon_deg, sure.lat_deg, sure.east_mps, sure.north_mps
        if some is not None:
            lon, lat, east, north = lon[some], lat[some], east[some], north[some]
        return Tracks(lon, lat, east, north, none, none)


def traffic(fleet: Fleet, now_ms: int, oldest_s: float) -> Traffic:
    """Return the boats whose newest fix is believed, tells its speed and is not older than `oldest_s`.

    A boat that tells no course is taken to lie still. Boats moored in shelter are no traffic: by where and
    how slowly they lie, whatever they say of themselves; neither are net buoys (domain.md alert 15, §2.2).
    """
    vessels, fix_ms = fleet.vessels, fleet.vessels["fix_ms"]
    idle = vessels["moored"] | vessels["doubtful"] | vessels["buoy"]
    rows = (~idle & (fix_ms >= max(now_ms - oldest_s * MS_PER_SECOND, 0))).nonzero()[0]
    speed_kn, lat = vessels["sog_kn"][rows].astype(np.float64), vessels["lat"][rows]
    known = ~np.isnan(speed_kn) & (np.abs(lat) <= MAX_LAT_DEG)
    if not known.all():
        rows, speed_kn, lat = rows[known], speed_kn[known], lat[known]
    course = vessels["cog_deg"][rows].astype(np.float64)
    bare = np.isnan(course)
    course[bare] = speed_kn[bare] = 0.0
    age_s = (now_ms - fix_ms[rows]) / MS_PER_SECOND
    tracks = Tracks.reckoned(
        vessels["lon"][rows],
        lat,
        speed_kn,
        course,
        np.maximum(age_s, 0),
        np.full(len(rows), CHANGE_MPS),
        vessels["sigma_m"][rows].astype(np.float64),
    )
    return Traffic(rows, tracks, age_s, speed_kn)


def is_ship(fleet: Fleet, rows: Array | None = None) -> Array:
    """Return which of these vessels (None: all) are merchant ships by the register or by length, bool [k]."""
    sort, length_m = fleet.vessels["sort"], fleet.vessels["length_m"]
    if rows is not None:
        sort, length_m = sort[rows], length_m[rows]
    unsorted = (sort == CLASS_CODE["unregistered"]) | (sort == UNKNOWN)
    return np.asarray((sort == CLASS_CODE["merchant"]) | (unsorted & (length_m >= MERCHANT_M)))
