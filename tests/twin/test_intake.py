from tests.twin.harbour import T0, fix
from tests.twin.play import Play
from twin.decode import PersonMustered, StationSensed, TerminalSaid, VesselReported
from twin.facts import AlertRaised, CallAnswered, CallSent, IncidentOpened, SosHeard, VesselKnown
from twin.picture import ledger
from twin.wire import AnswerBody, CrewMember, MusterBody, ReportBody, SenseBody, SosBody, StaticBody


def sos(play: Play, terminal: str = "ais-b:1", *, event: str = "e1", at: int | None = None, **more: object):
    body = SosBody(
        t_ms=play.now if at is None else at,
        event_id=event,
        kind=more.pop("kind", "flooding"),
        via="rx",
        **more,
    )
    return play.hear(TerminalSaid(terminal, terminal.split(":", maxsplit=1)[0], body, play.now))


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
