"""GeoJSON features of a port folder, whose properties are read so that every fault is found."""

from typing import Any, TypeAlias

from geo import geojson
from geo.geojson import parse_features
from twin.port import ConfigFault
from twin.wire import ID_PATTERN

Box: TypeAlias = tuple[float, float, float, float]
"""West, south, east, north in degrees."""
MAX_TEXT_CHARACTERS = 500


class Feature:
    """A feature with a sound shape: each reading returns a checked property, or notes a fault.

    A caller builds its record from the readings and keeps it only if `sound` is still true afterwards.

    Attributes:
        shape: the geometry in degrees WGS-84 (lon, lat).
    """

    def __init__(self, file: str, feature: geojson.Feature, faults: list[ConfigFault]) -> None:
        self.shape = feature.shape
        self._file = file
        self._place = str(feature.place)
        self._id = feature.id
        self._properties = feature.properties
        self._faults = faults
        self._refused = False

    @property
    def sound(self) -> bool:
        """Whether no reading of this feature has found a fault."""
        return not self._refused

    def refuse(self, key: str, what: str, remedy: str) -> None:
        """Note a fault at a property, or at the geometry, of this feature."""
        self._refused = True
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

    @property
    def identifier(self) -> str:
        """The feature's id, of the form the wire allows."""
        if not ID_PATTERN.match(self._id):
            self.refuse("id", f"id {self._id!r}", "Use letters, digits, - and _, at most 32, no - or _ first")
        return self._id

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
    file: str, content: bytes, box: Box, known: tuple[str, ...], faults: list[ConfigFault]
) -> list[Feature]:
    """Return the features of a file that have a sound shape within a box; what is wrong goes to `faults`.

    Args:
        file: name, for faults.
        content: a FeatureCollection in UTF-8, with or without a byte order mark.
        box: west, south, east, north in degrees.
        known: the properties a feature may have.
        faults: where faults are noted.
    """
    sound, refused = parse_features(content, box)
    faults += [ConfigFault(file, str(fault.place), fault.why, fault.remedy) for fault in refused]
    features = [Feature(file, each, faults) for each in sound]
    for feature in features:
        feature.refuse_unknown(known)
    return features
