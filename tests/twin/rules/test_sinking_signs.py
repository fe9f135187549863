import pytest

from tests.twin.play import Play
from tests.twin.rules.readings import sense
from twin.decode import TerminalSaid
from twin.facts import AlertCleared
from twin.judgement import view_of
from twin.rules import sinking_signs
from twin.wire import HealthBody


def gale(play: Play, wind_mps: float, minutes: int) -> Play:
    """Let minutes pass in which only the weather station speaks."""
    for _ in range(minutes):
        sense(play, "met", "wind", wind_mps)
        play.wait(60)
    return play


def stopped(*, wind_mps: float, speeds=(6.0, 6.0, 0.2), x_m: float = 3_000, minutes: int = 11) -> Play:
    """Let boat a sail these speeds, then say nothing more."""
    play = Play()
    sense(play, "met", "wind", wind_mps)
    for sog_kn in speeds:
        play.sail("ais-b:1", [(x_m, 0)], sog_kn=sog_kn)
    return gale(play, wind_mps, minutes)


def flag(play: Play, *, tamper: bool) -> Play:
    body = HealthBody(t_ms=play.now, tamper=tamper, via="rx")
    play.hear(TerminalSaid("beidou:3", "beidou", body, play.now))
    return play.wait(5)


def test_a_sudden_stop_in_a_gale_and_then_silence_at_sea_is_an_emergency():
    assert stopped(wind_mps=15.0, minutes=1).raised("sinking-signs") == []
    play = stopped(wind_mps=15.0)
    assert play.raised("sinking-signs") == [("a", None, 1)]


def test_the_stop_may_lie_between_two_fixes_before():
    assert stopped(wind_mps=15.0, speeds=(6.0, 0.3, 0.2)).raised("sinking-signs") == [("a", None, 1)]


def test_who_had_lain_stopped_for_longer_is_verified():
    assert stopped(wind_mps=15.0, speeds=(0.3, 0.3, 0.2)).raised("sinking-signs") == [("a", None, 2)]


@pytest.mark.parametrize(
    ("wind_mps", "speeds", "x_m"),
    [(13.0, (6.0, 6.0, 0.2), 3_000), (15.0, (6.0, 6.0, 4.0), 3_000), (20.0, (4.0, 3.0, 0.2), 0)],
    ids=["force 6", "under way when last heard", "in shelter, where crews cut the power"],
)
def test_these_are_none(wind_mps, speeds, x_m):
    assert stopped(wind_mps=wind_mps, speeds=speeds, x_m=x_m).raised("sinking-signs") == []


def test_a_class_b_set_that_lies_at_anchor_speaks_every_three_minutes_and_may_miss_one():
    play = Play()
    for _ in range(5):
        gale(play, 15.0, 3).sail("ais-b:1", [(3_000, 0)], every_s=1, sog_kn=0.3)
    assert gale(play, 15.0, 7).raised("sinking-signs") == []
    assert gale(play, 15.0, 15).raised("sinking-signs") == [("a", None, 2)]


def test_silence_while_the_receiver_is_down_says_nothing():
    play = Play()
    for sog_kn in (6.0, 6.0, 0.2):
        play.sail("ais-b:1", [(3_000, 0)], sog_kn=sog_kn)
    play.silent = {"rx"}
    assert gale(play, 15.0, 10).raised("sinking-signs") == []


def test_a_flag_alone_is_verified_and_only_a_person_ends_it():
    play = flag(Play().sail("beidou:3", [(0, 0)], sog_kn=0.0), tamper=True)
    assert play.raised("sinking-signs") == [("c", None, 2)]
    flag(play, tamper=False).wait(60)
    assert play.of(AlertCleared) == []


def test_it_says_that_no_bilge_is_reported():
    play = stopped(wind_mps=15.0)
    lacks = sinking_signs.lacks(view_of(play.world, play.now, {}), sinking_signs.SinkingSignsParams())
    assert ("no bilge alarm is reported", 1) in [(lack.words.en, lack.subjects) for lack in lacks]
