"""`yugang up`: broker, books, keeper, feed, web door and simulator, begun in order and ended in order."""

import asyncio
import gc
import os
import signal
import socket
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

import msgspec

from api.app import create_app
from api.broker import EmbeddedBroker
from api.broker_home import home_lock
from api.clock import RealmClock
from api.doors import DoorState
from api.guard import OriginList
from api.mqtt import MqttDoor
from api.mqtt_login import Login, login_at, login_of_url
from api.port_files import land_path, port_folder, read_port
from api.restore import restore
from api.routes.page import read_page
from api.secrets import Secrets
from api.served import Served
from api.settings import HouseOptions, address_of, bound_socket, check_options, own_origins
from api.sign_ins import make_first_accounts
from api.simulator_child import SimulatorChild
from api.store import queries
from api.store.books import Books, open_books
from api.webserver import WebServer, web_server
from api.wiring import Inside, wire_inside
from twin import wire
from twin.facts import ClockTurned
from twin.port import ConfigError, Port
from twin.rules import configure


class Opened(msgspec.Struct, frozen=True):
    """What a house says once it stands.

    Attributes:
        sign_ins: name -> password, in realm `sim` only.
    """

    url: str
    realm: str
    port: str
    mqtt: str
    sign_ins: dict[str, str]


class _Ground(msgspec.Struct, frozen=True):
    """All that is read before a port is opened: whatever is wrong with a configuration is found by now."""

    options: HouseOptions
    port: Port
    land: bytes | None
    root: str
    secrets: Secrets
    books: Books
    clock: RealmClock
    was_listening_ms: int


class _Link(msgspec.Struct, frozen=True):
    """How the broker is reached; `broker` is our own child, None for somebody else's."""

    events: Login
    fixes: Login
    broker: EmbeddedBroker | None


async def run_house(options: HouseOptions, say: Callable[[Opened], None]) -> None:
    """Keep a house until SIGINT or SIGTERM; then end every child and keep everything.

    Args:
        options: as given.
        say: told once the house stands.

    Raises:
        ConfigError: it cannot be begun; no port was opened.
        BaseExceptionGroup: a bug ended it.
    """
    check_options(options)
    os.umask(0o077)  # nothing that is kept here is for others
    async with AsyncExitStack() as stack:
        ground = await _ground(options, stack)
        listening = stack.enter_context(bound_socket(address_of("--listen", options.listen)))
        restoring = asyncio.create_task(restore(ground.books, ground.port, options.realm, ground.root))
        stack.push_async_callback(asyncio.wait, {restoring})
        link = await _link(ground, stack)
        door = MqttDoor(link.events, link.fixes, ground.root, ground.clock)
        inside = await wire_inside(
            ground.books,
            await restoring,
            options.realm,
            ground.root,
            ground.clock,
            door.acknowledge,
            door.deliver,
        )
        stack.callback(inside.close)
        drawn = ground.secrets
        sign_ins = await make_first_accounts(inside.accounts, drawn, options.home, options.realm, ground.port)
        gc.collect()
        gc.freeze()  # the port and its past stay: walked anew in a full collection, they would hold up a step
        await _live(ground, link, door, inside, listening, partial(_say, say, ground, link, sign_ins))


async def _ground(options: HouseOptions, stack: AsyncExitStack) -> _Ground:
    folder = port_folder(options.port)
    port = read_port(folder)
    faults = configure(port.rules)[1]
    if faults:
        raise ConfigError(faults)
    secrets = Secrets.load_or_make(options.home)
    stack.enter_context(home_lock(options.home))
    wall = RealmClock()
    books = await open_books(options.home, options.database, options.realm, port.id, port.hash, wall.now_ms())
    stack.push_async_callback(books.close)
    last_ms = await books.reader.ask(queries.last_instant)
    clock = _clock(wall, last_ms, options.speed, await books.reader.ask(queries.last_turn))
    return _Ground(
        options=options,
        port=port,
        land=_land(folder),
        root=wire.root(options.realm, port.id),
        secrets=secrets,
        books=books,
        clock=clock,
        was_listening_ms=clock.now_ms() if last_ms is None else last_ms,
    )


def _clock(wall: RealmClock, last_ms: int | None, speed: float, turn: ClockTurned | None) -> RealmClock:
    """Return the realm's clock: where and as a person turned it last, else the wall's or its own pace."""
    if turn is not None and last_ms is not None:
        clock = RealmClock(last_ms)
        clock.run_at(turn.rate, turn.until_ms, turn.resume)
        return clock
    now_ms = wall.now_ms()
    if speed == 1 and (last_ms is None or last_ms <= now_ms):
        return wall
    return RealmClock(max(now_ms, last_ms or now_ms), speed)


def _land(folder: Path) -> bytes | None:
    path = land_path(folder)
    return None if path is None else path.read_bytes()


async def _link(ground: _Ground, stack: AsyncExitStack) -> _Link:
    options, accounts = ground.options, ground.secrets.accounts
    if options.mqtt != "embedded":
        return _Link(_outer_login(ground, "engine"), _outer_login(ground, "engine-fixes"), None)
    listen = address_of("--mqtt-listen", options.mqtt_listen)
    broker = EmbeddedBroker(options.home, ground.secrets, listen, ground.root, ground.clock)
    await stack.enter_async_context(broker)
    events, fixes = (login_at(broker.host, broker.port, accounts[u]) for u in ("engine", "engine-fixes"))
    return _Link(events, fixes, broker)


def _outer_login(ground: _Ground, user: str) -> Login:
    account = ground.secrets.accounts[user]
    login = login_of_url(ground.options.mqtt, account.client_id)
    if login.user is not None:
        return login
    return msgspec.structs.replace(login, user=account.user, password=account.password)


async def _live(
    ground: _Ground,
    link: _Link,
    door: MqttDoor,
    inside: Inside,
    listening: socket.socket,
    say: Callable[[int], None],
) -> None:
    """Run every part until a signal, then end them in order: letters first, the last snapshot last."""
    options = ground.options
    simulator = _simulator(ground, link)
    served = _served(ground, link, door, inside, simulator, listening.getsockname()[1])
    tls = (options.tls_cert, options.tls_key)
    server = web_server(create_app(served), tls if tls[0] and tls[1] else None)  # type: ignore[arg-type]  # both, or neither
    stopping = _stop_signal()
    async with asyncio.TaskGroup() as group:
        keeping = inside.start(group, ground.was_listening_ms)
        hearing = group.create_task(door.run(inside.inbox.hear), name="mqtt")
        serving = group.create_task(server.serve(sockets=[listening]), name="web")
        simulating = group.create_task(simulator.run(), name="simulator") if simulator is not None else None
        await server.listening()
        say(listening.getsockname()[1])
        await stopping.wait()
        await _end(simulating, cancel=True)
        await _stop_web(server, serving)
        inside.keeper.stop()
        await _end(keeping, cancel=False)
        await inside.keeper.close()
        await _end(hearing, cancel=True)
        inside.stop()


async def _stop_web(server: WebServer, serving: asyncio.Task[None]) -> None:
    server.should_exit = True
    await _end(serving, cancel=False)


async def _end(task: asyncio.Task[None] | None, *, cancel: bool) -> None:
    if task is None:
        return
    if cancel:
        task.cancel()
    await asyncio.wait({task})


def _stop_signal() -> asyncio.Event:
    """Return an event that the first SIGINT or SIGTERM sets; a second ends the process as it is."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()

    def stop(which: signal.Signals) -> None:
        stopping.set()
        loop.remove_signal_handler(which)

    for which in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(which, stop, which)
    return stopping


def _simulator(ground: _Ground, link: _Link) -> SimulatorChild | None:
    if not ground.options.simulator:
        return None
    return SimulatorChild(ground.options, (link.events.host, link.events.port), ground.clock)


def _served(
    ground: _Ground,
    link: _Link,
    door: MqttDoor,
    inside: Inside,
    simulator: SimulatorChild | None,
    port: int,
) -> Served:
    def doors() -> list[DoorState]:
        own = [link.broker.state()] if link.broker is not None else []
        return [*own, *door.states(), *([simulator.state()] if simulator is not None else [])]

    def counts() -> Mapping[str, int]:
        return {**inside.losses(), **door.counts()}

    return Served(
        port=ground.port,
        realm=ground.options.realm,
        land=ground.land,
        origins=OriginList(own_origins(ground.options, port)),
        secure=ground.options.tls_cert is not None,
        clock=ground.clock,
        inside=inside,
        secrets=ground.secrets,
        doors=doors,
        counts=counts,
        page=read_page(),
    )


def _say(
    say: Callable[[Opened], None], ground: _Ground, link: _Link, sign_ins: dict[str, str], port: int
) -> None:
    scheme = "https" if ground.options.tls_cert is not None else "http"
    host = address_of("--listen", ground.options.listen)[0]
    url = f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}"
    mqtt = f"mqtt://{link.events.host}:{link.events.port}"
    say(Opened(url, ground.options.realm, ground.port.id, mqtt, sign_ins))
