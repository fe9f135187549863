"""How long it takes to find every pair of 20,000 vessels that may come too near, and to look at all pairs.

All are sought anew, as when nothing is remembered; what a second takes with `twin.meetings`, which remembers
pairs, stands in the rows of the step.
"""

import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np

from geo.arrays import BoolArray, FloatArray
from geo.encounter import Encounters, closest, encounters
from geo.motion import sail
from geo.near import pairs_within
from geo.tracks import Tracks
from geo.units import METRES_PER_NM

VESSELS, ORACLE_VESSELS, TIMES = 20_000, 1_000, 7
LON_DEG, LAT_DEG = 121.95, 29.2
HARBOUR_M, SEA_M, ABREAST, BERTH_M = (18_000.0, 1_500.0), 150_000.0, 10, 6.0
MERCHANTS, MERCHANT_KN, FISHING_KN = 300, 15.0, 8.0
FISHING_LIMIT_M, FISHING_HORIZON_S = 0.1 * METRES_PER_NM, 360.0
MERCHANT_LIMIT_M, MERCHANT_HORIZON_S = 0.5 * METRES_PER_NM, 900.0
"""Fishing boats 0.1 nm and 6 minutes, merchant ships 0.5 nm and 15: as `collision-risk` at sea by day."""

_Answer = TypeVar("_Answer")


def run(vessels: int = VESSELS, times: int = TIMES) -> list[tuple[str, float, str]]:
    """Return rows (what, figure, unit): milliseconds (median, and the slowest), pairs, and the ratio.

    Half of the vessels lie in rafts, 10 abreast, in a harbour of 18 km; of the others, at sea up to 150 km,
    300 are merchant ships at 15 knots and the rest fish at up to 8. Who lies still does not ask.

    Raises:
        AssertionError: the screen or the encounters are not those of looking at all pairs.
    """
    tracks, merchant = fleet(vessels)
    moving = np.hypot(tracks.east_mps, tracks.north_mps) > 0

    def met() -> list[Encounters]:
        return [
            encounters(tracks, FISHING_LIMIT_M, FISHING_HORIZON_S, moving),
            encounters(tracks, MERCHANT_LIMIT_M, MERCHANT_HORIZON_S, merchant),
        ]

    x, y, fishing_m, merchant_m = _screens(tracks)
    screens = ((fishing_m, moving), (merchant_m, merchant))
    screen_s, screened = _timed(times, lambda: [pairs_within(x, y, *screen) for screen in screens])
    met_s, found = _timed(times, met)
    begun = time.perf_counter()
    slow = [_all_pairs(x - x.min(), y - y.min(), *screen) for screen in screens]
    oracle_s = time.perf_counter() - begun
    for fast, plain in zip(screened, slow, strict=True):
        if not np.array_equal(np.stack(fast), plain):
            raise AssertionError("the screen did not find the pairs of looking at all pairs")
    _compare(min(vessels, ORACLE_VESSELS))
    median_s = float(np.median(screen_s))
    what = f"near: {vessels:,} vessels"
    return [
        (f"{what}, within reach by two rules", float(sum(len(first) for first, _ in screened)), "pairs"),
        ("near: screening for both rules, median", median_s * 1e3, "ms"),
        ("near: screening, slowest", max(screen_s) * 1e3, "ms"),
        ("near: screening against looking at all pairs row by row", oracle_s / median_s, "x"),
        ("near: encounters within the limits", float(sum(len(some.first) for some in found)), "pairs"),
        ("near: screened and measured (CPA, TCPA, interval), median", float(np.median(met_s)) * 1e3, "ms"),
        ("near: screened and measured, slowest", max(met_s) * 1e3, "ms"),
    ]


def fleet(vessels: int) -> tuple[Tracks, BoolArray]:
    """Return the tracks of the load, and which of them are merchant ships; seeded."""
    rng = np.random.default_rng(20_000)
    moored = vessels // 2
    raft = rng.uniform(0, HARBOUR_M, (moored // ABREAST + 1, 2)).repeat(ABREAST, axis=0)[:moored]
    raft[:, 0] += np.arange(moored) % ABREAST * BERTH_M
    sea = vessels - moored
    away_m = np.concatenate([np.hypot(*raft.T), SEA_M * np.sqrt(rng.random(sea))])
    towards = np.concatenate([np.degrees(np.arctan2(*raft.T)), rng.uniform(0, 180, sea)])
    merchant = np.arange(vessels) >= vessels - MERCHANTS * vessels // VESSELS
    sog_kn = np.where(merchant, MERCHANT_KN, rng.uniform(0, FISHING_KN, vessels))
    sog_kn[:moored] = 0.0
    cog_deg = rng.uniform(0, 360, vessels)
    mixed = rng.permutation(vessels)
    lon_deg, lat_deg = sail(LON_DEG, LAT_DEG, away_m, towards)
    return Tracks.of(lon_deg[mixed], lat_deg[mixed], sog_kn[mixed], cog_deg[mixed]), merchant[mixed]


def _screens(tracks: Tracks) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return a plane (its scale does not matter here) and the reach of each vessel under both rules."""
    x = (tracks.lon_deg - LON_DEG) * 97_000.0
    y = (tracks.lat_deg - LAT_DEG) * 110_900.0
    speed = np.hypot(tracks.east_mps, tracks.north_mps)
    fishing_m = speed * FISHING_HORIZON_S / 2 + FISHING_LIMIT_M / 2
    return x, y, fishing_m, speed * MERCHANT_HORIZON_S / 2 + MERCHANT_LIMIT_M / 2


def _all_pairs(x: FloatArray, y: FloatArray, reach_m: FloatArray, asks: BoolArray) -> FloatArray:
    """Return the pairs within reach by comparing each vessel with all that follow."""
    found = []
    for row in range(len(x)):
        east, north = x[row] - x[row + 1 :], y[row] - y[row + 1 :]
        both = reach_m[row] + reach_m[row + 1 :]
        near = east * east + north * north <= both * both
        second = np.flatnonzero(near if asks[row] else near & asks[row + 1 :]) + row + 1
        found.append(np.stack([np.full(len(second), row), second]))
    return np.concatenate(found, axis=1)


def _compare(vessels: int) -> None:
    tracks, _ = fleet(vessels)
    slow = closest(tracks, *np.triu_indices(vessels, 1), MERCHANT_HORIZON_S)
    slow = slow.where(slow.least_m <= MERCHANT_LIMIT_M)
    fast = encounters(tracks, MERCHANT_LIMIT_M, MERCHANT_HORIZON_S)
    if not all(np.array_equal(getattr(slow, name), getattr(fast, name)) for name in slow.__slots__):
        raise AssertionError("the encounters are not those of measuring all pairs")


def _timed(times: int, work: Callable[[], _Answer]) -> tuple[list[float], _Answer]:
    took_s = []
    for _ in range(times):
        begun = time.perf_counter()
        answer = work()
        took_s.append(time.perf_counter() - begun)
    return took_s, answer
