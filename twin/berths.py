"""Berths: which moored boats lie where, counted anew from their positions."""

from collections.abc import Callable, Sequence

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
    name_of: Callable[[int], str],
    lon_deg: Array,
    lat_deg: Array,
    now_ms: int,
) -> list[BerthChanged]:
    """Return a fact for every berth whose boats are others than before, in the order of berth ids.

    A boat lies at the nearest berth whose radius holds it, the first by id of equally near ones, or at none.

    Args:
        berths: who lay where.
        places: the berths of the port; who lay at one that is gone lies there no more.
        name_of: the id of the moored vessel at an index of the columns below.
        lon_deg: longitudes of the moored vessels [n], NaN = nowhere.
        lat_deg: their latitudes [n].
        now_ms: the step's instant.
    """
    ordered = sorted(places, key=lambda berth: berth.id)
    nearest = _nearest(ordered, np.asarray(lon_deg), np.asarray(lat_deg))
    lying: dict[str, list[str]] = {}
    for row in np.flatnonzero(nearest >= 0).tolist():
        lying.setdefault(ordered[nearest[row]].id, []).append(name_of(row))
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
    berth, boat = _about(places, lon_deg, lat_deg)
    lon, lat, radius_m = _columns(places)[:, berth]
    far_mm = np.rint(distance_m(lon, lat, lon_deg[boat], lat_deg[boat]) * 1000)
    here = np.flatnonzero(far_mm <= radius_m * 1000)
    order = here[np.lexsort((berth[here], far_mm[here], boat[here]))]
    boats, first = np.unique(boat[order], return_index=True)
    found[boats] = berth[order[first]]
    return found


def _about(places: Sequence[Berth], lon_deg: Array, lat_deg: Array) -> tuple[Array, Array]:
    """Return berths and the boats within a box that surely holds the berth's radius, by index, int64 [m]."""
    lon, lat, radius_m = _columns(places)
    reach_deg = radius_m / SHORTEST_DEGREE_M
    berth, boat = np.nonzero(np.abs(lat_deg - lat[:, np.newaxis]) <= reach_deg[:, np.newaxis])
    pole_deg = np.minimum(np.abs(lat) + reach_deg, 89.9)
    off_deg = np.abs((lon_deg[boat] - lon[berth] + 180) % 360 - 180)
    near = off_deg <= (reach_deg / np.cos(np.radians(pole_deg)))[berth]
    return berth[near], boat[near]


def _columns(places: Sequence[Berth]) -> Array:
    """Return longitudes, latitudes and radii of berths, degrees and metres, [3, b]."""
    return np.array([(place.lon, place.lat, place.radius_m) for place in places]).reshape(-1, 3).T


def fold(berths: Berths, fact: Fact) -> None:
    """Bring the berths up to a fact; facts that do not concern them change nothing."""
    if isinstance(fact, BerthChanged):
        if fact.vessels:
            berths.lying[fact.berth] = fact.vessels
        else:
            berths.lying.pop(fact.berth, None)
