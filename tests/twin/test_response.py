import msgspec
import pytest

from tests.twin.harbour import BOATS, ZONES, boat, fix, port
from tests.twin.play import Play, sos
from tests.twin.rules.readings import minutes
from tests.twin.rules.test_person_at_edge import NIGHT, QUAY, seen
from tests.twin.test_command import do
from twin import memory, response
from twin.acts import OpenIncident, WorkIncident
from twin.decode import StationSensed
from twin.engine import Gap, step
from twin.facts import AlertChanged, AlertCleared, CallSent, Escalated, IncidentJoined, IncidentOpened
from twin.wire import SenseBody

OUT = 20_300


def test_an_alarm_opens_its_case_at_once_and_a_warning_only_when_its_grace_is_over():
    alarm = Play()
    sos(alarm)
    assert [case.t_ms for case in alarm.of(IncidentOpened)] == [alarm.now]
    warning = Play().sail("ais-b:1", [(OUT, 0)] * 4)
    (raised,) = warning.world.alerts.open.values()
    warning.sail("ais-b:1", [(OUT, 0)] * 12)
    (case,) = warning.of(IncidentOpened)
    assert 299_000 <= case.t_ms - raised.t_ms <= 301_000


def test_a_caution_stays_on_the_list():
    play = Play().sail("beidou:3", [(9_000, 0), (11_500, 0)], every_s=600).wait(1_800)
    assert play.raised("crossed-zone") == [("c", "strip", 4)]
    assert play.of(IncidentOpened) == []


def test_a_caution_that_worsens_to_an_alarm_opens_a_case_that_says_so():
    play = Play().sail("ais-b:1", [(2_000 + n, 0) for n in range(5)])
    play.wait(2 * 3_600 + 60)
    (case,) = play.of(IncidentOpened)
    assert (case.rule, case.subject.id, case.priority) == ("went-dark", "a", 3)
    assert [c.priority for c in play.of(AlertChanged)] == [3, 2]
    assert play.world.book.incidents[case.incident].priority == 2


def test_a_case_acknowledged_as_a_warning_asks_again_when_it_becomes_an_alarm():
    play = Play().sail("ais-b:1", [(2_000 + n, 0) for n in range(5)])
    play.wait(3_600)
    do(play, "acknowledge")
    assert play.world.book.incidents["I-1"].priority == 3
    play.wait(3_600 + 60)
    case = play.world.book.incidents["I-1"]
    assert (case.priority, case.state, case.waits) == (2, "acknowledged", True)
    play.wait(300)
    again = [(step.to, step.waited_s) for step in play.of(Escalated) if step.priority == 2]
    assert again == [("officer", 120), ("dispatcher", 300)]
    do(play, "acknowledge")
    assert not play.world.book.incidents["I-1"].waits


def test_a_graver_alert_is_not_hidden_in_a_case_that_is_acknowledged_already():
    play = Play().sail("ais-b:1", [(OUT, 0)] * 16)
    do(play, "acknowledge")
    sos(play)
    assert [case.priority for case in play.of(IncidentOpened)] == [3, 1]
    assert play.world.book.incidents["I-2"].acked_ms is None
    sos(play, event="e2", kind="fire")
    assert len(play.of(IncidentOpened)) == 2


def test_a_warning_about_a_station_asks_somebody_when_its_grace_is_over():
    play = minutes(Play(), "tide", "water-level", 2.6, 4)
    assert play.raised() == [("tide", None, 3)]
    assert play.of(IncidentOpened) == []
    (raised,) = play.world.alerts.open.values()
    minutes(play, "tide", "water-level", 2.6, 3)
    (case,) = play.of(IncidentOpened)
    assert (case.rule, case.priority) == ("high-water", 3)
    assert 299_000 <= case.t_ms - raised.t_ms <= 301_000
    play.wait(600)
    assert [(step.to, step.waited_s) for step in play.of(Escalated)] == [("officer", 600)]


def test_who_stands_at_the_edge_is_not_hidden_in_the_acknowledged_case_of_a_flat_battery():
    watched = msgspec.structs.replace(QUAY, quantities=(*QUAY.quantities, "battery"))
    play = minutes(Play(port(stations=(watched,), lon=NIGHT)), "quay", "battery", 5, 12)
    do(play, "acknowledge")
    assert [case.rule for case in play.of(IncidentOpened)] == ["sensor-fault"]
    seen(play, 1, 1, 1)
    assert [case.rule for case in play.of(IncidentOpened)] == ["sensor-fault", "person-at-edge"]


def test_a_graver_alert_joins_a_case_that_still_waits():
    play = Play().sail("ais-b:1", [(OUT, 0)] * 16)
    sos(play)
    assert len(play.of(IncidentOpened)) == 1
    assert [joined.priority for joined in play.of(IncidentJoined)] == [1]


def test_the_first_call_goes_to_the_quickest_terminal_that_was_ever_heard():
    boats = (boat("v", "rfid:1", "ais-b:7", "beidou:8", "cell:9"),)
    play = Play(port(vessels=boats))
    assert response.callable_terminal(play.world, "v") is None
    play.sail("ais-b:7", [(2_000, 0)])
    assert response.callable_terminal(play.world, "v") == "ais-b:7"
    play.sail("beidou:8", [(2_050, 0)])
    assert response.callable_terminal(play.world, "v") == "beidou:8"
    assert response.callable_terminal(play.world, "nobody") is None


def test_a_boat_that_cannot_be_called_still_becomes_a_case():
    play = Play(port(vessels=(boat("v", "radar:1"),))).sail("radar:1", [(OUT, 0)] * 16)
    assert play.of(CallSent) == []
    assert [case.subject.id for case in play.of(IncidentOpened)] == ["v"]


def test_many_boats_dark_at_once_are_one_case_and_a_few_are_their_own():
    boats = tuple(boat(f"v{n}", f"ais-b:{n}") for n in range(40))
    for silent, subjects in ((12, {"port"}), (5, {"vessel"})):
        play = Play(port(vessels=boats))
        for minute in range(40):
            play.wait(60)
            speaking = range(40) if minute < 5 else range(silent, 40)
            play.hear(*(fix(f"ais-b:{n}", 2_000 + minute, 50 * n, play.now) for n in speaking))
        cases = play.of(IncidentOpened)
        assert {case.subject.kind for case in cases} == subjects
        assert len(cases) == (1 if silent == 12 else 5)
        held = [alert for case in play.world.book.incidents.values() for alert in case.alerts]
        assert sorted(held) == sorted(play.world.alerts.open)
        assert len(held) == silent


def test_a_case_opened_by_hand_from_its_alert_is_not_opened_again_by_the_grace():
    play = Play().sail("ais-b:1", [(OUT, 0)] * 4)
    alert = next(iter(play.world.alerts.open))
    act = OpenIncident(
        actor="w", role="officer", request_id="r", vessel="a", sos_kind="", priority=3, note="", alert=alert
    )
    play.hear_act(act)
    play.sail("ais-b:1", [(OUT, 0)] * 14)
    assert len(play.of(IncidentOpened)) == 1


def test_an_alert_that_clears_says_which_case_it_leaves_behind():
    back = [(x_m, 0) for x_m in range(OUT, 18_800, -100)]
    play = Play().sail("ais-b:1", [(OUT, 0)] * 16).sail("ais-b:1", back)
    assert [fact.incident for fact in play.of(AlertCleared)] == ["I-1"]
    assert play.world.book.incidents["I-1"].state == "open"


@pytest.mark.parametrize("why", ["start", "stall"])
def test_alerts_about_what_the_port_no_longer_has_end_at_the_next_start(why):
    strong = tuple(msgspec.structs.replace(one, wind_class=13) for one in BOATS)
    play = Play(port(vessels=strong)).sail("ais-b:1", [(6_000, 5_400)] * 5)
    for _ in range(3):
        body = SenseBody(t_ms=play.now, value=30, unit="m/s", via="rx")
        play.hear(StationSensed("met", "wind", body, play.now))
        play.wait(30)
    assert {rule for rule, _ in rules_of(play)} == {"entered-zone", "strong-wind"}
    smaller = port(
        vessels=strong, zones=tuple(z for z in ZONES if z.id != "reef"), stations=port().stations[1:]
    )
    again = memory.load(memory.dump(play.world), smaller)
    facts = step(again, [Gap(play.now, why)], play.now + 1000).facts
    cleared = [fact for fact in facts if isinstance(fact, AlertCleared)]
    assert len(cleared) == (2 if why == "start" else 0)
    if why == "start":
        assert again.alerts.open == {}
        assert again.alerts.tracks == {}
        assert {fact.incident for fact in cleared} == {None, "I-1"}


def rules_of(play: Play) -> list[tuple[str, str]]:
    return [(alert.rule, alert.subject.id) for alert in play.world.alerts.open.values()]


def test_resolving_a_case_ends_its_calls_for_help_and_no_other_alert():
    play = Play().sail("ais-b:1", [(OUT, 0)] * 4)
    sos(play)
    do(play, "acknowledge")
    act = WorkIncident(
        actor="li",
        role="dispatcher",
        request_id="r",
        incident="I-1",
        verb="false-alarm",
        seen_version=1,
        note="leaned on the button",
    )
    play.hear_act(act)
    assert [rule for rule, _ in rules_of(play)] == ["left-zone"]
