"""Berths: which moored boats lie where, counted anew from their positions."""

from collections.abc import Sequence

import msgspec
import numpy as np

from geo.distance import distance_m
from twin.facts import BerthChanged, Fact
from twin.port import Berth
from twin.table import Array

PERIOD_MS = 60_000
"""Occupancy is published once a minute (domain.md §1.3); moored boats speak every three."""
SHORTEST_DEGREE_M = 110_000
"""No degree of latitude is shorter (110,574 m at the equator): makes a box that surely holds a radius."""


class Berths(msgspec.Struct):
    """Who lies where: berth -> its vessels in the order of their ids; a berth without vessels is absent."""

    lying: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)


def occupancy(
    berths: Berths,
    places: Sequence[Berth],
    vessels: Sequence[str],
    lon_deg: Array,
    lat_deg: Array,
    now_ms: int,
) -> list[BerthChanged]:
    """Return a fact for every berth whose boats are others than before, in the order of berth ids.

    A boat lies at the nearest berth whose radius holds it, the first by id of equally near ones, or at none.

    Args:
        berths: who lay where.
        places: the berths of the port; who lay at one that is gone lies there no more.
        vessels: ids of the moored vessels [n].
        lon_deg: their longitudes [n], NaN = nowhere.
        lat_deg: their latitudes [n].
        now_ms: the step's instant.
    """
    ordered = sorted(places, key=lambda berth: berth.id)
    nearest = _nearest(ordered, np.asarray(lon_deg), np.asarray(lat_deg))
    lying: dict[str, list[str]] = {}
    for row in np.flatnonzero(nearest >= 0).tolist():
        lying.setdefault(ordered[nearest[row]].id, []).append(vessels[row])
    now = {berth: tuple(sorted(boats)) for berth, boats in lying.items()}
    return [
        BerthChanged(t_ms=now_ms, berth=berth, vessels=now.get(berth, ()))
        for berth in sorted({*now, *berths.lying})
        if now.get(berth, ()) != berths.lying.get(berth, ())
    ]


def _nearest(places: Sequence[Berth], lon_deg: Array, lat_deg: Array) -> Array:
    """Return for each boat the index of its berth, -1 = none, int64 [n].

    Distances are compared in millimetres, so that every machine breaks ties alike.
    """
    found = np.full(lon_deg.shape, -1, dtype=np.int64)
    least_mm = np.full(lon_deg.shape, np.inf)
    for index, berth in enumerate(places):
        rows = _about(berth, lon_deg, lat_deg)
        far_mm = np.rint(distance_m(berth.lon, berth.lat, lon_deg[rows], lat_deg[rows]) * 1000)
        here = (far_mm <= berth.radius_m * 1000) & (far_mm < least_mm[rows])
        found[rows[here]] = index
        least_mm[rows[here]] = far_mm[here]
    return found


def _about(berth: Berth, lon_deg: Array, lat_deg: Array) -> Array:
    """Return the rows within a box that surely holds the berth's radius, int64 [m]; spares most distances."""
    reach_deg = berth.radius_m / SHORTEST_DEGREE_M
    rows = np.flatnonzero(np.abs(lat_deg - berth.lat) <= reach_deg)
    pole_deg = min(abs(berth.lat) + reach_deg, 89.9)
    off_deg = np.abs((lon_deg[rows] - berth.lon + 180) % 360 - 180)
    return np.asarray(rows[off_deg <= reach_deg / np.cos(np.radians(pole_deg))])


def fold(berths: Berths, fact: Fact) -> None:
    """Bring the berths up to a fact; facts that do not concern them change nothing."""
    if isinstance(fact, BerthChanged):
        if fact.vessels:
            berths.lying[fact.berth] = fact.vessels
        else:
            berths.lying.pop(fact.berth, None)
