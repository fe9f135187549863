import pytest

from tests.twin.harbour import port
from tests.twin.play import Play
from tests.twin.rules.readings import sense
from tests.twin.test_command import do
from tests.twin.test_order_calls import recall
from twin.acts import Evidence
from twin.facts import AlertChanged, AlertCleared, IncidentOpened
from twin.judgement import view_of
from twin.port import StationRecord
from twin.rules import person_at_edge
from twin.rules.conditions import is_night
from twin.wire import Words

SEES = ("person-at-edge", "person-in-water")
QUAY = StationRecord("quay", Words("东码头", "East quay"), 122.0, 29.0, SEES, 10)
NIGHT, DAY = 122.0, -30.0
"""Longitudes: at T0 it is night at the port, and noon far to the west."""


def quay(lon_deg: float, state: str | None = None) -> Play:
    play = Play(port(stations=(QUAY,), lon=lon_deg))
    if state is not None:
        recall(play, order_kind="port-state", state=state)
    return play


def seen(play: Play, *counts: int, every_s: float = 6, what: str = "person-at-edge") -> Play:
    for count in counts:
        sense(play, "quay", what, count)
        play.wait(every_s)
    return play


def said(play: Play) -> list[int]:
    return [priority for _, _, priority in play.raised("person-at-edge")]


def test_by_day_a_quay_is_a_place_of_work():
    play = quay(DAY)
    assert not is_night(view_of(play.world, play.now, {}))
    assert said(seen(play, *[2] * 20)) == []


def test_by_night_ten_seconds_in_two_reports_are_a_warning_and_one_report_is_nobody():
    assert said(seen(quay(NIGHT), 1, 0, 1, 0, 1)) == []
    assert said(seen(quay(NIGHT), 1, 1)) == []
    play = seen(quay(NIGHT), 1, 1, 1)
    assert said(play) == [3]
    assert [case.rule for case in play.of(IncidentOpened)] == ["person-at-edge"]


@pytest.mark.parametrize("state", ["closed", "shelter"])
def test_an_evacuated_edge_is_an_alarm_by_day_after_five_seconds(state):
    assert said(seen(quay(DAY, state), 1, 1)) == [2]


def test_a_restricted_port_is_not_evacuated():
    assert said(seen(quay(DAY, "restricted"), *[1] * 5)) == []


def test_it_is_over_two_minutes_after_but_a_camera_that_is_down_saw_nobody_leave():
    play = seen(quay(NIGHT), 1, 1, 1)
    play.wait(200)
    assert play.of(AlertCleared) == []
    seen(play, *[0] * 25)
    assert "East quay: nobody is at the edge" in [fact.words.en for fact in play.of(AlertCleared)]


def test_a_person_in_the_water_is_an_emergency_by_day_that_only_a_person_ends():
    play = seen(quay(DAY), 1, what="person-in-water")
    assert said(play) == [1]
    for _ in range(20):
        seen(play, 0, every_s=5, what="person-in-water")
        seen(play, 0, every_s=5)
    assert play.of(AlertCleared) == []
    for verb in ("acknowledge", "verify", "confirm"):
        do(play, verb)
    do(play, "resolve", role="dispatcher", evidence=(Evidence("call", "pulled out, alive"),))
    assert [fact.words.en for fact in play.of(AlertCleared)] == ["settled by wang"]


def test_who_falls_in_makes_a_standing_warning_an_emergency():
    play = seen(quay(NIGHT), 1, 1, 1)
    seen(play, 1, what="person-in-water")
    assert [fact.priority for fact in play.of(AlertChanged)] == [1]


def test_an_edge_where_nothing_sees_the_water_says_so():
    blind = StationRecord("quay", QUAY.name, 122.0, 29.0, SEES[:1], 10)
    play = Play(port(stations=(blind,)))
    (lack,) = person_at_edge.lacks(view_of(play.world, play.now, {}), person_at_edge.RULE.params)
    assert lack.subjects == 1
