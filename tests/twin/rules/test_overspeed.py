import msgspec

from tests.twin.harbour import BOATS, ZONES, box, port, zone
from tests.twin.play import Play
from twin.facts import AlertCleared, CallSent

MOUTH = zone("mouth", "gate", box(1_000, -100, 1_400, 100))


def harbour(play: Play, knots: list[float], *, x_m: float = 0) -> Play:
    """Let boat a report these speeds from one place, one every ten seconds."""
    for sog_kn in knots:
        play.sail("ais-b:1", [(x_m, 0)], every_s=10, sog_kn=sog_kn)
    return play


def test_a_boat_over_the_limit_of_the_basin_for_twenty_seconds_is_listed_and_told():
    play = harbour(Play(), [5.0, 6.5, 6.5])
    assert play.raised("overspeed") == []
    harbour(play, [6.5]).wait(2)
    assert play.raised("overspeed") == [("a", None, 4)]
    assert play.of(CallSent) == []


def test_one_knot_over_is_nobodys_fault_and_neither_is_open_water():
    assert harbour(Play(), [6.0] * 20).raised("overspeed") == []
    assert harbour(Play(), [12.0] * 20, x_m=3_000).raised("overspeed") == []


def test_in_a_mouth_the_limit_is_higher_and_the_warning_graver():
    wide = port(zones=(*ZONES, MOUTH))
    assert harbour(Play(wide), [7.5] * 10, x_m=1_200).raised("overspeed") == []
    play = harbour(Play(wide), [9.5] * 5, x_m=1_200)
    assert play.raised("overspeed") == [("a", None, 3)]
    assert [call.call_kind for call in play.of(CallSent)] == ["warning"]


def test_it_is_over_below_the_limit_for_half_a_minute():
    play = harbour(Play(), [7.0] * 5 + [5.5] * 10)
    assert play.of(AlertCleared) == []
    harbour(play, [4.0] * 3)
    assert play.of(AlertCleared) == []
    harbour(play, [4.0] * 2)
    assert [fact.words.en for fact in play.of(AlertCleared)] == ["a has slowed down"]


def test_patrol_boats_may_hurry():
    boats = tuple(msgspec.structs.replace(one, vessel_class="patrol") for one in BOATS)
    assert harbour(Play(port(vessels=boats)), [12.0] * 6).raised("overspeed") == []


def test_one_fast_fix_in_a_minute_of_slow_ones_is_noise():
    assert harbour(Play(), [4.0, 9.0, 4.0, 4.0, 9.0, 4.0]).raised("overspeed") == []
