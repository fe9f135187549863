"""Traffic: the boats whose motion is known well enough to say how they will pass each other."""

from typing import NamedTuple

import numpy as np

from geo.encounter import MAX_LAT_DEG, Tracks
from twin.fleet import CLASS_CODE, UNKNOWN, Fleet
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

    def as_said(self, some: Array) -> Tracks:
        """Return the tracks of some as if every fix were exact: doubt is for the few that are left."""
        sure, none = self.tracks, np.zeros(len(some))
        return Tracks(
            sure.lon_deg[some], sure.lat_deg[some], sure.east_mps[some], sure.north_mps[some], none, none
        )


def traffic(fleet: Fleet, now_ms: int, oldest_s: float) -> Traffic:
    """Return the boats whose newest fix is believed, tells its speed and is not older than `oldest_s`.

    A boat that tells no course is taken to lie still. Boats moored in shelter are no traffic: by where and
    how slowly they lie, whatever they say of themselves; neither are net buoys (domain.md alert 15, §2.2).
    """
    vessels = fleet.vessels
    age_s = (now_ms - vessels["fix_ms"]) / 1000
    known = (vessels["fix_ms"] >= 0) & ~vessels["doubtful"] & (age_s <= oldest_s)
    known &= ~vessels["moored"] & ~vessels["buoy"]
    known &= ~np.isnan(vessels["sog_kn"]) & (np.abs(vessels["lat"]) <= MAX_LAT_DEG)
    rows = np.flatnonzero(known)
    course = vessels["cog_deg"][rows].astype(np.float64)
    speed_kn = np.where(np.isnan(course), 0.0, vessels["sog_kn"][rows])
    tracks = Tracks.of(
        vessels["lon"][rows],
        vessels["lat"][rows],
        speed_kn,
        np.nan_to_num(course),
        np.maximum(age_s[rows], 0),
        CHANGE_MPS,
        vessels["sigma_m"][rows],
    )
    return Traffic(rows, tracks, age_s[rows], speed_kn)


def is_ship(fleet: Fleet) -> Array:
    """Return which vessels are merchant ships by the register or by their length, bool [n]."""
    vessels = fleet.vessels
    sort = vessels["sort"]
    unsorted = (sort == CLASS_CODE["unregistered"]) | (sort == UNKNOWN)
    return np.asarray((sort == CLASS_CODE["merchant"]) | (unsorted & (vessels["length_m"] >= MERCHANT_M)))
