"""The shore stations: tide, wind, visibility, rain, waves and quays, each quantity from a few smooth waves.

Every value is a function of the instant, so that it does not depend on what was asked before.
"""

import numpy as np

from geo.units import MS_PER_SECOND, SECONDS_PER_HOUR
from simulators.post import SHORE, Post
from simulators.scene import Scene
from twin.port import StationRecord
from twin.wire import UNIT_OF, SenseBody

MEAN_LEVEL_M = 3.3
"""Height of mean sea level above the gauges' datum (示例)."""
TIDES = ((2.05, 12.4206012), (0.85, 12.0), (0.25, 23.9344721), (0.18, 25.8193387))
"""Amplitude in metres (示例) and period in hours of M2, S2, K1, O1: 5-6 m at springs, as in Zhejiang."""
WIND_MPS = (5.5, 2.0)
"""Mean and swing of the wind: force 3 to 5, below every mark of an ordinary day."""
ROUNDING = {"rain": 1, "wind": 1, "gust": 1, "wind-direction": 0, "visibility": -1, "water-level": 2}
GUST_FACTOR = 1.35


class Shore:
    """All stations of a port, speaking through the post once a period each.

    A scenario may force a quantity of a station to a value for a while.
    """

    def __init__(self, scene: Scene, post: Post, start_ms: int, seed: int) -> None:
        self._post = post
        self._scene = scene
        self._start_ms = start_ms
        self._rng = np.random.default_rng([seed, 3])
        self._phase = self._rng.uniform(0, 2 * np.pi, 8)
        self._due_s = [float(self._rng.uniform(1, min(20.0, s.period_s))) for s in scene.port.stations]
        self._forced: dict[tuple[str, str], tuple[float, float]] = {}

    def force(self, station: str, quantity: str, value: float, until_s: float) -> None:
        """Let a station report a value of a quantity until an instant, in seconds since the start."""
        self._forced[station, quantity] = (value, until_s)

    def step(self) -> None:
        """Let every station speak whose time came."""
        for place, station in enumerate(self._scene.port.stations):
            if self._due_s[place] <= self._scene.now_s:
                t_ms = self._start_ms + round(self._due_s[place] * MS_PER_SECOND)
                self._due_s[place] += station.period_s
                for quantity in station.quantities:
                    self._say(station, quantity, t_ms)

    def _say(self, station: StationRecord, quantity: str, t_ms: int) -> None:
        value, until_s = self._forced.get((station.id, quantity), (0.0, -1.0))
        if until_s <= self._scene.now_s:
            value = self._value(station, quantity, t_ms)
        body = SenseBody(t_ms=t_ms, value=round(value, ROUNDING.get(quantity, 2)), unit=UNIT_OF[quantity])
        delay_ms = int(self._rng.integers(50, 900))
        self._post.send(t_ms, f"station/{station.id}/{quantity}", body, SHORE, station.id, 1, delay_ms)

    def _value(self, station: StationRecord, quantity: str, t_ms: int) -> float:
        hours = t_ms / (SECONDS_PER_HOUR * MS_PER_SECOND)
        noise = float(self._rng.normal())
        exposed = 1.25 if station.lon > self._scene.port.lon + 0.05 else 0.85
        value = 0.0
        match quantity:
            case "water-level":
                value = tide_m(hours) + 0.01 * noise
            case "wind":
                value = max(self._wind_mps(hours) * exposed + 0.3 * noise, 0.0)
            case "gust":
                value = max(self._wind_mps(hours) * exposed * GUST_FACTOR + 0.5 * abs(noise), 0.0)
            case "wind-direction":
                value = (45 + 40 * self._wave(hours, 31.0, 0) + 6 * noise) % 360
            case "visibility":
                value = max(11_000 + 6_000 * self._wave(hours, 17.0, 1) + 300 * noise, 3_000.0)
            case "wave-height":
                value = max(0.15 * self._wind_mps(hours) + 0.05 * noise, 0.1)
            case "rain":
                value = max(6 * self._wave(hours, 9.0, 2) - 5, 0.0)
            case "heat":
                value = 16 + 5 * self._wave(hours, 24.0, 3) + 0.2 * noise
            case "battery":
                value = 86 + 10 * self._wave(hours, 24.0, 4)
            case "berth-occupancy":
                value = self._occupancy(station)
            case "person-at-edge":
                value = float(self._rng.random() < 0.02)
        return float(value)

    def _wind_mps(self, hours: float) -> float:
        mean, swing = WIND_MPS
        return mean + swing * (0.7 * self._wave(hours, 26.0, 5) + 0.3 * self._wave(hours, 3.1, 6))

    def _wave(self, hours: float, period_h: float, phase: int) -> float:
        return float(np.sin(2 * np.pi * hours / period_h + self._phase[phase]))

    def _occupancy(self, station: StationRecord) -> float:
        """Return the part of the places at the nearest berth that is taken."""
        places = self._scene.places
        berths = self._scene.port.berths
        berths_m = places.xy_m([berth.lon for berth in berths], [berth.lat for berth in berths])
        nearest = int(np.argmin(np.hypot(*(berths_m - places.xy_m(station.lon, station.lat)).T)))
        away_m = np.hypot(*(self._scene.hulls.xy_m - berths_m[nearest]).T)
        return min(float((away_m <= berths[nearest].radius_m).sum()) / berths[nearest].places, 1.0)


def tide_m(hours: float) -> float:
    """Return the height of the tide above datum in metres, `hours` after the start of 1970 UTC."""
    waves = sum(height * np.cos(2 * np.pi * hours / period_h) for height, period_h in TIDES)
    return float(MEAN_LEVEL_M + waves)
