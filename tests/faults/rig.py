"""A house in a process of its own, killed and started again, and the people and boats that speak to it."""

import asyncio
import contextlib
import signal
import sys
from pathlib import Path
from typing import Any, Self

import httpx
import msgspec

from api.broker_home import free_port
from api.clock import RealmClock
from api.house import Opened
from api.mqtt import DeviceClient
from api.mqtt_login import login_at
from api.secrets import Secrets
from api.store import audit, queries
from api.store.database import database_url, open_database
from twin import wire

UP = Path(__file__).with_name("up.py")
ROOT = "yugang/sim/shipu"
START_S = 60


class HouseProcess:
    """`yugang up` on `home`, without the simulator, on addresses that stay the same over restarts."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.mqtt_port = free_port("127.0.0.1")
        self.web_port = free_port("127.0.0.1")
        self.opened: Opened
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        with (self.home / "house.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                str(UP),
                str(self.home),
                str(self.web_port),
                str(self.mqtt_port),
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                limit=2**20,
            )
        assert self._process.stdout is not None
        async with asyncio.timeout(START_S):
            while not (line := await self._process.stdout.readline()).startswith(b"{"):
                assert line, f"the house ended: {(self.home / 'house.log').read_text()[-3000:]}"
        self.opened = msgspec.json.decode(line, type=Opened)

    async def end(self, how: signal.Signals) -> int:
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(how)
        async with asyncio.timeout(30):
            return await self._process.wait()

    async def health(self) -> dict[str, Any]:
        async with httpx.AsyncClient(base_url=self.opened.url) as client:
            return (await client.get("/api/health")).json()

    def books(self) -> tuple[list[dict[str, Any]], str | None]:
        """Every stored fact, and what is wrong with the audit chain."""
        opened = open_database(database_url(self.home, None))
        with opened.reading.connect() as connection:
            rows = queries.fact_bodies(connection, 0, 1_000_000)
            fault = audit.verify(connection)[1]
        opened.close()
        return [{"seq": seq, **msgspec.json.decode(body)} for seq, body in rows], fault


class Boats:
    """Boats at sea: a steady load of positions, and distress messages repeated until their receipt arrives.

    Attributes:
        said: every distress event sent, by its id -> terminal.
        receipts: ids whose receipt was heard, each time it was heard.
    """

    def __init__(self, house: HouseProcess, *, fixes_per_s: int = 200) -> None:
        account = Secrets.load(house.home).accounts["simulator"]
        login = login_at("127.0.0.1", house.mqtt_port, account)
        self._clock = RealmClock()
        self._client = DeviceClient(
            login, self._clock, [f"{ROOT}/terminal/+/+/receipt"], on_letter=self._receipt
        )
        self._fixes_per_s = fixes_per_s
        self._tasks: list[asyncio.Task[None]] = []
        self.said: dict[str, str] = {}
        self.receipts: list[str] = []

    async def __aenter__(self) -> Self:
        await self._client.__aenter__()
        self._tasks = [asyncio.create_task(self._sail()), asyncio.create_task(self._repeat())]
        return self

    async def __aexit__(self, *error: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._client.__aexit__(*error)

    def cry(self) -> None:
        """A new boat is in distress."""
        number = len(self.said) + 1
        self.said[f"E{number}"] = f"SOS{number}"

    async def all_heard(self, patience_s: float) -> None:
        async with asyncio.timeout(patience_s):
            while set(self.said) - set(self.receipts):  # noqa: ASYNC110  # another process's doing
                await asyncio.sleep(0.05)

    async def _sail(self) -> None:
        number = 0
        while True:
            await asyncio.sleep(0.1)
            for _ in range(self._fixes_per_s // 10):
                number += 1
                lon = 122.0 + number % 500 * 1e-3
                body = wire.FixBody(t_ms=self._clock.now_ms(), lon=lon, lat=29.2, sog_kn=5.0)
                topic = f"{ROOT}/terminal/ais-b/4999{number % 500:05d}/fix"
                await self._client.publish(topic, wire.encode(body), qos=number % 2)

    async def _repeat(self) -> None:
        while True:
            for event in [one for one in self.said if one not in self.receipts]:
                body = wire.SosBody(t_ms=self._clock.now_ms(), event_id=event, kind="flooding")
                topic = f"{ROOT}/terminal/cell/{self.said[event]}/sos"
                await self._client.publish(topic, wire.encode(body))
            await asyncio.sleep(0.3)

    def _receipt(self, letter: wire.Letter) -> None:
        self.receipts.append(msgspec.json.decode(letter.payload)["event_id"])


class Officer:
    """Acknowledges every open case it sees, and remembers what was confirmed to it.

    Attributes:
        confirmed: request id -> (incident, version) of every act that was answered with 200.
    """

    def __init__(self, house: HouseProcess) -> None:
        self._house = house
        self.confirmed: dict[str, tuple[str, int]] = {}

    async def work(self) -> None:
        """Work until cancelled, through every restart."""
        while True:
            with contextlib.suppress(httpx.TransportError):
                await self._session()
            await asyncio.sleep(0.2)

    async def _session(self) -> None:
        password = self._house.opened.sign_ins["officer"]
        async with httpx.AsyncClient(base_url=self._house.opened.url, timeout=5) as client:
            await client.post("/api/session", json={"name": "officer", "password": password})
            while True:
                seen = await client.get("/api/incidents")
                if seen.status_code == 401:
                    return
                for case in seen.json().get("incidents", []):
                    await self._acknowledge(client, case)
                await asyncio.sleep(0.1)

    async def _acknowledge(self, client: httpx.AsyncClient, case: dict[str, Any]) -> None:
        if case["state"] != "open":
            return
        request_id = f"ack-{case['incident']}"
        body = {"verb": "acknowledge", "seen_version": case["version"], "request_id": request_id}
        answer = await client.post(f"/api/incidents/{case['incident']}/acts", json=body)
        if answer.status_code == 200:
            self.confirmed[request_id] = (case["incident"], answer.json()["version"])
