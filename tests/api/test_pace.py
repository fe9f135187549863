import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.pace import AHEAD_RATE, HELD_MS, LOST_S, OTHER_TIME_MS, Pace

NOW = 1_000_000_000.0


def settled(pace, now_ms=NOW, seen_ms=NOW, mono_s=0.0):
    return pace.settle(now_ms, seen_ms, mono_s)


def led(rate, behind_ms, mono_s=0.0):
    pace = Pace(rate)
    pace.hear_played(int(NOW - behind_ms), NOW, mono_s)
    return pace


def test_without_a_simulator_nothing_holds_the_realm():
    assert settled(Pace(50)) == (50, math.inf)


@pytest.mark.parametrize("rate", [1, 2, 20, 100])
def test_a_simulator_that_keeps_up_changes_nothing(rate):
    assert settled(led(rate, 900))[0] == rate


@pytest.mark.parametrize(
    ("rate", "behind_ms", "share"),
    [(1, 2_000, 1.0), (1, 3_000, 0.5), (1, 4_000, 0.0), (50, 3_500, 1.0), (50, 4_100, 0.5), (50, 5_000, 0.0)],
)
def test_one_that_is_further_behind_slows_the_realm_down_smoothly(rate, behind_ms, share):
    assert settled(led(rate, behind_ms))[0] == pytest.approx(rate * share)


@given(st.floats(1, 100), st.floats(0, 20_000), st.floats(0, 20_000))
def test_the_realm_never_leaves_its_simulator_or_the_twin_far_behind(rate, behind_ms, unseen_ms):
    rate_now, bound_ms = settled(led(rate, behind_ms), seen_ms=NOW - unseen_ms)
    assert 0 <= rate_now <= rate
    assert bound_ms >= NOW
    assert bound_ms == NOW or bound_ms <= NOW - max(int(behind_ms), unseen_ms) + HELD_MS + 1


def test_a_simulator_not_heard_for_long_holds_nobody_and_we_may_have_been_deaf():
    pace = led(10, 8_000)
    assert settled(pace, mono_s=LOST_S)[0] == 0
    pace.excuse(LOST_S)
    assert settled(pace, mono_s=LOST_S + 1)[0] == 0
    assert settled(pace, mono_s=2 * LOST_S + 1) == (10, math.inf)
    assert pace.state(NOW).behind_ms is None


def test_a_simulation_of_another_time_holds_nobody_and_is_counted():
    pace = led(10, OTHER_TIME_MS + 1)
    assert settled(pace) == (10, math.inf)
    assert pace.foreign == 1


def test_it_runs_ahead_to_the_instant_and_then_as_asked():
    pace = Pace(2)
    pace.ask(2, int(NOW + 1_000), 2)
    assert settled(pace) == (AHEAD_RATE, NOW + 1_000)
    assert pace.state(NOW).until_ms == NOW + 1_000
    assert settled(pace, now_ms=NOW + 1_000) == (2, math.inf)
    assert pace.state(NOW).until_ms is None


def test_running_ahead_it_waits_for_the_twin_even_without_a_simulator():
    pace = Pace(1)
    pace.ask(1, int(NOW + 10**7), 1)
    assert settled(pace, seen_ms=NOW - 500)[1] == NOW - 500 + HELD_MS


def test_running_ahead_from_a_pause_it_stands_still_when_it_is_there():
    pace = Pace(5)
    pace.ask(0, int(NOW + 1_000), 5)
    assert settled(pace)[0] == AHEAD_RATE
    assert settled(pace, now_ms=NOW + 1_000)[0] == 0
    assert pace.state(NOW).asked == 0
    assert pace.state(NOW).resume == 5


def test_slowed_down_it_says_what_was_asked_and_what_it_does():
    pace = Pace(50)
    for second in range(8):
        now_ms = NOW + second * 18_000
        pace.hear_played(int(now_ms - 4_000), now_ms, second)
        settled(pace, now_ms=now_ms, seen_ms=now_ms, mono_s=second)
    state = pace.state(now_ms)
    assert state.late
    assert (state.asked, state.running, state.behind_ms) == (50, 18.0, 4_000)


def test_a_realm_that_keeps_up_runs_exactly_as_asked():
    pace = Pace(50)
    for second in range(8):
        now_ms = NOW + second * 49_000
        pace.hear_played(int(now_ms - 500), now_ms, second)
        settled(pace, now_ms=now_ms, seen_ms=now_ms, mono_s=second)
    state = pace.state(now_ms)
    assert not state.late
    assert state.running == 50


@pytest.mark.parametrize("rate", [-1, 0.5, 101, math.nan, math.inf])
def test_a_rate_out_of_range_is_refused(rate):
    with pytest.raises(ValueError, match="rate"):
        Pace(1).ask(rate, None, 1)
