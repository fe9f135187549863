import asyncio

import pytest

from drills.clock import StageClock
from drills.tempo import Tempo


async def test_time_stands_still_until_it_is_turned_and_sleepers_wake_at_their_instant():
    clock = StageClock(1_000)
    woken: list[int] = []

    async def sleep(until_ms: int) -> None:
        await clock.sleep_until(until_ms)
        woken.append(until_ms)

    tasks = [asyncio.create_task(sleep(until_ms)) for until_ms in (3_000, 2_000)]
    await clock.rested()
    clock.turn(2_000)
    await asyncio.sleep(0)
    assert (woken, clock.now_ms(), clock.at_rest) == ([2_000], 2_000, True)
    clock.turn(9_000)
    assert not clock.at_rest
    await asyncio.gather(*tasks)
    assert woken == [2_000, 3_000]


async def test_who_sleeps_until_an_instant_gone_by_goes_on_at_once():
    clock = StageClock(1_000)
    await clock.sleep_until(1_000)
    assert not clock.at_rest


async def test_a_sleeper_that_is_cancelled_is_nobody_at_rest():
    clock = StageClock(0)
    sleeping = asyncio.create_task(clock.sleep_until(5))
    await clock.rested()
    sleeping.cancel()
    await asyncio.gather(sleeping, return_exceptions=True)
    assert not clock.at_rest


def test_time_never_runs_backwards_and_a_stage_never_looks_away():
    clock = StageClock(1_000)
    with pytest.raises(ValueError, match="backwards"):
        clock.turn(999)
    assert (clock.rate, clock.gap()) == (1.0, None)


def test_other_clocks_are_the_realms_own_unless_they_are_given():
    assert (StageClock(5_000).wall_ms(), StageClock(5_000).mono_s()) == (5_000, 5.0)
    clock = StageClock(5_000, wall_ms=lambda: 7, tempo=Tempo(1, lambda: 8.0))
    assert (clock.wall_ms(), clock.mono_s()) == (7, 8.0)


def test_who_turns_the_clock_at_the_page_turns_the_tempo():
    tempo = Tempo(1, lambda: 8.0)
    clock = StageClock(5_000, tempo=tempo)
    clock.run_at(20, 65_000, 20)
    assert (tempo.asked, tempo.ahead_to, clock.state().until_ms) == (20, 60, 65_000)
    clock.turn(65_000)
    assert (clock.state().until_ms, clock.state().running) == (None, 20)
    clock.run_at(0, None, 20)
    assert (clock.state().asked, clock.state().running, clock.state().resume) == (0, 0, 20)


def test_a_clock_of_robots_is_nobodys_to_turn():
    clock = StageClock(5_000)
    clock.run_at(0, None, 1)
    assert (clock.state().asked, clock.rate) == (1, 1)
