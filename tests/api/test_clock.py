import asyncio
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.clock import CATCH_UP, Backoff, ClockUnheardError, FollowedClock, RealmClock
from tests.api.hand_clock import HandClock
from tests.api.hands import START_MS, Hands
from twin.wire import ClockBeat, encode

if TYPE_CHECKING:
    from api.doors import Clock, MasterClock


def test_all_clocks_keep_the_protocol():
    clocks: list[Clock] = [RealmClock(), FollowedClock(), HandClock()]
    assert all(clock.rate == 1.0 for clock in clocks)
    masters: list[MasterClock] = [RealmClock(), HandClock()]
    assert all(clock.state().asked == 1.0 for clock in masters)


def test_a_realm_starts_where_it_is_told_and_runs_at_its_rate():
    hands = Hands()
    clock = hands.realm(start_ms=1_000_000, rate=60)
    hands.turn(2)
    assert clock.now_ms() == 1_000_000 + 120_000


def test_a_live_realm_is_the_wall_clock():
    hands = Hands()
    clock = hands.realm()
    hands.turn(1.5)
    assert clock.now_ms() == clock.wall_ms() == START_MS + 1500


@pytest.mark.parametrize("rate", [0, -1, 1001, float("nan"), float("inf")])
def test_a_rate_out_of_range_is_refused(rate):
    with pytest.raises(ValueError, match="rate"):
        RealmClock(None, rate)


def test_a_loop_that_comes_round_in_time_has_no_gap():
    hands = Hands()
    clock = hands.realm()
    for _ in range(20):
        hands.turn(4.9)
        assert clock.gap() is None


def test_a_stall_is_a_gap_told_once_in_realm_time():
    hands = Hands()
    clock = hands.realm(start_ms=0, rate=10)
    hands.turn(1)
    assert clock.gap() is None
    hands.turn(6)
    assert clock.gap() == (10_000, 70_000)
    assert clock.gap() is None


def test_a_machine_that_slept_is_a_gap_and_the_live_realm_follows_the_wall():
    hands = Hands()
    clock = hands.realm()
    hands.turn(1)
    clock.gap()
    hands.turn(0.1, wall_s=3600.1)
    assert clock.gap() == (START_MS + 1000, START_MS + 1000 + 3_600_100)
    assert clock.now_ms() == clock.wall_ms()


def test_a_wall_clock_set_back_is_a_gap_and_never_turns_the_realm_back():
    hands = Hands()
    clock = hands.realm()
    hands.turn(1)
    clock.gap()
    hands.turn(0.1, wall_s=-59.9)
    assert clock.gap() == (START_MS + 1000, START_MS + 1100)
    assert clock.ahead_ms() == pytest.approx(60_000, abs=1)
    before_ms = clock.now_ms()
    hands.turn(1)
    assert clock.now_ms() == pytest.approx(before_ms + 1000 * CATCH_UP, abs=1)
    for _ in range(300):
        hands.turn(4)
        assert clock.gap() is None
    assert clock.ahead_ms() == pytest.approx(0, abs=500)


def test_a_simulated_realm_does_not_follow_the_wall():
    hands = Hands()
    clock = hands.realm(start_ms=0)
    hands.turn(1, wall_s=3601)
    assert clock.gap() == (0, 1000)
    assert clock.now_ms() == 1000
    assert clock.ahead_ms() == 0


@given(st.lists(st.tuples(st.floats(0, 20), st.floats(-100, 100)), max_size=30))
def test_realm_time_never_goes_back_whatever_the_wall_clock_does(turns):
    hands = Hands()
    clock = hands.realm()
    before_ms = clock.now_ms()
    for mono_s, wall_s in turns:
        hands.turn(mono_s, wall_s)
        clock.gap()
        assert clock.now_ms() >= before_ms
        before_ms = clock.now_ms()


async def test_sleep_until_returns_when_the_realm_is_there():
    clock = RealmClock(0, 1000)
    await clock.sleep_until(20_000)
    assert clock.now_ms() >= 20_000


async def test_sleep_until_the_past_still_lets_others_run():
    clock = RealmClock()
    ran = asyncio.Event()
    asyncio.get_running_loop().call_soon(ran.set)
    await clock.sleep_until(0)
    assert ran.is_set()


def beat(now_ms: int, rate: float = 1.0) -> bytes:
    return encode(ClockBeat(now_ms, rate))


async def test_a_follower_without_a_beat_says_so():
    with pytest.raises(ClockUnheardError, match="not heard"):
        FollowedClock().now_ms()


async def test_a_follower_runs_on_between_beats():
    hands = Hands()
    clock = hands.followed()
    waiting = asyncio.create_task(clock.ready())
    assert clock.hear(beat(1_000_000, 20.0))
    await waiting
    hands.turn(2)
    assert clock.now_ms() == 1_040_000
    assert clock.rate == 20.0


async def test_a_follower_of_a_paused_realm_stands_still_and_sleeps():
    hands = Hands()
    clock = hands.followed()
    clock.hear(beat(1_000_000, 0))
    hands.turn(60)
    assert clock.now_ms() == 1_000_000
    sleeping = asyncio.create_task(clock.sleep_until(1_000_001))
    await asyncio.sleep(0.01)
    assert not sleeping.done()
    sleeping.cancel()


async def test_a_late_beat_does_not_turn_a_follower_back():
    hands = Hands()
    clock = hands.followed()
    clock.hear(beat(1_000_000))
    hands.turn(2)
    assert clock.now_ms() == 1_002_000
    clock.hear(beat(1_001_000))
    assert clock.now_ms() == 1_002_000
    assert clock.rewinds == 0


async def test_a_realm_started_anew_is_followed_and_counted():
    hands = Hands()
    clock = hands.followed()
    clock.hear(beat(1_000_000_000))
    clock.hear(beat(1_000))
    assert clock.now_ms() == 1_000
    assert clock.rewinds == 1


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"{}",
        b'{"\xff": 1}',
        b'{"x":' + b"[" * 50_000,
        b'{"now_ms": 1.5, "rate": 1}',
        b'{"now_ms": 1, "rate": -1}',
        b'{"now_ms": 1, "rate": NaN}',
    ],
)
async def test_what_is_not_a_beat_is_refused_and_counted(payload):
    clock = FollowedClock()
    assert not clock.hear(payload)
    assert clock.refused == 1
    with pytest.raises(ClockUnheardError):
        clock.now_ms()


async def test_a_follower_sleeps_until_the_first_beat():
    clock = FollowedClock()
    sleeping = asyncio.create_task(clock.sleep_until(5_000))
    await asyncio.sleep(0)
    assert not sleeping.done()
    clock.hear(beat(6_000))
    await sleeping


async def test_the_hand_clock_wakes_only_those_whose_time_has_come():
    clock = HandClock(0)
    early = asyncio.create_task(clock.sleep_until(100))
    late = asyncio.create_task(clock.sleep_until(200))
    await asyncio.sleep(0)
    await clock.turn(150, asleep=True)
    await early
    assert not late.done()
    assert clock.gap() == (0, 150)
    late.cancel()


def test_backoff_doubles_its_bound_and_starts_again_after_reset():
    waits = Backoff(0.1, 5.0, "engine")
    drawn = [waits.next_s() for _ in range(200)]
    assert all(wait <= 0.1 * 2**i for i, wait in enumerate(drawn[:6]))
    assert max(drawn) <= 5.0
    assert max(drawn) > 3.0
    waits.reset()
    assert waits.next_s() <= 0.1


def test_two_clients_do_not_come_back_in_step():
    first, second = Backoff(1, 1, "engine"), Backoff(1, 1, "gateway")
    assert [first.next_s() for _ in range(5)] != [second.next_s() for _ in range(5)]
