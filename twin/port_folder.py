"""A port folder's files, from bytes to a `Port`, with every fault named before anything starts.

The files are those of `contract.md` §1b, with `bans.csv` (closed seasons by gear) and `manning.csv` (posts by
length). Reading them from disk is `api.port_files`' work.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from typing import Any

import msgspec

from geo.frame import PortFrame
from twin.port import ConfigError, ConfigFault, Port
from twin.port_law import parse_bans, parse_manning
from twin.port_records import parse_berths, parse_people, parse_stations, parse_vessels
from twin.port_table import decode_text
from twin.port_zones import parse_gates, parse_zones
from twin.wire import ID_PATTERN, Words

FILES = (
    "bans.csv",
    "berths.csv",
    "gates.geojson",
    "manning.csv",
    "people.csv",
    "port.toml",
    "rules.toml",
    "stations.csv",
    "vessels.csv",
    "zones.geojson",
)
"""Every file of a port folder that the port's hash covers, in name order."""

_REQUIRED_KEYS = ("id", "name_zh", "name_en", "lon", "lat", "box", "utc_offset_h")
_KEYS = (*_REQUIRED_KEYS, "source")


def parse_port(files: Mapping[str, bytes]) -> Port:
    """Return the port that the files of a folder describe.

    Args:
        files: file name -> content; names beyond `FILES` are ignored.

    Raises:
        ConfigError: with every fault found in any file: its place, what is wrong and how to mend it. Where
            `port.toml` or a file itself is at fault, what depends on it is judged when that is mended.
    """
    missing = [
        ConfigFault(name, "the file", "is missing", "Add it; a table may hold its header line alone")
        for name in FILES
        if name not in files
    ]
    if missing:
        raise ConfigError(missing)
    faults: list[ConfigFault] = []
    rules = _parse_rules(files["rules.toml"], faults)
    vessels = parse_vessels("vessels.csv", files["vessels.csv"], faults)
    head = _parse_head(files["port.toml"], faults)
    if head is None:
        raise ConfigError(faults)
    port = Port(
        id=head.id,
        name=head.name,
        lon=head.lon,
        lat=head.lat,
        box=head.box,
        utc_offset_h=head.utc_offset_h,
        zones=parse_zones(
            "zones.geojson", files["zones.geojson"], PortFrame(head.lon, head.lat), head.box, faults
        ),
        vessels=vessels,
        stations=parse_stations("stations.csv", files["stations.csv"], head.box, faults),
        berths=parse_berths("berths.csv", files["berths.csv"], head.box, faults),
        gates=parse_gates("gates.geojson", files["gates.geojson"], head.box, faults),
        people=parse_people(
            "people.csv", files["people.csv"], frozenset(v.id for v in vessels), head.utc_offset_h, faults
        ),
        rules=rules,
        hash=folder_hash(files),
        bans=parse_bans("bans.csv", files["bans.csv"], faults),
        manning=parse_manning("manning.csv", files["manning.csv"], faults),
    )
    if faults:
        raise ConfigError(faults)
    return port


def folder_hash(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 of the files of `FILES`, each with its name and length, in name order."""
    digest = hashlib.sha256()
    for name in FILES:
        digest.update(f"{name} {len(files[name])}\n".encode())
        digest.update(files[name])
    return digest.hexdigest()


class _Head(msgspec.Struct, frozen=True):
    """What `port.toml` says."""

    id: str
    name: Words
    lon: float
    lat: float
    box: tuple[float, float, float, float]
    utc_offset_h: float


def _parse_head(content: bytes, faults: list[ConfigFault]) -> _Head | None:
    """Return what `port.toml` says, or None with its faults noted."""
    said = _toml("port.toml", content, faults)
    if said is None:
        return None
    wrong = _wrong_keys(said) or _wrong_values(said)
    if wrong:
        faults += [ConfigFault("port.toml", f"key {key}", what, remedy) for key, what, remedy in wrong]
        return None
    west, south, east, north = (float(edge) for edge in said["box"])
    return _Head(
        id=said["id"],
        name=Words(said["name_zh"], said["name_en"]),
        lon=float(said["lon"]),
        lat=float(said["lat"]),
        box=(west, south, east, north),
        utc_offset_h=float(said["utc_offset_h"]),
    )


def _wrong_keys(said: dict[str, Any]) -> list[tuple[str, str, str]]:
    unknown = [(key, "unknown key", f"Known are: {', '.join(_KEYS)}") for key in said if key not in _KEYS]
    return unknown + [(key, "is missing", "Add it") for key in _REQUIRED_KEYS if key not in said]


def _wrong_values(said: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return key, what is wrong and remedy, for keys that are all there."""
    wrong: list[tuple[str, str, str]] = []
    if not (isinstance(said["id"], str) and ID_PATTERN.match(said["id"])):
        wrong.append(("id", f"id {said['id']!r}", "Use letters, digits, - and _, at most 32"))
    wrong += [
        (key, "is not a name", "Write the port's name as text")
        for key in ("name_zh", "name_en")
        if not (isinstance(said[key], str) and said[key].strip())
    ]
    wrong += [
        (key, f"{said[key]!r} is not a number {low}..{high}", "Give degrees WGS-84, or hours")
        for key, low, high in (("lon", -180, 180), ("lat", -85, 85), ("utc_offset_h", -12, 14))
        if not _is_number(said[key], low, high)
    ]
    if not _is_box(said["box"]):
        wrong.append(("box", f"{said['box']!r} is not a box", "Write [west, south, east, north] in degrees"))
    if not wrong:
        west, south, east, north = said["box"]
        if not (west <= said["lon"] <= east and south <= said["lat"] <= north):
            wrong.append(("lon", "the origin lies outside the box", "Move it into the box, or widen the box"))
    return wrong


def _parse_rules(content: bytes, faults: list[ConfigFault]) -> dict[str, dict[str, object]]:
    """Return the sections of `rules.toml`; what they say is judged by `twin.rules`."""
    said = _toml("rules.toml", content, faults) or {}
    for rule, settings in said.items():
        if not isinstance(settings, dict):
            faults.append(
                ConfigFault("rules.toml", f"key {rule}", "stands outside a section", "Put it under [rule-id]")
            )
    return {rule: settings for rule, settings in said.items() if isinstance(settings, dict)}


def _toml(file: str, content: bytes, faults: list[ConfigFault]) -> dict[str, Any] | None:
    text = decode_text(file, content, faults)
    if text is None:
        return None
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        faults.append(ConfigFault(file, "the file", f"not TOML: {fault}", "Mend that line"))
        return None


def _is_number(value: object, low: float, high: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high


def _is_box(value: object) -> bool:
    if not isinstance(value, list) or len(value) != 4 or not all(_is_number(v, -180, 180) for v in value):
        return False
    west, south, east, north = value
    return bool(west < east and -85 <= south < north <= 85)
