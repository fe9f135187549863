from tests.twin.harbour import T0
from tests.twin.play import Play
from twin.facts import AlertCleared


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


def test_lingering_is_graver_than_crossing_only_in_a_lane():
    assert Play().sail("ais-b:1", [(6_000, 5_400)] * 4, sog_kn=9).raised("entered-zone")[0][2] == 3


def test_a_boat_that_speaks_every_three_minutes_is_raised_at_its_second_fix_inside():
    play = Play().sail("ais-b:1", [(6_000, 4_500), (6_000, 5_200)], every_s=180, sog_kn=0.2)
    assert play.raised("entered-zone") == []
    play.sail("ais-b:1", [(6_000, 5_210)], every_s=180, sog_kn=0.2).wait(2)
    assert play.raised("entered-zone") == [("a", "reef", 3)]
