"""Where each boat lies in harbour: side by side in rows at the berths, as Shipu's boats do."""

import numpy as np

from geo.arrays import FloatArray
from simulators.places import Places
from twin.port import Berth

ABEAM_M = 10.0
FORE_AND_AFT_M = 40.0
SHELTER_M = 0.9
"""Part of a berth's radius that its raft fills, so that a boat's noise does not take it out of its berth."""

FILLED = 0.75
"""Part of the places of the berths in use that the boats take."""


def moor(
    places: Places, berths: tuple[Berth, ...], boats: int, rng: np.random.Generator
) -> tuple[FloatArray, FloatArray]:
    """Return a place in metres, shape (n, 2), and a heading in degrees for every boat.

    Each place lies on clear water within the radius of a berth, and each is taken once until all are taken.
    No more berths are used than the boats fill well: quays first, then anchorages from the middle outwards.
    """
    middles_m = places.xy_m([berth.lon for berth in berths], [berth.lat for berth in berths])
    raft_deg = rng.uniform(0, 360, len(berths))
    rafts = [
        _raft(places, middle_m, berth.radius_m * SHELTER_M, deg)
        for middle_m, berth, deg in zip(middles_m, berths, raft_deg, strict=True)
    ]
    used = _used(berths, np.hypot(*middles_m.T), boats, rng)
    order = sorted(
        ((number + 0.5) / berths[row].places, row, number)
        for row in used
        for number in range(len(rafts[row]))
    )
    chosen = [order[boat % len(order)][1:] for boat in range(boats)]
    xy_m = np.array([rafts[row][number] for row, number in chosen]).reshape(-1, 2)
    return xy_m, np.array([raft_deg[row] for row, _ in chosen])


def _used(berths: tuple[Berth, ...], off_m: FloatArray, boats: int, rng: np.random.Generator) -> list[int]:
    """Return the rows of the berths in use: drawn among the quays, then the anchorages by distance."""
    drawn = sorted(
        rng.permutation(len(berths)).tolist(),
        key=lambda row: 0.0 if berths[row].kind == "quay" else off_m[row],
    )
    filled = np.cumsum([berths[row].places for row in drawn]) * FILLED
    return drawn[: int(np.searchsorted(filled, boats)) + 1]


def _raft(places: Places, middle_m: FloatArray, radius_m: float, heading_deg: float) -> FloatArray:
    """Return the places of a raft on clear water, the innermost first."""
    across = np.arange(-int(radius_m / ABEAM_M), int(radius_m / ABEAM_M) + 1) * ABEAM_M
    along = np.arange(-int(radius_m / FORE_AND_AFT_M), int(radius_m / FORE_AND_AFT_M) + 1) * FORE_AND_AFT_M
    grid_m = np.stack(np.meshgrid(across, along), axis=-1).reshape(-1, 2)
    away_m = np.hypot(*grid_m.T)
    grid_m = grid_m[np.argsort(away_m, kind="stable")][: int((away_m <= radius_m).sum())]
    turn = np.radians(heading_deg)
    starboard = np.array([np.cos(turn), -np.sin(turn)])
    ahead = np.array([np.sin(turn), np.cos(turn)])
    spots_m = middle_m + grid_m[:, :1] * starboard + grid_m[:, 1:] * ahead
    wet: FloatArray = spots_m[places.water.wet(spots_m)]
    return wet
