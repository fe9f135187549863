"""The warning signals of wind, waves and surge: which colour the published criteria call for.

The service of the simulation foresees its own elements rightly; only its tracks of storms err.
"""

from typing import Literal, NamedTuple

import numpy as np

from geo.arrays import FloatArray
from geo.units import MS_PER_HOUR
from simulators.beaufort import force_of
from simulators.scene import Scene
from twin.wire import Words

Level = Literal["blue", "yellow", "orange", "red"]
LEVELS: tuple[Level, ...] = ("blue", "yellow", "orange", "red")
COLOURS = {"blue": "蓝色", "yellow": "黄色", "orange": "橙色", "red": "红色"}
WIND_MPS = (10.8, 17.2, 24.5, 32.7)
WIND_WITHIN_H = (24, 24, 12, 6)
"""Mean force 6, 8, 10, 12 within 24, 24, 12, 6 h (warning-signal regulation, `domain.md` §1.2)."""
WAVE_M = (2.5, 3.5, 4.5, 6.0)
"""Significant wave height near the shore (`domain.md` §1.2)."""
SEA_WITHIN_H = 24
AHEAD_MS = np.arange(0, 24 * MS_PER_HOUR + 1, MS_PER_HOUR // 2)
"""Every half hour of a day."""
OUTSIDE_M: FloatArray = np.array([[0.0, 0.0], [15_000.0, 0.0]])
"""The port and its coastal water, for which the signals are given."""


class Signal(NamedTuple):
    """A colour that is called for (None: none), how long ahead it looks, and why in words."""

    level: Level | None
    within_h: int
    words: Words


def wind_signal(scene: Scene, now_ms: int) -> Signal:
    """Return the signal of the wind to come: of a typhoon if there is one, else of a gale."""
    elements = scene.elements
    winds = np.array([np.hypot(*elements.wind_mps(OUTSIDE_M, float(now_ms + ms)).T).max() for ms in AHEAD_MS])
    kind = Words("台风", "Typhoon") if elements.storm else Words("大风", "Gale")
    peak = [float(winds[: 2 * hours + 1].max()) for hours in WIND_WITHIN_H]
    grave = sum(wind >= limit for wind, limit in zip(peak, WIND_MPS, strict=True))
    within_h, wind_mps = WIND_WITHIN_H[max(grave - 1, 0)], peak[max(grave - 1, 0)]
    reason = Words(
        f"{within_h}小时内平均风力将达{force_of(wind_mps)}级（{wind_mps:.0f}米/秒）",
        f"mean wind force {force_of(wind_mps)} ({wind_mps:.0f} m/s) within {within_h} h",
    )
    return _signal(grave, within_h, kind, reason)


def wave_signal(scene: Scene, now_ms: int) -> Signal:
    """Return the signal of the waves to come near the shore."""
    heights = [scene.elements.wave_m(OUTSIDE_M, float(now_ms + ms)).max() for ms in AHEAD_MS]
    grave = sum(max(heights) >= limit for limit in WAVE_M)
    reason = Words(f"有效波高将达{max(heights):.1f}米", f"waves to reach {max(heights):.1f} m")
    return _signal(grave, SEA_WITHIN_H, Words("海浪", "Wave"), reason)


def surge_signal(scene: Scene, now_ms: int) -> Signal:
    """Return the signal of the water to come, by the marks of the port's first tide gauge that has any."""
    marks_m = next((station.marks_m for station in scene.port.stations if station.marks_m), ())
    highest = max(scene.elements.level_m(float(now_ms + ms)) for ms in AHEAD_MS)
    grave = sum(highest >= mark for mark in marks_m[:4])
    reason = Words(f"潮位将达{highest:.2f}米", f"the water to reach {highest:.2f} m")
    return _signal(grave, SEA_WITHIN_H, Words("风暴潮", "Storm surge"), reason)


def _signal(grave: int, within_h: int, kind: Words, reason: Words) -> Signal:
    """Return the signal of a gravity, 0 (none) to 4 (red)."""
    if grave == 0:
        words = Words(f"{kind.zh}预警解除（模拟）", f"{kind.en} warning lifted (simulated)")
        return Signal(None, within_h, words)
    level = LEVELS[grave - 1]
    return Signal(
        level,
        within_h,
        Words(
            f"{kind.zh}{COLOURS[level]}预警：{reason.zh}（模拟）",
            f"{kind.en} warning, {level}: {reason.en} (simulated)",
        ),
    )
