from tests.twin.harbour import ZONES, boat, box, fix, port, zone
from tests.twin.play import Play
from twin.facts import AlertCleared, IncidentOpened
from twin.fleet import State
from twin.judgement import view_of
from twin.rules import position_jump

MANY = tuple(boat(f"m{n}", f"ais-b:{50 + n}") for n in range(6))


def sail(play: Play, *x_m: float, y_m: float = 0, every_s: float = 30) -> Play:
    return play.sail("ais-b:1", [(x, y_m) for x in x_m], every_s=every_s)


def everyone(play: Play, by_m: float, *, boats: int = 6) -> Play:
    """Let boats report from a line of places, all wrong by the same distance."""
    play.wait(20)
    for number in range(boats):
        play.hear(fix(f"ais-b:{50 + number}", -8_000 + 400 * number, by_m, play.now))
    return play


def test_two_jumps_within_five_minutes_are_a_warning_that_shows_the_ghost():
    play = sail(Play(), -3_000, -3_100, -30_000).wait(2)
    assert play.raised("position-jump") == []
    sail(play, -30_100).wait(2)
    assert play.raised("position-jump") == [("a", None, 3)]
    raised = play.world.alerts.open["position-jump-1"]
    assert [mark.shape for mark in raised.draw] == ["line"]


def test_one_glitch_and_two_glitches_far_apart_in_time_are_none():
    assert sail(Play(), -3_000, -30_000, -3_100, -3_200).wait(2).raised("position-jump") == []
    play = sail(Play(), 3_000, 30_000, 3_100)
    sail(play, *range(3_200, 4_600, 100))
    assert sail(play, 30_000, 4_700).wait(2).raised("position-jump") == []


def test_near_a_line_that_must_not_be_crossed_it_is_an_alarm():
    play = Play(port(zones=(ZONES[0], zone("border", "line", box(10_000, -20_000, 10_200, 20_000)))))
    assert sail(play, 9_000, 9_050, 40_000, 40_050).wait(2).raised("position-jump") == [("a", None, 2)]


def test_five_boats_that_jump_within_a_minute_are_one_jammed_water_and_one_card():
    play = Play(port(vessels=MANY))
    for by_m in (3_000, 3_000, 15_000, 15_000):
        everyone(play, by_m)
    play.wait(2)
    assert {priority for _, _, priority in play.raised("position-jump")} == {2}
    assert len(play.of(IncidentOpened)) == 1
    assert "jammed" in play.of(IncidentOpened)[0].words.en


def test_four_are_four():
    play = Play(port(vessels=MANY))
    for by_m in (3_000, 3_000, 15_000, 15_000):
        everyone(play, by_m, boats=4)
    assert [p for _, _, p in play.wait(2).raised("position-jump")] == [3, 3, 3, 3]


def test_zone_alerts_of_a_track_believed_again_are_held_for_a_minute():
    play = sail(Play(), 3_000, 3_050, every_s=20)
    sail(play, *[6_500] * 5, y_m=6_500, every_s=15)
    assert play.raised("entered-zone") == []
    sail(play, *[6_500] * 8, y_m=6_500, every_s=20)
    assert play.raised("entered-zone") == [("a", "reef", 3)]


def test_zone_alerts_of_jammed_boats_are_held_for_ten_minutes_and_their_places_shown_as_doubtful():
    play = Play(port(vessels=MANY))
    for by_m in (3_000, 3_000, *[24_000] * 15):
        everyone(play, by_m)
    assert play.raised("left-zone") == []
    state = play.world.fleet.vessels["state"]
    assert (state & State.DOUBTFUL_FLAG != 0).all()
    alone = Play(port(vessels=MANY))
    for by_m in (3_000, 3_000, *[24_000] * 12):
        everyone(alone, by_m, boats=1)
    assert alone.raised("left-zone") == [("m0", "ground", 3)]


def test_it_is_over_minutes_after_the_last_jump():
    play = sail(Play(), 3_000, 3_100, 30_000, 30_100)
    sail(play, *range(3_200, 5_400, 100))
    assert "positions of a follow each other again" in [fact.words.en for fact in play.of(AlertCleared)]


def test_a_fix_on_land_cannot_be_told_and_that_is_said():
    play = sail(Play(), 3_000)
    view = view_of(play.world, play.now, {})
    lacks = position_jump.lacks(view, position_jump.PositionJumpParams())
    assert [(lack.words.en, lack.subjects) for lack in lacks] == [
        ("positions are not compared with the land", 1),
        ("false tracks in circles or grids are not looked for", 1),
    ]
