from tests.twin.harbour import fix
from tests.twin.play import Play
from twin.facts import AlertCleared, IncidentOpened


def test_a_boat_that_jumps_a_narrow_line_between_two_fixes_is_seen():
    play = Play().sail("beidou:3", [(9_000, 0), (11_500, 0)], every_s=600)
    play.wait(2)
    assert play.raised("crossed-zone") == [("c", "strip", 4)]
    assert "可能" in play.facts[-1].words.zh
    assert play.of(IncidentOpened) == []


def test_close_fixes_make_it_sure_and_the_caution_ends_by_itself():
    play = Play().sail("ais-b:1", [(9_900, 0)]).sail("ais-b:1", [(10_300, 0)], every_s=40)
    play.wait(2)
    assert "可能" not in play.facts[-1].words.zh
    play.sail("ais-b:1", [(10_400 + n, 0) for n in range(25)])
    assert len(play.of(AlertCleared)) == 1


def test_a_boat_with_a_fix_inside_has_not_just_crossed():
    play = Play().sail("ais-b:1", [(9_900, 0), (10_100, 0), (10_300, 0)])
    assert play.raised("crossed-zone") == []


def test_a_doubted_jump_across_a_line_is_no_crossing():
    play = Play().sail("ais-b:1", [(9_000, 0)])
    play.hear(fix("ais-b:1", 19_000, 0, play.now + 5_000))
    play.wait(5)
    assert play.raised("crossed-zone") == []
