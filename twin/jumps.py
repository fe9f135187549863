"""Fixes that no hull could have reached: which go on where a jump led, which lead back, which are no jump.

`twin.admit` asks, and decides which fixes are believed.
"""

import numpy as np

from geo.distance import beyond, distance_m
from geo.units import kn_to_mps
from twin.columns import NEVER
from twin.fleet import Fleet
from twin.table import Array, Table

SLACK_S = 10.0
SLACK_M = 100.0
"""Room for clocks that tell whole seconds and for GNSS scatter (domain.md §2.2), before a jump is a jump."""
STAYS_AWAY_KN = 20.0
"""A fix that goes on where a jump led is one more jump if the way from the trusted place needs more: no
fishing boat keeps that up, and a receiver that hung and catches up with its boat seldom needs it. Ours."""
SECOND_TRACK_MS = 1_800_000
"""A jump to where the last one led, at most so long after it, goes on with the same second track: three
BeiDou reports. Ours."""
BESIDE_M, BESIDE_S = 500.0, 300.0
"""A fix so near to where another terminal has led its boat, so lately, is no jump: by 500 m two terminals of
one hull may differ (domain.md alert 7 b); the time, ours, is beyond the 180 s of a class B set at rest."""


def stays_away(fleet: Fleet, fixes: Table, rows: Array) -> Array:
    """Return which fixes lie where the jump before led, by a way that no fishing boat makes, bool [m].

    A receiver that errs by 15 km would else be believed with its second report of ten minutes: at 30 kn a
    hull might have gone there since.
    """
    terminals, at = fleet.terminals, fixes["terminal"][rows]
    away = (terminals["doubts"][at] > 0) & ~fleet.vessels["fast"][fixes["vessel"][rows]]
    these = np.flatnonzero(away)
    here = fixes["lon"][rows[these]], fixes["lat"][rows[these]]
    at = at[these]
    way_m = distance_m(terminals["lon"][at], terminals["lat"][at], *here)
    passed_s = (fixes["t_ms"][rows[these]] - terminals["t_ms"][at]) / 1000 + SLACK_S
    slack_m = SLACK_M + 3 * fixes["sigma_m"][rows[these]]
    nearer = distance_m(terminals["doubt_lon"][at], terminals["doubt_lat"][at], *here) < way_m
    away[these] = nearer & (way_m > kn_to_mps(STAYS_AWAY_KN) * passed_s + slack_m)
    return away


def beside_its_boat(fleet: Fleet, fixes: Table, rows: Array) -> Array:
    """Return which fixes lie where another terminal leads their boat by now, bool [m].

    A BeiDou set that repeats an old place under way, or has gone astray and been believed, so comes back to
    its boat, which has jumped nowhere.
    """
    vessels, owner = fleet.vessels, fixes["vessel"][rows]
    lead, passed_s = vessels["source"][owner], np.abs(fixes["t_ms"][rows] - vessels["fix_ms"][owner]) / 1000
    led = (lead != NEVER) & (lead != fixes["terminal"][rows]) & ~vessels["doubtful"][owner]
    way_m = BESIDE_M + kn_to_mps(STAYS_AWAY_KN) * passed_s
    places = vessels["lon"][owner], vessels["lat"][owner], fixes["lon"][rows], fixes["lat"][rows]
    return np.asarray(led & (passed_s <= BESIDE_S) & ~beyond(*places, way_m))


def note_jumps(fleet: Fleet, fixes: Table, rows: Array, reached: Array) -> None:
    """Remember when terminals jumped, and whether they do so between the same two tracks again and again.

    The second track goes on where a fix is within reach of the place that the last jump led to, and nearer to
    it than to where the terminal stands: who comes home after a jump has no second track.
    """
    terminals, at, t_ms = fleet.terminals, fixes["terminal"][rows], fixes["t_ms"][rows]
    said_ms, last_ms = terminals["doubt_t_ms"][at], terminals["t_ms"][at]
    here = fixes["lon"][rows], fixes["lat"][rows]
    again = reached & (said_ms != NEVER) & (t_ms >= said_ms) & (t_ms - said_ms <= SECOND_TRACK_MS)
    again &= distance_m(terminals["doubt_lon"][at], terminals["doubt_lat"][at], *here) < distance_m(
        terminals["lon"][at], terminals["lat"][at], *here
    )
    turns = np.where(again, np.minimum(terminals["turns"][at] + (last_ms > said_ms), 200), 0)
    for name, value in (("turns", turns), ("prior_jump_ms", terminals["jump_ms"][at]), ("jump_ms", t_ms)):
        terminals[name][at] = value
