"""The four tables of a port folder, from rows to records: vessels, stations, berths and people."""

import datetime as dt
import itertools
from collections.abc import Callable, Iterable
from typing import Literal, TypeVar, cast

from twin.port import (
    GEARS,
    Berth,
    ConfigFault,
    PersonRecord,
    StationRecord,
    VesselClass,
    VesselRecord,
)
from twin.port_table import Column, Row, rows
from twin.wire import ID_PATTERN, UNIT_OF, TerminalKind

VESSEL_CLASSES: tuple[str, ...] = VesselClass.__args__  # type: ignore[attr-defined]  # typing's Literal
TERMINAL_KINDS: tuple[str, ...] = TerminalKind.__args__  # type: ignore[attr-defined]  # typing's Literal
_RecordT = TypeVar("_RecordT", VesselRecord, StationRecord, Berth, PersonRecord)
BERTH_KINDS = ("quay", "anchorage")

VESSEL_COLUMNS = (
    Column("id"),
    Column("name_zh"),
    Column("name_en", required=False),
    Column("class"),
    Column("gear"),
    Column("terminals", required=False),
    Column("length_m"),
    Column("beam_m"),
    Column("draught_m"),
    Column("rated_persons"),
    Column("wind_class"),
    Column("home_port"),
    Column("township", required=False),
    Column("skipper", required=False),
    Column("group", required=False),
    Column("pair", required=False),
    Column("callsign", required=False),
    Column("source"),
)
STATION_COLUMNS = (
    Column("id"),
    Column("name_zh"),
    Column("name_en", required=False),
    Column("lon"),
    Column("lat"),
    Column("quantities"),
    Column("period_s"),
    Column("marks_m", required=False),
    Column("source"),
)
BERTH_COLUMNS = (
    Column("id"),
    Column("name_zh"),
    Column("name_en", required=False),
    Column("lon"),
    Column("lat"),
    Column("kind"),
    Column("radius_m"),
    Column("places"),
    Column("source"),
)
PERSON_COLUMNS = (
    Column("id"),
    Column("name"),
    Column("role"),
    Column("vessel", required=False),
    Column("certificate", required=False),
    Column("expires", required=False),
)


def parse_vessels(file: str, content: bytes, faults: list[ConfigFault]) -> tuple[VesselRecord, ...]:
    """Return the register; a terminal claimed by two boats, or twice by one, is a fault.

    So is a pair that is not two trawlers that name each other.
    """
    claimed: dict[str, str] = {}
    paired: dict[str, Row] = {}

    def vessel(row: Row) -> VesselRecord:
        if row.text("pair"):
            paired[row.text("id")] = row
        return VesselRecord(
            id=row.identifier("id"),
            name=row.words("name_zh", "name_en"),
            vessel_class=cast("VesselClass", row.choice("class", VESSEL_CLASSES)),
            gear=row.choice("gear", GEARS),
            terminals=_terminals(row, claimed),
            length_m=row.number("length_m", 2, 400, "metres"),
            beam_m=row.number("beam_m", 0.5, 80, "metres"),
            draught_m=row.number("draught_m", 0.1, 30, "metres"),
            rated_persons=row.whole("rated_persons", 1, 500, "persons"),
            wind_class=row.whole("wind_class", 1, 17, "Beaufort force"),
            home_port=row.text("home_port"),
            township=row.text("township"),
            skipper=row.text("skipper"),
            group=row.identifier("group"),
            callsign=row.text("callsign"),
            source=row.text("source"),
            pair=row.identifier("pair"),
        )

    vessels = _records(rows(file, content, VESSEL_COLUMNS, faults), vessel)
    _refuse_lone_pairs({vessel.id: vessel for vessel in vessels}, paired)
    return vessels


def parse_stations(
    file: str, content: bytes, box: tuple[float, float, float, float], faults: list[ConfigFault]
) -> tuple[StationRecord, ...]:
    """Return the shore stations; positions lie in the box, quantities are words of the wire."""

    def station(row: Row) -> StationRecord:
        lon, lat = _position(row, box)
        return StationRecord(
            id=row.identifier("id"),
            name=row.words("name_zh", "name_en"),
            lon=lon,
            lat=lat,
            quantities=row.choices("quantities", tuple(UNIT_OF)),
            period_s=row.number("period_s", 1, 86_400, "seconds"),
            marks_m=_marks(row),
            source=row.text("source"),
        )

    return _records(rows(file, content, STATION_COLUMNS, faults), station)


def parse_berths(
    file: str, content: bytes, box: tuple[float, float, float, float], faults: list[ConfigFault]
) -> tuple[Berth, ...]:
    """Return the mooring places; positions lie in the box."""

    def berth(row: Row) -> Berth:
        lon, lat = _position(row, box)
        return Berth(
            id=row.identifier("id"),
            name=row.words("name_zh", "name_en"),
            lon=lon,
            lat=lat,
            kind=cast("Literal['quay', 'anchorage']", row.choice("kind", BERTH_KINDS)),
            radius_m=row.number("radius_m", 1, 5_000, "metres"),
            places=row.whole("places", 1, 10_000, "boats"),
            source=row.text("source"),
        )

    return _records(rows(file, content, BERTH_COLUMNS, faults), berth)


def parse_people(
    file: str, content: bytes, vessels: frozenset[str], utc_offset_h: float, faults: list[ConfigFault]
) -> tuple[PersonRecord, ...]:
    """Return the registered people; a usual boat must stand in the register.

    A certificate is good until the end of its last day by the port's own time.
    """

    def person(row: Row) -> PersonRecord:
        vessel = row.identifier("vessel")
        if vessel and vessel not in vessels:
            row.refuse("vessel", f"no vessel {vessel!r}", "Use an id of vessels.csv, or leave it empty")
        return PersonRecord(
            id=row.identifier("id"),
            name=row.text("name"),
            role=_role(row),
            vessel=vessel or None,
            certificate=row.text("certificate"),
            expires_ms=_end_of_day_ms(row, utc_offset_h),
        )

    return _records(rows(file, content, PERSON_COLUMNS, faults), person)


def _records(table: Iterable[Row], build: Callable[[Row], _RecordT]) -> tuple[_RecordT, ...]:
    records: dict[str, _RecordT] = {}
    for row in table:
        record = build(row)
        if record.id in records:
            row.refuse("id", f"{record.id!r} stands twice", "Give each its own id")
        if row.sound:
            records[record.id] = record
    return tuple(records.values())


def _refuse_lone_pairs(vessels: dict[str, VesselRecord], paired: dict[str, Row]) -> None:
    """Refuse a pair whose other boat is not there, is the boat itself, names another, or does not trawl."""
    for name, row in paired.items():
        other = row.text("pair")
        partner = vessels.get(other)
        if other == name or partner is None:
            row.refuse("pair", f"no other vessel {other!r}", "Use another boat's id, or leave it empty")
        elif partner.pair != name:
            row.refuse("pair", f"{other} does not name {name} as its pair", "Let both name each other")
        elif row.text("gear") != "trawl":
            row.refuse("pair", f"{name} has no trawl to pair for", "Give both gear trawl, or leave it empty")


def _terminals(row: Row, claimed: dict[str, str]) -> tuple[str, ...]:
    keys = tuple(row.text("terminals").split())
    for key in keys:
        kind, _, number = key.partition(":")
        if kind not in TERMINAL_KINDS or not ID_PATTERN.match(number):
            row.refuse(
                "terminals", f"terminal {key!r}", f"Write KIND:ID, KIND of {', '.join(TERMINAL_KINDS)}"
            )
        elif key in claimed:
            row.refuse(
                "terminals", f"terminal {key} is also claimed by {claimed[key]}", "Give it to one boat"
            )
        else:
            claimed[key] = row.text("id")
    return keys


def _position(row: Row, box: tuple[float, float, float, float]) -> tuple[float, float]:
    west, south, east, north = box
    lon = row.number("lon", -180, 180, "degrees east, WGS-84")
    lat = row.number("lat", -90, 90, "degrees north, WGS-84")
    if row.sound and not (west <= lon <= east and south <= lat <= north):
        row.refuse("lon", f"{lon:g}, {lat:g} lies outside the box of port.toml", "Move it, or widen the box")
    return lon, lat


def _marks(row: Row) -> tuple[float, ...]:
    """Return the water-level marks blue, yellow, orange, red; all four, rising, or none."""
    said = row.text("marks_m").split()
    if not said:
        return ()
    try:
        marks = tuple(float(mark) for mark in said)
    except ValueError:
        marks = ()
    rising = all(low < high for low, high in itertools.pairwise(marks))
    if len(marks) != 4 or not rising or not -20 <= marks[0] <= marks[-1] <= 20:
        what = f"{row.text('marks_m')!r} is not four rising levels"
        row.refuse("marks_m", what, "Give blue, yellow, orange, red in metres, separated by blanks")
    return marks


def _role(row: Row) -> str:
    role = row.text("role")
    if len(role) > 32:
        row.refuse("role", f"{len(role)} characters", "At most 32, as on the wire")
    return role


def _end_of_day_ms(row: Row, utc_offset_h: float) -> int | None:
    said = row.text("expires")
    if not said:
        return None
    try:
        day = dt.date.fromisoformat(said)
    except ValueError:
        row.refuse("expires", f"{said!r} is not a date", "Write YYYY-MM-DD")
        return None
    days = (day - dt.date(1970, 1, 1)).days + 1
    return int(days * 86_400_000 - utc_offset_h * 3_600_000)
