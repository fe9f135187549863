"""The wind of a day without a storm, and how far one can see through haze, rain and spray."""

import numpy as np

from geo.arrays import FloatArray
from geo.units import MS_PER_HOUR
from simulators.elements.spec import WeatherSpec

WIND_MPS, SWING_MPS = 5.5, 2.0
"""Mean and swing of the everyday wind: force 3 to 5, below every mark of an ordinary day (示例)."""
FROM_DEG, VEERING_DEG = 45.0, 40.0
SWING_PART = 0.15
"""A wind given by a scenario swings by this part of itself."""
ASHORE, AT_SEA, AT_SEA_M = 0.85, 1.25, 15_000.0
"""The wind among the islands and over the open sea, beside that between (示例)."""
DAY_M, NIGHT_M, HAZE_M = 13_000.0, 9_000.0, 4_000.0
"""Visibility by day and by night, when haze and dew gather, and its swing (示例)."""
LEAST_EVERYDAY_M = 3_000.0
"""An everyday haze never comes near the 1000 m of a fog warning."""
RAIN_M_AT_1_MM_H = 11_600.0
"""Visibility 11.6 km R^-0.63 in steady rain of R mm/h (Atlas 1953, Journal of Meteorology 10)."""
SPRAY_M, SPRAY_AT_MPS = 1_000.0, 32.7
"""At force 12 the air is filled with spray and visibility very seriously affected (WMO Beaufort scale);
1 km there and a fourth power of the wind are ours."""
SHOWER_MM_H = 6.0


class Sky:
    """The everyday weather of a seed, or the one a scenario wants; every value is a function of the instant.

    Args:
        spec: what the scenario says.
        seed: of the phases of everyday swings.
    """

    def __init__(self, spec: WeatherSpec, seed: int) -> None:
        self._spec = spec
        self._phase = np.random.default_rng([seed, 31]).uniform(0, 2 * np.pi, 8)

    def wind_mps(self, t_ms: float, away_m: FloatArray) -> FloatArray:
        """Return the wind without a storm, where it blows to, shape (n, 2).

        Args:
            t_ms: UTC ms.
            away_m: how far east of the port the places lie, shape (n,).
        """
        spec = self._spec
        mean = WIND_MPS if spec.wind_mps is None else spec.wind_mps
        swing = SWING_MPS if spec.wind_mps is None else SWING_PART * mean
        speed = max(mean + swing * (0.7 * self._wave(t_ms, 26.0, 5) + 0.3 * self._wave(t_ms, 3.1, 6)), 0.0)
        towards = np.radians(self.from_deg(t_ms) + 180)
        exposed = ASHORE + (AT_SEA - ASHORE) * np.clip(away_m / AT_SEA_M, 0, 1)
        return np.outer(exposed * speed, [np.sin(towards), np.cos(towards)])

    def from_deg(self, t_ms: float) -> float:
        """Return where the wind without a storm comes from, degrees."""
        if self._spec.wind_from_deg is not None:
            return (self._spec.wind_from_deg + 8 * self._wave(t_ms, 5.0, 0)) % 360
        return (FROM_DEG + VEERING_DEG * self._wave(t_ms, 31.0, 0)) % 360

    def rain_mm_h(self, t_ms: float) -> float:
        """Return the rain of a passing shower: at most 1 mm/h."""
        return max(SHOWER_MM_H * self._wave(t_ms, 9.0, 2) - (SHOWER_MM_H - 1), 0.0)

    def visibility_m(self, t_ms: float, sun_deg: float) -> float:
        """Return how far one can see through haze or fog, before rain and spray."""
        if self._spec.visibility_m is not None:
            return self._spec.visibility_m * (1 + 0.05 * self._wave(t_ms, 1.7, 1))
        daylight = min(max((sun_deg + 6) / 30, 0.0), 1.0)
        clear_m = NIGHT_M + (DAY_M - NIGHT_M) * daylight
        return max(clear_m + HAZE_M * self._wave(t_ms, 17.0, 1), LEAST_EVERYDAY_M)

    def _wave(self, t_ms: float, period_h: float, phase: int) -> float:
        return float(np.sin(2 * np.pi * t_ms / MS_PER_HOUR / period_h + self._phase[phase]))


def seen_m(haze_m: float, rain_mm_h: FloatArray, wind_mps: FloatArray) -> FloatArray:
    """Return the visibility through haze, rain and spray together, metres, shape (n,).

    What each lets one see adds up by its inverse, as extinction does (Koschmieder 1924).
    """
    rain = (np.maximum(rain_mm_h, 0.0) ** 0.63) / RAIN_M_AT_1_MM_H
    spray = (wind_mps / SPRAY_AT_MPS) ** 4 / SPRAY_M
    seen: FloatArray = 1 / (1 / haze_m + rain + spray)
    return seen
