"""A scenario played for people: the same stage at a pace that they turn, with the web page at the desk."""

import asyncio
import signal
import socket
from collections.abc import AsyncIterator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import msgspec

from api.clock import RealmClock
from api.routes.page import read_page
from api.settings import HouseOptions, address_of, bound_socket, is_loopback, own_origins
from api.sign_ins import make_role_accounts
from api.webserver import web_server
from drills.check import judged
from drills.clock import StageClock
from drills.console import HELP, Console, line_of
from drills.duty import Duty
from drills.front import Front
from drills.judge import Judge
from drills.piece import Piece
from drills.result import Result
from drills.stage import Stage
from drills.tempo import Tempo
from twin.port import ConfigError, ConfigFault

TELL_S = 1.0
"""The console's line is written anew so often, real seconds."""


class Ways(msgspec.Struct, frozen=True):
    """How a drill is run.

    Attributes:
        rate: realm seconds in a real one to begin with, 0 = paused, infinite = full speed.
        listen: HOST:PORT of the web door, on this machine only.
        home: an empty folder for everything written.
    """

    rate: float
    listen: str
    home: Path


async def run(piece: Piece, ways: Ways, say: Callable[[str], None], tell: Callable[[str], None]) -> Result:
    """Play a scenario for people until its end, a `stop` or a signal; return what came of it.

    Args:
        piece: the scenario.
        ways: how.
        say: told once where the page is and who may sign in.
        tell: told where the play stands, again and again, and what words came to.

    Raises:
        ConfigError: the address cannot be listened at, or the home holds a journal already.
    """
    _refuse_odd(ways)
    real = RealmClock()
    tempo = Tempo(ways.rate, real.mono_s)
    console = Console(tempo)
    clock = StageClock(piece.start_ms, real.wall_ms, tempo)
    began_s = real.mono_s()
    host, port = address_of("--listen", ways.listen)
    with bound_socket((host, port)) as listening:
        port = listening.getsockname()[1]
        origins = own_origins(HouseOptions(listen=ways.listen), port)
        async with Stage(piece, ways.home, clock, page=read_page(), origins=origins) as stage:
            sign_ins = await make_role_accounts(stage.accounts, ways.home, piece.port)
            judge = Judge(piece.scenario)
            duty = Duty(judge)
            async with _served(stage, listening), _told(stage, tempo, console, tell):
                say(_opening(piece, f"http://{f'[{host}]' if ':' in host else host}:{port}", sign_ins))
                await _play(stage, tempo, console, judge, duty)
            result = judged(stage, judge, duty, by_robots=False)
    return msgspec.structs.replace(result, took_s=real.mono_s() - began_s)


async def _play(stage: Stage, tempo: Tempo, console: Console, judge: Judge, duty: Duty) -> None:
    """Play second by second until the end, or until it is stopped; a stop does not wait for a pause."""
    with _signals(console):
        while stage.seconds < stage.piece.lasts_s and not console.stopped.is_set():
            waiting = asyncio.ensure_future(tempo.wait(stage.seconds + stage.turn_s))
            stopping = asyncio.ensure_future(console.stopped.wait())
            done, left = await asyncio.wait({waiting, stopping}, return_when=asyncio.FIRST_COMPLETED)
            for task in left:
                task.cancel()
            if stopping in done:
                return
            await waiting
            for saying in await stage.turn():
                judge.hear(saying)
                duty.hear(saying)


@asynccontextmanager
async def _served(stage: Stage, listening: socket.socket) -> AsyncIterator[None]:
    """Serve the page while the drill is played."""
    server = web_server(Front(stage))
    serving = asyncio.create_task(server.serve(sockets=[listening]), name="web")
    await server.listening()
    try:
        yield
    finally:
        server.should_exit = True
        await serving


@asynccontextmanager
async def _told(
    stage: Stage, tempo: Tempo, console: Console, tell: Callable[[str], None]
) -> AsyncIterator[None]:
    """Hear what is typed, and tell where the play stands, while the drill is played."""
    beside = [
        asyncio.create_task(console.listen(tell), name="console"),
        asyncio.create_task(_tell(stage, tempo, tell), name="line"),
    ]
    try:
        yield
    finally:
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)


@contextmanager
def _signals(console: Console) -> Generator[None]:
    """Let SIGINT and SIGTERM stop the drill, so that its report is written."""
    loop = asyncio.get_running_loop()
    ending = (signal.SIGINT, signal.SIGTERM)
    for which in ending:
        loop.add_signal_handler(which, console.stopped.set)
    try:
        yield
    finally:
        for which in ending:
            loop.remove_signal_handler(which)


async def _tell(stage: Stage, tempo: Tempo, tell: Callable[[str], None]) -> None:
    while True:
        tell(line_of(stage.piece, stage.seconds, tempo))
        await asyncio.sleep(TELL_S)


def _opening(piece: Piece, url: str, sign_ins: dict[str, str]) -> str:
    title = piece.scenario.title
    lines = [
        "",
        f"  演练 DRILL {title.zh} {title.en} · {piece.realm} · {piece.port.id}",
        f"  {url}",
        "  sign-in 登录:",
        *(f"    {name:<12} {password}" for name, password in sign_ins.items()),
        f"  {HELP}",
        "",
    ]
    return "\n".join(lines)


def _refuse_odd(ways: Ways) -> None:
    """Refuse an address open to the network, and a home in which something was played before.

    Raises:
        ConfigError: with what to say instead.
    """
    faults = []
    if not is_loopback(address_of("--listen", ways.listen)[0]):
        what = f"{ways.listen} is open to the network"
        faults.append(ConfigFault("options", "--listen", what, "A drill is for this machine: 127.0.0.1:8001"))
    if (ways.home / "yugang.sqlite3").exists():
        what = f"{ways.home} holds a journal already"
        faults.append(ConfigFault("options", "--home", what, "Name an empty folder, or leave it out"))
    if faults:
        raise ConfigError(faults)
