"""The pace of a play, with a hand on the clock: no test here waits for real time but one."""

import asyncio
import math

import pytest

from drills.tempo import SLACK_S, Tempo


class Hand:
    """Real seconds turned by hand, and a nap that lets them pass."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.naps: list[float] = []
        self.then = lambda: None

    def mono_s(self) -> float:
        return self.now_s

    async def nap(self, real_s: float) -> None:
        self.naps.append(real_s)
        self.now_s += real_s
        self.then()

    def tempo(self, rate: float) -> Tempo:
        return Tempo(rate, self.mono_s, self.nap)


async def play(tempo: Tempo, first: int, last: int) -> None:
    for second in range(first, last + 1):
        await tempo.wait(second)


async def test_seconds_come_at_the_pace_asked_for():
    hand = Hand()
    tempo = hand.tempo(10)
    await play(tempo, 1, 21)
    assert hand.now_s == pytest.approx(102.0)
    assert tempo.running() == pytest.approx(10.0)
    assert tempo.late_s == 0


async def test_full_speed_waits_for_nothing():
    hand = Hand()
    await play(hand.tempo(math.inf), 1, 1000)
    assert hand.naps == []


async def test_a_slow_machine_slows_the_pace_says_so_and_skips_no_second():
    hand = Hand()
    tempo = hand.tempo(10)
    seen = []
    for second in range(1, 11):
        await tempo.wait(second)
        seen.append(second)
        hand.now_s += 0.5  # each second takes five times what it may
    assert seen == list(range(1, 11))
    assert tempo.late_s == pytest.approx(9 * 0.4, abs=0.5)
    assert tempo.running() == pytest.approx(2.0, rel=0.2)
    before_s = hand.now_s
    await play(tempo, 11, 21)
    assert hand.now_s - before_s == pytest.approx(1.0, abs=SLACK_S)  # and makes up for nothing


async def test_a_little_lateness_is_made_up_for_and_is_none():
    hand = Hand()
    tempo = hand.tempo(10)
    await tempo.wait(1)
    hand.now_s += 0.2
    await play(tempo, 2, 11)
    assert hand.now_s == pytest.approx(101.0)
    assert tempo.late_s == 0


async def test_a_pause_is_no_time_to_the_house_and_ends_when_asked():
    hand = Hand()
    tempo = hand.tempo(0)
    begun_s = tempo.house_s()

    def wake() -> None:
        assert tempo.running() == 0
        assert tempo.house_s() == begun_s
        if len(hand.naps) == 6:
            tempo.ask(1)

    hand.then = wake
    await tempo.wait(1)
    assert hand.now_s == pytest.approx(103.0)
    assert tempo.house_s() == pytest.approx(begun_s)
    hand.now_s += 5
    assert tempo.house_s() == pytest.approx(begun_s + 5)


async def test_a_jump_is_full_speed_until_there_and_then_the_pace_again_even_a_pause():
    hand = Hand()
    tempo = hand.tempo(1)
    tempo.ask(0, ahead_to=50)
    await play(tempo, 1, 50)
    assert hand.naps == []
    hand.then = lambda: tempo.ask(2)
    await tempo.wait(51)
    assert len(hand.naps) == 1


async def test_a_new_pace_wakes_who_waits_for_the_old_one():
    tempo = Tempo(0, lambda: 0.0)
    waiting = asyncio.create_task(tempo.wait(1))
    await asyncio.sleep(0)
    tempo.ask(math.inf)
    async with asyncio.timeout(60):
        await waiting


@pytest.mark.parametrize("rate", [-1, 0.5, 101, math.nan])
def test_a_pace_out_of_range_is_refused(rate):
    with pytest.raises(ValueError, match="use 0 to pause"):
        Hand().tempo(rate)
