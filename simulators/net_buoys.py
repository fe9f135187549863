"""Net buoys (网位仪): transmitters on fishing nets that speak on AIS as if they were ships.

They mark the ends and the line of a net, carry nine-digit numbers that belong to nobody, and drift with it.
What they do is from a survey of 2021 (`domain.md` §0.7, S16): a report every 1 to 30 minutes, 2 by default,
for up to 480 hours from one battery.
"""

import numpy as np

from geo.arrays import FloatArray
from geo.units import SECONDS_PER_HOUR, kn_to_mps
from simulators.post import AIS, Post
from simulators.scene import Scene
from twin.wire import Device, FixBody, StaticBody

LINE = 10
"""Buoys on one net (示例)."""
SPACING_M = 250.0
"""A net of ten buoys is some 2 km long (示例)."""
OFF_M = (300.0, 1_500.0)
"""How far from its boat a net begins (示例)."""
NETTERS = ("gillnet", "stow-net")
DEFAULT_S, LEAST_S, MOST_S = 120.0, 60.0, 1_800.0
DEFAULT_SHARE = 0.7
"""Share of the buoys that keep the interval they were sold with (示例)."""
LIFE_H = 480.0
MOST_KN = 0.9
"""A net drifts with the stream and below 1 kn: its anchors and its lead line hold it back."""
SIGMA_M = 6.0
LOST = 0.1
"""Share of reports lost on the air: a buoy's antenna is a metre above the water (示例)."""
STATIC_S = 360.0
STREAM_S = 60.0
"""How often the stream is looked up: it changes little in a minute."""
SHIP_RANGES = ((412, 413), (413, 414), (414, 415))
"""Numbers of 412 to 414 are Chinese ships' (ITU-R M.585); a buoy that uses one would be a disguise."""
MILLION = 1_000_000


class NetBuoys:
    """The net buoys of a scene, in lines near boats that fish with nets, those that a scenario placed first.

    Args:
        scene: with its boats in place.
        post: carries what the buoys say, as if the AIS base station heard it.
        start_ms: UTC ms of the start.
        seed: of every draw.
        count: how many buoys there are.

    Attributes:
        xy_m: where the buoys are, metres, shape (n, 2).
        numbers: the nine-digit number of each, shape (n,).
    """

    def __init__(self, scene: Scene, post: Post, start_ms: int, seed: int, count: int) -> None:
        self._scene = scene
        self._post = post
        self._start_ms = start_ms
        self._rng = np.random.default_rng([seed, 7])
        self.xy_m = self._laid(count)
        self.numbers = self._draw_numbers(count)
        kept = self._rng.random(count) < DEFAULT_SHARE
        drawn_s = np.exp(self._rng.uniform(np.log(LEAST_S), np.log(MOST_S), count))
        self._interval_s = np.where(kept, DEFAULT_S, np.round(drawn_s / 60) * 60)
        self._due_s = self._rng.uniform(1, self._interval_s)
        self._static_due_s = self._rng.uniform(1, STATIC_S, count)
        self._charge = self._rng.uniform(0.2, 1.0, count)
        self._volts = self._rng.random(count) < 0.5
        self._set_mps = np.zeros((count, 2))

    def step(self) -> None:
        """Let the buoys drift through the second that ends now, and let those speak whose time came."""
        if not len(self.xy_m):
            return
        now_s = self._scene.now_s
        if now_s % STREAM_S == 1:
            self._set_mps = self._held(self._scene.elements.stream_mps(self.xy_m, self._scene.now_ms))
        self.xy_m += self._set_mps
        alive = self._left() > 0
        due = np.flatnonzero(alive & (self._due_s <= now_s))
        self._due_s[due] += self._interval_s[due]
        self._speak(due[self._rng.random(len(due)) >= LOST])
        due = np.flatnonzero(alive & (self._static_due_s <= now_s))
        self._static_due_s[due] += STATIC_S
        for buoy in due.tolist():
            body = StaticBody(t_ms=self._scene.now_ms, name=self.name(buoy), ship_type=0)
            self._send(buoy, "static", body, 1)

    def name(self, buoy: int) -> str:
        """Return the name a buoy gives itself now: its battery in volts or as a percentage."""
        left = float(np.clip(self._left()[buoy], 0, 1))
        number = f"{int(self.numbers[buoy]) % 10_000:04d}"
        return f"{number}-{10.5 + 2.1 * left:.1f}V" if self._volts[buoy] else f"NET{number}-{left * 100:.0f}%"

    def _left(self) -> FloatArray:
        """Return what is left of each battery, 0..1; below 0 the buoy is silent."""
        left: FloatArray = self._charge - self._scene.now_s / (LIFE_H * SECONDS_PER_HOUR)
        return left

    def _speak(self, buoys: np.ndarray) -> None:
        noise_m = self._rng.normal(0, SIGMA_M, (len(buoys), 2))
        said_m = self.xy_m[buoys] + noise_m
        lons, lats = self._scene.places.frame.to_lonlat(said_m[:, 0], said_m[:, 1])
        set_mps = self._set_mps[buoys]
        knots = np.hypot(set_mps[:, 0], set_mps[:, 1]) / kn_to_mps(1.0)
        courses = np.degrees(np.arctan2(set_mps[:, 0], set_mps[:, 1])) % 360
        for place, buoy in enumerate(buoys.tolist()):
            body = FixBody(
                t_ms=self._scene.now_ms,
                lon=round(float(lons[place]), 6),
                lat=round(float(lats[place]), 6),
                sog_kn=round(float(knots[place]), 1),
                cog_deg=round(float(courses[place]), 1) % 360,
                accuracy_m=10.0,
            )
            self._send(buoy, "fix", body, 0)

    def _send(self, buoy: int, word: str, body: Device, qos: int) -> None:
        number = int(self.numbers[buoy])
        delay_ms = int(self._rng.integers(100, 1_500))
        topic, device = f"terminal/ais-b/{number}/{word}", f"ais-b:{number}"
        self._post.send(self._scene.now_ms, topic, body, AIS, device, qos, delay_ms)

    def _held(self, stream_mps: FloatArray) -> FloatArray:
        """Return how fast nets go with a stream: as fast as it, but below 1 kn."""
        speed = np.hypot(stream_mps[:, 0], stream_mps[:, 1])
        part = np.minimum(kn_to_mps(MOST_KN) / np.maximum(speed, 1e-9), 1.0)
        held: FloatArray = stream_mps * part[:, None]
        return held

    def _laid(self, count: int) -> FloatArray:
        """Return the buoys' places: lines that begin near the netters, each in a direction of its own."""
        scene, lines = self._scene, -(-count // LINE)
        away_m = np.hypot(*(scene.hulls.xy_m - scene.spot_m).T)
        netters = [
            row for row, vessel in enumerate(scene.vessels) if vessel.gear in NETTERS and away_m[row] > 1_000
        ]
        netters.sort(key=lambda row: not scene.bidden[row])
        bidden = [row for row in netters if scene.bidden[row]]
        beside_m = scene.hulls.xy_m[bidden or netters] if netters else scene.ground_m
        begins_m = beside_m[np.arange(lines) % len(beside_m)]
        turn = self._rng.uniform(0, 2 * np.pi, (2, lines))
        begins_m = begins_m + self._rng.uniform(*OFF_M, lines)[:, None] * _along(turn[0])
        steps_m = np.arange(LINE)[:, None, None] * SPACING_M * _along(turn[1])
        laid: FloatArray = (begins_m + steps_m).transpose(1, 0, 2).reshape(-1, 2)[:count]
        return laid

    def _draw_numbers(self, count: int) -> np.ndarray:
        """Return nine-digit numbers that are no Chinese ship's, each once."""
        numbers: dict[int, None] = {}
        while len(numbers) < count:
            number = int(self._rng.integers(100 * MILLION, 1_000 * MILLION))
            if not any(low <= number // MILLION < high for low, high in SHIP_RANGES):
                numbers[number] = None
        return np.array(list(numbers), dtype=np.int64)


def _along(turn: FloatArray) -> FloatArray:
    """Return unit vectors of directions in radians from north, shape (n, 2)."""
    return np.column_stack([np.sin(turn), np.cos(turn)])
