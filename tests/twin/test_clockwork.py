import pytest

from twin.acts import TurnClock
from twin.clockwork import FARTHEST_MS, turn
from twin.facts import ClockTurned, Refused

NOW = 1_800_000_000_000


def asked(rate=20.0, until_ms=None):
    return TurnClock(
        actor="chen", role="director", request_id="r1", rate=rate, resume=rate or 5.0, until_ms=until_ms
    )


@pytest.mark.parametrize("realm", ["sim", "drill-typhoon"])
def test_the_clock_of_a_simulation_is_turned_with_name_and_time(realm):
    turned = turn(asked(), realm, NOW)
    assert turned == ClockTurned(
        t_ms=NOW, actor="chen", role="director", request_id="r1", rate=20.0, resume=20.0
    )


@pytest.mark.parametrize("realm", ["live", "replay-2024"])
def test_real_time_is_nobodys_to_turn_and_the_refusal_says_so(realm):
    refused = turn(asked(), realm, NOW)
    assert isinstance(refused, Refused)
    assert refused.code == "forbidden"
    assert "real time" in refused.words.en
    assert refused.words.zh


@pytest.mark.parametrize("rate", [0.0, 1.0, 100.0])
def test_the_ends_of_the_range_and_a_pause_may_be_asked(rate):
    turned = turn(asked(rate), "sim", NOW)
    assert isinstance(turned, ClockTurned)
    assert turned.rate == rate
    assert turned.resume == (rate or 5.0)


@pytest.mark.parametrize("rate", [-1.0, 0.5, 100.5, float("nan"), float("inf")])
def test_a_rate_outside_is_refused(rate):
    assert turn(asked(rate), "sim", NOW).code == "invalid"


def test_a_run_ahead_ends_after_now_and_within_a_day():
    assert turn(asked(until_ms=NOW + 1), "sim", NOW).until_ms == NOW + 1
    assert turn(asked(until_ms=NOW + FARTHEST_MS), "sim", NOW).until_ms == NOW + FARTHEST_MS
    for until_ms in (NOW - 1, NOW, NOW + FARTHEST_MS + 1):
        assert turn(asked(until_ms=until_ms), "sim", NOW).code == "invalid"
