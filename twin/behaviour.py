"""What each boat has been doing: rest and its place, slowness, a steady course, the fix before; fix by fix.

Rules ask for durations ("two hours below 2 kn", "steady since 23:00"); this remembers their beginnings as
columns, so that a rule stays one comparison. Everything is told by the fixes' own times.
"""

from typing import NamedTuple

import numpy as np

from geo.units import kn_to_mps
from twin.columns import NEVER
from twin.table import Array, Table

REST_KN = 0.5
"""At rest: below the speed at which a stop ends (Global Fishing Watch port visits, domain.md §1.3)."""
SLOW_KN = 2.0
"""Slow: both boats of an encounter at sea are (Global Fishing Watch encounters, domain.md alert 34)."""
STEADY_COURSE_DEG, STEADY_SPEED_KN = 5.0, 0.5
"""A boat that nobody steers keeps within these (domain.md alert 16)."""
MEAN_MS = 1_200_000
"""Whether a boat keeps on is asked of course and speed over twenty minutes, two intervals of a BeiDou set: in
a sea those of single fixes swing by more than that while nobody touches the helm. Ours."""
FISHING_KN = (1.5, 4.5)
"""Speeds at which trawls and nets are worked (domain.md alert 4)."""
MAKES_WAY_KN = 5.0
"""From this speed a boat is on a passage: its engine runs (domain.md §1.3; drifting ends at 2.5 kn)."""
SETTLED_MS, SETTLED_FIXES = 600_000, 3
"""So long and so often at rest, a boat lies: at its berth, in its raft, to its anchor. Ours."""
LEAVES_KN = 3.0
"""From this speed a boat is leaving its berth by itself; one that broke off drifts slower. Ours, from the
leeway of fishing vessels (2.5 % of the wind, domain.md §6) in a storm with a stream of 1 kn."""
SHIFT_M = 150.0
"""Room for scatter when two fixes tell that speed: a set that repeated an old place leaps like that. Ours."""
LONGEST_MEAN = 240
"""Fixes that the mean place of rest remembers: half a day of three-minute reports, both tides. Ours."""
CRUISE_KN, CRUISE_SHARE = 5.0, 0.75
"""Under way from port to ground or home: the boat's own 75th percentile of the speeds from 5 kn (domain.md
§2.3.4: means over a day mix in the fishing and are 2.4 to 4.4 times too slow)."""
CRUISE_FIXES = 30
"""Fixes that a boat's own speed needs, ours: a quarter of an hour of class B, five hours of BeiDou."""
CRUISE_STEP_KN = 0.05
"""How far one fix moves what has been learnt, ours: weeks of trips, so that one slow tow home is no habit."""
BREAK_MS = 3_600_000
"""A duration does not run on over a gap between fixes of more than an hour, ours: nobody saw it."""


class Fixed(NamedTuple):
    """What a fix says of boats: metres, UTC ms, knots, degrees, each of shape [m]."""

    x: Array
    y: Array
    fix_ms: Array
    sog_kn: Array
    cog_deg: Array


def fixed(vessels: Table, rows: Array) -> Fixed:
    """Return what the newest fixes of these boats say, as copies: a fix later they are those before."""
    return Fixed(*(vessels[name][rows] for name in Fixed._fields))


def remember(vessels: Table, rows: Array, was: Fixed, now: Fixed) -> None:
    """Bring the memory of motion up to the fixes just written.

    Args:
        vessels: the fleet's vessel columns.
        rows: whose fixes, each once, int64 [m].
        was: what stood there before, [m].
        now: what stands there now, [m].
    """
    broken = (was.fix_ms != NEVER) & (now.fix_ms - was.fix_ms > BREAK_MS)
    if broken.any():
        _break(vessels, rows[broken])
    vessels["prior_sog_kn"][rows] = vessels["last_sog_kn"][rows]
    for name, column in zip(("last_x", "last_y", "last_ms", "last_sog_kn"), was[:4], strict=True):
        vessels[name][rows] = column
    fishes = (now.sog_kn >= FISHING_KN[0]) & (now.sog_kn <= FISHING_KN[1])
    for name, holds in (("slow_ms", now.sog_kn < SLOW_KN), ("fishing_ms", fishes)):
        vessels[name][rows] = _since(vessels[name][rows], holds, now.fix_ms)
    makes_way = now.sog_kn >= MAKES_WAY_KN
    vessels["way_ms"][rows[makes_way]] = now.fix_ms[makes_way]
    _rest(vessels, rows, now)
    _settle(vessels, rows, was, now)
    _keep_steady(vessels, rows, now)
    _keep_on(vessels, rows, was, now)
    _learn_speed(vessels, rows, now.sog_kn)


def _break(vessels: Table, rows: Array) -> None:
    """End what was going on before a pause in which nobody saw these boats."""
    for name in ("slow_ms", "fishing_ms", "rest_ms"):
        vessels[name][rows] = NEVER
    for name in ("steady_deg", "steady_kn", "mean_deg", "mean_kn"):
        vessels[name][rows] = np.nan


def _learn_speed(vessels: Table, rows: Array, sog_kn: Array) -> None:
    """Move the percentile of a boat's speeds: up by its share where it was faster, down by the rest else.

    So it comes to rest where that share of the speeds lies below (Robbins and Monro 1951).
    """
    under_way = sog_kn >= CRUISE_KN
    these, speed = rows[under_way], sog_kn[under_way]
    count = vessels["cruise_fixes"][these]
    old = np.where(count == 0, speed, vessels["cruise_kn"][these])
    step = np.maximum(CRUISE_STEP_KN, 2.0 / (count + 1))
    moved = old + step * np.where(speed > old, CRUISE_SHARE, np.where(speed < old, CRUISE_SHARE - 1, 0))
    vessels["cruise_kn"][these] = np.maximum(moved, CRUISE_KN)
    vessels["cruise_fixes"][these] = count + 1


def _since(since_ms: Array, holds: Array, now_ms: Array) -> Array:
    """Return since when something holds: the instant it began, NEVER where it does not hold."""
    return np.where(holds, np.where(since_ms == NEVER, now_ms, since_ms), NEVER)


def _rest(vessels: Table, rows: Array, now: Fixed) -> None:
    """Keep since when a boat rests, and the mean of its places since."""
    since_ms, resting = vessels["rest_ms"][rows], now.sog_kn < REST_KN
    vessels["rest_ms"][rows] = _since(since_ms, resting, now.fix_ms)
    fresh = since_ms == NEVER
    count = np.where(fresh, 1, vessels["rest_fixes"][rows] + 1)
    vessels["rest_fixes"][rows] = np.where(resting, count, 0)
    weight = 1 / np.minimum(count, LONGEST_MEAN)
    for mean, here in (("rest_x", now.x), ("rest_y", now.y)):
        old = np.where(fresh, here, vessels[mean][rows])
        vessels[mean][rows] = np.where(resting, old + (here - old) * weight, np.nan)


def _settle(vessels: Table, rows: Array, was: Fixed, now: Fixed) -> None:
    """Keep where a boat last lay: also when it rests no more, until it leaves by itself or lies elsewhere."""
    rest_ms = vessels["rest_ms"][rows]
    settled = (rest_ms != NEVER) & (now.fix_ms - rest_ms >= SETTLED_MS)
    settled &= vessels["rest_fixes"][rows] >= SETTLED_FIXES
    lies = rows[settled]
    vessels["lay_ms"][lies] = now.fix_ms[settled]
    vessels["lay_x"][lies], vessels["lay_y"][lies] = vessels["rest_x"][lies], vessels["rest_y"][lies]
    gone_m = np.hypot(now.x - was.x, now.y - was.y)
    drifts_m = kn_to_mps(LEAVES_KN) * (now.fix_ms - was.fix_ms) / 1000 + SHIFT_M
    leaves = rows[(now.sog_kn >= LEAVES_KN) | ((was.fix_ms != NEVER) & (gone_m > drifts_m))]
    vessels["lay_ms"][leaves] = NEVER
    vessels["lay_x"][leaves] = vessels["lay_y"][leaves] = np.nan


def _keep_steady(vessels: Table, rows: Array, now: Fixed) -> None:
    """Keep since when a boat has held the course and speed it had then."""
    off_deg = np.abs(_turned_deg(now.cog_deg, vessels["steady_deg"][rows]))
    off_kn = np.abs(now.sog_kn - vessels["steady_kn"][rows])
    begins = ~((off_deg <= STEADY_COURSE_DEG) & (off_kn <= STEADY_SPEED_KN))
    these = rows[begins]
    vessels["steady_ms"][these] = now.fix_ms[begins]
    vessels["steady_deg"][these] = now.cog_deg[begins]
    vessels["steady_kn"][these] = now.sog_kn[begins]


def _keep_on(vessels: Table, rows: Array, was: Fixed, now: Fixed) -> None:
    """Keep since when a boat's mean course and speed have stayed what they were at the end of that time."""
    now_ms, since_ms, course, speed = now.fix_ms, vessels["keeps_ms"][rows], now.cog_deg, now.sog_kn
    mean_deg, mean_kn = vessels["mean_deg"][rows], vessels["mean_kn"][rows]
    part = np.minimum((now_ms - was.fix_ms) / MEAN_MS, 1)
    mean_deg = (mean_deg + part * _turned_deg(course, mean_deg)) % 360
    mean_kn = mean_kn + part * (speed - mean_kn)
    young = now_ms - since_ms <= MEAN_MS
    kept_deg = np.where(young, mean_deg, vessels["keeps_deg"][rows])
    kept_kn = np.where(young, mean_kn, vessels["keeps_kn"][rows])
    keeps = np.abs(_turned_deg(mean_deg, kept_deg)) <= STEADY_COURSE_DEG
    keeps &= np.abs(mean_kn - kept_kn) <= STEADY_SPEED_KN
    vessels["keeps_ms"][rows] = np.where(keeps, since_ms, now_ms)
    for name, kept, fresh in (
        ("mean_deg", mean_deg, course),
        ("mean_kn", mean_kn, speed),
        ("keeps_deg", kept_deg, course),
        ("keeps_kn", kept_kn, speed),
    ):
        vessels[name][rows] = np.where(keeps, kept, fresh)


def _turned_deg(to_deg: Array, from_deg: Array) -> Array:
    return np.asarray((to_deg - from_deg + 180) % 360 - 180)
