"""The weather service: forecasts, bulletins on a storm, and the warning signals of wind, waves and surge.

The twin keeps one warning of each source, so waves and surge speak under sources of their own, as they come
from the marine forecaster.
"""

from collections.abc import Callable

import numpy as np

from geo.units import MS_PER_HOUR, MS_PER_SECOND
from simulators.beaufort import direction_of, force_of
from simulators.bulletins import Bulletins
from simulators.post import SHORE, Post
from simulators.scene import Scene
from simulators.storm_signals import OUTSIDE_M, Signal, surge_signal, wave_signal, wind_signal
from twin.wire import WeatherBody

FIRST_S = 3.0
VALID_H = 12
AGAIN_H = 3
"""A warning that stands is said again after this time, and a bulletin on a storm that is far."""
NEAR_M, HEARD_OF_M = 500_000.0, 2_500_000.0
"""A storm is told of every hour when it is near, and not at all beyond the second (示例)."""
LONGEST_SOURCE = 26
"""Of the 32 characters of an id, so that `-surge` fits behind."""
SIGNALS: tuple[tuple[str, Callable[[Scene, int], Signal]], ...] = (
    ("", wind_signal),
    ("-wave", wave_signal),
    ("-surge", surge_signal),
)


class Weather:
    """Issues what is due soon after the start and then at every full hour."""

    def __init__(self, scene: Scene, post: Post, start_ms: int, seed: int) -> None:
        self._scene = scene
        self._post = post
        self._start_ms = start_ms
        self._due_ms = start_ms + round(FIRST_S * MS_PER_SECOND)
        self._bulletins = Bulletins(scene, seed)
        self._source = scene.elements.spec.source[:LONGEST_SOURCE]
        self._told_ms = -AGAIN_H * MS_PER_HOUR
        self._standing: dict[str, tuple[str | None, int]] = {}

    def step(self) -> None:
        """Issue what is due."""
        if self._start_ms + self._scene.now_s * MS_PER_SECOND < self._due_ms:
            return
        issued_ms = self._due_ms
        self._due_ms = (issued_ms // MS_PER_HOUR + 1) * MS_PER_HOUR
        self._say(self._source, "forecast", self._forecast(issued_ms))
        self._tell_of_storm(issued_ms)
        for suffix, signal_of in SIGNALS:
            self._signal(self._source + suffix, signal_of(self._scene, issued_ms), issued_ms)

    def _forecast(self, issued_ms: int) -> WeatherBody:
        elements = self._scene.elements
        hours = [issued_ms + hour * MS_PER_HOUR for hour in range(VALID_H + 1)]
        winds = np.array([elements.wind_mps(OUTSIDE_M, float(t_ms)) for t_ms in hours])
        speeds = np.hypot(winds[..., 0], winds[..., 1])
        least, most = force_of(float(speeds.min())), force_of(float(speeds.max()))
        came_from = direction_of(-winds[0, 1])
        seen_km = min(float(elements.visibility_m(OUTSIDE_M, float(t_ms)).min()) for t_ms in hours) / 1_000
        waves_m = max(float(elements.wave_m(OUTSIDE_M, float(t_ms)).max()) for t_ms in hours)
        return WeatherBody(
            issued_ms=issued_ms,
            valid_from_ms=issued_ms,
            valid_to_ms=issued_ms + VALID_H * MS_PER_HOUR,
            area=self._scene.port.id,
            force=most,
            text=f"{came_from.zh}风{least}到{most}级，浪高{waves_m:.1f}米，最低能见度{seen_km:.1f}公里（模拟）\n"
            f"{came_from.en} wind force {least} to {most}, waves {waves_m:.1f} m, "
            f"lowest visibility {seen_km:.1f} km (simulated)",
        )

    def _tell_of_storm(self, issued_ms: int) -> None:
        """Issue the bulletin on a storm that is heard of, if one is due."""
        storm = self._scene.elements.storm
        now = storm.at(issued_ms) if storm else None
        if storm is None or now is None or np.hypot(*now.xy_m) > HEARD_OF_M:
            return
        far = np.hypot(*now.xy_m) > NEAR_M
        if far and issued_ms // MS_PER_HOUR - self._told_ms // MS_PER_HOUR < AGAIN_H:
            return
        body = self._bulletins.body(storm, issued_ms)
        if body is not None:
            self._told_ms = issued_ms
            self._say(self._source, "typhoon", body)

    def _signal(self, source: str, signal: Signal, issued_ms: int) -> None:
        """Issue a warning that is new, has changed, has stood for long, or is over."""
        level, said_ms = self._standing.get(source, (None, issued_ms))
        if signal.level == level and (level is None or issued_ms - said_ms < AGAIN_H * MS_PER_HOUR):
            return
        self._standing[source] = (signal.level, issued_ms)
        valid_ms = issued_ms + (signal.within_h * MS_PER_HOUR if signal.level else 0)
        self._say(
            source,
            "warning",
            WeatherBody(
                issued_ms=issued_ms,
                valid_from_ms=issued_ms,
                valid_to_ms=valid_ms,
                area=self._scene.port.id,
                level=signal.level,
                text=f"{signal.words.zh}\n{signal.words.en}",
            ),
        )

    def _say(self, source: str, what: str, body: WeatherBody) -> None:
        self._post.send(body.issued_ms, f"weather/{source}/{what}", body, SHORE, source, 1)
