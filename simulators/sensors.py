"""The terminals aboard: when they speak, how wrong they are, what is lost and how late it comes.

Reporting intervals are those of ITU-R M.1371-5 tables 1 and 2 for AIS; BeiDou terminals of fishing boats
speak every ten minutes (median of a recording of 894 boats over 36 h); 4G terminals every 30 s.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.arrays import BoolArray, FloatArray
from geo.units import MS_PER_SECOND, mps_to_kn
from simulators.post import AIS, BEIDOU, CELL, Post
from simulators.scene import AT_ANCHOR, MOORED, Scene
from twin.port import VesselRecord
from twin.wire import Device, FixBody, StaticBody

KINDS = ("ais-a", "ais-b", "beidou", "cell")
WANDER_M, WANDER_KEPT = 3.0, 0.995
"""Slow wander of a receiver's error, and the part of it kept from second to second."""
STOPPED_MPS = 0.15
AT_REST_S = 180.0
BEIDOU_S = 600.0
CELL_S = 30.0
STATIC_S = 360.0
"""Static and voyage data every six minutes, M.1371-5 table 1."""
FIRST_S = 15.0
"""After the start every terminal speaks once within this time, then falls into its own rhythm."""
GNSS_SIGMA_M = {"ais-a": 4.0, "ais-b": 5.0, "beidou": 8.0, "cell": 8.0}
ACCURACY_M = {"ais-a": 10.0, "ais-b": 10.0, "beidou": 15.0, "cell": 15.0}
"""What a terminal claims of itself: AIS "high accuracy" is 10 m; a BeiDou beacon states 15 m."""
DELAY_MS = {"ais-a": (100, 1_500), "ais-b": (100, 1_500), "beidou": (2_000, 12_000), "cell": (300, 4_000)}
FEED_OF = {"ais-a": AIS, "ais-b": AIS, "beidou": BEIDOU, "cell": CELL}
NEAR_LOSS, FAR_LOSS = 0.03, 0.30
NEAR_M, FAR_M = 40_000.0, 90_000.0
"""AIS loses few reports near the base stations and more towards the edge of their reach."""
CELL_REACH_M = 20_000.0
"""Mobile networks reach some 20 km from the shore (`domain.md` §1.3)."""
SHIP_TYPES = {"fishing": 30, "village": 30, "visitor": 30, "patrol": 55, "merchant": 70, "supply": 79}
"""M.1371-5 table 53: 30 fishing, 55 law enforcement, 70 cargo."""


class Terminal(NamedTuple):
    """One terminal: its kind, its own id and the row of the vessel that carries it."""

    kind: str
    id: str
    row: int


def interval_s(
    kinds: NDArray[np.str_], speed_mps: FloatArray, at_rest: BoolArray, turning: BoolArray
) -> FloatArray:
    """Return seconds between position reports, shape (n,).

    Args:
        kinds: words of `KINDS`.
        speed_mps: speed over ground.
        at_rest: at anchor or moored by navigational status.
        turning: changing course.
    """
    speed_kn = mps_to_kn(speed_mps)
    class_a = np.select(
        [at_rest & (speed_kn <= 3), at_rest, speed_kn <= 14, speed_kn <= 23],
        [AT_REST_S, 10.0, np.where(turning, 10 / 3, 10.0), np.where(turning, 2.0, 6.0)],
        2.0,
    )
    class_b = np.where(speed_kn <= 2, AT_REST_S, 30.0)
    return np.select(
        [kinds == "ais-a", kinds == "ais-b", kinds == "beidou"], [class_a, class_b, BEIDOU_S], CELL_S
    )


class Sensors:
    """All terminals of a scene, speaking through the post.

    Attributes:
        terminals: every terminal, in order of the vessels' rows.
    """

    def __init__(self, scene: Scene, post: Post, start_ms: int, seed: int) -> None:
        self._scene = scene
        self._post = post
        self._start_ms = start_ms
        self._rng = np.random.default_rng([seed, 2])
        self.terminals = _terminals(scene.vessels)
        count = len(self.terminals)
        self._rows = np.array([terminal.row for terminal in self.terminals], dtype=np.int64)
        self._kinds = np.array([terminal.kind for terminal in self.terminals], dtype="U8")
        self._bias_m = self._rng.normal(0, WANDER_M, (len(scene.vessels), 2))
        self._last_s = self._rng.uniform(0, FIRST_S, count) - self._intervals_s()
        self._stretch = np.ones(count)
        self._fresh = np.ones(count, dtype=np.bool_)
        ais = np.char.startswith(self._kinds, "ais")
        self._static_due_s = np.where(ais, self._rng.uniform(0, FIRST_S, count), np.inf)

    def step(self) -> None:
        """Let every terminal speak whose time came in the second that ends now."""
        now_s = self._scene.now_s
        self._bias_m = self._bias_m * WANDER_KEPT + self._rng.normal(
            0, WANDER_M * np.sqrt(1 - WANDER_KEPT**2), self._bias_m.shape
        )
        lit = self._scene.dark_until_s[self._rows] <= now_s
        due_s = self._last_s + self._intervals_s() * self._stretch
        for index in np.flatnonzero(lit & (due_s <= now_s)).tolist():
            self._last_s[index] = max(float(due_s[index]), now_s - 0.999)
            self._stretch[index] = self._rng.uniform(0.1, 1) if self._fresh[index] else 1.0
            self._fresh[index] = False
            self._fix(self.terminals[index], float(self._last_s[index]))
        for index in np.flatnonzero(lit & (self._static_due_s <= now_s)).tolist():
            first = self._static_due_s[index] < FIRST_S
            self._static_due_s[index] = now_s + STATIC_S * (self._rng.uniform(0.1, 1) if first else 1.0)
            self._static(self.terminals[index])

    def _intervals_s(self) -> FloatArray:
        scene, rows = self._scene, self._rows
        at_rest = np.isin(scene.status[rows], (AT_ANCHOR, MOORED))
        return interval_s(self._kinds, scene.hulls.speed_mps[rows], at_rest, scene.hulls.turning[rows])

    def _fix(self, terminal: Terminal, at_s: float) -> None:
        hulls, row, kind = self._scene.hulls, terminal.row, terminal.kind
        if self._unheard(terminal):
            return
        course = np.radians(hulls.course_deg[row])
        back_m = (
            hulls.speed_mps[row] * (self._scene.now_s - at_s) * np.array([np.sin(course), np.cos(course)])
        )
        error_m = self._bias_m[row] + self._rng.normal(0, GNSS_SIGMA_M[kind], 2)
        lon, lat = self._scene.places.frame.to_lonlat(*(hulls.xy_m[row] - back_m + error_m))
        moving = bool(hulls.speed_mps[row] > STOPPED_MPS)
        sog_kn = mps_to_kn(float(hulls.speed_mps[row])) + abs(float(self._rng.normal(0, 0.06)))
        body = FixBody(
            t_ms=self._ms(at_s),
            lon=round(float(lon), 6),
            lat=round(float(lat), 6),
            sog_kn=round(sog_kn, 1),
            cog_deg=round(float(hulls.course_deg[row] + self._rng.normal(0, 1.5)) % 360, 1) % 360
            if moving
            else None,
            heading_deg=float(round(float(hulls.heading_deg[row])) % 360) if kind == "ais-a" else None,
            status=int(self._scene.status[row]) if kind == "ais-a" else None,
            accuracy_m=ACCURACY_M[kind],
        )
        self._send(terminal, "fix", body.t_ms, body, qos=0)

    def _static(self, terminal: Terminal) -> None:
        if self._unheard(terminal):
            return
        vessel = self._scene.vessels[terminal.row]
        t_ms = self._ms(self._scene.now_s)
        body = StaticBody(
            t_ms=t_ms,
            name=vessel.name.en.upper()[:20],
            callsign=vessel.callsign[:7] or None,
            length_m=round(vessel.length_m),
            beam_m=round(vessel.beam_m),
            ship_type=SHIP_TYPES[vessel.vessel_class],
        )
        self._send(terminal, "static", t_ms, body, qos=1)

    def _unheard(self, terminal: Terminal) -> bool:
        """Return whether a report is lost on the air: by chance, or beyond the reach of the network."""
        away_m = float(np.hypot(*self._scene.hulls.xy_m[terminal.row]))
        if terminal.kind == "cell":
            return away_m > CELL_REACH_M
        if terminal.kind == "beidou":
            return False
        far = min(max((away_m - NEAR_M) / (FAR_M - NEAR_M), 0.0), 1.0)
        return bool(self._rng.random() < NEAR_LOSS + (FAR_LOSS - NEAR_LOSS) * far)

    def _send(self, terminal: Terminal, word: str, t_ms: int, body: Device, qos: int) -> None:
        delay_ms = int(self._rng.integers(*DELAY_MS[terminal.kind]))
        topic = f"terminal/{terminal.kind}/{terminal.id}/{word}"
        device = f"{terminal.kind}:{terminal.id}"
        self._post.send(t_ms, topic, body, FEED_OF[terminal.kind], device, qos, delay_ms)

    def _ms(self, at_s: float) -> int:
        return self._start_ms + round(at_s * MS_PER_SECOND)


def _terminals(vessels: tuple[VesselRecord, ...]) -> list[Terminal]:
    """Return the terminals of the kinds simulated here."""
    keys = [(key.partition(":"), row) for row, vessel in enumerate(vessels) for key in vessel.terminals]
    return [Terminal(kind, number, row) for (kind, _, number), row in keys if kind in KINDS]
