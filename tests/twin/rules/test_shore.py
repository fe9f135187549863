import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.twin.play import Play
from tests.twin.rules.readings import sense
from twin.judgement import view_of
from twin.rules.base import CANNOT_TELL, HOLDS, HOLDS_NOT
from twin.rules.shore import Band, judge, newest

RISING = [Band(10, 4, 8), Band(20, 3, 16), Band(30, 2, 25)]
FALLING = [Band(1000, 4, 1200), Band(500, 3, 600)]


def looked(play: Play, *, tracked: bool = False):
    view = view_of(play.world, play.now, {})
    view.tracked = {"met": (None,)} if tracked else {}
    return view


@pytest.mark.parametrize(
    ("bands", "rising", "value", "verdict", "priority"),
    [
        (RISING, True, 10, HOLDS, 4),
        (RISING, True, 29.9, HOLDS, 3),
        (RISING, True, 99, HOLDS, 2),
        (RISING, True, 9, CANNOT_TELL, 4),
        (RISING, True, 7.9, HOLDS_NOT, 4),
        (FALLING, False, 500, HOLDS, 3),
        (FALLING, False, 1100, CANNOT_TELL, 4),
        (FALLING, False, 1201, HOLDS_NOT, 4),
    ],
)
def test_a_value_is_in_its_gravest_band_and_over_only_beyond_the_margin(
    bands, rising, value, verdict, priority
):
    finding = judge(looked(Play(), tracked=True), "met", value, bands, rising=rising)
    assert (finding.verdict, finding.priority, finding.value) == (verdict, priority, value)


def test_a_calm_station_without_an_alert_is_not_spoken_of():
    assert judge(looked(Play()), "met", 1, RISING, rising=True) is None
    assert judge(looked(Play(), tracked=True), "met", None, RISING, rising=True) is None


@given(st.floats(0, 50), st.floats(0, 50))
def test_a_worse_value_is_never_judged_milder(one, other):
    view = looked(Play(), tracked=True)
    mild, bad = (judge(view, "met", value, RISING, rising=True) for value in sorted((one, other)))
    assert (bad.verdict, -bad.priority) >= (mild.verdict, -mild.priority)


def test_a_value_older_than_three_periods_is_none():
    play = Play()
    sense(play, "met", "wind", 12)
    assert newest(looked(play.wait(180)), "met", "wind") == 12
    assert newest(looked(play.wait(1)), "met", "wind") is None
    assert newest(looked(play), "met", "gust") is None
