"""How long one step takes: 20,000 vessels, 2,000 fixes a step, 50 zones; decoding counted apart."""

import time

import numpy as np
import shapely

from geo.arrays import FloatArray, IntArray
from geo.frame import PortFrame
from twin.decode import FeedBeat, TerminalSaid, decode
from twin.engine import Gap, new_world, step
from twin.feeds import CANARY
from twin.port import Port, VesselRecord, Zone
from twin.wire import FixBody, HeartbeatBody, Letter, Words, encode

VESSELS, FIXES, ZONES, VERTICES = 20_000, 2_000, 50, 200
START_MS = 1_790_000_000_000
ROOT = "yugang/sim/bench"


def made_port() -> Port:
    """Return a port of star-shaped zones about the origin and a register of boats, all seeded."""
    rng = np.random.default_rng(7)
    zones = tuple(_zone(rng, number) for number in range(ZONES))
    boats = tuple(
        VesselRecord(
            f"v{n}", Words(f"v{n}", f"v{n}"), "fishing", "trawl", (f"ais-b:{n}",), 30, 6, 3, 8, 8, "", ""
        )
        for n in range(VESSELS)
    )
    name = Words("bench", "bench")
    box = (120.0, 27.0, 124.0, 31.0)
    return Port("bench", name, 122.0, 29.0, box, 8, zones, boats, (), (), (), (), {}, "bench")


def _zone(rng: np.random.Generator, number: int) -> Zone:
    """Return one permitted ground about them all, 19 small forbidden zones, or 30 anchorages.

    About one boat in a hundred is then where it must not be: a bad day, not a broken chart.
    """
    angle = np.linspace(0, 2 * np.pi, VERTICES, endpoint=False)
    size_m = (
        90_000 if number == 0 else rng.uniform(1_000, 2_000) if number < 20 else rng.uniform(4_000, 16_000)
    )
    radius = size_m * rng.uniform(0.8, 1.2, VERTICES)
    x, y = (0, 0) if number == 0 else rng.uniform(-50_000, 50_000, 2)
    lonlat = PortFrame(122.0, 29.0).to_lonlat(x + radius * np.cos(angle), y + radius * np.sin(angle))
    shape = shapely.Polygon(np.column_stack(lonlat))
    name = Words(f"z{number}", f"z{number}")
    if number == 0:
        return Zone(f"z{number}", name, "permitted", shape, "bench")
    return Zone(f"z{number}", name, "forbidden" if number < 20 else "anchorage", shape, "bench")


def run(steps: int = 300) -> list[tuple[str, float, str]]:
    """Return rows (what, figure, unit): percentiles of a step, and decoding of its letters.

    Every 100 ms of the realm 2,000 other boats report, so each boat is heard once a second; every tenth step
    runs the fleet-wide rules as well.
    """
    rng = np.random.default_rng(8)
    frame = PortFrame(122.0, 29.0)
    world = new_world(made_port(), "sim")
    x, y = rng.uniform(-55_000, 55_000, (2, VESSELS))
    step(world, [Gap(START_MS - 1, "start")], START_MS)
    took, decoding = [], []
    for n in range(steps):
        now = START_MS + 100 * (n + 1)
        rows = np.arange(FIXES) + (n % (VESSELS // FIXES)) * FIXES
        lon, lat = frame.to_lonlat(x[rows] + 0.3 * n, y[rows])
        letters = _letters(rows, lon, lat, now)
        begun = time.perf_counter()
        said = [decode(letter, ROOT) for letter in letters]
        decoding.append(time.perf_counter() - begun)
        if not all(isinstance(one, TerminalSaid) for one in said):
            raise AssertionError("a bench of refusals measures nothing")
        beats = [FeedBeat(name, HeartbeatBody(heard=n), now) for name in (CANARY, "rx")]
        begun = time.perf_counter()
        step(world, [*beats, *said], now)
        took.append(time.perf_counter() - begun)
    warm = np.array(took[len(took) // 5 :]) * 1000
    return [
        ("step, 20,000 vessels, 2,000 fixes, 50 zones: p50", float(np.percentile(warm, 50)), "ms"),
        ("step: p99", float(np.percentile(warm, 99)), "ms"),
        ("step: slowest", float(warm.max()), "ms"),
        ("decoding 2,000 letters: p50", float(np.percentile(decoding, 50)) * 1000, "ms"),
    ]


def _letters(rows: IntArray, lon: FloatArray, lat: FloatArray, now_ms: int) -> list[Letter]:
    bodies = (
        FixBody(t_ms=now_ms, lon=float(a), lat=float(b), sog_kn=6.0, cog_deg=90.0, via="rx")
        for a, b in zip(lon, lat, strict=True)
    )
    return [
        Letter(f"{ROOT}/terminal/ais-b/{row}/fix", encode(body), now_ms)
        for row, body in zip(rows.tolist(), bodies, strict=True)
    ]
