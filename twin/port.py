"""The port as loaded: zones, vessels, stations, berths, gates, people and rule settings, all frozen.

This module is vocabulary; `twin.port_folder` reads the files of a port folder into it.
"""

from typing import Literal

import msgspec
from shapely.geometry.base import BaseGeometry

from twin.wire import Words

ZoneKind = Literal["permitted", "forbidden", "lane", "line", "harbour", "anchorage", "gate"]
VesselClass = Literal["fishing", "patrol", "merchant", "supply", "village", "visitor"]
GEARS = ("trawl", "gillnet", "purse-seine", "stow-net", "longline", "pots", "none")


class Window(msgspec.Struct, frozen=True):
    """When a zone is in force: from inclusive, to exclusive, UTC ms."""

    from_ms: int
    to_ms: int


class Zone(msgspec.Struct, frozen=True):
    """A named polygon; empty `classes`, `gears` or `windows` mean all and always.

    Attributes:
        shape: Polygon or MultiPolygon in degrees WGS-84 (lon, lat).
        width_m: half-width a `line` was widened by, metres; None for polygons.
        priority: 1..4, overriding the rule's own; None = the rule's.
        source: where the outline comes from; 示例 marks one we drew ourselves.
        depth_m: least depth in it below chart datum, metres; None = not on record.
        changed_ms: when a person last drew it at the desk, UTC ms; None = it is as the port folder has it.
    """

    id: str
    name: Words
    kind: ZoneKind
    shape: BaseGeometry
    source: str
    width_m: float | None = None
    classes: frozenset[str] = frozenset()
    gears: frozenset[str] = frozenset()
    windows: tuple[Window, ...] = ()
    priority: int | None = None
    depth_m: float | None = None
    version: int = 1
    changed_ms: int | None = None

    def applies_to(self, vessel_class: str, gear: str) -> bool:
        """Return whether the zone speaks to boats of this class and gear."""
        return (not self.classes or vessel_class in self.classes) and (not self.gears or gear in self.gears)

    def open_at(self, now_ms: int) -> bool:
        """Return whether the zone is in force at an instant."""
        return not self.windows or any(w.from_ms <= now_ms < w.to_ms for w in self.windows)


class VesselRecord(msgspec.Struct, frozen=True, gc=False):
    """One boat of the register; metres, persons, Beaufort force; terminals are `kind:id` keys.

    Attributes:
        group: the boats it sails with (编组), by a name they share; empty = none.
        pair: the boat it tows one trawl with (对拖), which names it in turn; empty = none.
    """

    id: str
    name: Words
    vessel_class: VesselClass
    gear: str
    terminals: tuple[str, ...]
    length_m: float
    beam_m: float
    draught_m: float
    rated_persons: int
    wind_class: int
    home_port: str
    township: str = ""
    skipper: str = ""
    group: str = ""
    callsign: str = ""
    source: str = ""
    pair: str = ""

    @property
    def mmsi(self) -> str | None:
        """The MMSI of the first AIS terminal, if any."""
        return next((t.split(":", 1)[1] for t in self.terminals if t.startswith("ais-")), None)


class StationRecord(msgspec.Struct, frozen=True):
    """A shore station: what it measures, how often, and its local warning marks.

    Attributes:
        quantities: words of `twin.wire.Quantity`.
        period_s: expected seconds between reports.
        marks_m: water-level marks blue, yellow, orange, red in metres above its datum; empty = none.
    """

    id: str
    name: Words
    lon: float
    lat: float
    quantities: tuple[str, ...]
    period_s: float
    marks_m: tuple[float, ...] = ()
    source: str = ""


class Berth(msgspec.Struct, frozen=True):
    """A mooring place: boats lying within `radius_m` of its point count as its occupants."""

    id: str
    name: Words
    lon: float
    lat: float
    kind: Literal["quay", "anchorage"]
    radius_m: float
    places: int
    source: str = ""


class Gate(msgspec.Struct, frozen=True):
    """A harbour mouth, as the line between its two sides in degrees (lon, lat); `width_m` metres."""

    id: str
    name: Words
    ends: tuple[tuple[float, float], tuple[float, float]]
    width_m: float
    source: str = ""


class PersonRecord(msgspec.Struct, frozen=True):
    """A registered person: usual boat and post, certificate and its expiry (UTC ms; None = unknown)."""

    id: str
    name: str
    role: str
    vessel: str | None = None
    certificate: str = ""
    expires_ms: int | None = None


class Ban(msgspec.Struct, frozen=True):
    """A closed season (休渔): from inclusive, to exclusive, UTC ms, between two latitudes in degrees.

    Attributes:
        gears: the gears it closes; a gear that no ban names is exempt.
        special: who may fish sooner, and by what licence; empty = nobody.
    """

    gears: frozenset[str]
    south_deg: float
    north_deg: float
    from_ms: int
    to_ms: int
    special: str
    source: str

    def closes(self, gear: str, lat_deg: float, now_ms: int) -> bool:
        """Return whether a gear may not be used at a latitude and an instant."""
        here = self.south_deg <= lat_deg <= self.north_deg
        return gear in self.gears and here and self.from_ms <= now_ms < self.to_ms


class ManningPost(msgspec.Struct, frozen=True):
    """A post that boats from `from_m` up to, but not including, `to_m` metres must fill (最低配员)."""

    from_m: float
    to_m: float
    role: str
    certificate: str
    count: int
    source: str


class Port(msgspec.Struct, frozen=True):
    """A whole port; `hash` is the SHA-256 of its files in name order and stands in every journal header.

    Attributes:
        lon, lat: origin of the port frame and where the map opens, degrees.
        box: operating area west, south, east, north in degrees; zones must lie within it.
        utc_offset_h: hours that local time is ahead of UTC.
        rules: rule id -> settings as read from `rules.toml`, checked by `twin.rules`.
        bans: closed seasons by gear.
        manning: the posts that boats must fill, by length.
    """

    id: str
    name: Words
    lon: float
    lat: float
    box: tuple[float, float, float, float]
    utc_offset_h: float
    zones: tuple[Zone, ...]
    vessels: tuple[VesselRecord, ...]
    stations: tuple[StationRecord, ...]
    berths: tuple[Berth, ...]
    gates: tuple[Gate, ...]
    people: tuple[PersonRecord, ...]
    rules: dict[str, dict[str, object]]
    hash: str
    bans: tuple[Ban, ...] = ()
    manning: tuple[ManningPost, ...] = ()


class ConfigFault(msgspec.Struct, frozen=True):
    """One fault of a configuration: file, place in it, what is wrong and how to mend it; `line` from 1."""

    file: str
    place: str
    what: str
    remedy: str
    line: int | None = None

    def __str__(self) -> str:
        """Return the fault as one readable line."""
        file = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{file}: {self.place}: {self.what}. {self.remedy}"


class ConfigError(Exception):
    """A configuration cannot be used; `faults` lists every reason found."""

    def __init__(self, faults: list[ConfigFault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults
