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


def at_rest(seen: Measured) -> float:
    """Return the share of time in which a boat made good less than `AT_REST_KN`, percent."""
    steps = seen.steps
    total_s = steps.dt_s.sum()
    return 100.0 * float(steps.dt_s[steps.speed_kn < AT_REST_KN].sum() / total_s) if total_s else np.nan


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


def stops_s(seen: Measured) -> FloatArray:
    """Return how long boats stayed within `STILL_M` of a place, for each stop of `STOP_S` or more.

    A stop lasts from its first fix to the last one inside. Only stops of which both ends were seen: those cut
    by the recording's first or last fix are left out.
    """
    found: list[float] = []
    tracks = seen.tracks
    _, starts = np.unique(tracks.vessel, return_index=True)
    for first, last in zip(starts, [*starts[1:], len(tracks.t_ms)], strict=True):
        found += _stops_of_one(
            tracks.t_ms[first:last] / MS_PER_SECOND, tracks.x_m[first:last], tracks.y_m[first:last]
        )
    return np.array(found)


def _stops_of_one(t_s: FloatArray, x_m: FloatArray, y_m: FloatArray) -> list[float]:
    found: list[float] = []
    row = 0
    while row < len(t_s) - 1:
        left = np.hypot(x_m[row + 1 :] - x_m[row], y_m[row + 1 :] - y_m[row]) > STILL_M
        if not left.any():
            break
        last_in = row + int(np.argmax(left))
        lasted_s = float(t_s[last_in] - t_s[row])
        if lasted_s >= STOP_S:
            if row > 0:
                found.append(lasted_s)
            row = last_in + 1
        else:
            row += 1
    return found


def stops_a_day(seen: Measured) -> float:
    """Return whole stops of `STOP_S` or more, per boat and day."""
    days = seen.boat_days
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
