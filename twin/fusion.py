"""One boat, several terminals: which of them leads its position, and which disagrees with the others.

The leading terminal moves the boat for as long as it speaks; others only fill its pauses. It is followed by
another when it has been overdue, never because somebody else spoke a second later, and a better one takes
over only after it has kept speaking: the position does not flap between two sources (docs/decisions/0011).
"""

import numpy as np

from geo.distance import beyond, distance_m
from geo.units import kn_to_mps
from twin.columns import NEVER
from twin.fleet import KIND_CODE, Fleet
from twin.silence import OVERDUE_INTERVALS, expected_s
from twin.table import Array, Table

RANK = np.full(256, 9)
"""Which kind leads when several speak, by its error and its interval (domain.md §1.3, §2.2): AIS and
4G every half minute, BeiDou every ten; what is seen from ashore, or told by hand, only fills in. Ours."""
for _rank, _kind in enumerate(("ais-a", "ais-b", "cell", "beidou", "radar", "rfid", "manual", "wearable")):
    RANK[KIND_CODE[_kind]] = _rank
FILL_INTERVALS = 1.5
"""Another terminal fills in once the leading one has missed a report by half an interval; ours."""
STEADY_FIXES = 3
"""A better source leads again after so many fixes without a gap, as many as end a doubt (`twin.admit`)."""
APART_M = 500.0
APART_SIGMAS = 3
"""Two terminals of one hull are apart beyond 500 m, v * dt + 3 sigma (domain.md alert 7 b)."""
FASTEST_KN, FASTEST_FAST_KN = 14.0, 30.0
"""The v of that: what a steel fishing hull can do (domain.md §1.3), and other hulls; ours. The speed that a
boat tells is that of an instant: it had slowed down, or not yet begun."""


def moves(fleet: Fleet, fixes: Table, these: Array) -> Array:
    """Return which of these fixes move their boat, bool [m]: newer than where it is, of whom may speak.

    Afterwards `source` says who leads; `apart_ms`, of the others, since when the terminal disagrees with the
    leading one, and `apart_m` how far: agreement ends it. A fix that repeats a place to the last digit says
    nothing of that: BeiDou sets show a boat at rest where it lay before (docs/recordings.md).

    Args:
        fleet: changed: the terminals, and who leads the vessels.
        fixes: columns of `twin.admit.FIX_COLUMNS`.
        these: rows of believed fixes, one a vessel, int64 [m].
    """
    vessels = fleet.vessels
    rows, at, t_ms = fixes["vessel"][these], fixes["terminal"][these], fixes["t_ms"][these]
    lead, moving = vessels["source"][rows], np.asarray(t_ms >= vessels["fix_ms"][rows])
    takes = lead == NEVER
    others = ((lead != at) & ~takes).nonzero()[0]
    takes &= moving
    if len(others):
        apart = _disagree(fleet, fixes, these[others])
        succeeds, fills = _succeeds(fleet, lead[others], at[others], t_ms[others], apart)
        takes[others] = succeeds & moving[others]
        moving[others] &= succeeds | fills
    vessels["source"][rows[takes]] = at[takes]
    return moving


def _disagree(fleet: Fleet, fixes: Table, these: Array) -> Array:
    """Return which of these fixes, none of a leading terminal, lie where their boat cannot be; note it."""
    vessels, terminals = fleet.vessels, fleet.terminals
    rows, at, t_ms = fixes["vessel"][these], fixes["terminal"][these], fixes["t_ms"][these]
    passed_s = np.abs(t_ms - vessels["fix_ms"][rows]) / 1000
    fastest = kn_to_mps(np.where(vessels["fast"][rows], FASTEST_FAST_KN, FASTEST_KN))
    scatter_m = APART_SIGMAS * (vessels["sigma_m"][rows] + fixes["sigma_m"][these])
    places = (vessels["lon"][rows], vessels["lat"][rows], fixes["lon"][these], fixes["lat"][these])
    apart: Array = beyond(*places, np.maximum(APART_M, fastest * passed_s + scatter_m))
    since_ms = terminals["apart_ms"][at]
    if not (apart.any() or (since_ms != NEVER).any()):
        return apart  # they agreed, and agree
    compared = ~terminals["held"][at]
    begun = np.where(apart, np.where(since_ms == NEVER, t_ms, since_ms), NEVER)
    terminals["apart_ms"][at[compared]] = begun[compared]
    terminals["apart_m"][at[compared]] = 0
    told = np.flatnonzero(apart & compared)
    if len(told):
        terminals["apart_m"][at[told]] = distance_m(*(column[told] for column in places))
    return apart


def _succeeds(fleet: Fleet, lead: Array, at: Array, t_ms: Array, apart: Array) -> tuple[Array, Array]:
    """Return which fixes of others take the lead of their boat, and which fill a pause, bool [m] each."""
    terminals = fleet.terminals
    rehung = terminals["vessel"][lead] != terminals["vessel"][at]
    due_s = expected_s(fleet, lead)
    waits_s = (t_ms - terminals["t_ms"][lead]) / 1000
    better = RANK[terminals["kind"][at]] < RANK[terminals["kind"][lead]]
    better &= (terminals["run"][at] >= STEADY_FIXES) & ~apart
    takes = rehung | better | (waits_s > OVERDUE_INTERVALS * due_s)
    return takes, ~apart & (waits_s > FILL_INTERVALS * due_s)
