import asyncio
import os
import signal
from pathlib import Path

import pytest

from api import simulator_child
from api.clock import RealmClock
from api.settings import HouseOptions
from api.simulator_child import SimulatorChild


def child(home: Path, *words: str) -> SimulatorChild:
    """A child that runs a stand-in program: the real simulator has tests of its own."""
    made = SimulatorChild(HouseOptions(home=home, boats=7, seed=3), ("127.0.0.1", 1883), RealmClock())
    made._command = [*made._command[:5], *words]
    return made


async def running(made: SimulatorChild) -> None:
    async with asyncio.timeout(60):
        while not made.state().up:  # noqa: ASYNC110  # another process's doing
            await asyncio.sleep(0.01)


def test_the_command_holds_no_password_and_every_option():
    made = SimulatorChild(HouseOptions(boats=7, seed=3), ("127.0.0.1", 4), RealmClock())
    command = " ".join(made._command)
    assert "-m simulators --mqtt mqtt://simulator@127.0.0.1:4" in command
    assert "--boats 7 --seed 3" in command
    assert "password" not in command


async def test_it_is_ended_with_the_house_even_if_it_does_not_listen(tmp_path, monkeypatch):
    monkeypatch.setattr(simulator_child, "STOP_S", 0.2)
    pid = tmp_path / "pid"
    made = child(tmp_path, "/bin/sh", "-c", f"trap '' TERM; echo $$ > {pid}; while :; do sleep 0.1; done")
    task = asyncio.create_task(made.run())
    await running(made)
    async with asyncio.timeout(60):
        while not pid.is_file() or not pid.read_text().strip():  # noqa: ASYNC110  # another process's doing
            await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), signal.SIG_DFL)


async def test_one_that_ends_begins_again_and_health_says_why(tmp_path, monkeypatch):
    monkeypatch.setattr(simulator_child, "FIRST_PAUSE_S", 0.05)
    count = tmp_path / "count"
    made = child(tmp_path, "/bin/sh", "-c", f"echo x >> {count}; exit 3")
    task = asyncio.create_task(made.run())
    async with asyncio.timeout(60):
        while not count.is_file() or len(count.read_text()) < 4:  # noqa: ASYNC110  # another process's doing
            await asyncio.sleep(0.01)
        while made.state().up:  # noqa: ASYNC110  # another process's doing
            await asyncio.sleep(0.01)
    assert "ended with 3" in made.state().why
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
