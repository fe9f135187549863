"""The tide: its height, and the stream that goes with it.

The stream is a model, not a measurement: no observed field of these waters was at hand, so its strength,
axis and shape are examples (示例), bound to the height by the physics of a standing wave. Slack is at high
and low water, the flood is strongest in mid-rise (Pugh, Tides, Surges and Mean Sea-Level, 1987, ch. 5 and 7).
"""

import numpy as np

from geo.arrays import FloatArray
from geo.units import MS_PER_HOUR

MEAN_LEVEL_M = 3.0
"""Height of mean sea level above the gauges' datum (示例): the highest tide, 6.3 m, stays below the lowest
warning mark of Shipu, 6.4 m, so that only a surge passes it."""
AMPLITUDES_M = np.array([2.05, 0.85, 0.25, 0.18])
"""Of M2, S2, K1, O1 (示例): 5-6 m at springs, as in Zhejiang."""
PERIODS_H = np.array([12.4206012, 12.0, 23.9344721, 25.8193387])
"""Of the same; their angular speeds are those of Doodson's expansion (Pugh 1987, table 4:1)."""
SPEEDS_RAD_S = 2 * np.pi / (PERIODS_H * 3_600)
OFFSHORE_MPS = np.array([0.60, 0.25])
"""Strongest stream of M2 and S2 (示例): 0.7 kn at neaps, 1.7 kn at springs, about 1 kn on the mean day near
Shipu (`domain.md` §6); S2 to M2 as in the height."""
FLOOD_AXIS_DEG = 300.0
"""Where the flood sets to in open water: in from the ocean, to the west-north-west (示例)."""
NEAR_SHAPE, FAR_SHAPE, FAR_M = 0.1, 0.5, 60_000.0
"""Minor to major axis of the ellipse: to and fro along a shore, clockwise and rounder off it, as Coriolis
has it in the northern hemisphere (示例)."""
SHELTERED, OPEN_M = 0.3, 15_000.0
"""The open stream is weakened to this part in the harbour, and whole from this distance (示例)."""
MOUTH_S_PER_M = 3_000.0
"""Stream in a mouth for each metre a second of rise (示例): 2.4 kn at springs, 1 kn at neaps. A basin of
27 km² behind 20,000 m² of mouths gives 1,350 by continuity; the narrows between islands run faster."""
MOUTH_REACH_M = 600.0
"""Over this distance the stream of a mouth fades into that of the open water (示例)."""
MOUTH_ENDS_M = 10 * MOUTH_REACH_M
"""Beyond this distance less is left of it, exp(-100), than a number of 64 bits can hold beside the other."""


def tide_m(t_ms: float) -> float:
    """Return the height of the tide above datum in metres at an instant, UTC ms."""
    return float(MEAN_LEVEL_M + AMPLITUDES_M @ np.cos(_phases(t_ms)))


def rise_mps(t_ms: float) -> float:
    """Return how fast the tide rises, metres a second: the derivative of `tide_m`."""
    return float(-(AMPLITUDES_M * SPEEDS_RAD_S) @ np.sin(_phases(t_ms)))


class TidalStream:
    """The tidal stream about a port.

    Args:
        gates_m: both ends of every mouth in metres, shape (k, 2, 2), the harbour to the left of the way from
            the first to the second.
        harbour_m: the middle of the harbour, shape (2,).
    """

    def __init__(self, gates_m: FloatArray, harbour_m: FloatArray) -> None:
        along = gates_m[:, 1] - gates_m[:, 0]
        along = along / np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)[:, None]
        self._inward: FloatArray = np.column_stack([-along[:, 1], along[:, 0]])
        self._middles_m: FloatArray = gates_m.mean(axis=1)
        self._harbour_m = harbour_m
        off_m = self._middles_m - harbour_m
        self._reach_m = float(np.hypot(off_m[:, 0], off_m[:, 1]).max(initial=0.0)) + MOUTH_ENDS_M

    def mps(self, xy_m: FloatArray, t_ms: float) -> FloatArray:
        """Return the stream at places in metres, shape (n, 2), as metres a second east and north."""
        off_m = xy_m - self._harbour_m
        away_m = np.hypot(off_m[:, 0], off_m[:, 1])
        phases = _phases(t_ms)[:2]
        flood = -float(OFFSHORE_MPS @ np.sin(phases))
        across = float(OFFSHORE_MPS @ np.cos(phases))
        shape = NEAR_SHAPE + (FAR_SHAPE - NEAR_SHAPE) * np.minimum(away_m / FAR_M, 1)
        axis = np.radians(FLOOD_AXIS_DEG)
        east, north = np.sin(axis), np.cos(axis)
        right = across * shape
        open_mps = np.column_stack([east * flood + north * right, north * flood - east * right])
        open_mps *= (SHELTERED + (1 - SHELTERED) * np.minimum(away_m / OPEN_M, 1))[:, None]
        near = np.flatnonzero(away_m < self._reach_m)
        open_mps[near] = self._through_mouths(open_mps[near], xy_m[near], rise_mps(t_ms))
        return open_mps

    def _through_mouths(self, open_mps: FloatArray, xy_m: FloatArray, rising_mps: float) -> FloatArray:
        """Return the open stream at places with that of the mouths in it."""
        off_x = xy_m[:, :1] - self._middles_m[:, 0]
        off_y = xy_m[:, 1:] - self._middles_m[:, 1]
        weight = np.exp((off_x * off_x + off_y * off_y) * (-1 / MOUTH_REACH_M**2))
        total = weight.sum(axis=1)
        mouths_mps = (weight / np.maximum(total, 1)[:, None]) @ self._inward * MOUTH_S_PER_M * rising_mps
        mixed: FloatArray = open_mps * (1 - np.minimum(total, 1))[:, None] + mouths_mps
        return mixed


def _phases(t_ms: float) -> FloatArray:
    hours = t_ms / MS_PER_HOUR
    phases: FloatArray = 2 * np.pi * hours / PERIODS_H
    return phases
