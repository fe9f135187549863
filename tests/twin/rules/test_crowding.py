import pytest

from tests.twin.play import Play
from twin.berths import Berths
from twin.facts import AlertChanged, AlertCleared
from twin.judgement import view_of
from twin.rules import crowding


def lying(play: Play, boats: int) -> Play:
    """Let so many boats lie at the quay of ten places, without moving any."""
    play.world.berths = Berths({"q1": tuple(f"v{n}" for n in range(boats))})
    play.world.next_berths_ms = 2**60
    return play


@pytest.mark.parametrize(("boats", "said"), [(8, []), (9, [("q1", None, 4)]), (10, [("q1", None, 3)])])
def test_a_quay_is_listed_from_85_percent_and_a_warning_from_95(boats, said):
    play = lying(Play(), boats).wait(640)
    assert play.raised("crowding") == said


def test_boats_that_shift_about_for_a_minute_are_no_crowd():
    play = lying(Play(), 10).wait(300)
    lying(play, 7).wait(30)
    lying(play, 10).wait(500)
    assert play.raised("crowding") == []


def test_it_is_named_grows_graver_and_is_over_well_below_the_limit_only():
    play = lying(Play(), 9).wait(640)
    (alert,) = play.world.alerts.open.values()
    assert alert.words.en == "Quay 1: 90 % of the places are taken (limit 85 %)"
    lying(play, 12).wait(5)
    assert [fact.priority for fact in play.of(AlertChanged)] == [3]
    lying(play, 8).wait(700)
    assert play.of(AlertCleared) == []
    lying(play, 7).wait(620)
    assert len(play.of(AlertCleared)) == 1


def test_what_the_port_has_not_told_is_said():
    play = Play()
    (lack,) = crowding.lacks(view_of(play.world, play.now, {}), crowding.RULE.params)
    assert lack.subjects == 1
