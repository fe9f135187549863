"""The realm's clock as a person turns it and a simulator leads it."""

import asyncio
from itertools import pairwise

import pytest

from api.clock import RealmClock
from api.doors import ClockState
from api.pace import HELD_MS
from tests.api.hands import START_MS, Hands


async def test_a_pause_stops_the_realm_and_a_resumption_goes_on_where_it_stood():
    hands = Hands()
    clock = hands.realm()
    hands.turn(2)
    clock.run_at(0, None, 1)
    stands_ms = clock.now_ms()
    hands.turn(3_600)
    assert clock.now_ms() == stands_ms == START_MS + 2_000
    assert clock.rate == 0
    assert clock.gap() is None
    clock.run_at(1, None, 1)
    hands.turn(1)
    assert clock.now_ms() == stands_ms + 1_000
    assert clock.gap() is None


async def test_whoever_waits_wakes_at_once_when_the_clock_is_turned(monkeypatch):
    monkeypatch.setattr("api.clock.SLICE_S", 3_600)  # nobody wakes just to look
    clock = RealmClock(0)
    clock.run_at(0, None, 1)
    waiting = asyncio.create_task(clock.sleep_until(10_000))
    resting = asyncio.create_task(clock.rest(3_600))
    await asyncio.sleep(0.01)
    assert not waiting.done()
    clock.run_at(100, None, 100)
    async with asyncio.timeout(60):
        await asyncio.gather(waiting, resting)
    assert clock.now_ms() >= 10_000


async def test_a_run_ahead_ends_on_its_instant_and_is_no_gap():
    hands = Hands()
    clock = hands.realm(start_ms=0)
    clock.run_at(0, 60_000, 5)
    seen = []
    for _ in range(40):
        hands.turn(0.05)
        assert clock.gap() is None
        seen.append(clock.now_ms())
    assert seen == sorted(seen)
    assert max(later - earlier for earlier, later in pairwise(seen)) <= HELD_MS
    assert clock.now_ms() == 60_000
    assert clock.state().until_ms is None


async def test_running_ahead_the_realm_waits_for_a_twin_that_stalls_and_nothing_is_missed():
    hands = Hands()
    clock = hands.realm(start_ms=0)
    clock.run_at(1, 3_600_000, 1)
    hands.turn(30)
    assert clock.now_ms() == HELD_MS
    assert clock.gap() is None


async def test_a_realm_led_by_a_simulator_slows_down_with_it_and_recovers():
    hands = Hands()
    clock = hands.realm()
    clock.run_at(50, None, 50)
    played_ms = float(START_MS)
    for step in range(800):
        hands.turn(0.02)
        before_ms = clock.now_ms()
        able = 18 if step < 500 else 500
        played_ms = min(played_ms + able * 20, before_ms)
        clock.hear_played(int(played_ms))
        clock.gap()
        assert clock.now_ms() >= before_ms
        assert clock.now_ms() - played_ms <= HELD_MS + 1
        if step == 499:
            state = clock.state()
            assert state.late
            assert state.running == pytest.approx(18, abs=0.5)
    assert clock.state() == ClockState(asked=50, running=50, resume=50, behind_ms=clock.state().behind_ms)
    assert clock.now_ms() - played_ms < 1_001


async def test_a_led_realm_has_no_gap_when_we_stall_and_does_not_leap_after_it():
    hands = Hands()
    clock = hands.realm()
    clock.hear_played(START_MS)
    clock.gap()
    hands.turn(30)
    assert clock.gap() is None
    assert clock.now_ms() <= START_MS + 2 * 2_000
    hands.turn(1)
    assert clock.now_ms() <= START_MS + 2 * 2_000
