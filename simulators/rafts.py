"""Where each boat lies in harbour: side by side in rafts at the berths, as Shipu's boats do in a typhoon.

A raft is a row of boats abeam, bows one way; fire lanes part it from the next. The measures are ours (示例):
no plan of Shipu's moorings is public.
"""

from collections.abc import Iterator
from itertools import islice

import numpy as np

from geo.arrays import BoolArray, FloatArray
from simulators.places import Places
from twin.port import Berth, ConfigError, ConfigFault

ABEAM_M = 9.0
"""From boat to boat in a raft: 7.5 m, the beam of the largest fishing boat, and the fenders between."""
ABREAST = 12
"""Most boats in a raft; a raft of 12 burning is a drill of `domain.md` §7."""
LANE_M = 25.0
"""Fire lane beside a raft: open water that a fire boat passes and a fire does not."""
ROW_M = 75.0
"""From row to row: 48 m, the longest boat of the harbour, and a fire lane."""
APART_M = ROW_M / 2
"""Boats keep this far on their own side of the middle between two berths, so that a lane stays there too."""
SHELTER_M = 0.9
"""Part of a berth's radius that its rafts fill, so that a boat's noise does not take it out of its berth."""
HEADINGS_DEG = np.arange(0.0, 180.0, 15.0)
"""Tried at a berth for the one in which most boats find room."""

FILLED = 0.75
"""Part of the places in use that the boats take before another berth is used."""
AT_EASE = 2 * ABREAST
"""Places of a berth that are used while other berths lie empty."""

ROADS_EVERY_M = 120.0
"""Boats that find no berth anchor so far apart: each swings on its own chain."""
ROADS_ABOUT_M = 12_000.0
OFF_MOUTHS_M = 500.0


def moor(
    places: Places, berths: tuple[Berth, ...], boats: int, rng: np.random.Generator
) -> tuple[FloatArray, FloatArray]:
    """Return a place in metres, shape (n, 2), and a heading in degrees for every boat; no place twice.

    Each place lies on clear water within the radius of its berth and nearest to it. No more berths are used
    than lie at ease: quays first, then anchorages from the middle of the port outwards, filled alike. Boats
    that find no berth anchor in the roads about them.

    Raises:
        ConfigError: the water about the port has no room for so many boats.
    """
    middles_m = places.xy_m([berth.lon for berth in berths], [berth.lat for berth in berths])
    rafts = _used(places, berths, middles_m, boats, rng)
    order = sorted(
        ((number + 0.5) / len(spots_m), row, number)
        for row, (spots_m, _) in rafts.items()
        for number in range(len(spots_m))
    )[:boats]
    moored_m = [rafts[row][0][number] for _, row, number in order]
    moored_deg = [rafts[row][1] for _, row, _ in order]
    afloat = boats - len(order)
    roads_m = list(islice(_roads(places, berths, middles_m), afloat))
    if len(roads_m) < afloat:
        what = f"the water about its berths has room for {len(order) + len(roads_m)} boats, not {boats}"
        raise ConfigError([ConfigFault("berths.csv", "the file", what, "Add berths, or ask for fewer boats")])
    xy_m = np.array([*moored_m, *roads_m]).reshape(-1, 2)
    return xy_m, np.array([*moored_deg, *rng.uniform(0, 360, afloat)])


def raft_up(places: Places, berths: tuple[Berth, ...], row: int) -> tuple[FloatArray, float]:
    """Return the places at a berth in metres, shape (n, 2), raft by raft, and the heading in degrees.

    The heading is the one in which most boats lie on clear water, at most as many as the berth has places.
    """
    middles_m = places.xy_m([berth.lon for berth in berths], [berth.lat for berth in berths])
    grid_m = _grid(berths[row].radius_m * SHELTER_M)
    turn = np.radians(HEADINGS_DEG)[:, None]
    starboard = np.stack([np.cos(turn), -np.sin(turn)], axis=-1)
    ahead = np.stack([np.sin(turn), np.cos(turn)], axis=-1)
    spots_m = middles_m[row] + grid_m[:, :1] * starboard + grid_m[:, 1:] * ahead
    flat_m = spots_m.reshape(-1, 2)
    room = (places.water.wet(flat_m) & _on_own_side(flat_m, middles_m, row)).reshape(len(turn), -1)
    best = int(np.argmax(room.sum(axis=1)))
    return spots_m[best][room[best]][: berths[row].places], float(HEADINGS_DEG[best])


def _used(
    places: Places, berths: tuple[Berth, ...], middles_m: FloatArray, boats: int, rng: np.random.Generator
) -> dict[int, tuple[FloatArray, float]]:
    """Return the rafts of the berths in use by row: drawn among the quays, then anchorages by distance."""
    off_m = np.hypot(*middles_m.T)
    drawn = sorted(
        rng.permutation(len(berths)).tolist(),
        key=lambda row: 0.0 if berths[row].kind == "quay" else off_m[row],
    )
    rafts: dict[int, tuple[FloatArray, float]] = {}
    room = 0.0
    for row in drawn:
        if room >= boats:
            break
        rafts[row] = raft_up(places, berths, row)
        room += min(len(rafts[row][0]), AT_EASE) * FILLED
    return rafts


def _grid(radius_m: float) -> FloatArray:
    """Return places within a radius row by row, metres to starboard and ahead, shape (n, 2)."""
    best = np.empty((0, 2))
    for first_m in (0.0, ROW_M / 2):
        reach = int((radius_m - first_m) / ROW_M) if radius_m >= first_m else -1
        ahead_m = [first_m + step * ROW_M for step in range(-reach - int(first_m > 0), reach + 1)]
        rows = [_row(radius_m, each) for each in sorted(ahead_m, key=abs)]
        grid_m = np.vstack(rows) if rows else best
        best = grid_m if len(grid_m) > len(best) else best
    return best


def _row(radius_m: float, ahead_m: float) -> FloatArray:
    """Return the places of one row, rafts of `ABREAST` and lanes between, in the middle of its chord."""
    chord_m = 2 * float(np.sqrt(radius_m**2 - ahead_m**2))
    number = np.arange(int(chord_m / ABEAM_M) + 1)
    across_m = number * ABEAM_M + number // ABREAST * LANE_M
    across_m = across_m[across_m <= chord_m]
    return np.column_stack([across_m - across_m[-1] / 2, np.full(len(across_m), ahead_m)])


def _on_own_side(spots_m: FloatArray, middles_m: FloatArray, row: int) -> BoolArray:
    """Return which places are nearer to a berth than to every other, by a lane's width."""
    own_m = middles_m[row]
    mine = np.ones(len(spots_m), dtype=np.bool_)
    for other_m in np.delete(middles_m, row, axis=0):
        towards = (other_m - own_m) / max(float(np.hypot(*(other_m - own_m))), 1.0)
        mine &= (spots_m - (own_m + other_m) / 2) @ towards <= -APART_M
    return mine


def _roads(places: Places, berths: tuple[Berth, ...], middles_m: FloatArray) -> Iterator[FloatArray]:
    """Yield places to anchor clear of the berths and the mouths, the nearest to the berths first."""
    steps = np.arange(-int(ROADS_ABOUT_M / ROADS_EVERY_M), int(ROADS_ABOUT_M / ROADS_EVERY_M) + 1)
    lattice_m = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2) * ROADS_EVERY_M
    lattice_m = lattice_m[np.argsort(np.hypot(*lattice_m.T), kind="stable")] + middles_m.mean(axis=0)
    free = places.water.wet(lattice_m)
    for berth, middle_m in zip(berths, middles_m, strict=True):
        free &= np.hypot(*(lattice_m - middle_m).T) > berth.radius_m + ROW_M
    for mouth in places.mouths:
        free &= np.hypot(*(lattice_m - mouth.ends_m.mean(axis=0)).T) > OFF_MOUTHS_M
    return places.sailed_to(lattice_m[free])
