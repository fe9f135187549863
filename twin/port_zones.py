"""The two maps of a port folder, from GeoJSON to records: zones and gates."""

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
import shapely
from shapely.geometry import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo.frame import PortFrame
from twin.port import GEARS, ConfigFault, Gate, Window, Zone, ZoneKind
from twin.port_features import Box, Feature, read_features
from twin.port_records import VESSEL_CLASSES
from twin.wire import Words

ZONE_KINDS: tuple[str, ...] = ZoneKind.__args__  # type: ignore[attr-defined]  # typing's Literal
ZONE_KEYS = (
    "id",
    "name_zh",
    "name_en",
    "kind",
    "width_m",
    "depth_m",
    "radius_m",
    "classes",
    "gears",
    "windows",
    "priority",
    "source",
)
GATE_KEYS = ("id", "name_zh", "name_en", "width_m", "source")
MAX_WIDTH_M = 50_000.0
_RecordT = TypeVar("_RecordT", Zone, Gate)


def parse_zones(
    file: str, content: bytes, frame: PortFrame, box: Box, faults: list[ConfigFault]
) -> tuple[Zone, ...]:
    """Return the zones; a `line` is widened to the polygon of all points within its `width_m`."""

    def zone(feature: Feature) -> Zone:
        kind = feature.choice("kind", ZONE_KINDS)
        width_m = feature.number("width_m", 1, MAX_WIDTH_M, required=kind == "line")
        return Zone(
            id=feature.identifier,
            name=Words(feature.text("name_zh"), feature.text("name_en")),
            kind=cast("ZoneKind", kind),
            shape=_zone_shape(feature, kind, width_m, frame),
            source=feature.text("source"),
            width_m=width_m,
            classes=frozenset(feature.choices("classes", VESSEL_CLASSES)),
            gears=frozenset(feature.choices("gears", GEARS)),
            windows=_windows(feature),
            priority=_priority(feature),
            depth_m=feature.number("depth_m", -20, 12_000, required=False),
        )

    return _records(read_features(file, content, box, ZONE_KEYS, faults), zone)


def parse_gates(file: str, content: bytes, box: Box, faults: list[ConfigFault]) -> tuple[Gate, ...]:
    """Return the harbour mouths; the harbour lies to the left of the way from the first end to the second."""

    def gate(feature: Feature) -> Gate:
        ends = tuple((float(lon), float(lat)) for lon, lat in shapely.get_coordinates(feature.shape))
        if not isinstance(feature.shape, LineString) or len(ends) != 2:
            feature.refuse("geometry", "is not a line of two ends", "Draw a LineString from shore to shore")
            ends = ((0.0, 0.0), (0.0, 0.0))
        return Gate(
            id=feature.identifier,
            name=Words(feature.text("name_zh"), feature.text("name_en")),
            ends=(ends[0], ends[1]),
            width_m=feature.number("width_m", 5, MAX_WIDTH_M, required=True) or 0.0,
            source=feature.text("source"),
        )

    return _records(read_features(file, content, box, GATE_KEYS, faults), gate)


def _records(features: list[Feature], build: Callable[[Feature], _RecordT]) -> tuple[_RecordT, ...]:
    records = ((feature, build(feature)) for feature in features)
    return tuple(record for feature, record in records if feature.sound)


def _zone_shape(feature: Feature, kind: str, width_m: float | None, frame: PortFrame) -> BaseGeometry:
    if kind == "line":
        if not isinstance(feature.shape, LineString):
            feature.refuse("geometry", f"a line is drawn as {feature.shape.geom_type}", "Draw a LineString")
            return feature.shape
        return _widened(feature.shape, width_m or 0.0, frame)
    if not isinstance(feature.shape, Polygon | MultiPolygon):
        what = f"a {kind or 'zone'} is drawn as {feature.shape.geom_type}"
        feature.refuse("geometry", what, "Draw a Polygon or MultiPolygon")
    if width_m is not None:
        feature.refuse("width_m", "only a line has a width", "Remove it")
    return feature.shape


def _widened(line: LineString, width_m: float, frame: PortFrame) -> BaseGeometry:
    """Return the polygon of every point within `width_m` of a line, in degrees."""

    def back(xy: np.ndarray[Any, np.dtype[np.float64]]) -> np.ndarray[Any, np.dtype[np.float64]]:
        return np.column_stack(frame.to_lonlat(xy[:, 0], xy[:, 1]))

    band = frame.shape_to_xy(line).buffer(width_m)
    widened: BaseGeometry = shapely.transform(band, back)
    return widened


def _windows(feature: Feature) -> tuple[Window, ...]:
    windows: list[Window] = []
    for number, said in enumerate(feature.items("windows")):
        if not isinstance(said, dict) or set(said) != {"from", "to"}:
            feature.refuse(f"windows[{number}]", "is not a window", 'Write {"from": INSTANT, "to": INSTANT}')
            continue
        ends = [_instant_ms(feature, f"windows[{number}].{end}", said[end]) for end in ("from", "to")]
        if ends[0] >= ends[1] and feature.sound:
            feature.refuse(f"windows[{number}]", "ends before it begins", "Give a later `to`")
        windows.append(Window(ends[0], ends[1]))
    return tuple(windows)


def _instant_ms(feature: Feature, place: str, said: object) -> int:
    remedy = "Write it with its offset, as 2026-05-01T12:00:00+08:00"
    try:
        instant = dt.datetime.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        instant = None
    if instant is None:
        feature.refuse(place, f"{said!r} is not an instant", remedy)
    elif instant.tzinfo is None:
        feature.refuse(place, f"{said!r} has no offset", remedy)
    else:
        return round(instant.timestamp() * 1000)
    return 0


def _priority(feature: Feature) -> int | None:
    priority = feature.number("priority", 1, 4, required=False)
    if priority is not None and priority != int(priority):
        feature.refuse("priority", f"{priority:g} is not 1, 2, 3 or 4", "Give a whole number")
    return None if priority is None else int(priority)
