"""The whole house in one process, for tests: real books, real engine, a clock and doors turned by hand."""

import asyncio
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Self

import httpx
import msgspec

from api.accounts import Account
from api.doors import Delivery, DoorState
from api.guard import OriginList
from api.inner_house import Ground, InnerHouse
from api.settings import bound_socket
from api.store import queries
from api.webserver import WebServer, web_server
from tests.api.hand_clock import HandClock
from tests.twin.harbour import FRAME, T0, port
from twin import wire
from twin.port import Port

PASSWORD = "a password for tests"
ORIGIN = "http://127.0.0.1:8000"
ROOT = "yugang/sim/test"
PATIENCE_S = 60.0
"""The machine may be busy; what tests wait for comes within a second on a quiet one."""


class House:
    """A twin on `home`; entered, it keeps and serves until left. Opened again on the same home it restarts.

    Attributes:
        acknowledged: numbers of the letters the broker was told are stored.
        sent: letters that left: (topic after the root, payload).
        link_up: False holds back what leaves, as a broker that is away.
    """

    def __init__(self, home: Path, clock: HandClock | None = None, of: Port | None = None) -> None:
        self.home = home
        self.clock = clock or HandClock(T0)
        self.port = of or port()
        self.root = wire.root("sim", self.port.id)
        self.acknowledged: list[int] = []
        self.sent: list[tuple[str, dict[str, Any]]] = []
        self.link_up = True
        self.page: dict[str, tuple[bytes, str]] = {}
        self.origins = {ORIGIN}
        self.doors = [DoorState("mqtt", up=True, since_ms=T0)]
        self.server: WebServer | None = None
        self._letters = 0
        self._left = False
        self._serving: list[asyncio.Task[Any]] = []

    async def __aenter__(self) -> Self:
        ground = Ground(
            home=self.home,
            realm="sim",
            port=self.port,
            land=b'{"type":"FeatureCollection","features":[]}',
            origins=OriginList(frozenset(self.origins)),
            clock=self.clock,
            acknowledge=self._acknowledge,
            deliver=self._deliver,
            doors=lambda: self.doors,
            page=self.page,
        )
        self.inner = await InnerHouse.open(ground)
        self.books, self.restored, self.keeping = self.inner.books, self.inner.restored, self.inner.keeping
        self.inside, self.served, self.app = self.inner.inside, self.inner.served, self.inner.app
        self.accounts, self.keeper = self.inside.accounts, self.inside.keeper
        self.feed, self.inbox = self.inside.feed, self.inside.inbox
        await self.settle()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.leave(politely=True)

    async def leave(self, *, politely: bool) -> None:
        """Stop; impolitely, as a kill would: no last snapshot, nothing flushed."""
        if self._left:
            return
        self._left = True
        if self.server is not None:
            self.server.should_exit = True
            await asyncio.gather(*self._serving, return_exceptions=True)
        if politely and not self.keeping.done():
            self.keeper.stop()
            await self.clock.turn(100)
            await self._until(self.keeping.done)
            await self.keeper.close()
        await self.inner.leave()

    async def settle(self) -> None:
        """Wait until the keeper has taken everything that waits, at the present instant."""

        def idle() -> bool:
            return self.keeping.done() or (
                len(self.inbox) == 0 and self.keeper.live_ms == self.clock.now_ms() and self.keeper.settled
            )

        await self._until(idle)

    async def sent_all(self) -> None:
        """Wait until everything that was owed has left."""
        await self._until(lambda: len(self.inside.outbox) == 0)

    async def settle_now(self) -> None:
        """As `settle`, after the clock was moved by hand."""
        await self.clock.turn(100 - self.clock.now_ms() % 100)
        await self.settle()

    async def _until(self, done: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not done():
                await self.clock.turn(0)
                await asyncio.sleep(0.001)

    async def turn(self, seconds: float = 0.1) -> None:
        """Let time pass, second by second, with the link's canary and the receiver `rx` beating."""
        left_ms = round(seconds * 1000)
        while left_ms > 0:
            passed = min(left_ms, 1000)
            left_ms -= passed
            await self.clock.turn(passed)
            if self.clock.now_ms() % 5000 < passed:
                self.beat("engine-canary", "rx")
            await self.settle()

    def beat(self, *feeds: str) -> None:
        for feed in feeds:
            body = {"t_ms": self.clock.now_ms(), "boot": "b", "seq": self._letters, "heard": self._letters}
            self.hear(f"feed/{feed}/heartbeat", body)

    def hear(self, topic: str, body: object, *, retained: bool = False) -> int:
        """Let the broker deliver a letter now, without waiting for the step; return its number."""
        self._letters += 1
        payload = body if isinstance(body, bytes) else msgspec.json.encode(body)
        letter = wire.Letter(f"{self.root}/{topic}", payload, self.clock.now_ms(), retained)
        assert self.inbox.hear(Delivery(letter, 1, 0, 1, self._letters))
        return self._letters

    def fix(self, terminal: str, x_m: float, y_m: float, **more: object) -> int:
        """Let a terminal (`kind/id`) report its place, in metres about the port."""
        lon, lat = FRAME.to_lonlat(x_m, y_m)
        body = {
            "t_ms": self.clock.now_ms(),
            "lon": round(float(lon), 6),
            "lat": round(float(lat), 6),
            "sog_kn": 5.0,
            "via": "rx",
        }
        return self.hear(f"terminal/{terminal}/fix", body | more)

    def sos(self, terminal: str = "ais-b/1", event: str = "E1", **more: object) -> int:
        body = {"t_ms": self.clock.now_ms(), "event_id": event, "kind": "flooding", "lon": 122.0, "lat": 29.0}
        return self.hear(f"terminal/{terminal}/sos", body | more)

    async def facts(self, *kinds: str) -> list[dict[str, Any]]:
        """Every stored fact, or those of some kinds."""
        bodies = await self.books.reader.ask(_all_facts)
        return [fact for fact in bodies if not kinds or fact["kind"] in kinds]

    async def account(self, role: str, name: str | None = None, **more: object) -> str:
        name = name or role
        account = Account(name, role, "", **more)
        if name not in {one.name for one in self.accounts.accounts}:
            await self.accounts.add(account, PASSWORD, by="test")
        return name

    async def secret_of(self, role: str, **more: object) -> str:
        """Sign an account of this role in; the secret stands for its session."""
        name = await self.account(role, **more)
        signed_in = await self.accounts.sign_in(name, PASSWORD, "127.0.0.1")
        assert signed_in is not None
        return signed_in[0]

    def client(self, secret: str | None = None) -> httpx.AsyncClient:
        cookies = {"yugang_session": secret} if secret else {}
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app, raise_app_exceptions=False),
            base_url=ORIGIN,
            cookies=cookies,
        )

    async def signed_in(self, role: str, **more: object) -> httpx.AsyncClient:
        return self.client(await self.secret_of(role, **more))

    async def listen(self) -> str:
        """Serve on a free port of this machine; return the address after `http`."""
        listening = bound_socket(("127.0.0.1", 0))
        self.server = web_server(self.app)
        self._serving.append(asyncio.create_task(self.server.serve(sockets=[listening])))
        await self.server.listening()
        at = listening.getsockname()[1]
        self.origins_listen(f"http://127.0.0.1:{at}")
        return f"://127.0.0.1:{at}"

    def origins_listen(self, origin: str) -> None:
        self.served.origins.__init__(frozenset({*self.origins, origin}))

    def _acknowledge(self, deliveries: Iterable[Delivery]) -> None:
        self.acknowledged += [delivery.mid for delivery in deliveries]

    async def _deliver(self, topic: str, payload: bytes, *, retain: bool = False) -> None:  # noqa: ARG002  # as the real door
        while not self.link_up:  # noqa: ASYNC110  # a test turns it
            await asyncio.sleep(0.01)
        self.sent.append((topic.removeprefix(self.root + "/"), msgspec.json.decode(payload)))


def _all_facts(connection: Any) -> list[dict[str, Any]]:
    rows = queries.fact_bodies(connection, 0, 1_000_000)
    return [{"seq": seq, **msgspec.json.decode(body)} for seq, body in rows]
