"""A whole house measured from outside: from a boat's word to the screen, and from kill -9 to the picture."""

import asyncio
import contextlib
import signal
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
from websockets.asyncio.client import ClientConnection

from api.bench.outside import Boats, HouseProcess

VESSELS = 5_000
FIXES_PER_S = 500
SECONDS = 20
MOST_LAPS = 16
"""A boat moves by 1/600,000 degree a lap, so that no two fixes of all boats are alike."""
SOS = 40
PATIENCE_S = 60.0
"""Every distress message must be on the screen within this time."""
CASES = 100
AIS_UNITS_PER_DEG = 600_000
Rows = list[tuple[str, float, str]]


def run() -> Rows:
    """Return rows (what, figure, unit).

    Raises:
        TimeoutError: a distress message never came to the screen.
    """
    with tempfile.TemporaryDirectory() as home:
        return asyncio.run(_run(Path(home)))


async def _run(home: Path) -> Rows:
    house = HouseProcess(home)
    await house.start()
    try:
        async with Boats(house) as boats:
            fleet = _Fleet(boats)
            await fleet.everyone()
            rows = await _to_the_screen(house, boats, fleet)
            for number in range(CASES - SOS):
                await boats.cry(f"C{number}")
            await boats.all_heard(30)
            began_s = time.perf_counter()
            await house.end(signal.SIGKILL)
            await house.start()
            await _whole_picture(house)
            return [*rows, ("kill -9 to a correct picture", time.perf_counter() - began_s, "s")]
    finally:
        await house.end(signal.SIGKILL)


async def _to_the_screen(house: HouseProcess, boats: Boats, fleet: "_Fleet") -> Rows:
    seen: dict[int, float] = {}
    cries: dict[str, float] = {}
    sent: dict[str, float] = {}
    async with _screen(house) as screen:
        watching = asyncio.create_task(_watch(screen, seen, cries))
        await fleet.sail(SECONDS)
        for number in range(SOS):
            sent[f"E{number}"] = time.perf_counter()
            await boats.cry(f"E{number}")
            await asyncio.sleep(0.25)
        async with asyncio.timeout(PATIENCE_S):
            while sent.keys() - cries.keys():  # noqa: ASYNC110  # another process's doing
                await asyncio.sleep(0.05)
        await asyncio.sleep(1)  # positions may be lost, so nobody can wait for the last
        watching.cancel()
    fixes = sorted(seen[units] - at for units, at in fleet.sent.items() if units in seen)
    sos = sorted(cries[event] - at for event, at in sent.items() if event in cries)
    return [
        (f"fixes said at {FIXES_PER_S}/s by {VESSELS} vessels", len(fleet.sent), ""),
        ("fixes seen on the screen", len(fixes), ""),
        ("publish to WebSocket p50", 1000 * fixes[len(fixes) // 2], "ms"),
        ("publish to WebSocket p99", 1000 * fixes[int(len(fixes) * 0.99)], "ms"),
        ("SOS to WebSocket p50", 1000 * sos[len(sos) // 2], "ms"),
        (f"SOS to WebSocket, worst of {len(sos)}", 1000 * sos[-1], "ms"),
    ]


async def _watch(screen: ClientConnection, seen: dict[int, float], cries: dict[str, float]) -> None:
    with contextlib.suppress(asyncio.CancelledError):
        async for text in screen:
            now_s = time.perf_counter()
            frame = msgspec.json.decode(text)
            if frame["type"] == "positions":
                for units in frame["lon"]:
                    seen.setdefault(units, now_s)
            elif frame.get("kind") == "sos-heard":
                cries.setdefault(frame["event_id"], now_s)


async def _whole_picture(house: HouseProcess) -> None:
    """Return once a screen has all vessels in place and every case open."""
    async with _screen(house) as screen:
        vessels = cases = 0
        async for text in screen:
            frame = msgspec.json.decode(text)
            if frame["type"] == "snapshot":
                cases = sum(case["state"] == "open" for case in frame["incidents"])
            elif frame["type"] == "positions" and frame["full"]:
                vessels = frame["n"]
            if vessels >= VESSELS and cases >= CASES:
                return


@contextlib.asynccontextmanager
async def _screen(house: HouseProcess) -> AsyncIterator[ClientConnection]:
    async with house.screen(await house.cookie("viewer")) as screen:
        await screen.send('{"type":"hello","positions":"json"}')
        yield screen


class _Fleet:
    """Boats in calm water: each fix has a longitude of its own, by which the screen knows it."""

    def __init__(self, boats: Boats) -> None:
        self._boats = boats
        self._count = 0
        self.sent: dict[int, float] = {}

    async def everyone(self) -> None:
        """Let every boat report once; these do not count."""
        for _ in range(VESSELS):
            await self._fix()
        await self._boats.client.settled()
        await asyncio.sleep(2)
        self.sent.clear()

    async def sail(self, seconds: int) -> None:
        """Report at `FIXES_PER_S`, evenly."""
        for _ in range(seconds * 50):
            began_s = time.perf_counter()
            for _ in range(FIXES_PER_S // 50):
                await self._fix()
            await asyncio.sleep(max(0.0, 0.02 - (time.perf_counter() - began_s)))

    async def _fix(self) -> None:
        lap, number = divmod(self._count, VESSELS)
        self._count += 1
        units = int(121.5 * AIS_UNITS_PER_DEG) + number * MOST_LAPS + lap
        self.sent[units] = time.perf_counter()
        await self._boats.fix(f"4999{number:05d}", units / AIS_UNITS_PER_DEG, qos=0)
