"""What was really recorded, as columns: tracks of boats, AIS sentences, and speeds that an observer labelled.

Files are opened with the columns that are used and no others. The same columns carry what the simulated
world said, so one measure serves both (`simulators.calibration`), and `simulators.injection` finds in a
recording's form which column it may bend.
"""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray
from pyais import decode
from pyais.exceptions import AISBaseException

from geo.arrays import BoolArray, FloatArray, IntArray
from geo.units import MS_PER_SECOND, mps_to_kn
from geo.wgs84 import metres_per_degree, wrap_lon_deg
from twin.port import ConfigError, ConfigFault

MAX_ROWS = 10_000_000
"""As much as `yugang ais` reads at once: about 1 GB of columns."""
GEAR_WORDS = {"purse_seine": "purse-seine", "FPO": "pots", "creel": "pots", "GNS": "gillnet"}
"""Words of recordings for the gears of the register; FAO codes FPO (pots) and GNS (set gill-nets)."""
CLASS_A, CLASS_B = (1, 2, 3), (18, 19)
"""Types of position reports by class, ITU-R M.1371-5 table 46."""
NO_SOG_KN = 102.3
"""Speed over ground not available, ITU-R M.1371-5 table 48."""


class Form(NamedTuple):
    """Which column of a recording means what.

    Attributes:
        metres: whether `x` and `y` are metres of a plane; else they are degrees of longitude and latitude.
        identity: columns that belong to the terminal, not to the hull, `vessel` among them.
        classes: the column that tells A from B, if there is one; else every terminal is a BeiDou one.
    """

    vessel: str
    t: str
    x: str
    y: str
    sog_kn: str
    cog_deg: str
    metres: bool
    identity: tuple[str, ...]
    gear: str | None = None
    classes: str | None = None


FORMS = (
    Form(
        "vessel", "t", "x", "y", "speed_kn", "course", metres=True, identity=("vessel", "gear"), gear="gear"
    ),
    Form(
        "mmsi",
        "basedatetime",
        "lon",
        "lat",
        "sog",
        "cog",
        metres=False,
        identity=(
            "mmsi",
            "vesselname",
            "imo",
            "callsign",
            "vesseltype",
            "length",
            "width",
            "draft",
            "cargo",
            "transceiverclass",
        ),
        classes="transceiverclass",
    ),
)
"""The 36 h recording of fishing boats on BeiDou, in metres; and what NOAA's MarineCadastre exports."""


class Tracks(NamedTuple):
    """Fixes by columns of shape (n,), ordered by vessel, then by time.

    Attributes:
        vessel: place in `names`.
        t_ms: UTC ms.
        x_m, y_m: metres on a plane; where the recording has degrees, from each vessel's own first fix.
        sog_kn: speed over ground as reported, NaN where it was not.
        cog_deg: course over ground as reported, NaN where it was not.
        names, gear, kind: of each vessel, in order of `vessel`; kinds are those of terminals.
    """

    vessel: IntArray
    t_ms: IntArray
    x_m: FloatArray
    y_m: FloatArray
    sog_kn: FloatArray
    cog_deg: FloatArray
    names: tuple[str, ...]
    gear: tuple[str, ...]
    kind: tuple[str, ...]

    def only(self, gear: str = "", kind: str = "") -> "Tracks":
        """Return the fixes of the vessels of a gear, or of a kind of terminal; "" means any."""
        fits = np.array(
            [g == (gear or g) and k == (kind or k) for g, k in zip(self.gear, self.kind, strict=True)],
            dtype=np.bool_,
        )
        return self.at(fits[self.vessel])

    def at(self, rows: BoolArray) -> "Tracks":
        """Return some of the fixes; the vessels keep their places in `names`."""
        return self._replace(**{name: getattr(self, name)[rows] for name in self._fields[:6]})


class Steps(NamedTuple):
    """From each fix of a vessel to its next, shape (m,).

    Attributes:
        first: the row of the earlier fix; the later one is the next row.
        dt_s: seconds between them.
        away_m: metres between them.
        speed_kn: what that needs, 0 where no time passed and no way was made, infinite where way was.
    """

    first: IntArray
    dt_s: FloatArray
    away_m: FloatArray
    speed_kn: FloatArray


def steps_of(tracks: Tracks) -> Steps:
    """Return every step from fix to fix of the same vessel, in order."""
    first = np.flatnonzero(tracks.vessel[1:] == tracks.vessel[:-1])
    dt_s = (tracks.t_ms[first + 1] - tracks.t_ms[first]) / MS_PER_SECOND
    away_m = np.hypot(tracks.x_m[first + 1] - tracks.x_m[first], tracks.y_m[first + 1] - tracks.y_m[first])
    with np.errstate(divide="ignore", invalid="ignore"):
        speed_kn = np.where(away_m == 0, 0.0, mps_to_kn(away_m / dt_s))
    return Steps(first, dt_s, away_m, speed_kn)


def ordered(
    vessel: IntArray,
    t_ms: IntArray,
    xy: tuple[FloatArray, FloatArray],
    motion: tuple[FloatArray, FloatArray],
    described: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]],
    *,
    metres: bool,
) -> Tracks:
    """Return fixes in any order as tracks.

    Args:
        vessel: whose fix, a place in the names, shape (n,).
        t_ms: UTC ms, shape (n,).
        xy: metres, or longitude and latitude in degrees; two columns of shape (n,).
        motion: speed in knots and course in degrees, two columns of shape (n,).
        described: names, gear and kind of terminal of every vessel.
        metres: whether `xy` are metres.
    """
    order = np.lexsort((t_ms, vessel))
    vessel = vessel[order]
    x, y, sog_kn, cog_deg = (np.asarray(column, dtype=np.float64)[order] for column in (*xy, *motion))
    if not metres and len(vessel):
        first = np.searchsorted(vessel, vessel)
        per_lon_m, per_lat_m = metres_per_degree(y[first])
        x, y = wrap_lon_deg(x - x[first]) * per_lon_m, (y - y[first]) * per_lat_m
    return Tracks(vessel, t_ms[order], x, y, sog_kn, cog_deg, *described)


def open_form(path: Path) -> Form:
    """Return the form of a recording in Parquet.

    Raises:
        ConfigError: the file cannot be read, is too long, or is of no known form.
    """
    try:
        with pq.ParquetFile(path) as file:
            names, rows = file.schema_arrow.names, file.metadata.num_rows
    except (OSError, pa.ArrowException) as fault:
        raise unfit(path, f"cannot be read as Parquet: {fault}", "Name a recording in Parquet") from None
    if rows > MAX_ROWS:
        raise unfit(path, f"holds {rows:,} rows", f"Split it: at most {MAX_ROWS:,}")
    for form in FORMS:
        if {*form[:6], *filter(None, (form.gear, form.classes))} <= set(names):
            return form
    raise unfit(
        path,
        f"the columns {', '.join(names[:20])} are of no known form",
        "Known are: " + "; ".join(", ".join(form[:6]) for form in FORMS),
    )


def read_tracks(path: Path) -> Tracks:
    """Return the tracks of a recording in Parquet, reading the columns that are used and no others.

    Raises:
        ConfigError: as `open_form`.
    """
    form = open_form(path)
    return tracks_in(pq.read_table(path, columns=[*form[:6], *filter(None, (form.gear, form.classes))]), form)


def tracks_in(table: pa.Table, form: Form) -> Tracks:
    """Return the tracks of a table of a form; rows without an instant or a place are left out."""
    t_ms = table[form.t].cast(pa.timestamp("ms"), safe=False).cast(pa.int64())
    x, y, sog, cog = (
        table[name].cast(pa.float64(), safe=False).fill_null(np.nan).to_numpy()
        for name in (form.x, form.y, form.sog_kn, form.cog_deg)
    )
    usable = ~(np.isnan(x) | np.isnan(y)) & ~np.asarray(t_ms.is_null())
    names = table[form.vessel].cast(pa.string()).fill_null("").to_numpy(zero_copy_only=False).astype(str)
    gear = _words(table, form.gear, "")
    classes = _words(table, form.classes, "")
    kind = np.select([classes == "A", classes == "B"], ["ais-a", "ais-b"], "beidou")[usable]
    known, at, code = np.unique(names[usable], return_index=True, return_inverse=True)
    described = tuple(tuple(str(word) for word in column) for column in (known, gear[usable][at], kind[at]))
    return ordered(
        code.astype(np.int64),
        t_ms.fill_null(0).to_numpy()[usable],
        (x[usable], y[usable]),
        (np.where(sog >= NO_SOG_KN - 0.01, np.nan, sog)[usable], cog[usable]),
        (described[0], described[1], described[2]),
        metres=form.metres,
    )


class Observed(NamedTuple):
    """Fixes that an observer labelled: gear, what the boat did ("fishing" or "steaming"), and knots, (n,)."""

    gear: NDArray[np.str_]
    doing: NDArray[np.str_]
    sog_kn: FloatArray


def read_observed(path: Path) -> Observed:
    """Return the labelled fixes of small boats (ICES WKSSFGEO) that carry a speed."""
    table = pq.read_table(path, columns=["gear", "label", "speed"])
    label = _words(table, "label", "")
    speed_kn = table["speed"].cast(pa.float64()).fill_null(np.nan).to_numpy()
    steaming = np.isin(label, ("steaming", "not_fishing"))
    doing = np.select([label == "", steaming], ["", "steaming"], "fishing")
    usable = (doing != "") & ~np.isnan(speed_kn)
    return Observed(_words(table, "gear", "")[usable], doing[usable], speed_kn[usable])


class Sentence(NamedTuple):
    """A position report by AIS: who, class A or not, knots (NaN: not said), navigational status or -1."""

    mmsi: int
    is_a: bool
    sog_kn: float
    status: int


def sentences(path: Path) -> Iterator[Sentence]:
    """Yield the position reports among the lines of a gzip file; other and broken lines are passed over."""
    with gzip.open(path, "rt", encoding="ascii", errors="replace") as lines:
        for line in lines:
            if not line.startswith("!"):
                continue
            sentence = line.split("*", 1)[0] + "*" + line.split("*", 1)[-1][:2]
            try:
                said: dict[str, Any] = decode(sentence.encode("ascii", "replace")).asdict()
            except (AISBaseException, ValueError, IndexError):
                continue
            if said["msg_type"] in (*CLASS_A, *CLASS_B):
                is_a, sog_kn = said["msg_type"] in CLASS_A, float(said["speed"])
                status = int(said["status"]) if is_a else -1
                yield Sentence(int(said["mmsi"]), is_a, np.nan if sog_kn >= NO_SOG_KN else sog_kn, status)


def unfit(path: Path, what: str, remedy: str) -> ConfigError:
    """Return the error that says what is wrong with a recording and how to mend it."""
    return ConfigError([ConfigFault(str(path), "the recording", what, remedy)])


def _words(table: pa.Table, name: str | None, empty: str) -> NDArray[np.str_]:
    """Return a column of words, those of `GEAR_WORDS` in the register's own; "" where there is none."""
    if name is None:
        return np.full(table.num_rows, empty)
    found = table[name].cast(pa.string()).fill_null(empty).to_numpy(zero_copy_only=False).astype(str)
    known, code = np.unique(found, return_inverse=True)
    return np.array([GEAR_WORDS.get(word, word) for word in known.tolist()] or [empty])[code]
