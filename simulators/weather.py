"""The weather service: a forecast for the port's waters every hour."""

from geo.units import MS_PER_HOUR, MS_PER_SECOND
from simulators.post import SHORE, Post
from simulators.scene import Scene
from twin.wire import WeatherBody

SOURCE = "sim-met"
FIRST_S = 3.0
VALID_H = 12


class Weather:
    """Issues a forecast soon after the start and then at every full hour."""

    def __init__(self, scene: Scene, post: Post, start_ms: int) -> None:
        self._scene = scene
        self._post = post
        self._due_ms = start_ms + round(FIRST_S * MS_PER_SECOND)
        self._start_ms = start_ms

    def step(self) -> None:
        """Issue the forecast whose time came."""
        if self._start_ms + self._scene.now_s * MS_PER_SECOND < self._due_ms:
            return
        issued_ms = self._due_ms
        self._due_ms = (issued_ms // MS_PER_HOUR + 1) * MS_PER_HOUR
        body = WeatherBody(
            issued_ms=issued_ms,
            valid_from_ms=issued_ms,
            valid_to_ms=issued_ms + VALID_H * MS_PER_HOUR,
            area=self._scene.port.id,
            force=5,
            text="偏北风4到5级，阵风6级，多云，能见度良好（模拟）",
        )
        self._post.send(issued_ms, f"weather/{SOURCE}/forecast", body, SHORE, SOURCE, 1)
