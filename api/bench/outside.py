"""A house in a process of its own, and who speaks to it from outside: boats, an officer, a screen."""

import asyncio
import contextlib
import http.client
import re
import signal
import sys
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec
from websockets.asyncio.client import connect

from api.broker_home import free_port
from api.clock import RealmClock
from api.mqtt import DeviceClient
from api.mqtt_login import login_at
from api.secrets import Secrets
from api.sign_ins import FILE
from twin import wire

ROOT = "yugang/sim/shipu"
START_S, END_S = 60.0, 30.0
AGAIN_S = 0.3
"""A boat in distress says it again so often until its receipt arrives."""
_URL = re.compile(rb"https?://\S+")


class HouseProcess:
    """`yugang up` on `home` without the simulator, on addresses that stay the same over restarts."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.mqtt_port = free_port("127.0.0.1")
        self.web = f"127.0.0.1:{free_port('127.0.0.1')}"
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Return once the house says that it stands.

        Raises:
            RuntimeError: it ended instead.
        """
        options = ["--no-simulator", "--realm", "sim", "--home", str(self.home), "--listen", self.web]
        options += ["--mqtt-listen", f"127.0.0.1:{self.mqtt_port}"]
        with (self.home / "house.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "api", "up", *options), stdout=asyncio.subprocess.PIPE, stderr=log
            )
        assert self._process.stdout is not None  # noqa: S101  # a pipe, as asked for
        async with asyncio.timeout(START_S):
            while not _URL.search(line := await self._process.stdout.readline()):
                if not line:
                    raise RuntimeError(f"the house ended; see {self.home / 'house.log'}")

    async def end(self, how: signal.Signals) -> int:
        """Send a signal and return the exit code once the process has ended."""
        if self._process is None:
            return 0
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(how)
        async with asyncio.timeout(END_S):
            return await self._process.wait()

    def sign_ins(self) -> dict[str, str]:
        """Return names and passwords of the simulated realm."""
        return msgspec.json.decode((self.home / FILE).read_bytes(), type=dict[str, str])

    async def ask(self, method: str, path: str, body: Any = None, cookie: str = "") -> "Answer":
        """Return what the house answers over HTTP.

        Raises:
            OSError: nobody answers.
        """
        return await asyncio.to_thread(self._ask, method, path, body, cookie)

    async def cookie(self, name: str) -> str:
        """Sign an account in and return its cookie."""
        body = {"name": name, "password": self.sign_ins()[name]}
        return (await self.ask("POST", "/api/session", body)).cookie

    def screen(self, cookie: str) -> connect:
        """Return a WebSocket to the feed, not yet opened."""
        return connect(
            f"ws://{self.web}/api/feed",
            additional_headers={"Cookie": cookie},
            origin=f"http://{self.web}",  # type: ignore[arg-type]  # a NewType over str
            max_size=None,
        )

    def _ask(self, method: str, path: str, body: Any, cookie: str) -> "Answer":
        connection = http.client.HTTPConnection(self.web, timeout=10)
        try:
            headers = {"Content-Type": "application/json", "Cookie": cookie}
            connection.request(method, path, None if body is None else msgspec.json.encode(body), headers)
            answer = connection.getresponse()
            set_cookie = (answer.getheader("Set-Cookie") or "").split(";")[0]
            return Answer(answer.status, msgspec.json.decode(answer.read() or b"null"), set_cookie)
        except http.client.HTTPException as fault:
            raise ConnectionError(str(fault)) from fault
        finally:
            connection.close()


class Answer(msgspec.Struct, frozen=True):
    """What came back over HTTP."""

    status: int
    body: Any
    cookie: str


class Boats:
    """Boats at sea: positions, and distress messages repeated until their receipt arrives.

    Attributes:
        said: every distress event, by its id -> terminal.
        receipts: how often the receipt of each was heard.
    """

    def __init__(self, house: HouseProcess) -> None:
        account = Secrets.load(house.home).accounts["simulator"]
        login = login_at("127.0.0.1", house.mqtt_port, account)
        self.clock = RealmClock()
        heard = [f"{ROOT}/terminal/+/+/receipt"]
        self.client = DeviceClient(login, self.clock, heard, on_letter=self._receipt)
        self._repeating: asyncio.Task[None] | None = None
        self.said: dict[str, str] = {}
        self.receipts: Counter[str] = Counter()

    async def __aenter__(self) -> Self:
        """Return once connected."""
        await self.client.__aenter__()
        self._repeating = asyncio.create_task(self._repeat(), name="boats-in-distress")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the broker."""
        if self._repeating is not None:
            self._repeating.cancel()
            await asyncio.gather(self._repeating, return_exceptions=True)
        await self.client.__aexit__(kind, error, trace)

    async def cry(self, event: str) -> None:
        """Let a boat of its own be in distress."""
        self.said[event] = event
        await self._say(event)

    async def all_heard(self, patience_s: float) -> None:
        """Return once every distress message has its receipt.

        Raises:
            TimeoutError: one has none.
        """
        async with asyncio.timeout(patience_s):
            while set(self.said) - set(self.receipts):  # noqa: ASYNC110  # another process's doing
                await asyncio.sleep(0.05)

    async def fix(self, terminal: str, lon: float, *, qos: int) -> None:
        """Let a boat report a place on 29 degrees north."""
        body = wire.FixBody(t_ms=self.clock.now_ms(), lon=lon, lat=29.0, sog_kn=5.0)
        await self.client.publish(f"{ROOT}/terminal/ais-b/{terminal}/fix", wire.encode(body), qos=qos)

    async def _repeat(self) -> None:
        while True:
            await asyncio.sleep(AGAIN_S)
            for event in [one for one in self.said if one not in self.receipts]:
                await self._say(event)

    async def _say(self, event: str) -> None:
        body = wire.SosBody(t_ms=self.clock.now_ms(), event_id=event, kind="flooding")
        await self.client.publish(f"{ROOT}/terminal/cell/{self.said[event]}/sos", wire.encode(body))

    def _receipt(self, letter: wire.Letter) -> None:
        self.receipts[msgspec.json.decode(letter.payload)["event_id"]] += 1


class Officer:
    """Acknowledges every open case, through every restart, and remembers what was confirmed.

    Attributes:
        confirmed: request ids of acts that were answered with 200.
    """

    def __init__(self, house: HouseProcess) -> None:
        self._house = house
        self.confirmed: set[str] = set()

    async def work(self) -> None:
        """Work until cancelled."""
        while True:
            with contextlib.suppress(OSError):
                await self._watch(await self._house.cookie("officer"))
            await asyncio.sleep(0.2)

    async def _watch(self, cookie: str) -> None:
        while (seen := await self._house.ask("GET", "/api/incidents", cookie=cookie)).status != 401:
            for case in (seen.body or {}).get("incidents", []):
                if case["state"] == "open":
                    await self._acknowledge(case, cookie)
            await asyncio.sleep(0.1)

    async def _acknowledge(self, case: dict[str, Any], cookie: str) -> None:
        request_id = f"ack-{case['incident']}"
        body = {"verb": "acknowledge", "seen_version": case["version"], "request_id": request_id}
        answer = await self._house.ask("POST", f"/api/incidents/{case['incident']}/acts", body, cookie)
        if answer.status == 200:
            self.confirmed.add(request_id)
