import asyncio
import math
import os
from pathlib import Path

import pytest

from drills.console import Console, line_of
from drills.tempo import Tempo
from tests.drills.plays import LEAVER, piece


@pytest.mark.parametrize(
    ("words", "answer", "asked"),
    [
        ("pause", "paused 暂停", 0),
        ("go", "x5", 5),
        ("X20\n", "x20", 20),
        ("x1.5", "x1.5", 1.5),
        ("full", "full speed 全速", math.inf),
        ("x900", "x900: use 0 to pause, x1 to x100, or full", 5),
        ("dance", "say one of: pause, go, x1 to x100, full, jump SECONDS, stop", 5),
        ("jump there", "say one of: pause, go, x1 to x100, full, jump SECONDS, stop", 5),
    ],
)
async def test_words_turn_the_pace(words, answer, asked):
    tempo = Tempo(5, lambda: 0.0)
    assert Console(tempo).obey(words) == answer
    assert tempo.asked == asked


async def test_after_a_pause_the_pace_before_it_comes_back():
    tempo = Tempo(5, lambda: 0.0)
    console = Console(tempo)
    for words in ("x30", "pause", "go"):
        console.obey(words)
    assert tempo.asked == 30


async def test_a_jump_keeps_the_pace_for_afterwards_and_stop_stops():
    tempo = Tempo(5, lambda: 0.0)
    console = Console(tempo)
    assert console.obey("jump 600") == "running ahead to 600 s at full speed"
    assert (tempo.asked, tempo.ahead_to, console.stopped.is_set()) == (5, 600, False)
    console.obey("stop")
    assert console.stopped.is_set()


async def test_standard_input_is_obeyed_line_by_line_until_it_ends(monkeypatch):
    reading, writing = os.pipe()
    os.write(writing, b"x7\n\nbad\n")
    os.close(writing)
    tempo = Tempo(5, lambda: 0.0)
    told: list[str] = []
    with os.fdopen(reading) as typed:
        monkeypatch.setattr("sys.stdin", typed)
        await Console(tempo).listen(told.append)
    assert (tempo.asked, told[0], len(told)) == (7, "x7", 2)


@pytest.fixture
def nobody(monkeypatch):
    """Standard input where nobody can type, as a house started in the background has it."""
    with Path(os.devnull).open(encoding="utf-8") as silent:
        monkeypatch.setattr("sys.stdin", silent)
        yield


@pytest.mark.usefixtures("nobody")
async def test_where_nobody_can_type_nothing_is_waited_for():
    faults = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, fault: faults.append(fault))
    async with asyncio.timeout(60):
        await Console(Tempo(1, lambda: 0.0)).listen(str)
    await asyncio.sleep(0)
    assert faults == []


async def test_the_line_shows_the_drills_own_time_its_pace_and_lateness():
    tempo = Tempo(5, lambda: 0.0)
    tempo.late_s = 1.25
    line = line_of(piece(LEAVER), 61, tempo)
    assert line == ("演练 DRILL trial 10-12 08:01:01 +61/160 s x5 (running 0.0), late 滞后 1.2 s")
