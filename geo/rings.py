"""Positions, lines and rings as GeoJSON writes them (RFC 7946), each fault named with its coordinate."""

import math
from itertools import pairwise
from typing import NamedTuple

from geo.faults import FaultList, Place, Position

MIN_RING = 4
"""Positions of a linear ring, the repeated first one included (RFC 7946 section 3.1.6)."""
MIN_LINE = 2
"""Positions of a line (RFC 7946 section 3.1.4)."""

_WRONG = {
    "form": ("it is not [longitude, latitude] in numbers", "write two numbers, longitude first"),
    "infinite": ("it is not finite", "write a longitude and a latitude in degrees"),
    "metres": ("it looks like metres, not degrees", "export in WGS 84 (EPSG:4326), not in EPSG:3857"),
    "swapped": ("it has latitude before longitude", "write longitude first"),
    "range": ("it is outside -180..180, -90..90", "write a longitude and a latitude in degrees"),
}


class Ring(NamedTuple):
    """A closed ring and where it stands."""

    place: Place
    positions: list[Position]


def read_line(raw: object, place: Place, faults: FaultList) -> list[Position] | None:
    """Return the positions of a line, or None with its faults noted."""
    before = faults.count
    line = _positions(raw, place, faults)
    if line is None:
        return None
    if len(line) < MIN_LINE:
        faults.add(place, f"a line of {len(line)} positions is none", f"give it at least {MIN_LINE}")
    _refuse_neighbours(line, place, faults)
    return line if faults.count == before else None


def read_ring(raw: object, place: Place, faults: FaultList) -> Ring | None:
    """Return a closed ring, its first position repeated at the end, or None with its faults noted."""
    before = faults.count
    ring = _positions(raw, place, faults)
    if ring is None:
        return None
    if len(ring) < MIN_RING:
        faults.add(place, f"a ring of {len(ring)} positions encloses nothing", f"give it at least {MIN_RING}")
    if ring and ring[0] != ring[-1]:
        end = Place(place.feature, place.ring, len(ring) - 1, ring[-1])
        faults.add(end, "the ring is not closed", "repeat the first position at the end")
    _refuse_neighbours(ring, place, faults)
    return Ring(place, ring) if faults.count == before else None


def read_point(raw: object, place: Place, faults: FaultList) -> Position | None:
    """Return a single position, or None with its fault noted."""
    found = _positions([raw], place, faults)
    return found[0] if found else None


def _positions(raw: object, place: Place, faults: FaultList) -> list[Position] | None:
    """Return positions, or None with one fault noted for each kind, at the first coordinate that has it."""
    if not isinstance(raw, list):
        faults.add(place, "it is not a list of positions", "write [[longitude, latitude], ...]")
        return None
    read = [_position(pair) for pair in raw]
    wrong = [(number, position, _wrong_with(position)) for number, position in enumerate(read)]
    for kind, (why, remedy) in _WRONG.items():
        same = ((number, position) for number, position, fault in wrong if fault == kind)
        faults.add_group(place, same, why, remedy)
    return None if any(fault for _, _, fault in wrong) else [position for position in read if position]


def _position(pair: object) -> Position | None:
    if not isinstance(pair, list) or len(pair) not in {2, 3}:
        return None
    if any(isinstance(value, bool) or not isinstance(value, int | float) for value in pair):
        return None
    try:
        return float(pair[0]), float(pair[1])
    except OverflowError:  # a whole number of hundreds of digits
        return math.inf, math.inf


def _wrong_with(position: Position | None) -> str | None:
    if position is None:
        return "form"
    lon, lat = abs(position[0]), abs(position[1])
    if lon <= 180 and lat <= 90:
        return None
    if math.isinf(lon) or math.isinf(lat):
        return "infinite"
    if max(lon, lat) > 360:
        return "metres"
    return "swapped" if lon <= 90 and lat <= 180 else "range"


def _refuse_neighbours(positions: list[Position], place: Place, faults: FaultList) -> None:
    """Note positions that repeat the one before, and edges that go the long way round the Earth."""
    pairs = list(enumerate(pairwise(positions), start=1))
    repeats = ((number, there) for number, (here, there) in pairs if here == there)
    faults.add_group(place, repeats, "it repeats the position before it", "delete one of the two")
    leaps = ((number, there) for number, (here, there) in pairs if abs(there[0] - here[0]) > 180)
    why = "the edge before it spans more than 180 degrees, as one across the antimeridian does"
    remedy = "cut the shape at 180 degrees into a multipolygon (RFC 7946 section 3.1.9)"
    faults.add_group(place, leaps, why, remedy)
