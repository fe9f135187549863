"""A house without a broker of its own: books, keeper and web door on a home, for drills and for tests.

Whoever opens it stands for the link, with two functions, and owns the clock. `api.house` opens the same parts
in an order of its own, because there the broker starts while the journal is read.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Self

import msgspec
from fastapi import FastAPI

from api.app import create_app
from api.doors import Delivery, DoorState, KeptClock
from api.guard import OriginList
from api.outbox import Deliver
from api.restore import Restored, restore
from api.secrets import Secrets
from api.served import Served
from api.snapshotter import SNAPSHOT_S
from api.store.books import Books, open_books
from api.wiring import Inside, wire_inside
from twin import wire
from twin.port import Port


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """What a house stands on, and what it is served as.

    Attributes:
        home: folder for everything written.
        realm, port: of the books, and of every topic.
        land: the chart of the land, GeoJSON bytes.
        clock: the realm's clock.
        acknowledge: told which letters are stored.
        deliver: takes a letter of the twin's and returns when the link has it.
        doors: how the link stands, for health.
        origins: what the web door may be reached as.
        page: the built web page, path -> (content, media type).
        snapshot_s: how often the world is kept, seconds.
    """

    home: Path
    realm: str
    port: Port
    clock: KeptClock
    acknowledge: Callable[[Iterable[Delivery]], None]
    deliver: Deliver
    doors: Callable[[], list[DoorState]]
    origins: OriginList
    land: bytes | None = None
    page: Mapping[str, tuple[bytes, str]] = {}
    snapshot_s: float = SNAPSHOT_S


class InnerHouse(msgspec.Struct, frozen=True):
    """An open house; `keeping` is the keeper's task, which ends with the error of a bug.

    Attributes:
        restored: the world as the journal left it.
        app: the real application, for `httpx.ASGITransport` or a server.
    """

    books: Books
    restored: Restored
    inside: Inside
    served: Served
    app: FastAPI
    keeping: asyncio.Task[None]
    beside: tuple[asyncio.Task[None], ...]

    @classmethod
    async def open(cls, ground: Ground) -> Self:
        """Return the house on `ground`, keeping; opened again on the same home it has restarted.

        Raises:
            ConfigError: the books cannot be opened, or belong to another realm or port.
        """
        port, realm, clock = ground.port, ground.realm, ground.clock
        root = wire.root(realm, port.id)
        books = await open_books(ground.home, None, realm, port.id, port.hash, clock.now_ms())
        restored = await restore(books, port, realm, root)
        inside = await wire_inside(books, restored, realm, root, clock, ground.acknowledge, ground.deliver)
        inside.keeper.keep_every(ground.snapshot_s)
        served = _served(ground, inside)
        listened_ms = restored.world.now_ms
        keeping = asyncio.create_task(
            inside.keeper.run(clock.now_ms() if listened_ms < 0 else listened_ms), name="keeper"
        )
        beside = (
            asyncio.create_task(inside.feed.run(), name="feed"),
            asyncio.create_task(inside.outbox.run(), name="outbox"),
        )
        return cls(books, restored, inside, served, create_app(served), keeping, beside)

    async def leave(self) -> None:
        """Stop as a kill would: no last step, no last snapshot; what was committed stands in the books."""
        self.inside.feed.close()
        for task in (self.keeping, *self.beside):
            task.cancel()
        await asyncio.gather(self.keeping, *self.beside, return_exceptions=True)
        await self.inside.keeper.let_go()
        await self.books.close()
        self.inside.close()


def _served(ground: Ground, inside: Inside) -> Served:
    return Served(
        port=ground.port,
        realm=ground.realm,
        land=ground.land,
        origins=ground.origins,
        secure=False,
        clock=ground.clock,
        inside=inside,
        secrets=Secrets(ground.home / "secrets.toml", None, {}),
        doors=ground.doors,
        counts=inside.losses,
        page=ground.page,
    )
