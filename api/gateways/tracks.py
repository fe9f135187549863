"""Decoded tracks from CSV and Parquet: one row a fix, checked like a sentence and played in order of time."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from api.gateways.ais import ACTIVE_STATUS, COUNTRIES, MAX_MMSI, beacon, unfit_number
from api.gateways.columns import NO_INSTANT, instants_ms, numbers, words
from api.gateways.layouts import Layout, fault
from api.gateways.said import Distress, Fix, Heard, Said, Static
from api.gateways.tally import Tally
from geo.frame import PortFrame
from twin import wire

Floats = NDArray[np.float64]


Words = tuple[list[str], NDArray[np.int64]]
_RANGES: dict[str, tuple[float, float, float]] = {
    "sog_kn": (0, 102.2, 102.3),
    "cog_deg": (0, 359.99, 360),
    "heading_deg": (0, 359, 511),
    "status": (0, 15, -1),
    "ship_type": (1, 255, 0),
    "length_m": (0.1, 1022, 0),
    "beam_m": (0.1, 126, 0),
}
"""Least, greatest and "not available" of the numbers a row may carry (M.1371-5, and `wire`'s own ranges)."""
_WHY = (
    "",
    "id",
    "mmsi",
    "mmsi-zero",
    "base-station",
    "sar-aircraft",
    "aid-to-navigation",
    "time",
    "not-on-earth",
)
_NO_FAULT = frozenset(("base-station", "sar-aircraft", "aid-to-navigation"))


class Tracks:
    """The usable rows of a table, in order of time; the others are counted in the tally with their reasons.

    Args:
        table: the decoded rows.
        layout: which column means what.
        tally: counts every row once; when `heard` is exhausted, `accounted + len(given) == lines`.
        origin: longitude and latitude at which the middle of tracks in metres is placed.

    Raises:
        ConfigError: an origin is missing or is no place.
    """

    def __init__(
        self, table: pa.Table, layout: Layout, tally: Tally, origin: tuple[float, float] | None = None
    ) -> None:
        self._tally, self._kind = tally, layout.kind
        tally.lines += table.num_rows
        by_name = {name.casefold(): table[name] for name in table.column_names}
        self._columns = {
            meaning: by_name[name.casefold()]
            for meaning, name in layout.columns().items()
            if name.casefold() in by_name
        }
        self._t_ms = instants_ms(self._columns["t"])
        self._lon, self._lat = self._places(origin)
        self._numbers = {name: self._optional(name) for name in _RANGES if name in self._columns}
        self._words: dict[str, Words] = {
            name: words(self._columns[name])
            for name in ("terminal", "transceiver", "name", "callsign")
            if name in self._columns
        }
        self._order = self._usable()

    def __len__(self) -> int:
        """Rows that `heard` goes through."""
        return len(self._order)

    @property
    def first_ms(self) -> int | None:
        """UTC ms of the earliest usable row, None where there is none."""
        return int(self._t_ms[self._order[0]]) if len(self._order) else None

    def heard(self) -> Iterator[Heard]:
        """Yield what each row says, in order of time; a row like its terminal's last one is a repeat."""
        last: dict[str, tuple[int, Fix]] = {}
        claimed: dict[str, Static] = {}
        for row in self._order.tolist():
            t_ms, fix = int(self._t_ms[row]), self._fix(row)
            if last.get(fix.terminal) == (t_ms, fix):
                self._tally.passed_over["repeated"] += 1
                continue
            last[fix.terminal] = (t_ms, fix)
            said: tuple[Said, ...] = (fix,)
            sos = beacon(int(fix.terminal)) if fix.kind.startswith("ais") else None
            if sos:
                test = fix.status is not None and fix.status != ACTIVE_STATUS
                call = Distress(
                    kind=fix.kind, terminal=fix.terminal, sos=sos, test=test, lon=fix.lon, lat=fix.lat
                )
                said = (call, fix)
            static = self._static(row, fix)
            if not static.claims_nothing and claimed.get(fix.terminal) != static:
                claimed[fix.terminal] = static
                said = (*said, static)
            yield Heard(t_ms, said)

    def _fix(self, row: int) -> Fix:
        lon, lat = self._lon[row], self._lat[row]
        status = self._number("status", row)
        kind = self._kind
        match self._word("transceiver", row):
            case "A":
                kind = "ais-a"
            case "B":
                kind = "ais-b"
        terminal = self._word("terminal", row)
        return Fix(
            kind=kind,
            terminal=f"{int(terminal):09d}" if kind.startswith("ais") else terminal,
            lon=None if np.isnan(lon) else round(float(lon), 6),
            lat=None if np.isnan(lat) else round(float(lat), 6),
            sog_kn=self._number("sog_kn", row),
            cog_deg=self._number("cog_deg", row),
            heading_deg=self._number("heading_deg", row),
            status=None if status is None else int(status),
        )

    def _static(self, row: int, fix: Fix) -> Static:
        ship_type = self._number("ship_type", row)
        return Static(
            kind=fix.kind,
            terminal=fix.terminal,
            name=self._word("name", row)[:64] or None,
            callsign=self._word("callsign", row)[:16] or None,
            length_m=self._number("length_m", row),
            beam_m=self._number("beam_m", row),
            ship_type=None if ship_type is None else int(ship_type),
        )

    def _number(self, name: str, row: int) -> float | None:
        values = self._numbers.get(name)
        if values is None or np.isnan(values[row]):
            return None
        return round(float(values[row]), 3)

    def _word(self, name: str, row: int) -> str:
        if name not in self._words:
            return ""
        distinct, index = self._words[name]
        return distinct[int(index[row])]

    def _places(self, origin: tuple[float, float] | None) -> tuple[Floats, Floats]:
        """Return longitudes and latitudes: NaN where a row has no place, out of range where it is none."""
        if "lon" in self._columns:
            lon, lat = numbers(self._columns["lon"]), numbers(self._columns["lat"])
        else:
            lon, lat = self._placed(origin)
        missing = (lat == 91) | np.isnan(lat) | (lon == 181) | np.isnan(lon)
        return np.where(missing, np.nan, lon), np.where(missing, np.nan, lat)

    def _placed(self, origin: tuple[float, float] | None) -> tuple[Floats, Floats]:
        """Return metres as degrees, their middle at the origin; the affine frame keeps shapes, not scale."""
        if origin is None:
            what = "these tracks are in metres, and nobody says where on earth they are"
            raise fault("--origin", "LON,LAT", what, "Give --origin LON,LAT: their middle is put there.")
        try:
            frame = PortFrame(*origin)
        except ValueError as error:
            raise fault("--origin", "LON,LAT", str(error), "Longitude first, then latitude.") from None
        x_m, y_m = numbers(self._columns["x"]), numbers(self._columns["y"])
        finite = np.isfinite(x_m) & np.isfinite(y_m)
        if not finite.any():
            return x_m, y_m
        lon, lat = frame.to_lonlat(x_m - np.median(x_m[finite]), y_m - np.median(y_m[finite]))
        return np.where(finite, lon, x_m), np.where(finite, lat, y_m)

    def _optional(self, name: str) -> Floats:
        """Return a column with NaN where it is empty, not available or (remarked) out of its range."""
        low, high, missing = _RANGES[name]
        values = numbers(self._columns[name])
        values[values == missing] = np.nan
        wrong = ~np.isnan(values) & ~((values >= low) & (values <= high))
        if wrong.any():
            self._tally.remarks[name] += int(wrong.sum())
        values[wrong] = np.nan
        return values

    def _usable(self) -> NDArray[np.int64]:
        """Return the rows worth playing, in order of time, and count the others."""
        distinct, index = self._words["terminal"]
        by_word = np.array([_WHY.index(self._unfit(word)) for word in distinct], dtype=np.int64)
        off_earth = (np.abs(self._lat) > 90) | (np.abs(self._lon) > 180)
        later = np.where(off_earth, _WHY.index("not-on-earth"), 0)
        later = np.where(self._t_ms == NO_INSTANT, _WHY.index("time"), later)
        why = np.where(by_word[index] > 0, by_word[index], later) if len(index) else later
        for reason, count in zip(_WHY[1:], np.bincount(why, minlength=len(_WHY))[1:].tolist(), strict=True):
            if count:
                counts = self._tally.passed_over if reason in _NO_FAULT else self._tally.refused
                counts[reason] += count
        rows = np.flatnonzero(why == 0)
        return rows[np.argsort(self._t_ms[rows], kind="stable")]

    def _unfit(self, word: str) -> str:
        """Return why the rows of a terminal are not played, a word of `_WHY`."""
        if not self._kind.startswith("ais"):
            return "" if wire.ID_PATTERN.match(word) else "id"
        if not word.isdecimal() or not word.isascii() or int(word) > MAX_MMSI:
            return "mmsi"
        # Without a message type only the number tells a coast station: 00MIDxxxx (M.585-9 Annex 1).
        if int(word) // 10_000 in COUNTRIES:
            return "base-station"
        unfit = unfit_number(int(word))
        return unfit.reason if unfit else ""
