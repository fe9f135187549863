"""Tracks: accepted fixes, gathered in memory and written every so often as compressed columns.

One row for each fix would cost 22-46 ms a step at 20,000 fixes/s (reliability.md §3.3), so a chunk holds
the fixes of many steps. What is gathered and not yet written is found by a query all the same; after a
crash the replay of the journal gathers it anew.
"""

import numpy as np
import numpy.typing as npt
import zstandard
from sqlalchemy import Connection, insert, select

from api.store.tables import TRACKS

FIXES = np.dtype(
    [
        ("number", "<i4"),  # the vessel's dense number
        ("t_ms", "<i8"),  # UTC ms, the fix's own time
        ("lon", "<f8"),  # degrees
        ("lat", "<f8"),  # degrees
        ("sog_kn", "<f4"),  # knots, NaN = none
        ("cog_deg", "<f4"),  # degrees true, NaN = none
    ]
)
Fixes = npt.NDArray[np.void]
_PACKED = (("number", "<i4"), ("t_ms", "<i8"), ("lon", "<i4"), ("lat", "<i4"), ("sog", "<u2"), ("cog", "<u2"))
_DEGREE = 1e7  # 1 cm
_SOG, _COG, _NONE = 100.0, 10.0, 65535
MAX_POINTS = 50_000


def no_fixes() -> Fixes:
    """Return an empty table of fixes."""
    return np.empty(0, FIXES)


def pack(fixes: Fixes) -> bytes:
    """Return fixes as one zstd blob of columns: positions to 1e-7 degree, 0.01 kn, 0.1 degree of course."""
    columns = {
        "number": fixes["number"],
        "t_ms": fixes["t_ms"],
        "lon": np.rint(fixes["lon"] * _DEGREE),
        "lat": np.rint(fixes["lat"] * _DEGREE),
        "sog": _whole(fixes["sog_kn"], _SOG),
        "cog": _whole(fixes["cog_deg"], _COG),
    }
    raw = b"".join(np.ascontiguousarray(columns[name].astype(kind)).tobytes() for name, kind in _PACKED)
    return zstandard.ZstdCompressor(level=3).compress(raw)


def unpack(blob: bytes, count: int) -> Fixes:
    """Return the `count` fixes that `pack` was given."""
    raw = zstandard.ZstdDecompressor().decompress(blob)
    fixes, place = np.empty(count, FIXES), 0
    parts = {}
    for name, kind in _PACKED:
        parts[name] = np.frombuffer(raw, kind, count, place)
        place += parts[name].nbytes
    fixes["number"], fixes["t_ms"] = parts["number"], parts["t_ms"]
    fixes["lon"], fixes["lat"] = parts["lon"] / _DEGREE, parts["lat"] / _DEGREE
    fixes["sog_kn"], fixes["cog_deg"] = _real(parts["sog"], _SOG), _real(parts["cog"], _COG)
    return fixes


def _whole(values: npt.NDArray[np.float32], scale: float) -> npt.NDArray[np.float64]:
    scaled = np.rint(values.astype(np.float64) * scale)
    return np.where(np.isfinite(scaled) & (scaled < _NONE), scaled, _NONE)


def _real(values: npt.NDArray[np.uint16], scale: float) -> npt.NDArray[np.float64]:
    return np.where(values == _NONE, np.nan, values / scale)


class TrackBook:
    """Gathers fixes of steps until they are written; only the keeper's loop touches it."""

    def __init__(self) -> None:
        self._gathered: list[Fixes] = []
        self._written: list[Fixes] = []
        self.last_step = 0

    def gather(self, fixes: Fixes, step: int) -> None:
        """Take the fixes a step accepted, shape (k,) of `FIXES`."""
        if len(fixes):
            self._gathered.append(fixes)
        self.last_step = step

    def clear(self) -> None:
        """Forget what was gathered: it will be gathered anew."""
        self._gathered, self._written = [], []

    def take(self) -> Fixes:
        """Return what was gathered, sorted by vessel and time; it stays findable until `settle`."""
        self._written, self._gathered = self._gathered, []
        if not self._written:
            return no_fixes()
        fixes = np.concatenate(self._written)
        return fixes[np.lexsort((fixes["t_ms"], fixes["number"]))]

    def settle(self) -> None:
        """Let go of what `take` returned: it is in the database."""
        self._written = []

    def unwritten(self, number: int, from_ms: int, to_ms: int) -> Fixes:
        """Return the fixes of a vessel between two instants (both included) that are only in memory."""
        parts = [_within(part, number, from_ms, to_ms) for part in self._written + self._gathered]
        return np.concatenate([no_fixes(), *parts])


def write_chunk(connection: Connection, fixes: Fixes, last_step: int) -> None:
    """Store sorted fixes (at least one) of the steps up to `last_step` as one chunk."""
    row = {
        "last_step": last_step,
        "from_ms": int(fixes["t_ms"].min()),
        "to_ms": int(fixes["t_ms"].max()),
        "fixes": len(fixes),
        "columns": pack(fixes),
    }
    connection.execute(insert(TRACKS), row)


def read_track(connection: Connection, number: int, from_ms: int, to_ms: int) -> Fixes:
    """Return the written fixes of a vessel between two instants, both included, in no order.

    Looks from the newest chunk back and stops with the chunk that passes `MAX_POINTS`.
    """
    chunks = (
        select(TRACKS.c.columns, TRACKS.c.fixes)
        .where(TRACKS.c.to_ms >= from_ms, TRACKS.c.from_ms <= to_ms)
        .order_by(TRACKS.c.id.desc())
    )
    found, points = [no_fixes()], 0
    for row in connection.execute(chunks.execution_options(yield_per=64)):
        part = _within(unpack(row.columns, row.fixes), number, from_ms, to_ms)
        found.append(part)
        points += len(part)
        if points > MAX_POINTS:
            break
    return np.concatenate(found)


def _within(fixes: Fixes, number: int, from_ms: int, to_ms: int) -> Fixes:
    wanted = (fixes["number"] == number) & (fixes["t_ms"] >= from_ms) & (fixes["t_ms"] <= to_ms)
    chosen: Fixes = fixes[wanted]
    return chosen
