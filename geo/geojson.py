"""From GeoJSON (RFC 7946) to shapes, every fault of a file found at once.

Nothing is mended on the quiet: a shape that means two things, or nothing, is refused with its feature, ring
and coordinate. Repairing with `make_valid` could even stop the program (7.5 s for a ring of 200 crossing
edges).
"""

from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import shapely
from shapely import LineString, MultiPolygon, Point, Polygon

from geo.faults import FaultList, GeometryFault, Place, Position
from geo.motion import sail
from geo.rings import Ring, read_line, read_point, read_ring
from geo.strict_json import JsonRefusedError, parse_json
from geo.topology import multipolygon_of, polygon_of

MAX_VERTICES_OF_FEATURE = 2_000
MAX_FEATURES = 500
MAX_VERTICES = 20_000
"""Of one file. The three bounds keep judging a file, and every question to its zones, within milliseconds."""
CIRCLE_VERTICES = 128
"""The edges cut at most 0.03 % of the radius, 1 - cos(pi / 128), off the circle; the corners, reached on a
constant course, lie on it to 0.02 % of the radius up to 75 degrees of latitude."""
MAX_RADIUS_M = 100_000.0
MAX_CIRCLE_LAT_DEG = 85.0

Box: TypeAlias = tuple[float, float, float, float]
"""West, south, east, north in degrees."""
Shape: TypeAlias = Point | LineString | Polygon | MultiPolygon

_THE_FILE = Place("the file")
_KINDS = ("Polygon", "MultiPolygon", "LineString", "Point")
_DEGREES = ("CRS84", "4326")


@dataclass(frozen=True, slots=True)
class Feature:
    """A sound feature.

    Attributes:
        id: its name, different from all others of the file.
        properties: as they stand in the file.
        shape: in longitude and latitude, valid; a circle has become a polygon.
        place: where in the file it stands, for what else may be wrong with it.
    """

    id: str
    properties: dict[str, object]
    shape: Shape
    place: Place


def parse_features(
    content: str | bytes, box: Box | None = None
) -> tuple[tuple[Feature, ...], tuple[GeometryFault, ...]]:
    """Return the sound features of a FeatureCollection, or of one Feature, and every fault of the others.

    A feature has an `id`, its own or among its properties, and a geometry: Polygon or MultiPolygon (with
    holes), LineString, Point, or a Point with the property `radius_m` (0 to 100,000 m): a circle, which
    becomes a polygon of 128 corners on it.

    Args:
        content: GeoJSON text, or bytes in UTF-8.
        box: west, south, east, north in degrees that every feature must lie in; None for the whole Earth.
    """
    faults = FaultList()
    try:
        document = parse_json(content)
    except JsonRefusedError as refused:
        faults.add(_THE_FILE, refused.why, refused.remedy)
        return (), faults.all()
    features: dict[str, Feature] = {}
    vertices = 0
    for number, member in enumerate(_members(document, faults)):
        feature = _feature(member, _place_of(number, member), box, faults)
        if feature is None:
            continue
        if feature.id in features:
            why = f"the id is that of {features[feature.id].place} too"
            faults.add(feature.place, why, "give every feature an id of its own")
        features.setdefault(feature.id, feature)
        vertices += shapely.get_num_coordinates(feature.shape)
        if vertices > MAX_VERTICES:
            why = f"with it the file has {vertices} vertices and may have {MAX_VERTICES}; no more was read"
            faults.add(feature.place, why, "draw fewer corners, or fewer features")
            break
    return tuple(features.values()), faults.all()


def _members(document: object, faults: FaultList) -> list[object]:
    """Return the features of a document, or none and why."""
    if not isinstance(document, dict) or document.get("type") not in {"FeatureCollection", "Feature"}:
        remedy = 'write {"type": "FeatureCollection", "features": [...]}'
        faults.add(_THE_FILE, "it is no FeatureCollection", remedy)
        return []
    if "crs" in document and not any(name in str(document["crs"]) for name in _DEGREES):
        why = f"its coordinates are in {str(document['crs'])[:80]}"
        faults.add(_THE_FILE, why, "export in WGS 84 (EPSG:4326)")
        return []
    members = [document] if document["type"] == "Feature" else document.get("features")
    if not isinstance(members, list):
        faults.add(_THE_FILE, "its features are not a list", 'write "features": [...]')
        return []
    if len(members) > MAX_FEATURES:
        why = f"it has {len(members)} features and may have {MAX_FEATURES}"
        faults.add(_THE_FILE, why, "divide it, or leave out what no rule needs")
        return []
    return members


def _place_of(number: int, member: object) -> Place:
    said = _said_id(member) if isinstance(member, dict) else None
    return Place(f"feature {number} ({said[:40]})" if said else f"feature {number}")


def _said_id(member: dict[str, object]) -> str | None:
    """Return the id that a feature gives itself, at its top or among its properties; whole numbers count."""
    properties = member.get("properties")
    inner = properties.get("id") if isinstance(properties, dict) else None
    said = member.get("id", inner)
    if isinstance(said, bool) or not isinstance(said, str | int) or (inner is not None and inner != said):
        return None
    return str(said) or None


def _feature(member: object, place: Place, box: Box | None, faults: FaultList) -> Feature | None:
    """Return a sound feature, or None with its faults noted."""
    before = faults.count
    if not isinstance(member, dict) or member.get("type") != "Feature":
        faults.add(place, "it is no Feature", 'write {"type": "Feature", "id": ..., "geometry": {...}}')
        return None
    said_id = _said_id(member)
    if said_id is None:
        faults.add(place, "it has no id, or two different ones", "write a text as id among its properties")
    properties = member.get("properties") or {}
    if not isinstance(properties, dict):
        faults.add(place, "its properties are no object", 'write "properties": {...}')
        properties = {}
    shape = _shape(member.get("geometry"), properties, place, faults)
    if shape is not None and box is not None:
        _refuse_outside(shape, box, place, faults)
    if shape is None or said_id is None or faults.count > before:
        return None
    return Feature(said_id, properties, shape, place)


def _shape(geometry: object, properties: dict[str, object], place: Place, faults: FaultList) -> Shape | None:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(geometry, dict) or kind not in _KINDS:
        faults.add(place, f"its geometry is {str(kind)[:40]}", f"use one of {', '.join(_KINDS)}")
        return None
    coordinates = geometry.get("coordinates")
    if kind == "Point":
        return _point(coordinates, properties, place, faults)
    if "radius_m" in properties:
        faults.add(place, f"a {kind} has no radius_m", "give the circle a Point as its centre")
    if kind == "LineString":
        line = read_line(coordinates, replace(place, ring="line"), faults)
        return LineString(line) if line and _few_enough(len(line), place, faults) else None
    if kind == "Polygon":
        rings = _rings(coordinates, place, "", faults)
        return polygon_of(rings, faults) if rings and _few_enough(_length(rings), place, faults) else None
    return _multipolygon(coordinates, place, faults)


def _multipolygon(raw: object, place: Place, faults: FaultList) -> MultiPolygon | None:
    if not isinstance(raw, list) or not raw:
        faults.add(place, "it is no multipolygon: it has no polygons", "write a list of polygons")
        return None
    read = [_rings(polygon, place, f"polygon {number}, ", faults) for number, polygon in enumerate(raw)]
    parts = [part for part in read if part]
    if len(parts) < len(read) or not _few_enough(sum(map(_length, parts)), place, faults):
        return None
    return multipolygon_of(parts, faults)


def _rings(raw: object, place: Place, prefix: str, faults: FaultList) -> list[Ring] | None:
    """Return the shell and the holes of a polygon, or None with the faults of all of them noted."""
    if not isinstance(raw, list) or not raw:
        part = replace(place, ring=prefix.removesuffix(", "))
        faults.add(part, "it is no polygon: it has no rings", "write a list of rings")
        return None
    places = [replace(place, ring=f"{prefix}ring {number}") for number in range(len(raw))]
    read = [read_ring(ring, at, faults) for ring, at in zip(raw, places, strict=True)]
    rings = [ring for ring in read if ring]
    return rings if len(rings) == len(read) else None


def _length(rings: list[Ring]) -> int:
    return sum(len(ring.positions) for ring in rings)


def _few_enough(vertices: int, place: Place, faults: FaultList) -> bool:
    if vertices > MAX_VERTICES_OF_FEATURE:
        why = f"it has {vertices} vertices and may have {MAX_VERTICES_OF_FEATURE}"
        faults.add(place, why, "draw fewer corners, or divide it")
    return vertices <= MAX_VERTICES_OF_FEATURE


def _point(
    raw: object, properties: dict[str, object], place: Place, faults: FaultList
) -> Point | Polygon | None:
    """Return a point, or the polygon of a circle about it."""
    centre = read_point(raw, place, faults)
    if "radius_m" not in properties:
        return Point(centre) if centre else None
    said = properties["radius_m"]
    radius_m = said if isinstance(said, int | float) and not isinstance(said, bool) else 0
    if not 0 < radius_m <= MAX_RADIUS_M:
        remedy = f"write metres, more than 0 and at most {MAX_RADIUS_M:g}"
        faults.add(place, f"its radius_m is {str(said)[:40]}", remedy)
        return None
    if centre and abs(centre[1]) > MAX_CIRCLE_LAT_DEG:
        faults.add(place, "a circle so near a pole is not supported", "draw a polygon")
        return None
    return _circle(centre, radius_m, place, faults) if centre else None


def _circle(centre: Position, radius_m: float, place: Place, faults: FaultList) -> Polygon | None:
    courses = np.arange(CIRCLE_VERTICES) * (-360.0 / CIRCLE_VERTICES)  # anticlockwise, RFC 7946 section 3.1.6
    lon, lat = sail(*centre, radius_m, courses)
    if np.ptp(lon) > 180:
        faults.add(place, "the circle crosses the antimeridian", "draw a multipolygon cut at 180 degrees")
        return None
    return Polygon(np.column_stack([lon, lat]))


def _refuse_outside(shape: Shape, box: Box, place: Place, faults: FaultList) -> None:
    """Note a shape that leaves the operating area, and whether it would fit with its axes swapped."""
    west, south, east, north = box
    left, low, right, high = shape.bounds
    if west <= left and right <= east and south <= low and high <= north:
        return
    if west <= low and high <= east and south <= left and right <= north:
        faults.add(place, "it has latitude before longitude", "write longitude first")
        return
    area = f"{west:g}..{east:g}, {south:g}..{north:g}"
    why = f"it reaches {left:.6g}..{right:.6g}, {low:.6g}..{high:.6g}, outside the operating area {area}"
    faults.add(place, why, "move it, or widen the area")
