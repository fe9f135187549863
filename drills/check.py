"""One scenario played at full speed by robots, and judged."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import msgspec

from drills.crew import Crew
from drills.duty import Duty
from drills.judge import Judge, objectives
from drills.piece import KNOWN_RULES, Piece
from drills.proposal import expect_needs, surprises
from drills.result import Result, Row
from drills.stage import Stage
from drills.truth import Truth
from simulators.scenario import Expect

MEMORY = "/dev/shm"  # noqa: S108  # only a private folder is made in it
"""Where Linux keeps files in memory: a home there commits as in production (WAL, synchronous=FULL), but a
play does not wait for a disk that nobody will ask again."""


async def play(piece: Piece, mono_s: Callable[[], float]) -> Result:
    """Play a scenario at full speed with the robot crew, and return what came of it.

    Args:
        piece: the scenario.
        mono_s: reads real seconds, to say how fast it went.
    """
    with tempfile.TemporaryDirectory(dir=_memory()) as home:
        async with Stage(piece, Path(home)) as stage:
            return await _played(stage, mono_s)


def _memory() -> str | None:
    return MEMORY if os.access(MEMORY, os.W_OK) else None


async def _played(stage: Stage, mono_s: Callable[[], float]) -> Result:
    piece = stage.piece
    judge = Judge(piece.scenario)
    duty = Duty(judge)
    crew = Crew(stage, duty)
    began_s = mono_s()
    while stage.seconds < piece.lasts_s:
        for saying in await stage.turn():
            judge.hear(saying)
            duty.hear(saying)
        await crew.work()
    result = judged(stage, judge, duty, by_robots=True)
    tasks = tuple(
        msgspec.structs.replace(row, why=f"{row.why}: {crew.refusals[row.id]}")
        if row.why and row.id in crew.refusals
        else row
        for row in result.tasks
    )
    return msgspec.structs.replace(result, tasks=tasks, took_s=mono_s() - began_s)


def judged(stage: Stage, judge: Judge, duty: Duty, *, by_robots: bool) -> Result:
    """Return what came of a play so far."""
    piece = stage.piece
    expects, nevers, tasks = _delayed(stage, judge), judge.nevers(), duty.rows(by_robots=by_robots)
    return Result(
        name=piece.name,
        title=piece.scenario.title,
        seed=piece.seed,
        boats=piece.boats,
        expects=expects,
        nevers=nevers,
        surprises=surprises(piece, judge.strays),
        expect_needs=expect_needs(piece.scenario),
        tasks=tasks,
        objectives=objectives(piece.scenario, (*expects, *nevers, *tasks)),
        faults=judge.faults(),
        waits_for=tuple(rule for rule in piece.scenario.waits_for if rule not in KNOWN_RULES),
        played_s=stage.seconds,
        facts=stage.facts,
        digest=stage.digest,
        letters=dict(stage.door.counts),
    )


def _delayed(stage: Stage, judge: Judge) -> tuple[Row, ...]:
    """Return what became of every expectation, with how long the twin took where that is known."""
    scenario = stage.piece.scenario
    truth = Truth(scenario, stage.player.injected, stage.piece.start_ms)
    return tuple(
        _since(truth, expect, row) for expect, row in zip(scenario.expects, judge.expects(), strict=True)
    )


def _since(truth: Truth, expect: Expect, row: Row) -> Row:
    whom = expect.subject[1] if expect.subject is not None else ""
    event = None if row.came_s is None else truth.began(whom, row.came_s, expect.rule)
    if row.came_s is None or event is None:
        return row
    since = f"{event.what} at {event.at_s:g}"
    return msgspec.structs.replace(row, delay_s=row.came_s - event.at_s, since=since)
