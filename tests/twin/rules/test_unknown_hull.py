import msgspec
import pytest

from tests.twin.harbour import fix
from tests.twin.play import Play
from twin.decode import GatePassed, TerminalSaid
from twin.facts import AlertCleared
from twin.judgement import view_of
from twin.rules import unknown_hull
from twin.rules.conditions import is_night
from twin.wire import PassBody, StaticBody


def at(*, night: bool) -> Play:
    """A play by night, as its clock has it at 122 E, or by the day that it is at 60 W meanwhile."""
    play = Play()
    if not night:
        play.world.port = msgspec.structs.replace(play.world.port, lon=-60.0)
    assert is_night(view_of(play.world, play.now, {})) is night
    return play


def echo(play: Play, length_m: float | None, *, minutes: int = 2, x_m: float = 1_100) -> Play:
    """Let a radar track of a hull so long stand in the mouth."""
    if length_m is not None:
        body = StaticBody(length_m=length_m, via="rx")
        play.hear(TerminalSaid("radar:t7", "radar", body, play.now))
    for _ in range(6 * minutes):
        play.sail("radar:t7", [(x_m, 0)], every_s=10, sog_kn=4)
    return play


@pytest.mark.parametrize(
    ("length_m", "night", "priority"), [(18, False, 3), (18, True, 2), (9, False, 4), (9, True, 2)]
)
def test_a_hull_that_only_radar_sees_is_graver_by_night_and_a_small_one_is_listed_by_day(
    length_m, night, priority
):
    play = echo(at(night=night), length_m, minutes=1)
    assert play.raised("unknown-hull") == []
    assert echo(play, length_m, minutes=1).raised("unknown-hull") == [("radar-t7", None, priority)]


def test_an_echo_under_six_metres_is_no_hull_and_one_of_no_length_cannot_be_told():
    assert echo(Play(), 4.0).raised("unknown-hull") == []
    play = echo(Play(), None)
    assert play.raised("unknown-hull") == []
    lacks = unknown_hull.lacks(view_of(play.world, play.now, {}), unknown_hull.UnknownHullParams())
    assert [(lack.words.en, lack.subjects) for lack in lacks] == [("no length of the echo on record", 1)]


def test_a_boat_whose_terminal_speaks_beside_the_echo_is_the_echo():
    play = Play()
    for _ in range(12):
        play.sail("radar:t7", [(1_100, 0)], every_s=10, sog_kn=4)
        play.hear(fix("ais-b:1", 1_160, 0, play.now))
    assert echo(play, 18, minutes=0).raised("unknown-hull") == []


def test_it_is_over_when_it_is_identified():
    play = echo(Play(), 18)
    for _ in range(8):
        play.sail("ais-b:1", [(1_100, 0)], every_s=10)
        play.hear(fix("radar:t7", 1_100, 0, play.now))
    assert [fact.words.en for fact in play.of(AlertCleared)] == ["t7 is identified, or gone"]


def unnamed(play: Play, length_m: float | None = 20, match: float = 0.3) -> Play:
    body = PassBody(t_ms=play.now, direction="in", vessel="a", match=match, length_m=length_m, via="rx")
    play.hear(GatePassed("east", body, play.now))
    return play.wait(90)


def test_a_hull_that_a_gate_could_not_name_with_nobody_near_is_unknown():
    play = unnamed(at(night=False))
    assert play.raised("unknown-hull") == [("east", None, 3)]
    raised = play.world.alerts.open["unknown-hull-1"]
    assert raised.subject.kind == "port"
    assert raised.words.en == "an unknown hull of 20 m came in at East; nothing aboard speaks"
    play.wait(700)
    assert len(play.of(AlertCleared)) == 1


def test_a_boat_at_the_gate_with_its_terminal_on_is_the_hull_and_a_named_hull_is_known():
    assert unnamed(Play().sail("ais-b:1", [(1_000, 0)])).raised("unknown-hull") == []
    assert unnamed(Play(), match=0.95).raised("unknown-hull") == []
    assert unnamed(Play(), length_m=None).raised("unknown-hull") == []


def test_a_boat_that_speaks_every_ten_minutes_may_have_been_in_the_gate_between_two_reports():
    play = at(night=True).sail("beidou:3", [(3_000, 0)] * 3, every_s=600).wait(300)
    assert unnamed(play).raised("unknown-hull") == []
    far = at(night=True).sail("beidou:3", [(15_000, 0)] * 3, every_s=600).wait(300)
    assert unnamed(far).raised("unknown-hull") == [("east", None, 2)]
