import msgspec

from tests.twin.harbour import BOATS, T0, port
from tests.twin.play import Play
from tests.twin.rules.test_collision_risk import head_on, run
from twin.facts import AlertChanged


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
