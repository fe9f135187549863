from tests.twin.harbour import ZONES, box
from tests.twin.play import Play, sos
from twin.acts import Evidence, GrantPermit, OpenIncident, PutZone, WorkIncident
from twin.facts import (
    AlertCleared,
    CallSent,
    IncidentActed,
    IncidentOpened,
    PermitGranted,
    Refused,
    ZoneChanged,
)

PROOF = (Evidence("position", "inside again"),)


def do(play: Play, verb: str, *, who: str = "wang", role: str = "officer", seen: int | None = None, **more):
    case = play.world.book.incidents["I-1"]
    act = WorkIncident(
        actor=who,
        role=role,
        request_id=more.pop("request_id", f"{verb}-{len(play.facts)}"),
        incident="I-1",
        verb=verb,
        seen_version=case.version if seen is None else seen,
        **more,
    )
    return play.hear_act(act)


def astray() -> Play:
    """Boat a is outside its ground, the grace is over, case I-1 is open."""
    return Play().sail("ais-b:1", [(20_300, 0)] * 16)


def test_the_whole_loop_from_alert_to_closed_case():
    play = astray()
    do(play, "acknowledge")
    do(play, "verify", note="VHF 16")
    answer = do(play, "call", note="请立即返回", to="order")
    assert answer.call_id == play.of(CallSent)[-1].call_id
    assert play.steps[-1].letters[0].topic == "terminal/ais-b/1/call"
    refused = do(play, "resolve", who="li", role="dispatcher")
    assert isinstance(refused, Refused)
    play.sail("ais-b:1", [(x_m, 0) for x_m in range(20_200, 18_800, -100)])
    assert len(play.of(AlertCleared)) == 1
    do(play, "resolve", who="li", role="dispatcher", evidence=PROOF)
    closed = do(play, "close", who="zhao", role="leader")
    assert isinstance(closed, IncidentActed)
    assert closed.after == "closed"


def test_closing_while_the_danger_stands_is_refused_and_a_leader_may_waive_in_writing():
    play = astray()
    do(play, "acknowledge")
    do(play, "resolve", who="li", role="dispatcher", evidence=PROOF)
    refused = do(play, "close", who="zhao", role="leader")
    assert isinstance(refused, Refused)
    assert refused.words.zh
    assert refused.words.en
    waived = do(play, "close", who="zhao", role="leader", evidence=(Evidence("waiver", "escorted"),))
    assert isinstance(waived, IncidentActed)


def test_a_stale_view_is_refused_and_changes_nothing():
    play = astray()
    do(play, "acknowledge")
    refused = do(play, "verify", seen=0)
    assert isinstance(refused, Refused)
    assert (refused.code, refused.version) == ("stale", 1)


def test_the_same_request_gets_the_first_answer_again():
    play = astray()
    first = do(play, "acknowledge", request_id="r1", seen=0)
    before = len(play.facts)
    assert do(play, "acknowledge", request_id="r1", seen=0) is first
    assert len(play.facts) == before


def test_an_sos_is_over_when_a_person_says_so():
    play = Play()
    sos(play)
    do(play, "acknowledge")
    do(play, "dispatch", who="li", role="dispatcher")
    do(play, "resolve", who="li", role="dispatcher", evidence=PROOF)
    assert "sos-1" not in play.world.alerts.open
    do(play, "review", who="zhao", role="leader", note="ok")
    assert isinstance(do(play, "close", who="zhao", role="leader"), IncidentActed)


def test_a_case_can_be_opened_by_hand_and_from_an_alert_in_its_grace():
    play = Play().sail("ais-b:1", [(20_300, 0)] * 4)
    alert = next(iter(play.world.alerts.open))
    by_alert = play.hear_act(
        OpenIncident(
            actor="wang",
            role="officer",
            request_id="r1",
            vessel="a",
            sos_kind="",
            priority=3,
            note="",
            alert=alert,
        )
    )
    assert isinstance(by_alert, IncidentOpened)
    assert by_alert.actor == "wang"
    again = play.hear_act(
        OpenIncident(
            actor="li",
            role="officer",
            request_id="r2",
            vessel="a",
            sos_kind="",
            priority=3,
            note="",
            alert=alert,
        )
    )
    assert isinstance(again, Refused)
    by_phone = play.hear_act(
        OpenIncident(
            actor="wang",
            role="officer",
            request_id="r3",
            vessel="unknown",
            sos_kind="medical",
            priority=1,
            note="phone",
        )
    )
    assert isinstance(by_phone, IncidentOpened)


def test_a_case_about_a_boat_nobody_knows_is_refused_by_name():
    refused = Play().hear_act(
        OpenIncident(
            actor="wang",
            role="officer",
            request_id="r",
            vessel="zxy1000O",
            sos_kind="medical",
            priority=1,
            note="phone",
        )
    )
    assert isinstance(refused, Refused)
    assert "zxy1000O" in refused.words.zh


def test_a_zone_drawn_by_hand_is_in_force_at_once_for_boats_already_inside():
    play = Play().sail("ais-b:1", [(-3_000, -3_000)] * 2)
    shape = box(-4_000, -4_000, -2_000, -2_000)
    ring = [list(point) for point in shape.exterior.coords]
    feature = (
        '{"type":"Feature","properties":{"id":"new","name_zh":"新","name_en":"New","kind":"forbidden",'
        f'"source":"test"}},"geometry":{{"type":"Polygon","coordinates":[{ring}]}}}}'
    )
    drawn = play.hear_act(PutZone(actor="adm", role="admin", request_id="z", zone="new", feature=feature))
    assert isinstance(drawn, ZoneChanged), drawn
    play.sail("ais-b:1", [(-3_000, -3_000 + n) for n in range(4)])
    assert play.raised("entered-zone") == [("a", "new", 3)]
    assert len(play.world.fences.zones) == len(ZONES) + 1


def test_a_self_crossing_zone_is_refused_and_the_old_one_stays():
    play = Play()
    feature = (
        '{"type":"Feature","properties":{"id":"reef","name_zh":"r","name_en":"r","kind":"forbidden","source":"t"},'
        '"geometry":{"type":"Polygon","coordinates":[[[122,29],[122.1,29.1],[122.1,29],[122,29.1],[122,29]]]}}'
    )
    refused = play.hear_act(PutZone(actor="adm", role="admin", request_id="z", zone="reef", feature=feature))
    assert isinstance(refused, Refused)
    assert len(play.world.fences.zones) == len(ZONES)


def test_a_permit_keeps_a_rule_silent_for_its_boats_and_its_time():
    play = Play()
    granted = play.hear_act(
        GrantPermit(
            actor="zhao",
            role="leader",
            request_id="p",
            vessels=("a",),
            permit_kind="move",
            from_ms=play.now,
            to_ms=play.now + 1_200_000,
            note="to Tongzhao",
        )
    )
    assert isinstance(granted, PermitGranted), granted
    play.sail("ais-b:1", [(20_300, 0)] * 20)
    assert play.raised("left-zone") == []
    play.sail("ais-b:1", [(20_300, 0)] * 30)
    assert play.raised("left-zone") == [("a", "ground", 3)]
