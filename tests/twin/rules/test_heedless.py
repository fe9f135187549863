import msgspec
import numpy as np
import pytest

from tests.twin.harbour import BOATS, FRAME, T0, port
from tests.twin.play import Play
from tests.twin.rules.test_collision_risk import head_on, run
from twin.facts import AlertChanged
from twin.port import Gate
from twin.wire import Words


def test_of_boats_of_one_group_nobody_is_asked_and_they_are_told():
    boats = [msgspec.structs.replace(one, group="bz001") for one in BOATS[:2]]
    play = run(*head_on(2_000), seconds=190, play=Play(port(vessels=(*boats, *BOATS[2:]), gates=())))
    assert len(play.raised("collision-risk")) == 1
    assert play.of(AlertChanged) == []


def test_what_boats_do_about_a_warning_is_judged_by_fixes_made_when_they_can_have_heard_it():
    """From half a minute after the warning on nothing is heard of one of them."""
    play = Play(port(gates=()))
    one, other = head_on(1_400)
    for second in range(0, 150, 10):
        play.until(T0 + second * 1000)
        play.hear(one.fix(play.now, second), *([other.fix(play.now, second)] if second <= 50 else []))
    assert len(play.raised("collision-risk")) == 1
    assert play.of(AlertChanged) == []


@pytest.mark.parametrize(("lost_s", "asked_s"), [(None, 321), (285, 346), (300, 331), (315, 346)])
def test_near_a_mouth_a_lost_report_puts_the_question_off_and_never_away(lost_s, asked_s):
    lon, lat = FRAME.to_lonlat(np.array([6_000.0, 6_000.0]), np.array([-100.0, 100.0]))
    gate = Gate("g", Words("口", "Mouth"), ((lon[0], lat[0]), (lon[1], lat[1])), 200)
    play, start_ms = Play(port(gates=(gate,))), T0
    for second in range(0, 361, 5):
        play.until(start_ms + second * 1000)
        told = [way for way, turn in zip(head_on(2_600), (0, 15), strict=True) if second % 30 == turn]
        play.hear(*(way.fix(play.now, second) for way in told if second != lost_s))
    (graver,) = play.of(AlertChanged)
    assert (graver.priority, (graver.t_ms - start_ms) // 1000) == (2, asked_s)
