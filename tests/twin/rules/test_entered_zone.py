import msgspec
import pytest

from tests.twin.harbour import T0, ZONES, box, port, zone
from tests.twin.play import Play
from twin.facts import AlertChanged, AlertCleared, AlertRaised, CallSent, IncidentOpened

LANE = zone("lane", "lane", box(12_000, -5_000, 14_000, 5_000))


def test_two_fixes_and_a_minute_inside_a_forbidden_zone_are_raised():
    play = Play().sail("ais-b:1", [(6_000, 4_500), (6_000, 5_200), (6_000, 5_400), (6_000, 5_600)])
    assert play.raised("entered-zone") == []
    play.sail("ais-b:1", [(6_000, 5_800)])
    assert play.raised("entered-zone") == [("a", "reef", 3)]


def test_a_boat_inside_when_the_window_opens_is_raised_without_moving():
    play = Play().sail("ais-b:1", [(-6_000 - n, -6_000) for n in range(19)], sog_kn=0)
    assert play.now < T0 + 600_000
    assert play.raised("entered-zone") == []
    play.sail("ais-b:1", [(-6_000, -6_000 - n) for n in range(5)], sog_kn=0)
    assert play.raised("entered-zone") == [("a", "spawning", 3)]


def test_it_ends_when_the_window_closes():
    play = Play().sail("ais-b:1", [(-6_000 - n % 3, -6_000) for n in range(24)], sog_kn=0)
    assert play.raised("entered-zone") == [("a", "spawning", 3)]
    play.sail("ais-b:1", [(-6_000 - n % 3, -6_000) for n in range(93)], every_s=60, sog_kn=0)
    assert [fact.alert for fact in play.of(AlertCleared)] == ["entered-zone-1"]


def test_it_clears_100_m_outside_for_a_minute():
    play = Play().sail("ais-b:1", [(6_000, 5_400)] * 4)
    play.sail("ais-b:1", [(6_000, 4_950)] * 6)
    assert play.of(AlertCleared) == []
    play.sail("ais-b:1", [(6_000, 4_850)] * 4)
    assert len(play.of(AlertCleared)) == 1


def in_lane(*knots: float, zones=(*ZONES, LANE)) -> Play:
    """Five fixes in half minutes at each of the speeds, in the lane."""
    play = Play(port(zones=zones))
    for sog_kn in knots:
        play.sail("ais-b:1", [(12_500 + n % 3, 0) for n in range(5)], sog_kn=sog_kn)
    return play


@pytest.mark.parametrize(("sog_kn", "priority"), [(9, 4), (5, 4), (4, 3), (0.2, 3)])
def test_a_lane_may_be_crossed_and_who_lingers_in_it_is_warned(sog_kn, priority):
    play = in_lane(sog_kn)
    assert play.raised() == [("a", "lane", priority)]
    assert [call.call_kind for call in play.of(CallSent)] == ["warning"] * (priority == 3)


def test_who_stops_or_fishes_in_a_lane_five_minutes_after_it_was_told_is_an_alarm_and_calls_once():
    play = in_lane(3, 3, 3)
    (graver,) = play.of(AlertChanged)
    (raised,) = play.of(AlertRaised)
    assert (raised.priority, graver.priority, (graver.t_ms - raised.t_ms) // 1000) == (3, 2, 300)
    assert [case.priority for case in play.of(IncidentOpened)] == [2]
    in_reef = Play().sail("ais-b:1", [(6_000, 5_400)] * 16, sog_kn=3)
    assert (in_reef.raised(), in_reef.of(AlertChanged)) == ([("a", "reef", 3)], [])


def test_who_makes_way_again_when_told_and_whose_port_says_how_grave_the_lane_is_are_not():
    assert in_lane(3, 9, 9).of(AlertChanged) == []
    said = in_lane(3, 3, 3, zones=(*ZONES, msgspec.structs.replace(LANE, priority=4)))
    assert (said.raised(), said.of(AlertChanged)) == ([("a", "lane", 4)], [])


@pytest.mark.parametrize(("deep_m", "raised"), [(16, []), (25, [("a", "reef", 3)])])
def test_the_scatter_of_a_fix_on_the_edge_is_no_entry(deep_m, raised):
    assert Play().sail("ais-b:1", [(6_000, 5_000 + deep_m)] * 5).raised() == raised


def test_a_boat_that_speaks_every_three_minutes_is_raised_at_its_second_fix_inside():
    play = Play().sail("ais-b:1", [(6_000, 4_500), (6_000, 5_200)], every_s=180, sog_kn=0.2)
    assert play.raised("entered-zone") == []
    play.sail("ais-b:1", [(6_000, 5_210)], every_s=180, sog_kn=0.2).wait(2)
    assert play.raised("entered-zone") == [("a", "reef", 3)]
