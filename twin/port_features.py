"""GeoJSON features of a port folder, whose properties are read so that every fault is found."""

import json
from typing import Any, Never

import shapely
from shapely.geometry import shape as to_shape
from shapely.geometry.base import BaseGeometry

from twin.port import ConfigFault
from twin.port_table import decode_text
from twin.wire import ID_PATTERN

MAX_TEXT_CHARACTERS = 500


class Feature:
    """A feature with a sound shape: each reading returns a checked property, or notes a fault.

    A caller builds its record from the readings and keeps it only if `sound` is still true afterwards.

    Attributes:
        shape: the geometry in degrees WGS-84 (lon, lat).
    """

    def __init__(
        self,
        file: str,
        place: str,
        shape: BaseGeometry,
        properties: dict[str, Any],
        faults: list[ConfigFault],
    ) -> None:
        self.shape = shape
        self._file = file
        self._place = place
        self._properties = properties
        self._faults = faults
        self._faults_before = len(faults)

    @property
    def sound(self) -> bool:
        """Whether no reading of this feature has found a fault."""
        return len(self._faults) == self._faults_before

    def refuse(self, key: str, what: str, remedy: str) -> None:
        """Note a fault at a property, or at the geometry, of this feature."""
        self._faults.append(ConfigFault(self._file, f"{self._place}, {key}", what, remedy))

    def refuse_unknown(self, known: tuple[str, ...]) -> None:
        """Note every property that is not among the known."""
        for key in self._properties:
            if key not in known:
                self.refuse(key, "unknown property", f"Known are: {', '.join(known)}")

    def text(self, key: str) -> str:
        """Return a property that must be text with something in it."""
        value = self._properties.get(key)
        if not isinstance(value, str) or not value.strip() or len(value) > MAX_TEXT_CHARACTERS:
            self.refuse(
                key, f"{value!r:.60} is not a text of 1..{MAX_TEXT_CHARACTERS} characters", "Write one"
            )
            return ""
        return value.strip()

    def identifier(self, key: str) -> str:
        """Return an id of the form the wire allows."""
        value = self.text(key)
        if value and not ID_PATTERN.match(value):
            self.refuse(key, f"id {value!r}", "Use letters, digits, - and _, at most 32, no - or _ first")
        return value

    def choice(self, key: str, allowed: tuple[str, ...]) -> str:
        """Return a property that is one of the allowed words."""
        value = self.text(key)
        if value and value not in allowed:
            self.refuse(key, f"unknown word {value!r}", f"Use one of: {', '.join(allowed)}")
        return value

    def choices(self, key: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
        """Return a list of allowed words; a property that is absent is an empty list."""
        said = self.items(key)
        for word in said:
            if word not in allowed:
                self.refuse(key, f"unknown word {word!r}", f"Use any of: {', '.join(allowed)}")
        return tuple(word for word in said if word in allowed)

    def items(self, key: str) -> list[Any]:
        """Return a property that is a list; one that is absent is an empty list."""
        said = self._properties.get(key)
        if said is None:
            return []
        if not isinstance(said, list):
            self.refuse(key, f"{said!r:.60} is not a list", "Write [ ... ]")
            return []
        return said

    def number(self, key: str, low: float, high: float, *, required: bool) -> float | None:
        """Return a number within `low`..`high`, or None where it is absent and not required."""
        value = self._properties.get(key)
        if value is None and not required:
            return None
        if isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high:
            return float(value)
        self.refuse(key, f"{value!r:.60} is not a number {low:g}..{high:g}", "Give one, or mend it")
        return None


def read_features(
    file: str, content: bytes, known: tuple[str, ...], faults: list[ConfigFault]
) -> list[Feature]:
    """Return the features of a FeatureCollection whose shapes are sound; what is wrong goes to `faults`."""
    text = decode_text(file, content, faults)
    if text is None:
        return []
    try:
        said = json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_unique)
    except (ValueError, RecursionError) as fault:
        faults.append(ConfigFault(file, "the file", f"not JSON: {fault}", "Mend it there"))
        return []
    members = said.get("features") if isinstance(said, dict) else None
    if not isinstance(members, list) or said.get("type") != "FeatureCollection":
        faults.append(
            ConfigFault(
                file, "the file", "not a FeatureCollection", 'Write {"type": "FeatureCollection", ...}'
            )
        )
        return []
    features = [_feature(file, number, member, faults) for number, member in enumerate(members)]
    sound = [feature for feature in features if feature is not None]
    for feature in sound:
        feature.refuse_unknown(known)
    return sound


def _feature(file: str, number: int, member: Any, faults: list[ConfigFault]) -> Feature | None:
    place = f"feature {number}"
    if not isinstance(member, dict) or not isinstance(member.get("properties"), dict):
        faults.append(ConfigFault(file, place, "not a Feature with properties", "Mend it"))
        return None
    if isinstance(member["properties"].get("id"), str):
        place = f"feature {number} ({member['properties']['id'][:40]})"
    try:
        shape = to_shape(member["geometry"])
        reason = (
            "has no points"
            if shape.is_empty
            else _ring_fault(member["geometry"]) or shapely.is_valid_reason(shape)
        )
    except (KeyError, TypeError, ValueError, AttributeError, shapely.errors.ShapelyError) as fault:
        reason = str(fault)
    if reason != "Valid Geometry":
        faults.append(ConfigFault(file, place, reason, "Mend the outline"))
        return None
    return Feature(file, place, shape, member["properties"], faults)


def _ring_fault(geometry: dict[str, Any]) -> str | None:
    kind, lines = geometry["type"], geometry["coordinates"]
    rings = (
        lines
        if kind == "Polygon"
        else [ring for part in lines for ring in part]
        if kind == "MultiPolygon"
        else []
    )
    return next((f"ring {n} is not closed" for n, ring in enumerate(rings) if ring[0] != ring[-1]), None)


def _refuse_constant(word: str) -> Never:
    raise ValueError(f"{word} is not a number")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    unique = dict(pairs)
    if len(unique) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return unique
