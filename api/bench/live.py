"""A whole house measured from outside: from a boat's word to the screen, and from kill -9 to the picture.

The house runs as `yugang up` does, in a process of its own; boats and the one screen are here.
"""

import asyncio
import contextlib
import http.client
import os
import re
import signal
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec
from websockets.asyncio.client import ClientConnection, connect

from api.broker_home import free_port
from api.clock import RealmClock
from api.mqtt import DeviceClient
from api.mqtt_login import login_at
from api.secrets import Secrets
from api.sign_ins import FILE
from twin import wire

VESSELS = 5_000
FIXES_PER_S = 500
SECONDS = 20
MOST_LAPS = 16
"""A boat moves by 1/600,000 degree a lap, so that no two fixes of all boats are alike."""
SOS = 40
CASES = 100
AIS_UNITS_PER_DEG = 600_000
START_S = 60.0
_URL = re.compile(r"https?://\S+")
ROOT = "yugang/sim/shipu"
Rows = list[tuple[str, float, str]]


def run() -> Rows:
    """Return rows (what, figure, unit)."""
    return asyncio.run(_run())


async def _run() -> Rows:
    with tempfile.TemporaryDirectory() as folder:
        house = _House(Path(folder))
        await house.start()
        try:
            async with _Boats(house) as boats:
                await boats.everyone()
                rows = await _to_the_screen(house, boats)
                for number in range(CASES - SOS):
                    await boats.cry(f"C{number}")
                await asyncio.sleep(2)
                began_s = time.perf_counter()
                await house.kill()
                await house.start()
                await _whole_picture(house)
                return [*rows, ("kill -9 to a correct picture", time.perf_counter() - began_s, "s")]
        finally:
            await house.kill()


async def _to_the_screen(house: "_House", boats: "_Boats") -> Rows:
    async with _screen(house) as screen:
        heard: dict[int, float] = {}
        cries: dict[str, float] = {}
        watching = asyncio.create_task(_watch(screen, heard, cries))
        await boats.sail(SECONDS)
        sent: dict[str, float] = {}
        for number in range(SOS):
            sent[f"E{number}"] = time.perf_counter()
            await boats.cry(f"E{number}")
            await asyncio.sleep(0.25)
        await asyncio.sleep(1)
        watching.cancel()
    fixes = sorted(heard[lon] - at for lon, at in boats.sent.items() if lon in heard)
    sos = sorted(cries[event] - at for event, at in sent.items() if event in cries)
    return [
        ("fixes said", len(boats.sent), f"at {FIXES_PER_S}/s, {VESSELS} vessels"),
        ("fixes seen on the screen", len(fixes), "(two of one boat in 250 ms are one)"),
        ("publish to WebSocket p50", 1000 * fixes[len(fixes) // 2], "ms"),
        ("publish to WebSocket p99", 1000 * fixes[int(len(fixes) * 0.99)], "ms"),
        ("SOS to WebSocket p50", 1000 * sos[len(sos) // 2], "ms"),
        ("SOS to WebSocket p99", 1000 * sos[-1], f"ms (worst of {len(sos)})"),
    ]


async def _watch(screen: ClientConnection, heard: dict[int, float], cries: dict[str, float]) -> None:
    with contextlib.suppress(asyncio.CancelledError):
        async for text in screen:
            now_s = time.perf_counter()
            frame = msgspec.json.decode(text)
            if frame["type"] == "positions":
                for lon in frame["lon"]:
                    heard.setdefault(lon, now_s)
            elif frame.get("kind") == "sos-heard":
                cries.setdefault(frame["event_id"], now_s)


async def _whole_picture(house: "_House") -> None:
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
async def _screen(house: "_House") -> Any:
    password = msgspec.json.decode((house.home / FILE).read_bytes())["viewer"]
    connection = http.client.HTTPConnection(house.web, timeout=10)
    body = msgspec.json.encode({"name": "viewer", "password": password})
    connection.request("POST", "/api/session", body, {"Content-Type": "application/json"})
    cookie = (connection.getresponse().getheader("Set-Cookie") or "").split(";")[0]
    connection.close()
    headers = {"Cookie": cookie}
    async with connect(
        f"ws://{house.web}/api/feed",
        additional_headers=headers,
        origin=f"http://{house.web}",  # type: ignore[arg-type]  # a NewType over str
        max_size=None,
    ) as screen:
        await screen.send('{"type":"hello","positions":"json"}')
        yield screen


class _House:
    def __init__(self, home: Path) -> None:
        self.home = home
        self.mqtt_port = free_port("127.0.0.1")
        self.web = f"127.0.0.1:{free_port('127.0.0.1')}"
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        options = ["--no-simulator", "--home", str(self.home), "--listen", self.web]
        options += ["--mqtt-listen", f"127.0.0.1:{self.mqtt_port}"]
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "api", "up", *options),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={**os.environ, "YUGANG_REALM": "sim"},
        )
        assert self._process.stdout is not None  # noqa: S101  # a pipe, as asked for
        async with asyncio.timeout(START_S):
            while not _URL.search((await self._process.stdout.readline()).decode()):
                pass

    async def kill(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(signal.SIGKILL)
            await self._process.wait()


class _Boats:
    """5,000 boats in calm water: each fix has a longitude of its own, by which the screen knows it."""

    def __init__(self, house: _House) -> None:
        account = Secrets.load(house.home).accounts["simulator"]
        self._clock = RealmClock()
        self._client = DeviceClient(login_at("127.0.0.1", house.mqtt_port, account), self._clock)
        self._count = 0
        self.sent: dict[int, float] = {}

    async def __aenter__(self) -> Self:
        await self._client.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.__aexit__(kind, error, trace)

    async def everyone(self) -> None:
        """Every boat reports once."""
        for _ in range(VESSELS):
            await self._fix()
        await self._client.settled()
        await asyncio.sleep(2)
        self.sent.clear()

    async def sail(self, seconds: int) -> None:
        """Report at `FIXES_PER_S`, evenly."""
        for _ in range(seconds * 50):
            began_s = time.perf_counter()
            for _ in range(FIXES_PER_S // 50):
                await self._fix()
            await asyncio.sleep(max(0.0, 0.02 - (time.perf_counter() - began_s)))

    async def cry(self, event: str) -> None:
        """A boat of its own is in distress."""
        body = wire.SosBody(t_ms=self._clock.now_ms(), event_id=event, kind="flooding")
        await self._client.publish(f"{ROOT}/terminal/cell/{event}/sos", wire.encode(body))

    async def _fix(self) -> None:
        lap, number = divmod(self._count, VESSELS)
        self._count += 1
        units = int(121.5 * AIS_UNITS_PER_DEG) + number * MOST_LAPS + lap
        lon = units / AIS_UNITS_PER_DEG
        body = wire.FixBody(t_ms=self._clock.now_ms(), lon=lon, lat=29.0, sog_kn=5.0)
        self.sent[units] = time.perf_counter()
        await self._client.publish(f"{ROOT}/terminal/ais-b/4999{number:05d}/fix", wire.encode(body), qos=0)
