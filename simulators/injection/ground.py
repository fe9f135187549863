"""The ground on which injections are placed: a recording's fixes, what was done to them, and what is taken.

All columns are in order of vessel and time. An injection takes rows of a vessel and keeps clear of every
other one by `CLEAR_S`, so that each can be found by itself.
"""

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from geo.arrays import FloatArray, IntArray
from geo.units import MS_PER_SECOND, kn_to_mps
from geo.wgs84 import metres_per_degree, wrap_lon_deg
from simulators.calibration.measures import IMPOSSIBLE_KN
from simulators.recordings import Form

CLEAR_S = 3_600.0
"""Least time between two injections of a vessel: an alert of the first is over before the second (ours)."""
ORDINARY_GAPS = 2.5
"""Steps of at most so many usual intervals are ordinary; an injection touches no other (ours)."""
FEWEST_FIXES = 12
"""A boat heard less often is left alone: it has no usual interval (ours)."""
LEAST_S = 1e-3

Parameters = dict[str, float | int | str]


class Injected(NamedTuple):
    """What was done: a row of the truth.

    Attributes:
        kind: silence, jump, drift, swap-exchanged, swap-carried or zone-exit.
        vessel: whose terminal it was done to.
        other: the second vessel of a swap, else "".
        from_ms, until_ms: UTC ms; outside nothing of the vessel was touched. A silence lasts from the last
            fix before to the first after it, the other kinds from the first touched fix to the last.
        parameters: of its kind, units in the names.
    """

    kind: str
    vessel: str
    other: str
    from_ms: int
    until_ms: int
    parameters: Parameters


class Span(NamedTuple):
    """Rows `first..last` of a vessel, both touched."""

    first: int
    last: int


class Ground:
    """A recording in order, to be bent.

    Args:
        table: the recording.
        form: which column means what.

    Attributes:
        form: as given.
        row: of the table, for each fix here, shape (n,).
        code: whose fix, a place in `names`, shape (n,).
        t_ms, x, y, sog_kn, cog_deg: columns of shape (n,); x and y in the recording's own unit.
        moved: fixes whose place, speed and course were changed, shape (n,).
        dropped: fixes that were taken out, shape (n,).
        identity: from which fix each takes the columns of its identity, shape (n,).
        bounds: first fix of each vessel, and n at the end, shape (vessels + 1,).
        usual_s: usual interval of each vessel, shape (vessels,).
    """

    def __init__(self, table: pa.Table, form: Form) -> None:
        self.form = form
        columns = [
            np.array(table[name].cast(pa.float64(), safe=False).fill_null(np.nan))
            for name in (form.x, form.y, form.sog_kn, form.cog_deg)
        ]
        instants = table[form.t].cast(pa.timestamp("ms"), safe=False).cast(pa.int64())
        usable = np.flatnonzero(
            ~np.isnan(columns[0]) & ~np.isnan(columns[1]) & ~np.asarray(instants.is_null())
        )
        t_ms = np.asarray(instants.fill_null(0))[usable]
        words = np.asarray(table[form.vessel].cast(pa.string()).fill_null("").to_pylist(), dtype=np.str_)
        names, code = np.unique(words[usable], return_inverse=True)
        order = np.lexsort((t_ms, code))
        self.names = [str(name) for name in names]
        self.row: IntArray = usable[order]
        self.code: IntArray = code[order]
        self.t_ms: IntArray = t_ms[order]
        self.x, self.y, self.sog_kn, self.cog_deg = (column[self.row] for column in columns)
        count = len(order)
        self.moved = np.zeros(count, dtype=np.bool_)
        self.dropped = np.zeros(count, dtype=np.bool_)
        self.identity: IntArray = np.arange(count)
        self.bounds: IntArray = np.searchsorted(self.code, np.arange(len(self.names) + 1))
        self._taken = np.zeros(count, dtype=np.bool_)
        dt_s, speed_mps = self.steps(0, count - 1)
        self.usual_s = np.array(
            [_median(part[:-1]) for part in np.split(np.append(dt_s, 0), self.bounds[1:-1])]
        )
        odd = (speed_mps > kn_to_mps(IMPOSSIBLE_KN)) | (dt_s <= 0)
        odd |= dt_s > ORDINARY_GAPS * self.usual_s[self.code[:-1]]
        self._odd_before: IntArray = np.concatenate([[0], np.cumsum(odd)])

    def steps(self, first: int, last: int) -> tuple[FloatArray, FloatArray]:
        """Return seconds and metres a second from fix to fix of rows, two of (last - first,)."""
        rows = np.s_[first : last + 1]
        dt_s, east, north = (
            np.diff(self.t_ms[rows]) / MS_PER_SECOND,
            np.diff(self.x[rows]),
            np.diff(self.y[rows]),
        )
        per_x, per_y = self._per_unit(self.y[first + 1 : last + 1])
        away_m = np.hypot(self._short(east) * per_x, north * per_y)
        return dt_s, away_m / np.maximum(dt_s, LEAST_S)

    def metres(self, origin: int, rows: "slice | IntArray | int") -> FloatArray:
        """Return where rows are, metres east and north of a row, shape (2, k)."""
        return self.metres_of(origin, self.x[rows], self.y[rows])

    def metres_of(self, origin: int, x: FloatArray, y: FloatArray) -> FloatArray:
        """Return places in the recording's unit as metres east and north of a row, shape (2, k)."""
        per_x, per_y = self._per_unit(y)[0], self._per_unit(self.y[origin])[1]
        return np.stack([self._short(x - self.x[origin]) * per_x, (y - self.y[origin]) * per_y])

    def put(self, rows: IntArray, origin: int, xy_m: FloatArray, motion_mps: FloatArray) -> None:
        """Move fixes to places in metres from a row, shape (2, k), with a motion east and north, (2, k)."""
        y = self.y[origin] + xy_m[1] / self._per_unit(self.y[[origin]])[1]
        x = self.x[origin] + xy_m[0] / self._per_unit(y)[0]
        self.x[rows], self.y[rows] = self._short(x), y
        self.sog_kn[rows] = np.hypot(*motion_mps) / kn_to_mps(1.0)
        self.cog_deg[rows] = np.degrees(np.arctan2(*motion_mps)) % 360
        self.moved[rows] = True

    def vessel_span(self, row: int) -> Span:
        """Return the first and last fix of the vessel of a row."""
        code = self.code[row]
        return Span(int(self.bounds[code]), int(self.bounds[code + 1]) - 1)

    def free(self, span: Span) -> bool:
        """Return whether rows may be touched: ordinary, untaken, with an untaken fix on either side."""
        whole = self.vessel_span(span.first)
        first, last = span.first - 1, span.last + 1
        if first < whole.first or last > whole.last or whole.last - whole.first < FEWEST_FIXES:
            return False
        return bool(
            self._odd_before[first] == self._odd_before[last] and not self._taken[first : last + 1].any()
        )

    def take(self, span: Span) -> None:
        """Let no other injection come within `CLEAR_S`, or three usual intervals, of rows."""
        whole = self.vessel_span(span.first)
        clear_ms = round(max(CLEAR_S, 3 * self.usual_s[self.code[span.first]]) * MS_PER_SECOND)
        times = self.t_ms[whole.first : whole.last + 1]
        low, high = np.searchsorted(
            times, [self.t_ms[span.first - 1] - clear_ms, self.t_ms[span.last + 1] + clear_ms + 1]
        )
        self._taken[whole.first + low : whole.first + high] = True

    def until(self, row: int, t_ms: float) -> int:
        """Return the last fix of a row's vessel at or before an instant."""
        whole = self.vessel_span(row)
        return whole.first + int(np.searchsorted(self.t_ms[whole.first : whole.last + 1], t_ms, "right")) - 1

    def rows_at(self, t_ms: int) -> IntArray:
        """Return the last fix of every vessel at or before an instant, else its first; (vessels,)."""
        before = np.concatenate([[0], np.cumsum(self.t_ms <= t_ms)])
        count = before[self.bounds[1:]] - before[self.bounds[:-1]]
        last: IntArray = self.bounds[:-1] + np.maximum(count - 1, 0)
        return last

    def _short(self, x: FloatArray) -> FloatArray:
        """Return longitudes, or differences of them, the short way round; metres as they are."""
        return x if self.form.metres else wrap_lon_deg(x)

    def _per_unit(self, y: FloatArray) -> tuple[FloatArray, FloatArray]:
        if self.form.metres:
            return np.ones_like(y), np.ones_like(y)
        return metres_per_degree(y)


def _median(values: FloatArray) -> float:
    return float(np.median(values)) if len(values) else np.inf
