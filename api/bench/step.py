"""How long one step takes: 20,000 vessels, 2,000 fixes, 200 zones, a second after the last, by all rules."""

import gc
import time

import msgspec
import numpy as np
import shapely

from api.bench import near
from api.bench.stopwatch import Stopwatch
from geo.frame import PortFrame
from geo.motion import dead_reckon
from geo.units import MS_PER_SECOND, mps_to_kn
from twin import admit, alerts, behaviour, engine, feeds, judgement, silence
from twin.decode import FeedBeat, TerminalSaid, decode
from twin.engine import Gap, World, new_world, step
from twin.feeds import CANARY
from twin.fences import Fences
from twin.port import Port, VesselClass, VesselRecord, Zone, ZoneKind
from twin.wire import FixBody, HeartbeatBody, Letter, Words, encode

VESSELS, TENTH, ZONES, VERTICES = 20_000, 10, 200, 200
WARM_S = 30
"""Every boat has spoken three times before anything counts."""
SCATTER_DEG = 3e-5
"""GNSS scatter of a fix, some 3 m."""
FRAME = PortFrame(near.LON_DEG, near.LAT_DEG)
START_MS = 1_790_000_000_000
ROOT = "yugang/sim/bench"
FORBIDDEN, LANES, LINES = 40, 8, 2
"""Beside a harbour and a permitted ground; the remaining zones are anchorages along the coast."""
PARTS = (
    ("fixes: all", engine, "sight"),
    ("fixes: admission", admit, "admit"),
    ("fixes: zones", Fences, "place"),
    ("fixes: crossings", Fences, "crossed"),
    ("fixes: behaviour", behaviour, "remember"),
    ("once a second: all", engine, "judge"),
    ("once a second: silence", silence, "listen"),
    ("once a second: feeds", feeds, "judge"),
    ("once a second: alerts from findings", alerts, "judge"),
    ("once a second: what follows from alerts", judgement, "follow"),
)
"""What is timed apart; `sighting` calls the fixes' parts by these names."""


def made_port(vessels: int = VESSELS) -> Port:
    """Return a port of 200 star-shaped zones and a register of the fleet of `near`, all seeded."""
    rng = np.random.default_rng(7)
    merchant = near.fleet(vessels)[1].tolist()
    zones = tuple(_zone(rng, number) for number in range(ZONES))
    boats = tuple(_boat(number, merchant=ship) for number, ship in enumerate(merchant))
    box = (119.0, 26.0, 125.0, 32.0)
    name = Words("bench", "bench")
    return Port("bench", name, near.LON_DEG, near.LAT_DEG, box, 8, zones, boats, (), (), (), (), {}, "bench")


def _boat(number: int, *, merchant: bool) -> VesselRecord:
    kind: VesselClass = "merchant" if merchant else "fishing"
    name, gear = f"v{number}", "none" if merchant else "trawl"
    length_m, terminal = (150.0, "ais-a") if merchant else (30.0, "ais-b")
    return VesselRecord(
        name, Words(name, name), kind, gear, (f"{terminal}:{number}",), length_m, 6, 3, 8, 8, "", ""
    )


def _zone(rng: np.random.Generator, number: int) -> Zone:
    """Return the harbour, the ground of all fishing boats, a zone to keep out of, or an anchorage.

    Less than one boat in a hundred is then where it must not be: a bad day, not a broken chart.
    """
    angle = np.linspace(0, 2 * np.pi, VERTICES, endpoint=False)
    kind, least_m, most_m = _kind(number)
    away_m, towards = near.SEA_M * np.sqrt(rng.random()), rng.uniform(0, np.pi)
    x, y = (0.0, 0.0) if kind == "permitted" else (away_m * np.sin(towards), away_m * np.cos(towards))
    radius = rng.uniform(least_m, most_m) * rng.uniform(0.9, 1.1, VERTICES)
    corners = np.column_stack([x + radius * np.cos(angle), y + radius * np.sin(angle)])
    if kind == "harbour":
        long_m, wide_m = near.HARBOUR_M
        quay = shapely.box(-100, -100, long_m + 100, wide_m + 100)
        corners = shapely.get_coordinates(shapely.segmentize(quay, 2 * (long_m + wide_m) / VERTICES))
    shape = shapely.Polygon(np.column_stack(FRAME.to_lonlat(*corners.T)))
    bound = frozenset() if kind == "harbour" else frozenset({"fishing"})
    return Zone(f"z{number}", Words(f"z{number}", f"z{number}"), kind, shape, "bench", classes=bound)


def _kind(number: int) -> tuple[ZoneKind, float, float]:
    """Return the kind of a zone and the least and greatest radius, metres."""
    if number < 2:
        return ("harbour", 0, 0) if number == 0 else ("permitted", 200_000, 200_000)
    if number < 2 + FORBIDDEN:
        return "forbidden", 300, 1_200
    if number < 2 + FORBIDDEN + LANES:
        return "lane", 1_000, 2_000
    return ("line", 500, 1_000) if number < 2 + FORBIDDEN + LANES + LINES else ("anchorage", 300, 1_500)


def run(steps: int = 150, vessels: int = VESSELS) -> list[tuple[str, float, str]]:
    """Return rows (what, figure, unit): percentiles of a step, where its time goes, decoding of its letters.

    Every second another tenth of the fleet reports, and all rules look at all of it.
    """
    watch, sea = Stopwatch(), Sea(vessels)
    world = new_world(made_port(vessels), "sim")
    world.rules = tuple(
        msgspec.structs.replace(rule, find=watch.timed(f"rule {rule.id}", rule.find)) for rule in world.rules
    )
    step(world, [Gap(START_MS - 1, "start")], START_MS)
    gc.collect()
    gc.freeze()  # as the house does when it stands
    took, decoding = [], []
    with watch.on(*PARTS):
        for second in range(1, steps + 1):
            now_ms = START_MS + second * MS_PER_SECOND
            letters = sea.letters(second)
            begun = time.perf_counter()
            said = [decode(letter, ROOT) for letter in letters]
            decoding.append(time.perf_counter() - begun)
            if not all(isinstance(one, TerminalSaid) for one in said):
                raise AssertionError("a bench of refusals measures nothing")
            beats = [FeedBeat(name, HeartbeatBody(heard=second), now_ms) for name in (CANARY, "rx")]
            begun = time.perf_counter()
            step(world, [*beats, *said], now_ms)
            took.append(time.perf_counter() - begun)
            watch.lap()
    warm = slice(WARM_S, None)
    step_ms = np.array(took[warm]) * 1000
    what = f"step of a second, {vessels:,} vessels, {vessels // TENTH:,} fixes, {ZONES} zones, all rules"
    return [
        (f"{what}: p50", float(np.percentile(step_ms, 50)), "ms"),
        ("step: p99", float(np.percentile(step_ms, 99)), "ms"),
        ("step: slowest", float(step_ms.max()), "ms"),
        ("step: alerts standing at the end", float(len(world.alerts.open)), "alerts"),
        *sorted(_parts(watch, warm), key=lambda row: -row[1]),
        ("step: a zone drawn anew", _drawn_ms(world), "ms"),
        ("decoding 2,000 letters: p50", float(np.percentile(decoding, 50)) * 1000, "ms"),
    ]


def _parts(watch: Stopwatch, warm: slice) -> list[tuple[str, float, str]]:
    """Return the mean of each part over all steps: a rule that is asked once in 20 s has no median."""
    laps = watch.laps.items()
    return [(f"step, of which {part}: mean", float(np.mean(took[warm])) * 1000, "ms") for part, took in laps]


def _drawn_ms(world: World) -> float:
    """Return how long it takes to put one zone in force with another shape, milliseconds."""
    drawn = world.fences.zones[-1]
    begun = time.perf_counter()
    world.draw(msgspec.structs.replace(drawn, shape=shapely.simplify(drawn.shape, 1e-6), version=2))
    return (time.perf_counter() - begun) * 1000


class Sea:
    """The fleet of `near` under way: who is moored lies within a few metres, who sails holds her course."""

    def __init__(self, vessels: int) -> None:
        tracks, self._merchant = near.fleet(vessels)
        self._rng = np.random.default_rng(8)
        self._lon, self._lat = tracks.lon_deg, tracks.lat_deg
        self._kn = np.round(mps_to_kn(np.hypot(tracks.east_mps, tracks.north_mps)), 1)
        self._course = np.round(np.degrees(np.arctan2(tracks.east_mps, tracks.north_mps)) % 360, 1) % 360

    def letters(self, second: int) -> list[Letter]:
        """Return what the tenth of the fleet whose turn it is says at this second."""
        rows = np.arange(second % TENTH, len(self._lon), TENTH)
        lon, lat = dead_reckon(self._lon[rows], self._lat[rows], self._kn[rows], self._course[rows], second)
        lon = lon + self._rng.normal(0, SCATTER_DEG, len(rows))
        now_ms = START_MS + second * MS_PER_SECOND
        columns = (rows, self._merchant[rows], lon, lat, self._kn[rows], self._course[rows])
        return [_letter(now_ms, *one) for one in zip(*(c.tolist() for c in columns), strict=True)]


def _letter(
    now_ms: int, row: int, merchant: bool, lon: float, lat: float, kn: float, course: float
) -> Letter:
    body = FixBody(t_ms=now_ms, lon=round(lon, 6), lat=round(lat, 6), sog_kn=kn, cog_deg=course, via="rx")
    return Letter(f"{ROOT}/terminal/{'ais-a' if merchant else 'ais-b'}/{row}/fix", encode(body), now_ms)
