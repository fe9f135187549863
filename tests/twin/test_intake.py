import pytest

from tests.twin.harbour import T0, fix
from tests.twin.play import Play, sos
from tests.twin.test_command import PROOF, do
from twin import intake
from twin.decode import PersonMustered, StationSensed, TerminalSaid, VesselReported
from twin.facts import (
    AlertCleared,
    AlertRaised,
    CallAnswered,
    CallSent,
    IncidentOpened,
    SosHeard,
    VesselKnown,
)
from twin.picture import ledger
from twin.wire import (
    AnswerBody,
    CrewMember,
    HealthBody,
    MusterBody,
    ReportBody,
    SenseBody,
    SosBody,
    StaticBody,
)


def test_an_sos_pages_at_once_with_its_own_case_and_a_receipt():
    play = Play().sail("ais-b:1", [(3_000, 0)])
    step = sos(play)
    assert play.raised("sos") == [("a", "ais-b:1/e1", 1)]
    assert [case.priority for case in play.of(IncidentOpened)] == [1]
    assert [letter.topic for letter in step.letters] == ["terminal/ais-b/1/receipt"]
    assert b'"e1"' in step.letters[0].payload
    assert play.of(AlertRaised)[-1].lon is not None


def test_a_repeated_sos_gets_its_receipt_again_and_nothing_else():
    play = Play()
    sos(play)
    before = len(play.facts)
    again = sos(play)
    assert len(play.facts) == before
    assert len(again.letters) == 1


def test_two_emergencies_of_one_boat_are_two_alerts_in_one_case():
    play = Play()
    sos(play)
    sos(play, event="e2", kind="fire")
    assert len(play.raised("sos")) == 2
    assert len(play.of(IncidentOpened)) == 1


def test_a_test_is_a_caution_without_a_case():
    play = Play()
    sos(play, test=True)
    assert [p for _, _, p in play.raised()] == [4]
    assert play.of(IncidentOpened) == []


def test_an_sos_pages_whatever_its_clock_says():
    for wrong in (0, T0 - 86_400_000, T0 + 86_400_000):
        play = Play()
        sos(play, at=wrong)
        assert len(play.raised("sos")) == 1
        assert play.of(SosHeard)[0].late == (wrong < T0)


def test_an_sos_of_a_terminal_nobody_knows_pages_too():
    play = Play()
    sos(play, "wearable:77", lon=122.1, lat=29.0)
    assert play.raised("sos") == [("wearable-77", "wearable:77/e1", 1)]


def test_an_sos_never_clears_by_itself():
    play = Play()
    sos(play)
    play.wait(7200)
    assert "sos-1" in play.world.alerts.open


def settled(play: Play) -> Play:
    """The first case is resolved with evidence, and its SOS is over."""
    do(play, "acknowledge")
    do(play, "dispatch", who="li", role="dispatcher")
    do(play, "resolve", who="li", role="dispatcher", evidence=PROOF)
    return play


def test_a_button_pressed_again_long_after_its_case_was_settled_pages_again():
    play = Play()
    sos(play)
    settled(play).wait(60)
    sos(play, at=T0)
    assert len(play.raised("sos")) == 1
    play.wait(700)
    sos(play)
    assert len(play.raised("sos")) == 2
    assert [case.priority for case in play.of(IncidentOpened)] == [1, 1]


def test_a_device_without_a_clock_that_counts_from_the_start_again_pages_again():
    play = Play()
    sos(play, at=0)
    settled(play).wait(60)
    sos(play, at=0)
    assert len(play.raised("sos")) == 1
    play.wait(700)
    sos(play, at=0)
    assert len(play.raised("sos")) == 2


def test_a_real_call_is_never_taken_for_the_repetition_of_a_test():
    play = Play()
    sos(play, test=True)
    sos(play)
    assert [p for _, _, p in play.raised("sos")] == [4, 1]
    assert [alert.priority for alert in play.world.alerts.open.values()] == [1]
    assert len(play.of(IncidentOpened)) == 1
    sos(play, test=True)
    assert len(play.raised("sos")) == 2


def test_a_test_is_over_in_ten_minutes():
    play = Play()
    sos(play, test=True)
    play.wait(595)
    assert len(play.world.alerts.open) == 1
    play.wait(10)
    assert [fact.alert for fact in play.of(AlertCleared)] == ["sos-1"]
    assert play.world.alerts.open == {}


def test_a_call_for_help_is_shown_where_the_fix_beside_it_says():
    play = Play()
    body = SosBody(t_ms=play.now, event_id="e1", kind="fire")
    play.hear(TerminalSaid("cell:5", "cell", body, play.now), fix("cell:5", 3_000, 0, play.now))
    assert play.of(AlertRaised)[0].lon == play.of(SosHeard)[0].lon
    assert play.of(SosHeard)[0].lon is not None


def test_an_impossible_clock_does_not_date_an_alert():
    for wrong in (-5, 0, T0 + 86_400_000):
        play = Play()
        sos(play, at=wrong)
        assert play.of(AlertRaised)[0].since_ms == play.now
    play = Play()
    sos(play, at=T0 - 3_600_000)
    assert play.of(AlertRaised)[0].since_ms == T0 - 3_600_000


def test_the_memory_of_calls_for_help_is_bounded_and_counted(monkeypatch):
    monkeypatch.setattr(intake, "SOS_KEPT", 2)
    play = Play()
    for n in range(3):
        sos(play, event=f"e{n}")
    assert (len(play.world.sos), play.world.counters["sos-forgotten"]) == (2, 1)


def test_a_boat_that_answers_that_it_needs_help_is_in_distress():
    play = Play().sail("ais-b:1", [(20_300, 0)] * 4)
    call = play.of(CallSent)[0]
    body = AnswerBody(t_ms=play.now, call_id=call.call_id, answer="need-help", text="engine room floods")
    for _ in range(3):
        play.hear(TerminalSaid("ais-b:1", "ais-b", body, play.now))
    assert play.raised("sos") == [("a", f"ais-b:1/{call.call_id}", 1)]
    assert [case.priority for case in play.of(IncidentOpened)] == [1]
    assert [fact.answer for fact in play.of(CallAnswered)] == ["need-help"]
    assert play.of(SosHeard)[0].text == "engine room floods"


def test_a_boat_answers_the_machines_call():
    play = Play().sail("ais-b:1", [(20_300, 0)] * 4)
    call = play.of(CallSent)[0]
    body = AnswerBody(t_ms=play.now, call_id=call.call_id, answer="complying")
    play.hear(TerminalSaid("ais-b:1", "ais-b", body, play.now))
    assert [(a.vessel, a.answer) for a in play.of(CallAnswered)] == [("a", "complying")]
    wrong = play.hear(TerminalSaid("ais-b:2", "ais-b", body, play.now))
    assert [r.reason for r in wrong.rejected] == ["foreign-call"]


def test_an_unknown_terminal_becomes_a_vessel_of_its_own_and_its_claims_name_it():
    play = Play()
    play.hear(fix("ais-b:412999", 3_000, 3_000, play.now))
    claim = StaticBody(name="LIAO YU 1", length_m=24)
    play.hear(TerminalSaid("ais-b:412999", "ais-b", claim, play.now))
    born, named = [f for f in play.of(VesselKnown) if not f.registered]
    assert (born.name.zh, named.name.zh, named.length_m, named.number) == (
        "412999",
        "LIAO YU 1",
        24,
        born.number,
    )


def test_a_claim_does_not_rename_a_registered_boat():
    play = Play()
    play.hear(TerminalSaid("ais-b:1", "ais-b", StaticBody(name="GHOST"), play.now))
    assert all(fact.name.zh != "GHOST" for fact in play.of(VesselKnown))


def test_people_are_at_sea_when_their_boat_is():
    play = Play()
    crew = (CrewMember("p1", "skipper"), CrewMember("p2", "deckhand"))
    play.hear(VesselReported("a", "departure", ReportBody(t_ms=play.now, crew=crew), play.now))
    assert ledger(play.world)["aboard"] == 2
    play.sail("ais-b:1", [(3_000, 0)])
    assert ledger(play.world)["at_sea"] == 2
    play.hear(PersonMustered("p2", MusterBody(t_ms=play.now, state="ashore"), play.now))
    assert (ledger(play.world)["at_sea"], ledger(play.world)["ashore"]) == (1, 1)


def test_what_cannot_be_used_is_rejected_with_its_reason():
    play = Play()
    step = play.hear(
        VesselReported("nobody", "departure", ReportBody(t_ms=T0), play.now),
        StationSensed("nowhere", "wind", SenseBody(t_ms=T0, value=1, unit="m/s"), play.now),
        PersonMustered("p1", MusterBody(t_ms=T0, state="aboard", vessel="a", match=0.1), play.now),
    )
    assert [r.reason for r in step.rejected] == ["unknown-vessel", "unknown-station", "no-match"]


def test_a_terminal_tells_of_its_battery_and_its_tamper_switch():
    play = Play()
    body = HealthBody(t_ms=play.now, battery_pct=9.5, tamper=True, via="rx")
    play.hear(TerminalSaid("beidou:3", "beidou", body, play.now))
    row = play.world.fleet.terminal_of["beidou:3"]
    columns = play.world.fleet.terminals
    assert (float(columns["battery_pct"][row]), columns["tamper"][row]) == (9.5, 1)


@pytest.mark.parametrize("terminal", ["wearable:7", "ais-b:972000001"])
def test_a_man_overboard_is_an_sos_with_its_own_words_at_once_and_latched(terminal):
    play = Play()
    sos(play, terminal, kind="man-overboard")
    [alert] = play.of(AlertRaised)
    assert (alert.rule, alert.priority) == ("sos", 1)
    assert "人员落水" in alert.words.zh
    assert "man overboard" in alert.words.en
    assert play.wait(90).of(AlertCleared) == []
