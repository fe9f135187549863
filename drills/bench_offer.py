"""How many letters a second the simulated port can offer over MQTT: the real publisher and the real broker.

The realm's clock is told to be just so far ahead that the publisher never waits for it; nobody listens.
"""

import asyncio
import contextlib
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path

import aiomqtt

from api.broker import EmbeddedBroker
from api.clock import RealmClock
from api.mqtt_login import Login, login_at
from api.port_files import land_path, port_folder, read_port
from api.secrets import Secrets
from drills.bench_day import BOATS, SEED, Rows
from drills.piece import NO_LAND, START_MS
from geo.units import MS_PER_SECOND
from simulators.line import Broker
from simulators.player import Player
from simulators.publish import Publisher
from simulators.scenario import Scenario
from twin import wire

SECONDS = 20.0
"""How long it is measured, after as much realm time as follows."""
WARM_MS = 60 * MS_PER_SECOND
"""At the start every terminal and every person speaks at once; that is no ordinary minute."""
AHEAD_MS = 10 * MS_PER_SECOND
"""How far the realm's clock runs ahead of what was played: less than makes a fix stale."""
LOOKS_S, BEAT_S = 0.002, 1.0
"""How often it is looked how far was played; how often at least the clock beats, as a realm does: a beat
that falls between a subscription and what is retained for it is heard by nobody."""


def run(boats: int = BOATS, seconds: float = SECONDS, port: str = "shipu") -> Rows:
    """Return rows (what, figure, unit).

    Raises:
        ConfigError: the register holds fewer boats.
    """
    return asyncio.run(_run(boats, seconds, port))


async def _run(boats: int, seconds: float, port: str) -> Rows:
    folder = port_folder(port)
    land, played = land_path(folder), read_port(folder)
    player = Player(played, land.read_bytes() if land else NO_LAND, SEED, boats, START_MS, Scenario())
    root = wire.root("sim", played.id)
    async with _logins(root) as (speaks, beats):
        broker = Broker(speaks.host, speaks.port, speaks.user or "", speaks.password or "", speaks.client_id)
        publisher = Publisher(broker, root, lambda _start_ms: player, START_MS, SEED)
        speaking = asyncio.create_task(publisher.run())
        hurrying = asyncio.create_task(_hurry(beats, root, player))
        try:
            await _warm(player, speaking, hurrying)
            begun_s, said, from_ms = time.perf_counter(), publisher.published, player.played_ms
            await asyncio.wait((speaking, hurrying), timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            took_s, said = time.perf_counter() - begun_s, publisher.published - said
            realm_s = (player.played_ms - from_ms) / MS_PER_SECOND
        finally:
            await _ended(speaking, hurrying)
    return [
        (f"world of {boats:,} boats over MQTT: offered", said / took_s, "letters/s"),
        ("world over MQTT: faster than real time", realm_s / took_s, "times"),
    ]


async def _warm(player: Player, *tasks: "asyncio.Task[None]") -> None:
    """Wait until the first rush of letters is over, or a task has ended and nothing more will come."""
    while player.played_ms < START_MS + WARM_MS:
        ended, _ = await asyncio.wait(tasks, timeout=LOOKS_S, return_when=asyncio.FIRST_COMPLETED)
        if ended:
            return


@contextlib.asynccontextmanager
async def _logins(root: str) -> AsyncIterator[tuple[Login, Login]]:
    """Start the embedded broker and return how the simulator and the twin sign in to it."""
    with tempfile.TemporaryDirectory() as home:
        secrets = Secrets.load_or_make(Path(home), {})
        async with EmbeddedBroker(Path(home), secrets, ("127.0.0.1", 0), root, RealmClock()) as broker:
            logins = (
                login_at(broker.host, broker.port, secrets.accounts[user]) for user in ("simulator", "engine")
            )
            yield next(logins), next(logins)


async def _hurry(login: Login, root: str, player: Player) -> None:
    """Let the realm's clock run just ahead of the player."""
    async with aiomqtt.Client(
        login.host, login.port, username=login.user, password=login.password, identifier=login.client_id
    ) as client:
        now_ms, silent_s = 0, 0.0
        while True:
            if player.played_ms + AHEAD_MS // 2 >= now_ms or silent_s >= BEAT_S:
                now_ms, silent_s = player.played_ms + AHEAD_MS, 0.0
                await client.publish(f"{root}/clock", wire.encode(wire.ClockBeat(now_ms, 1.0)), retain=True)
            await asyncio.sleep(LOOKS_S)
            silent_s += LOOKS_S


async def _ended(*tasks: "asyncio.Task[None]") -> None:
    """End the tasks; what went wrong in one of them is raised."""
    for task in tasks:
        task.cancel()
    for outcome in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(outcome, Exception):
            raise outcome
