"""The terminals aboard: when they speak, how wrong they are, what is lost and how late it comes.

How often they speak is in `simulators.intervals`.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec
import numpy as np

from geo.arrays import BoolArray, FloatArray, IntArray
from geo.units import MS_PER_SECOND, mps_to_kn
from simulators.beidou import Habits
from simulators.intervals import (
    BY_BEIDOU,
    BY_CELL,
    CLASS_A,
    CLASS_B,
    CRAWL_KN,
    KINDS,
    SHORTEST_S,
    class_a_s,
    interval_s,
)
from simulators.places import CELL_REACH_M
from simulators.post import AIS, BEIDOU, CELL, Post, Said
from simulators.scene import AT_ANCHOR, MOORED, Scene
from twin.port import VesselRecord
from twin.wire import FixBody, StaticBody, encode

WANDER_M, WANDER_KEPT = 3.0, 0.995
"""Slow wander of a receiver's error, and the part of it kept from second to second."""
STOPPED_MPS = 0.15
STATIC_S = 360.0
"""Static and voyage data every six minutes, M.1371-5 table 1."""
FIRST_S = 15.0
"""After the start every terminal gives its place once within this time, then falls into its own rhythm."""
GNSS_SIGMA_M = np.array([4.0, 5.0, 8.0, 8.0])
ACCURACY_M = (10.0, 10.0, 15.0, 15.0)
"""What a terminal claims of itself: AIS "high accuracy" is 10 m; a BeiDou beacon states 15 m."""
SOG_SIGMA_KN, COG_SIGMA_DEG = 0.06, 1.5
DELAY_MS = np.array([(100, 1_500), (100, 1_500), (2_000, 12_000), (300, 4_000)])
"""From, to (exclusive): how long a report is on its way."""
FEED_OF = dict(zip(KINDS, (AIS, AIS, BEIDOU, CELL), strict=True))
NEAR_LOSS, FAR_LOSS = 0.03, 0.30
NEAR_M, FAR_M = 40_000.0, 90_000.0
"""AIS loses few reports near the base stations and more towards the edge of their reach."""
SHIP_TYPES = {"fishing": 30, "village": 30, "visitor": 30, "patrol": 55, "merchant": 70, "supply": 79}
"""M.1371-5 table 53: 30 fishing, 55 law enforcement, 70 cargo."""


class _Line(NamedTuple):
    """What stays the same in all fixes of a terminal: topic, feed, device, what it claims and can tell."""

    topic: str
    feed: str
    device: str
    accuracy_m: float
    class_a: bool


class Terminal(NamedTuple):
    """One terminal: its kind, its own id and the row of the vessel that carries it."""

    kind: str
    id: str
    row: int


class Sensors:
    """All terminals of a scene, speaking through the post.

    Everything that is drawn by lot in a second is drawn at once for all terminals that speak in it.

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
        self._kinds = np.array([KINDS.index(terminal.kind) for terminal in self.terminals], dtype=np.int64)
        self._lines = [_line(terminal) for terminal in self.terminals]
        self._claims = [_claim(scene.vessels[terminal.row]) for terminal in self.terminals]
        self._habits = Habits(count, seed)
        self._by_beidou = self._kinds == BY_BEIDOU
        self._wander_m = self._rng.normal(0, WANDER_M, (count, 2))
        self._wandered_s = np.zeros(count)
        every = np.arange(count)
        said_s = interval_s(self._kinds, *self._moves(every))
        said_s[self._by_beidou] = self._habits.interval_s[self._by_beidou]
        self._last_s = self._rng.uniform(0, FIRST_S, count) - said_s
        self._stretch = np.ones(count)
        self._fresh = np.ones(count, dtype=np.bool_)
        for_kind = np.array(SHORTEST_S)[:, self._kinds]
        for_kind[:, self._by_beidou] = self._habits.interval_s[self._by_beidou]
        self._shortest_s, self._shortest_crawling_s = for_kind
        self._not_before_s, self._crawling_s = np.zeros(count), np.zeros(count)
        self._rest(every)
        self._static_due_s = np.where(self._kinds <= CLASS_B, self._rng.uniform(0, STATIC_S, count), np.inf)

    def step(self) -> None:
        """Let every terminal speak whose time came in the second that ends now."""
        now_s = self._scene.now_s
        due, due_s = self._due(now_s)
        self._last_s[due] = np.maximum(due_s, now_s - 0.999)
        self._stretch[due] = np.where(self._fresh[due], self._rng.uniform(0.1, 1, len(due)), 1.0)
        self._fresh[due] = False
        self._habits.spoke(due[self._by_beidou[due]])
        self._rest(due)
        self._fix(self._heard(due))
        due = (self._static_due_s <= now_s).nonzero()[0]
        due = due[self._lit(due)]
        self._static_due_s[due] = now_s + STATIC_S
        self._static(self._heard(due))

    def _due(self, now_s: float) -> tuple[IntArray, FloatArray]:
        """Return the terminals that speak now, and since when each was due to.

        The interval of class B hangs on whether the boat crawls, that of BeiDou and 4G on nothing; class A
        is asked how the boat moves once the shortest of its intervals is over.
        """
        crawls = (mps_to_kn(self._scene.hulls.speed_mps) <= CRAWL_KN)[self._rows]
        next_s = np.where(crawls, self._crawling_s, self._not_before_s)
        asked = (next_s <= now_s).nonzero()[0]
        due_s = next_s[asked]
        ships = (self._kinds[asked] == CLASS_A).nonzero()[0]
        due_s[ships] = self._next_s(asked[ships], class_a_s(*self._moves(asked[ships])))
        speaks = (due_s <= now_s) & self._lit(asked)
        return asked[speaks], due_s[speaks]

    def _rest(self, terminals: IntArray) -> None:
        """Leave terminals alone until the shortest interval is over that they can have."""
        self._not_before_s[terminals] = self._next_s(terminals, self._shortest_s[terminals])
        self._crawling_s[terminals] = self._next_s(terminals, self._shortest_crawling_s[terminals])

    def _next_s(self, terminals: IntArray, intervals_s: FloatArray) -> FloatArray:
        """Return when terminals speak next if their intervals are these."""
        shift_s = self._habits.shift_s[terminals]
        next_s: FloatArray = self._last_s[terminals] + intervals_s * self._stretch[terminals] + shift_s
        return next_s

    def _lit(self, terminals: IntArray) -> BoolArray:
        """Return which terminals are on."""
        scene, rows, now_s = self._scene, self._rows[terminals], self._scene.now_s
        off = self._by_beidou[terminals] & (scene.beidou_dark_until_s[rows] > now_s)
        return np.asarray((scene.dark_until_s[rows] <= now_s) & ~off)

    def _moves(self, terminals: IntArray) -> tuple[FloatArray, BoolArray, BoolArray]:
        """Return how the boats of terminals move: speed in m/s, whether at rest, whether turning."""
        scene, rows = self._scene, self._rows[terminals]
        status = scene.status[rows]
        at_rest = (status == AT_ANCHOR) | (status == MOORED)
        return scene.hulls.speed_mps[rows], at_rest, scene.hulls.turning[rows]

    def _heard(self, speaking: IntArray) -> IntArray:
        """Return those whose report is not lost on the air: by chance, or beyond the reach of the network."""
        at_m, kinds = self._scene.hulls.xy_m[self._rows[speaking]], self._kinds[speaking]
        away_m = np.hypot(at_m[:, 0], at_m[:, 1])
        ais_loss = np.interp(away_m, (NEAR_M, FAR_M), (NEAR_LOSS, FAR_LOSS))
        loss = np.where(kinds <= CLASS_B, ais_loss, (kinds == BY_CELL) & (away_m > CELL_REACH_M))
        heard = self._rng.random(len(speaking)) >= loss
        beidou = self._by_beidou[speaking]
        if self._scene.now_s > FIRST_S and beidou.any():
            heard[beidou] = self._habits.heard(speaking[beidou], self._scene.now_s)
        return speaking[heard]

    def _fix(self, speaking: IntArray) -> None:
        """Let terminals say where they believe to be, and how they move."""
        post = self._post
        for index, t_ms, lon, lat, sog_kn, cog, moves, heading, status, delay_ms in self._read(speaking):
            topic, feed, device, accuracy_m, class_a = self._lines[index]
            number = post.number(t_ms, feed, device)
            if number is None:
                continue
            body = FixBody(
                via=feed,
                boot=post.boot,
                seq=number,
                t_ms=t_ms,
                lon=lon,
                lat=lat,
                sog_kn=sog_kn,
                cog_deg=cog if moves else None,
                heading_deg=heading if class_a else None,
                status=status if class_a else None,
                accuracy_m=accuracy_m,
            )
            post.carry(Said(t_ms + delay_ms, topic, encode(body), 0))

    def _read(self, speaking: IntArray) -> Iterator[tuple[Any, ...]]:
        """Return what terminals make of the truth, a row each."""
        hulls, rows, kinds = self._scene.hulls, self._rows[speaking], self._kinds[speaking]
        lots = self._rng.standard_normal((6, len(speaking)))
        said_m = self._believed_m(speaking, lots[:4])
        lon_deg, lat_deg = self._scene.places.frame.to_lonlat(said_m[:, 0], said_m[:, 1])
        speed_mps = hulls.speed_mps[rows]
        columns = (
            speaking,
            self._ms(self._last_s[speaking]),
            np.round(lon_deg, 6),
            np.round(lat_deg, 6),
            np.round(mps_to_kn(speed_mps) + np.abs(lots[4]) * SOG_SIGMA_KN, 1),
            np.round((hulls.course_deg[rows] + lots[5] * COG_SIGMA_DEG) % 360, 1) % 360,
            speed_mps > STOPPED_MPS,
            np.rint(hulls.heading_deg[rows]) % 360,
            self._scene.status[rows],
            self._delays_ms(kinds),
        )
        return zip(*(column.tolist() for column in columns), strict=True)

    def _believed_m(self, speaking: IntArray, lots: FloatArray) -> FloatArray:
        """Return where terminals believe to have been when they spoke, metres, shape (n, 2).

        The wander is a first-order Gauss-Markov process, drawn on over the time since a terminal last spoke.
        """
        hulls, rows, kinds = self._scene.hulls, self._rows[speaking], self._kinds[speaking]
        at_s = self._last_s[speaking]
        kept = WANDER_KEPT ** np.maximum(at_s - self._wandered_s[speaking], 0.0)
        fresh_m = WANDER_M * np.sqrt(1 - kept**2) * lots[:2]
        self._wander_m[speaking] = self._wander_m[speaking] * kept[:, None] + fresh_m.T
        self._wandered_s[speaking] = at_s
        course = np.radians(hulls.course_deg[rows])
        since_m = hulls.speed_mps[rows] * (self._scene.now_s - at_s)
        back_m = np.column_stack([since_m * np.sin(course), since_m * np.cos(course)])
        noise_m = (GNSS_SIGMA_M[kinds] * lots[2:]).T
        believed_m = hulls.xy_m[rows] - back_m + self._wander_m[speaking] + noise_m
        beidou = kinds == BY_BEIDOU
        if beidou.any():
            speed_kn = mps_to_kn(hulls.speed_mps[rows[beidou]])
            believed_m[beidou] = self._habits.shown_m(speaking[beidou], believed_m[beidou], speed_kn)
        return np.asarray(believed_m)

    def _static(self, speaking: IntArray) -> None:
        """Let terminals say what they claim of their vessels."""
        t_ms = int(self._ms(np.array([self._scene.now_s]))[0])
        delays_ms = self._delays_ms(self._kinds[speaking]).tolist()
        for index, delay_ms in zip(speaking.tolist(), delays_ms, strict=True):
            body = msgspec.structs.replace(self._claims[index], t_ms=t_ms)
            terminal, line = self.terminals[index], self._lines[index]
            topic = f"terminal/{terminal.kind}/{terminal.id}/static"
            self._post.send(t_ms, topic, body, line.feed, line.device, 1, delay_ms)

    def _delays_ms(self, kinds: IntArray) -> IntArray:
        return np.asarray(self._rng.integers(DELAY_MS[kinds, 0], DELAY_MS[kinds, 1]))

    def _ms(self, at_s: FloatArray) -> IntArray:
        return self._start_ms + np.rint(at_s * MS_PER_SECOND).astype(np.int64)


def _terminals(vessels: tuple[VesselRecord, ...]) -> list[Terminal]:
    """Return the terminals of the kinds simulated here."""
    keys = [(key.partition(":"), row) for row, vessel in enumerate(vessels) for key in vessel.terminals]
    return [Terminal(kind, number, row) for (kind, _, number), row in keys if kind in KINDS]


def _line(terminal: Terminal) -> _Line:
    kind, name = terminal.kind, f"terminal/{terminal.kind}/{terminal.id}"
    accuracy_m = ACCURACY_M[KINDS.index(kind)]
    return _Line(f"{name}/fix", FEED_OF[kind], f"{kind}:{terminal.id}", accuracy_m, kind == "ais-a")


def _claim(vessel: VesselRecord) -> StaticBody:
    """Return what the AIS set of a vessel says of her, but for the time."""
    return StaticBody(
        name=vessel.name.en.upper()[:20],
        callsign=vessel.callsign[:7] or None,
        length_m=round(vessel.length_m),
        beam_m=round(vessel.beam_m),
        ship_type=SHIP_TYPES[vessel.vessel_class],
    )
