"""Which boats' positions were torn away together: one jammed water, not many faulty or doubled boats.

Alert 6 of domain.md §2: a jump common to five boats and more is area jamming, one parent. Two boats that jump
on opposite sides of the sea have nothing in common, so a jam is a place and a time, and it spares nobody
there. Five sets that lie ashore and answer one recall jump from amid boats that do not.
"""

from itertools import product

import numpy as np

from geo.near import pairs_within
from twin.columns import NEVER
from twin.fleet import Fleet
from twin.table import Array

JAM_BOATS = 5
"""So many boats that jump together are jammed (domain.md alert 6; reliability.md §2.3)."""
JAM_NEAR_M = 20_000.0
"""Side of the squares in which boats are counted with the squares around: a jammer at a mast's height is
heard to its horizon, some ten nautical miles; ours."""
WITNESS_M, WITNESS_S = 2_000.0, 60.0
"""A boat so near that speaks at least so often was jammed too; if it has spoken since and never jumped, it is
a witness that its water is not. As long as `together_s` of `position_jump`; ours."""
MOST_ASKED = 200
"""More that jumped are no sets that lie ashore and answered a recall, and nobody is asked about them: what
it takes to ask grows with their square in a shelter; ours."""


def jammed(fleet: Fleet, since_ms: int, together_ms: float) -> Array:
    """Return which vessels jumped together with at least four others near them, bool [n].

    Near is in the same square of `JAM_NEAR_M` or in one beside it; together is in the same half of
    `together_ms` or in the one before or after, by the newest jump of each. Who has more witnesses about it
    than boats that jumped, itself counted, does not count, unless more than `MOST_ASKED` jumped.

    Args:
        fleet: the boats, as last trusted.
        since_ms: older jumps do not count.
        together_ms: jumps of one cause lie about so close.
    """
    found = np.zeros(len(fleet), dtype=bool)
    jump_ms = fleet.terminals["jump_ms"]
    if np.count_nonzero(jump_ms > max(since_ms, NEVER)) < JAM_BOATS:
        return found
    newest_ms = fleet.highest(jump_ms, NEVER)
    x, y = fleet.vessels["x"], fleet.vessels["y"]
    leapt = (newest_ms > max(since_ms, NEVER)) & ~np.isnan(x)
    rows = np.flatnonzero(leapt)
    if len(rows) <= MOST_ASKED:
        rows = rows[~_denied(fleet, leapt, newest_ms)]
    if len(rows) < JAM_BOATS:
        return found
    found[rows] = _about(x[rows] / JAM_NEAR_M, y[rows] / JAM_NEAR_M, newest_ms[rows] / (together_ms / 2)) >= (
        JAM_BOATS
    )
    return found


def _denied(fleet: Fleet, leapt: Array, newest_ms: Array) -> Array:
    """Return which of those that leapt, bool [n], have more witnesses about them than leapt, bool [m]."""
    vessels, interval_s = fleet.vessels, fleet.terminals["interval_s"]
    often = fleet.highest((interval_s > 0) & (interval_s <= WITNESS_S), 0.0) > 0
    who = np.flatnonzero(leapt | (often & (vessels["fix_ms"] != NEVER)))
    asks, x, y = leapt[who], vessels["x"][who], vessels["y"][who]
    first, second = pairs_within(x, y, WITNESS_M / 2, asks)
    one, other = np.concatenate([first, second]), np.concatenate([second, first])
    since = vessels["fix_ms"][who[other]] >= newest_ms[who[one]]
    leapt_too = np.bincount(one[asks[other]], minlength=len(who)) + 1
    witnesses = np.bincount(one[~asks[other] & since], minlength=len(who))
    return np.asarray((witnesses > leapt_too)[asks])


def _about(*axes: Array) -> Array:
    """Return for each point how many lie in its unit cell and in the 26 around it, itself among them, [n]."""
    spans, code = [], np.zeros(len(axes[0]), dtype=np.int64)
    for axis in axes:
        cell = np.floor(axis - axis.min()).astype(np.int64) + 1
        width = int(cell.max()) + 2
        spans.append(width)
        code = code * width + cell
    cells, cell_of, count = np.unique(code, return_inverse=True, return_counts=True)
    about = np.zeros(len(cells), dtype=np.int64)
    for step in product((-1, 0, 1), repeat=3):
        beside = cells + (step[0] * spans[1] + step[1]) * spans[2] + step[2]
        at = np.minimum(np.searchsorted(cells, beside), len(cells) - 1)
        about += np.where(cells[at] == beside, count[at], 0)
    return about[cell_of]
