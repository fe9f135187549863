import msgspec
import pytest

from tests.twin.test_annunciation import acted, opened, raised
from twin import alarm_load
from twin.alarm_load import CALM_MS, Load
from twin.facts import ChatterFound, FloodBegan, FloodEnded


def lived(load, facts, until_s):
    """What became true, second by second: (second, fact)."""
    told = []
    for second in range(until_s):
        for fact in facts:
            if fact.t_ms == second * 1000:
                alarm_load.fold(load, fact)
        for fact in alarm_load.judge(load, second * 1000):
            alarm_load.fold(load, fact)
            told.append((second, fact))
    return told


def test_the_tenth_annunciation_in_ten_minutes_begins_a_flood_and_fewer_than_five_end_it():
    calls = [opened(f"I-{n}", 3, t_ms=n * 10_000) for n in range(10)]
    assert lived(Load(), calls[:9], 700) == []
    (begun, began), (over, ended) = lived(Load(), calls, 700)
    assert (begun, began) == (90, FloodBegan(t_ms=90_000, annunciations=10))
    # The sixth of the ten came at 50 s: at 650 s four are left.
    assert (over, ended) == (650, FloodEnded(t_ms=650_000, since_ms=90_000))


def test_what_calls_nobody_makes_no_flood():
    cautions = [opened(f"I-{n}", 4, t_ms=1_000) for n in range(40)]
    warned = [raised(f"a{n}", t_ms=1_000) for n in range(2)]
    assert lived(Load(), [*cautions, *warned], 10) == []


def chattering(times_s):
    return [raised(f"a{n}", t_ms=second * 1000) for n, second in enumerate(times_s)]


@pytest.mark.parametrize(("times_s", "found"), [((0, 30, 59), [59]), ((0, 30, 60), []), ((0, 30), [])])
def test_three_times_in_a_minute_is_chatter_and_is_told_once(times_s, found):
    told = lived(Load(), chattering(times_s), 100)
    assert [second for second, fact in told if isinstance(fact, ChatterFound)] == found


def test_an_alarm_chatters_until_it_was_calm_for_ten_minutes_and_may_then_be_found_anew():
    load = Load()
    told = lived(load, chattering((0, 1, 2, 300)), CALM_MS // 1000 + 299)
    assert [second for second, _ in told] == [2]
    assert [one.last_ms for one in load.chatters.values()] == [300_000]
    alarm_load.judge(load, 300_000 + CALM_MS)
    assert load.chatters == {}
    assert load.raised == load.about == {}


def test_the_same_rule_in_three_zones_at_once_is_no_chatter():
    zones = [msgspec.structs.replace(raised(f"a{n}"), zone=f"z{n}") for n in range(3)]
    assert lived(Load(), zones, 5) == []


def test_the_load_survives_a_snapshot():
    load = Load()
    lived(load, [*chattering((0, 1, 2)), opened("I-1", 3), acted("I-1", "close", "closed")], 5)
    again = msgspec.msgpack.decode(msgspec.msgpack.encode(load), type=Load)
    assert again == load
