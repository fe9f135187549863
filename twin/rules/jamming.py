"""Which boats' positions were torn away together: one jammed water, not many faulty or doubled boats.

Alert 6 of domain.md §2: a jump common to five boats and more is area jamming, one parent. Two boats that jump
on opposite sides of the sea have nothing in common, so a jam is a place and a time.
"""

from itertools import product

import numpy as np

from twin.columns import NEVER
from twin.fleet import Fleet
from twin.table import Array

JAM_BOATS = 5
"""So many boats that jump together are jammed (domain.md alert 6; reliability.md §2.3)."""
JAM_NEAR_M = 20_000.0
"""Side of the squares in which boats are counted with the squares around: a jammer at a mast's height is
heard to its horizon, some ten nautical miles; ours."""


def jammed(fleet: Fleet, since_ms: int, together_ms: float) -> Array:
    """Return which vessels jumped together with at least four others near them, bool [n].

    Near is in the same square of `JAM_NEAR_M` or in one beside it; together is in the same half of
    `together_ms` or in the one before or after, by the newest jump of each.

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
    rows = np.flatnonzero((newest_ms > max(since_ms, NEVER)) & ~np.isnan(x))
    found[rows] = _about(x[rows] / JAM_NEAR_M, y[rows] / JAM_NEAR_M, newest_ms[rows] / (together_ms / 2)) >= (
        JAM_BOATS
    )
    return found


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
