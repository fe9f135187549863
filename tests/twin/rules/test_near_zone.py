import pytest

from tests.twin.harbour import FRAME, ZONES, box, fix, port, zone
from tests.twin.play import Play
from twin.facts import AlertCleared, AlertRaised, CallSent

LANE = zone("lane", "lane", box(-20_000, -16_000, 20_000, -14_000))


def steam(play: Play, x_m: float, y_m: float, course: float, kn: float = 6.0, fixes: int = 4) -> Play:
    """Let boat a head somewhere from a place, a fix every 20 s; only its course moves."""
    for _ in range(fixes):
        play.sail("ais-b:1", [(x_m, y_m)], every_s=20, sog_kn=kn, cog_deg=course)
    return play.wait(6)


def test_a_boat_that_heads_for_a_reef_within_a_quarter_of_an_hour_is_listed_and_not_called():
    play = steam(Play(), 2_500, 6_000, 90.0)
    assert play.raised("near-zone") == [("a", "reef", 4)]
    assert [call for call in play.of(CallSent) if "reef" in call.words.en] == []
    (mark,) = play.of(AlertRaised)[0].draw
    east, north = FRAME.to_xy(*zip(*mark.places, strict=True))
    assert east == pytest.approx([2_500, 5_000], abs=5)
    assert north == pytest.approx([6_000, 6_000], abs=5)


def test_beside_it_or_too_far_or_turned_away_it_is_at_work():
    assert steam(Play(), 4_000, 6_000, 0.0).raised("near-zone") == []
    assert steam(Play(), 4_000, 6_000, 270.0).raised("near-zone") == []
    assert steam(Play(), 1_000, 6_000, 90.0, kn=6.0).raised("near-zone") == []
    assert steam(Play(), 4_900, 6_000, 90.0, kn=0.8).raised("near-zone") == []


def test_a_slow_boat_is_warned_two_miles_off_and_a_fast_one_by_its_time():
    assert len(steam(Play(), 1_500, 6_000, 90.0, kn=3.0).raised("near-zone")) == 1
    assert steam(Play(), 1_000, 6_000, 90.0, kn=3.0).raised("near-zone") == []
    assert len(steam(Play(), -3_000, 6_000, 90.0, kn=18.0).raised("near-zone")) == 1


def test_one_course_may_meet_two_zones_and_a_line_is_another_rules_matter():
    zones = (*ZONES, zone("bank", "forbidden", box(3_000, 5_000, 4_000, 7_000)))
    play = steam(Play(port(zones=zones)), 2_500, 6_000, 90.0)
    assert sorted(play.raised("near-zone")) == [("a", "bank", 4), ("a", "reef", 4)]
    border = zone("border", "line", box(10_000, -20_000, 10_200, 20_000))
    assert steam(Play(port(zones=(ZONES[0], border))), 9_000, 0, 90.0).raised("near-zone") == []


def test_zones_out_of_force_or_for_others_do_not_count():
    for_ships = zone("ships", "forbidden", box(3_000, -7_000, 4_000, -5_000), classes=frozenset({"merchant"}))
    assert steam(Play(port(zones=(*ZONES, for_ships))), 2_500, -6_000, 90.0).raised("near-zone") == []
    assert steam(Play(), -4_500, -6_000, 270.0).raised("near-zone") == []
    play = Play()
    play.wait(700)
    assert len(steam(play, -4_500, -6_000, 270.0).raised("near-zone")) == 1


def test_it_is_over_when_it_turns_or_is_inside():
    play = steam(steam(Play(), 2_500, 6_000, 90.0), 2_600, 6_000, 180.0, fixes=6)
    assert [over.words.en for over in play.of(AlertCleared)] == [
        "a has entered reef, passed it or turned away"
    ]
    play = Play()
    for x_m in range(2_500, 6_000, 250):
        play.wait(80)
        play.hear(fix("ais-b:1", x_m, 6_000, play.now, sog_kn=6.0, cog_deg=90.0))
    assert len(play.of(AlertCleared)) == 1


def test_silence_moves_nothing():
    play = steam(Play(), 2_500, 6_000, 90.0)
    play.wait(3_000)
    assert play.of(AlertCleared) == []


@pytest.mark.parametrize(("kn", "raised"), [(1.4, 0), (1.6, 1)])
def test_a_boat_that_makes_a_knot_and_a_half_heads_somewhere(kn, raised):
    assert len(steam(Play(), 4_500, 6_000, 90.0, kn=kn).raised("near-zone")) == raised
