"""The simulated port as a child process: begins with the house, begins again if it ends, never stays."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

import structlog

from api import broker_stub
from api.clock import Backoff
from api.doors import Clock, DoorState
from api.settings import HouseOptions

_LOG = structlog.get_logger(__name__)
FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 30.0
SETTLED_S = 30.0
STOP_S = 5.0


class SimulatorChild:
    """Runs `python -m simulators` until cancelled; its words go to `simulator.log` in the home.

    Args:
        options: of the house.
        broker: host and port it speaks to.
        clock: stamps its state.
    """

    def __init__(self, options: HouseOptions, broker: tuple[str, int], clock: Clock) -> None:
        self._log = options.home / "simulator.log"
        self._command = _command(options, broker)
        self._clock = clock
        self._state = DoorState("simulator", up=False, since_ms=clock.now_ms(), why="not started")

    def state(self) -> DoorState:
        """Return whether it runs, since when in realm time."""
        return self._state

    async def run(self) -> None:
        """Keep it running until cancelled; then it is asked to end, and told after `STOP_S`."""
        backoff = Backoff(FIRST_PAUSE_S, LONGEST_PAUSE_S, "simulator")
        while True:
            began_s = self._clock.mono_s()
            code = await self._once()
            self._turn(up=False, why=f"ended with {code}; see {self._log.name}")
            if self._clock.mono_s() - began_s > SETTLED_S:
                backoff.reset()
            await asyncio.sleep(FIRST_PAUSE_S + backoff.next_s())

    async def _once(self) -> int:
        with _opened(self._log) as log:
            child = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for the house, which stops its children in order
            )
        self._turn(up=True, why="")
        try:
            return await child.wait()
        finally:
            if child.returncode is None:
                await _end(child)

    def _turn(self, *, up: bool, why: str) -> None:
        self._state = self._state.turned(self._clock.now_ms(), up=up, why=why)
        _LOG.info("simulator", up=up, why=why)


def _opened(path: Path) -> BinaryIO:
    return path.open("wb")


async def _end(child: asyncio.subprocess.Process) -> None:
    """Ask a child to end, and end it when it does not; also in a task that was cancelled.

    `asyncio.timeout` is no use here: in Python 3.11.2, Debian 12's own, it takes the cancellation that came
    before it for its own.
    """
    child.terminate()
    waiting = asyncio.ensure_future(child.wait())
    _, late = await asyncio.wait({waiting}, timeout=STOP_S)
    if late:
        child.kill()
        await waiting


def _command(options: HouseOptions, broker: tuple[str, int]) -> list[str]:
    """Return the command; passwords stay in the home's secrets. The stub ends it if this process dies."""
    command = [sys.executable, "-I", "-S", broker_stub.__file__, str(os.getpid())]
    command += [sys.executable, "-m", "simulators", "--mqtt", f"mqtt://simulator@{broker[0]}:{broker[1]}"]
    command += ["--realm", options.realm, "--port", options.port, "--home", str(options.home)]
    if options.boats is not None:
        command += ["--boats", str(options.boats)]
    if options.seed is not None:
        command += ["--seed", str(options.seed)]
    return command
