"""A port with a fleet that stands in for the simulator: the real twin and web door, a clock turned here.

Only the boats' letters are made up: circles at sea, hulls at their berths, a few that fall silent and one
that leaves its waters. For tests of the screen, and to look at it: `python -m tests.e2e.stand_in HOME`.
"""

import asyncio
import itertools
import math
import sys
from collections.abc import Awaitable
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import shapely

from api.port_files import BUILT_IN, LAND_FILE, read_port
from api.routes.page import read_page
from tests.api.hand_clock import HandClock
from tests.api.house import House
from twin.port import Port, VesselRecord
from twin.wire import UNIT_OF

START_MS = 1_795_377_600_000
"""2026-11-22 20:00 UTC: 04:00 at the port, the hour this screen is for."""
SHIPU = BUILT_IN / "shipu"
M_PER_DEG = 111_200.0


class Boat(NamedTuple):
    """How one boat moves: about (lon, lat) at `radius_m`, or straight on when the radius is 0."""

    terminal: str
    lon: float
    lat: float
    radius_m: float
    speed_kn: float
    phase: float
    every_s: int
    silent_from_s: float


class StandIn:
    """The house of the Shipu port with `boats` boats; `advance` lets time pass with everyone reporting."""

    def __init__(self, home: Path, boats: int = 600, seed: int = 7) -> None:
        self.port = read_port(SHIPU)
        self.house = House(home, HandClock(START_MS), of=self.port)
        self.house.page = dict(read_page())
        self.boats = fleet(self.port, boats, np.random.default_rng(seed))
        self.muted: set[str] = set()
        self.address = ""

    async def open(self) -> str:
        """Serve on a free port of this machine; return the address."""
        house = await self.house.__aenter__()
        land = (SHIPU / LAND_FILE).read_bytes()
        house.app.state.served = msgspec.structs.replace(house.served, land=land)
        self.address = "http" + await house.listen()
        return self.address

    async def advance(self, seconds: int, step_s: int = 1) -> None:
        """Let time pass in steps, every boat and station reporting when it is due."""
        for _ in range(seconds // step_s):
            self.report(step_s)
            await self._turn(step_s)

    async def pass_until(self, shown: Awaitable[object]) -> None:
        """Let time pass, a second at a time, until what is waited for has come."""
        waiting = asyncio.ensure_future(shown)
        while not waiting.done():
            await self.advance(1)
            await asyncio.wait([waiting], timeout=0.5)
        await waiting

    async def _turn(self, seconds: float) -> None:
        """Let time pass with the receivers beating, and what was heard be taken.

        Unlike the house's own turn this may run while people act from their browsers.
        """
        left_ms = round(seconds * 1000)
        while left_ms > 0:
            passed = min(left_ms, 1000)
            left_ms -= passed
            await self.house.clock.turn(passed)
            if self.house.clock.now_ms() % 5000 < passed:
                self.house.beat("engine-canary", "rx")
            await self._taken()

    async def _taken(self) -> None:
        """Wait until the twin has taken all it heard.

        A twin that was busy with somebody's act when the clock turned waits for the next instant, so one is
        given to it now and then.
        """
        async with asyncio.timeout(60):
            for looked in itertools.count(1):
                if not len(self.house.inbox) and self.house.keeper.settled:
                    return
                await self.house.clock.turn(0 if looked % 100 else 100)
                await asyncio.sleep(0.001)

    async def distress(self, number: int) -> str:
        """Let a boat send an SOS; return its name."""
        boat = self.boats[number]
        lon, lat, _ = place(boat, 0)
        self.house.sos(boat.terminal, f"E{number}-{self.house.clock.now_ms()}", lon=lon, lat=lat)
        await self._turn(1)
        key = boat.terminal.replace("/", ":")
        return next(vessel.name.zh for vessel in self.port.vessels if key in vessel.terminals)

    def report(self, step_s: int) -> None:
        """Hear everyone whose report is due within the step that ends now."""
        passed_s = (self.house.clock.now_ms() - START_MS) // 1000
        for number, boat in enumerate(self.boats):
            due = (passed_s + number * 7) % boat.every_s < step_s
            if due and passed_s < boat.silent_from_s and boat.terminal not in self.muted:
                self._fix(boat, passed_s)
        if passed_s % 60 < step_s:
            self._stations(passed_s)

    def _fix(self, boat: Boat, passed_s: int) -> None:
        lon, lat, cog = place(boat, passed_s)
        body = {
            "t_ms": self.house.clock.now_ms() - 400,
            "lon": round(lon, 6),
            "lat": round(lat, 6),
            "sog_kn": round(boat.speed_kn, 1),
            "via": "rx",
        }
        if boat.speed_kn > 0:
            body |= {"cog_deg": round(cog, 1), "heading_deg": round(cog)}
        self.house.hear(f"terminal/{boat.terminal}/fix", body)

    def _stations(self, passed_s: int) -> None:
        usual = {"wind": 9.2, "gust": 12.4, "wind-direction": 48.0, "visibility": 8600.0, "rain": 0.0}
        usual |= {"water-level": 3.2, "wave-height": 1.4, "battery": 87.0, "heat": 14.0}
        for station in self.port.stations:
            for quantity in station.quantities:
                value = usual.get(quantity, 0.0) + 0.05 * math.sin(passed_s / 600)
                body = {
                    "t_ms": self.house.clock.now_ms(),
                    "value": round(value, 2),
                    "unit": UNIT_OF[quantity],
                }
                self.house.hear(f"station/{station.id}/{quantity}", body)

    async def live(self) -> None:
        """Let time pass as it does, until cancelled."""
        while True:
            await asyncio.sleep(0.25)
            if self.house.clock.now_ms() % 1000 < 250:
                self.report(1)
            await self._turn(0.25)


def place(boat: Boat, passed_s: float) -> tuple[float, float, float]:
    """Return longitude, latitude and course in degrees of a boat."""
    metres = boat.speed_kn * 1852 / 3600 * passed_s
    if boat.radius_m == 0:
        east, north, course = metres * math.sin(boat.phase), metres * math.cos(boat.phase), boat.phase
    else:
        turn = boat.phase + metres / boat.radius_m
        east, north = boat.radius_m * math.sin(turn), boat.radius_m * math.cos(turn)
        course = turn + math.pi / 2
    lon = boat.lon + east / (M_PER_DEG * math.cos(math.radians(boat.lat)))
    return lon, boat.lat + north / M_PER_DEG, math.degrees(course) % 360


def fleet(port: Port, boats: int, rng: np.random.Generator) -> list[Boat]:
    """Return the register's boats: three fifths at berths, the rest at sea, some of which fall silent."""
    records = [vessel for vessel in port.vessels if vessel.terminals][:boats]
    places = [berth for berth in port.berths for _ in range(min(berth.places, 14))]
    waters = sea(port)
    made: list[Boat] = []
    for number, vessel in enumerate(records):
        if number % 5 < 3 and places:
            berth = places[int(rng.integers(len(places)))]
            made.append(_moored(vessel, berth.lon, berth.lat, berth.radius_m, rng))
        else:
            made.append(_at_sea(vessel, waters, rng, silent=number % 37 == 0))
    leaver = next(vessel for vessel in records if vessel.gear == "gillnet")
    made[records.index(leaver)] = Boat(topic(leaver), 122.4490, 29.2, 0, 9, math.pi / 2, 30, math.inf)
    return made


def topic(vessel: VesselRecord) -> str:
    """Return the first terminal of a boat as `kind/id`."""
    return vessel.terminals[0].replace(":", "/")


def _moored(vessel: VesselRecord, lon: float, lat: float, radius_m: float, rng: np.random.Generator) -> Boat:
    turn, away = rng.uniform(0, 2 * math.pi), radius_m * math.sqrt(rng.uniform(0, 0.8))
    east = lon + away * math.sin(turn) / (M_PER_DEG * math.cos(math.radians(lat)))
    silent = 240.0 if rng.uniform() < 0.05 else math.inf
    return Boat(topic(vessel), east, lat + away * math.cos(turn) / M_PER_DEG, 0, 0, 0, 180, silent)


def _at_sea(
    vessel: VesselRecord, waters: shapely.Geometry, rng: np.random.Generator, *, silent: bool
) -> Boat:
    while True:
        lon, lat = rng.uniform(121.98, 122.75), rng.uniform(28.5, 29.75)
        radius_m = rng.uniform(400, 2500)
        if waters.contains(shapely.Point(lon, lat).buffer(radius_m / 90_000)):
            break
    speed_kn = float(rng.choice([0.8, 3.2, 3.8, 6.5, 8.5, 9.5]))
    every_s = {"ais-a": 10, "ais-b": 30, "beidou": 600}.get(vessel.terminals[0].split(":")[0], 30)
    stop_s = 300.0 if silent else math.inf
    return Boat(topic(vessel), lon, lat, radius_m, speed_kn, rng.uniform(0, 6.28), every_s, stop_s)


def sea(port: Port) -> shapely.Geometry:
    """Return the permitted waters without the land and without what is forbidden."""
    land = shapely.from_geojson((SHIPU / LAND_FILE).read_text(encoding="utf-8"))
    inshore = next(zone.shape for zone in port.zones if zone.id == "permitted-inshore")
    forbidden = shapely.union_all([zone.shape for zone in port.zones if zone.kind == "forbidden"])
    return inshore.difference(shapely.union_all(shapely.get_parts(land))).difference(forbidden)


async def _serve(home: Path) -> None:
    port = StandIn(home)
    address = await port.open()
    for role in ("officer", "dispatcher", "leader", "viewer"):
        await port.house.account(role)
    await port.advance(2400, 30)
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()
    await port.live()


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1])))
