"""What can be measured of any tracks, recorded or simulated, by the same code.

Every function takes the fixes as they were heard, so a terminal's gaps and repeats count as the twin meets
them. Quantiles are those of numpy's linear rule; a measure of nothing is NaN.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from geo.arrays import BoolArray, FloatArray
from geo.units import MS_PER_SECOND, SECONDS_PER_HOUR
from simulators.recordings import Steps, Tracks, steps_of

AT_REST_KN = 0.5
"""Below this a fix counts as at rest (`data.md`: 30 % of the recorded fixes)."""
TRANSIT_KN = 5.0
"""From this speed a fishing boat is on its way: fishing is slower (`domain.md` §4.1, correction 4)."""
TURNED_DEG = 45.0
STILL_M = 300.0
"""A stop is left when a fix lies farther than this from its first: swing at anchor and error stay inside."""
STOP_S = 1_800.0
STAY_S = 3.0 * SECONDS_PER_HOUR
"""A stay: in harbour or at anchor, not at work. Hauls, soaks and drifts are shorter (ours)."""
LEG_FIXES = 4
"""Half an hour or more on the way, by fixes ten minutes apart (ours)."""
SILENT_S, DARK_S = 1_800.0, 7_200.0
"""The fixed half hour that fires 652 times a day (`data.md`), and the two hours of Ruian's roll-call."""
IMPOSSIBLE_KN = 30.0
"""No fishing hull is faster (`domain.md` §1.3)."""
DAY_S = 24.0 * SECONDS_PER_HOUR


class Measured(NamedTuple):
    """Fixes and their steps: what every measure looks at."""

    tracks: Tracks
    steps: Steps

    @property
    def boat_days(self) -> float:
        """Days from first to last fix, summed over the boats."""
        return float(self.steps.dt_s.sum()) / DAY_S


def measured(tracks: Tracks) -> Measured:
    """Return tracks with their steps."""
    return Measured(tracks, steps_of(tracks))


def quantile(values: FloatArray, percent: float) -> float:
    """Return a percentile, NaN of nothing."""
    return float(np.percentile(values, percent)) if len(values) else np.nan


def share(holds: BoolArray) -> float:
    """Return in which part of the places something holds, in percent; NaN of nothing."""
    return 100.0 * float(np.mean(holds)) if len(holds) else np.nan


def reported_kn(seen: Measured, low_kn: float, high_kn: float) -> FloatArray:
    """Return the reported speeds from `low_kn` on and below `high_kn`."""
    sog_kn = seen.tracks.sog_kn
    return sog_kn[(sog_kn >= low_kn) & (sog_kn < high_kn)]


def repeats(seen: Measured) -> float:
    """Return the share of fixes that repeat the last position exactly, percent."""
    return share(seen.steps.away_m == 0)


def turns_deg(seen: Measured) -> FloatArray:
    """Return by how much the course changed from fix to fix of boats under way, 0..180, shape (k,)."""
    tracks, first = seen.tracks, seen.steps.first
    moving = np.minimum(tracks.sog_kn[first], tracks.sog_kn[first + 1]) >= AT_REST_KN
    turned = (tracks.cog_deg[first + 1] - tracks.cog_deg[first] + 180) % 360 - 180
    turned = np.abs(turned[moving])
    return turned[~np.isnan(turned)]


def sharp_turns(seen: Measured) -> float:
    """Return the share of those that were sharper than `TURNED_DEG`, percent."""
    return share(turns_deg(seen) > TURNED_DEG)


def gaps_a_day(longer_s: float) -> Callable[[Measured], float]:
    """Return the measure of gaps longer than `longer_s`, per boat and day."""

    def count(seen: Measured) -> float:
        days = seen.boat_days
        return float(np.count_nonzero(seen.steps.dt_s > longer_s)) / days if days else np.nan

    return count


def longest_gaps_s(seen: Measured) -> FloatArray:
    """Return the longest gap of each boat that has one, seconds."""
    vessel = seen.tracks.vessel[seen.steps.first]
    if not len(vessel):
        return np.zeros(0)
    _, at = np.unique(vessel, return_index=True)
    return np.maximum.reduceat(seen.steps.dt_s, at)


def jumps(seen: Measured) -> float:
    """Return steps that need more than `IMPOSSIBLE_KN`, per 1,000 fixes."""
    count = np.count_nonzero(seen.steps.speed_kn > IMPOSSIBLE_KN)
    return 1_000.0 * count / len(seen.tracks.t_ms) if len(seen.tracks.t_ms) else np.nan


class Stop(NamedTuple):
    """A vessel within `STILL_M` of a place for `STOP_S` or more: rows of its first and last fix there.

    Attributes:
        whole: whether both its ends were seen, before the recording's first and last fix of the vessel.
    """

    first: int
    last: int
    lasted_s: float
    whole: bool


def stops(tracks: Tracks) -> list[Stop]:
    """Return every stop of every vessel."""
    found: list[Stop] = []
    steps = steps_of(tracks)
    firsts, ends = (np.searchsorted(tracks.vessel, tracks.vessel, side) for side in ("left", "right"))
    done = 0
    for row in steps.first[steps.away_m <= STILL_M].tolist():
        if row < done:
            continue
        stop = _stop_from(tracks, int(firsts[row]), row, int(ends[row]))
        if stop.lasted_s >= STOP_S:
            found.append(stop)
            done = stop.last + 1
    return found


def _stop_from(tracks: Tracks, first: int, row: int, end: int) -> Stop:
    """Return how long a vessel with fixes `first..end` stayed where it was at a row."""
    last, ahead = row, 8
    while last < end - 1:
        part = slice(last + 1, min(last + 1 + ahead, end))
        away = np.hypot(tracks.x_m[part] - tracks.x_m[row], tracks.y_m[part] - tracks.y_m[row]) > STILL_M
        if away.any():
            last += int(np.argmax(away))
            break
        last, ahead = part.stop - 1, 2 * ahead
    lasted_s = float(tracks.t_ms[last] - tracks.t_ms[row]) / MS_PER_SECOND
    return Stop(row, last, lasted_s, whole=first < row and last < end - 1)


def stops_s(seen: Measured) -> FloatArray:
    """Return how long stops lasted, seconds, those left out of which an end was not seen.

    Left out are stays too: between fixes without theirs, a boat back at its place would seem to have lain.
    """
    return np.array([stop.lasted_s for stop in stops(seen.tracks) if stop.whole and stop.lasted_s < STAY_S])


def stayed(tracks: Tracks) -> BoolArray:
    """Return which fixes belong to a stop of `STAY_S` or more, whole or not, shape (n,)."""
    inside = np.zeros(len(tracks.t_ms), dtype=np.bool_)
    for stop in stops(tracks):
        if stop.lasted_s >= STAY_S:
            inside[stop.first : stop.last + 1] = True
    return inside


def legs_kn(seen: Measured) -> FloatArray:
    """Return the reported speeds of legs: `LEG_FIXES` or more fixes in a row from `TRANSIT_KN` on."""
    fast = (seen.tracks.sog_kn >= TRANSIT_KN) & (seen.tracks.sog_kn < IMPOSSIBLE_KN)
    changes = np.flatnonzero((np.diff(fast) != 0) | (np.diff(seen.tracks.vessel) != 0)) + 1
    runs = np.split(np.arange(len(fast)), changes)
    kept = [run for run in runs if len(run) >= LEG_FIXES and fast[run[0]]]
    return seen.tracks.sog_kn[np.concatenate(kept)] if kept else np.zeros(0)


def stops_a_day(seen: Measured) -> float:
    """Return whole stops of `STOP_S` or more, per boat and day; time unheard for `STAY_S` does not count."""
    dt_s = seen.steps.dt_s
    days = float(dt_s[dt_s < STAY_S].sum()) / DAY_S
    return len(stops_s(seen)) / days if days else np.nan


def thinned(tracks: Tracks, apart_s: float) -> Tracks:
    """Return tracks with reports of a vessel more than `apart_s` apart, as MarineCadastre filters them."""
    kept = np.zeros(len(tracks.t_ms), dtype=np.bool_)
    vessel, last_ms = -1, 0
    for row, (whose, t_ms) in enumerate(zip(tracks.vessel.tolist(), tracks.t_ms.tolist(), strict=True)):
        if whose != vessel or t_ms - last_ms > apart_s * MS_PER_SECOND:
            kept[row] = True
            vessel, last_ms = whose, t_ms
    return tracks.at(kept)


def intervals_s(seen: Measured, low_kn: float = -1.0, high_kn: float = np.inf) -> FloatArray:
    """Return the times between fixes, of those whose earlier fix reported a speed in a band, or of all."""
    if low_kn < 0:
        return seen.steps.dt_s
    sog_kn = seen.tracks.sog_kn[seen.steps.first]
    return seen.steps.dt_s[(sog_kn >= low_kn) & (sog_kn < high_kn)]
