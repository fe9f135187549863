"""From closed rings to valid polygons; what crosses, overlaps or lies astray is named with ring and place."""

import re
from dataclasses import replace
from itertools import chain, pairwise

import shapely
from shapely import LineString, MultiPolygon, Point, Polygon

from geo.faults import FaultList, Place
from geo.rings import Ring

_VALID = "Valid Geometry"
_WHERE = re.compile(r"^(?P<reason>[^\[]*)\[(?P<lon>\S+) (?P<lat>\S+)\]$")

_MOVE = "move the corners until no two edges meet"
_OF_RING = {
    "Self-intersection": ("its edges cross or overlap", _MOVE),
    "Ring Self-intersection": ("it touches itself", "draw two polygons, or a polygon with a hole"),
}
_OF_POLYGON = {
    "Self-intersection": ("a hole crosses or overlaps another ring", _MOVE),
    "Hole lies outside shell": ("the hole is outside its polygon", "move it inside, or make it a polygon"),
    "Holes are nested": ("the hole is inside another hole", "delete it, or make it a polygon of its own"),
    "Interior is disconnected": ("holes cut the polygon in two", "draw two polygons"),
}
_OF_PARTS = {
    "Self-intersection": ("two of its polygons overlap or share an edge", "unite them, or draw them apart"),
    "Nested shells": ("one of its polygons lies inside another", "delete it, or give the outer one a hole"),
}


def polygon_of(rings: list[Ring], faults: FaultList) -> Polygon | None:
    """Return the polygon of a shell and its holes, or None with the fault of every ring noted."""
    before = faults.count
    for ring in rings:
        _note(Polygon(ring.positions), [ring], _OF_RING, faults)
    if faults.count > before:
        return None
    polygon = Polygon(rings[0].positions, [hole.positions for hole in rings[1:]])
    _note(polygon, rings, _OF_POLYGON, faults)
    return polygon if faults.count == before else None


def multipolygon_of(parts: list[list[Ring]], faults: FaultList) -> MultiPolygon | None:
    """Return the multipolygon of several polygons' rings, or None with the faults of every part noted."""
    before = faults.count
    polygons = [polygon for part in parts if (polygon := polygon_of(part, faults))]
    whole = MultiPolygon(polygons)
    if faults.count == before:
        _note(whole, list(chain.from_iterable(parts)), _OF_PARTS, faults)
    return whole if faults.count == before else None


def _note(
    shape: Polygon | MultiPolygon, rings: list[Ring], sentences: dict[str, tuple[str, str]], faults: FaultList
) -> None:
    said = shapely.is_valid_reason(shape)
    if said == _VALID:
        return
    where = _WHERE.match(said)
    reason = where["reason"] if where else said
    place = _nearest(rings, Point(float(where["lon"]), float(where["lat"]))) if where else rings[0].place
    why, remedy = sentences.get(reason, (reason.lower(), "draw it again"))
    faults.add(place, why, remedy)


def _nearest(rings: list[Ring], spot: Point) -> Place:
    """Return the place of the edge nearest to a spot: its ring (of several, the last) and where it starts."""
    ring = min(reversed(rings), key=lambda ring: float(LineString(ring.positions).distance(spot)))
    ends = list(pairwise(ring.positions))
    edge = min(range(len(ends)), key=lambda number: float(LineString(ends[number]).distance(spot)))
    return replace(ring.place, coordinate=edge, at=(spot.x, spot.y))
