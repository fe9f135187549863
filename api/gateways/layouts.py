"""Which column of a decoded track means what: known layouts, and layouts that a person writes down."""

import tomllib
from pathlib import Path

import msgspec

from twin import wire
from twin.port import ConfigError, ConfigFault


class Layout(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """Column names of a decoded track, compared without regard to case; None where there is no such column.

    Attributes:
        kind: terminal kind of every row, unless `transceiver` names a column of `A` and `B`.
        terminal: MMSI, BeiDou card number or another id.
        t: an Arrow timestamp, ISO 8601 text (UTC where it names no zone), or Unix seconds or milliseconds.
        lon, lat: degrees WGS 84. Or else:
        x, y: metres east and north of an origin that is asked for.
    """

    kind: wire.TerminalKind = "ais-a"
    terminal: str
    t: str
    lon: str | None = None
    lat: str | None = None
    x: str | None = None
    y: str | None = None
    sog_kn: str | None = None
    cog_deg: str | None = None
    heading_deg: str | None = None
    status: str | None = None
    transceiver: str | None = None
    name: str | None = None
    callsign: str | None = None
    ship_type: str | None = None
    length_m: str | None = None
    beam_m: str | None = None

    @property
    def needed(self) -> list[str]:
        """Columns without which a file cannot be of this layout."""
        place = [self.lon, self.lat] if self.lon else [self.x, self.y]
        return [name for name in (self.terminal, self.t, *place) if name]

    def columns(self) -> dict[str, str]:
        """Return column names by what they mean."""
        named = msgspec.structs.asdict(self)
        return {meaning: name for meaning, name in named.items() if name and meaning != "kind"}


MARINE_CADASTRE = Layout(
    terminal="MMSI",
    t="BaseDateTime",
    lon="LON",
    lat="LAT",
    sog_kn="SOG",
    cog_deg="COG",
    heading_deg="Heading",
    status="Status",
    transceiver="TransceiverClass",
    name="VesselName",
    callsign="CallSign",
    ship_type="VesselType",
    length_m="Length",
    beam_m="Width",
)
"""Vessel traffic of NOAA's MarineCadastre, and what many others export in the same words."""
ZHIHAI = Layout(kind="beidou", terminal="vessel", t="t", x="x", y="y", sog_kn="speed_kn", cog_deg="course")
"""Fishing boats on BeiDou terminals, in metres from an origin that was not published."""
KNOWN = (MARINE_CADASTRE, ZHIHAI)


def layout_of(names: list[str], file: str) -> Layout:
    """Return the known layout whose needed columns a file has.

    Raises:
        ConfigError: none of them.
    """
    present = {name.casefold() for name in names}
    for layout in KNOWN:
        if all(name.casefold() in present for name in layout.needed):
            return layout
    what = f"the columns {', '.join(names[:20])} are of no known layout"
    raise fault(file, "columns", what, "Write which column means what into a file and give it as --columns.")


def read_layout(path: Path) -> Layout:
    """Return the layout written in a TOML file: `kind = "ais-a"`, and under `[columns]` meaning = "name".

    Raises:
        ConfigError: the file cannot be read, or lacks `terminal`, `t` and either `lon`, `lat` or `x`, `y`.
    """
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise fault(str(path), "file", f"cannot be read ({error.strerror})", "Name a file.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise fault(str(path), "text", f"is not TOML ({error})", "Mend that line.") from None
    columns = said.pop("columns", None)
    remedy = f"Under [columns] write any of {', '.join(sorted(Layout.__struct_fields__[1:]))}."
    if not isinstance(columns, dict) or set(said) - {"kind"} or "kind" in columns:
        raise fault(str(path), "columns", "needs a table [columns], and besides only `kind`", remedy)
    try:
        layout = msgspec.convert(said | columns, Layout)
    except msgspec.ValidationError as error:
        raise fault(str(path), "columns", str(error), remedy) from None
    if len(layout.needed) != 4:
        raise fault(str(path), "columns", "names no place", "Name lon and lat, or x and y.")
    return layout


def fault(file: str, place: str, what: str, remedy: str) -> ConfigError:
    """Return a configuration error with one fault."""
    return ConfigError([ConfigFault(file, place, what, remedy)])
