import msgspec
import pytest

from geo.units import MS_PER_HOUR
from tests.twin.casework import alert
from tests.twin.play import Play, sos
from tests.twin.rules.test_person_at_edge import DAY, NIGHT, quay, seen
from tests.twin.test_command import do
from twin import memory, shelving
from twin.acts import ReturnAlarm, ShelveAlarm
from twin.decode import StationSensed
from twin.facts import (
    AlarmReturned,
    AlarmShelved,
    AlertCleared,
    CallSent,
    IncidentOpened,
    Refused,
    Subject,
)
from twin.shelving import Shelf
from twin.wire import SenseBody

BOAT = Subject("vessel", "a")
MET = Subject("station", "met")
RX = Subject("feed", "rx")
QUAY = Subject("station", "quay")
OUT = 20_300
"""Metres east: outside the water that boat `a` may fish in."""


def shelve(now_ms, hours=1.0, **more):
    said = {
        "actor": "li",
        "role": "officer",
        "request_id": f"s-{now_ms}",
        "how": "shelved",
        "rule": "left-zone",
        "subject": BOAT,
        "until_ms": now_ms + round(hours * MS_PER_HOUR),
        "note": "skipper has broken his nets loose, patrol alongside",
    }
    return ShelveAlarm(**said | more)


def back(shelf="S-1", role="officer", **more):
    return ReturnAlarm(actor="wu", role=role, request_id=f"b-{shelf}-{role}-{len(more)}", shelf=shelf, **more)


def outside(fixes=4):
    return Play().sail("ais-b:1", [(OUT, 0)] * fixes)


def test_a_shelved_warning_stays_listed_warns_the_boat_and_opens_its_case_when_the_time_is_over():
    play = outside()
    assert isinstance(play.hear_act(shelve(play.now, 0.5)), AlarmShelved)
    play.sail("ais-b:1", [(OUT, 0)] * 40)
    assert [standing.rule for standing in play.world.alerts.open.values()] == ["left-zone"]
    assert play.of(CallSent)
    assert play.of(IncidentOpened) == []
    play.sail("ais-b:1", [(OUT, 0)] * 22)
    (returned,) = play.of(AlarmReturned)
    assert (returned.why, returned.actor) == ("time-over", None)
    (case,) = play.of(IncidentOpened)
    assert 0 < case.t_ms - returned.t_ms <= 30_000


def test_a_person_may_end_it_sooner_and_the_case_opens_then():
    play = outside()
    play.hear_act(shelve(play.now, 8))
    play.sail("ais-b:1", [(OUT, 0)] * 15)
    assert isinstance(play.hear_act(back()), AlarmReturned)
    play.wait(2)
    assert len(play.of(IncidentOpened)) == 1
    refused = play.hear_act(back(role="leader"))
    assert isinstance(refused, Refused)
    assert refused.code == "unknown"


def test_a_one_shot_shelving_ends_with_its_alert():
    play = outside()
    play.hear_act(shelve(play.now, 8, once=True))
    play.sail("ais-b:1", [(18_000, 0)] * 20)
    assert play.of(AlertCleared)
    assert [returned.why for returned in play.of(AlarmReturned)] == ["cleared"]
    again = play.hear_act(shelve(play.now, 8, once=True))
    assert isinstance(again, Refused)
    assert again.words == shelving.NOTHING_STANDS


def test_a_graver_danger_ends_it_and_calls_at_once():
    play = Play().sail("ais-b:1", [(2_000 + n, 0) for n in range(5)])
    play.wait(1_800)
    shelved = play.hear_act(shelve(play.now, 8, rule="went-dark"))
    play.wait(5_400 + 120)
    assert shelved.priority == 3
    assert [returned.why for returned in play.of(AlarmReturned)] == ["worsened"]
    assert [case.priority for case in play.of(IncidentOpened) if case.rule == "went-dark"] in ([2], [3])


def test_a_danger_to_life_is_never_set_aside():
    play = Play().sail("ais-b:2", [(0, 0)])
    sos(play)
    for how in ("shelved", "out-of-service"):
        refused = play.hear_act(
            shelve(
                play.now, rule="sos", how=how, checks=("x",), request_id=how, subject=Subject("vessel", "b")
            )
        )
        assert isinstance(refused, Refused)
        assert refused.words == shelving.NOT_THIS
    do(play, "acknowledge")


def test_even_a_shelf_that_says_otherwise_covers_no_emergency():
    grave = alert(priority=1)
    one = AlarmShelved(
        t_ms=0,
        shelf="S-1",
        how="shelved",
        rule=grave.rule,
        subject=grave.subject,
        priority=1,
        until_ms=9,
        actor="li",
        role="officer",
        note="x",
    )
    shelf = Shelf({"S-1": one})
    assert shelving.covers(shelf, alert(priority=2))
    assert not shelving.covers(shelf, grave)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"note": " "}, shelving.NEEDS_REASON),
        ({"until_ms": 0}, shelving.BAD_END),
        ({"hours": 8.01}, shelving.BAD_END),
        ({"how": "out-of-service"}, shelving.NEEDS_CHECKS),
        ({"how": "out-of-service", "checks": (" ",)}, shelving.NEEDS_CHECKS),
        ({"how": "out-of-service", "checks": ("aerial",), "hours": 24 * 31}, shelving.BAD_END),
        ({"rule": "no-such"}, shelving.NO_RULE),
        ({"rule": None}, shelving.NO_RULE),
        ({"rule": None, "how": "out-of-service", "checks": ("aerial",)}, shelving.NO_RULE),
        ({"subject": Subject("vessel", "nobody")}, shelving.NO_SUBJECT),
        ({"rule": "feed-lost", "subject": RX, "hours": 0.51}, shelving.BLIND_TOO_LONG),
        (
            {"rule": "feed-lost", "subject": RX, "how": "out-of-service", "checks": ("aerial",)},
            shelving.NOT_BLIND,
        ),
    ],
)
def test_what_is_lacking_is_said(more, words):
    play = Play().wait(5)
    refused = play.hear_act(shelve(play.now, **more))
    assert isinstance(refused, Refused)
    assert refused.words == words
    assert play.world.shelf == Shelf()


def test_an_alarm_is_set_aside_once_and_only_so_many_are():
    play = outside()
    play.hear_act(shelve(play.now))
    twice = play.hear_act(shelve(play.now, request_id="twice"))
    assert (twice.code, twice.words) == ("conflict", shelving.ALREADY)
    (one,) = play.world.shelf.standing.values()
    full = Shelf({f"S-{n}": msgspec.structs.replace(one, shelf=f"S-{n}") for n in range(shelving.MOST)})
    answer = shelving.shelve(
        full, shelve(play.now, subject=Subject("vessel", "b")), play.now, (), {"left-zone"}, {"b"}
    )
    assert answer.words == shelving.TOO_MANY


def gale(play, until_s):
    for _ in range(0, until_s, 60):
        body = SenseBody(t_ms=play.now, value=26.0, unit="m/s")
        play.hear(StationSensed("met", "wind", body, play.now))
        play.wait(60)


def test_a_station_out_of_service_raises_nothing_and_returns_with_its_checks():
    play = Play()
    gale(play, 900)
    assert play.raised("strong-wind")
    act = shelve(
        play.now, 24, rule=None, how="out-of-service", subject=MET, role="leader", checks=("cups", "cable")
    )
    assert isinstance(play.hear_act(act), AlarmShelved)
    gale(play, 3_600)
    assert [a for a in play.world.alerts.open.values() if a.subject == MET] == []
    assert play.world.alerts.inhibited > 0
    play.wait(25 * 3_600)
    assert [one["overdue"] for one in shelving.as_json(play.world.shelf, play.now)] == [True]
    assert play.hear_act(back(role="officer")).words == shelving.NEEDS_LEADER
    assert play.hear_act(back(role="leader", checked=("cups",))).words == shelving.CHECKS_OPEN
    assert isinstance(play.hear_act(back(role="admin", checked=("cups", "cable"), note="ok")), AlarmReturned)
    before = len(play.raised("strong-wind"))
    gale(play, 900)
    assert len(play.raised("strong-wind")) == before + 1


def test_a_lost_feed_is_shelved_for_half_an_hour_and_then_calls_again():
    play = Play().wait(60)
    assert isinstance(play.hear_act(shelve(play.now, 0.5, rule="feed-lost", subject=RX)), AlarmShelved)
    play.silent.add("rx")
    play.wait(1_700)
    assert (play.raised("feed-lost"), play.of(IncidentOpened)) == ([("rx", None, 2)], [])
    play.wait(110)
    assert [case.rule for case in play.of(IncidentOpened)] == ["feed-lost"]


def quay_out_of_service(play):
    return play.hear_act(
        shelve(play.now, 24, rule=None, how="out-of-service", subject=QUAY, role="leader", checks=("lens",))
    )


def test_a_quay_where_somebody_is_in_the_water_cannot_be_taken_out_of_service():
    play = seen(quay(DAY), 1, what="person-in-water")
    assert quay_out_of_service(play).words == shelving.NOT_THIS


def test_who_falls_in_at_a_quay_out_of_service_is_found_and_who_stands_there_is_not():
    play = quay(NIGHT)
    assert isinstance(quay_out_of_service(play), AlarmShelved)
    seen(play, 1, 1, 1)
    assert play.raised() == []
    assert play.world.alerts.inhibited > 0
    seen(play, 1, what="person-in-water")
    assert play.raised() == [("quay", None, 1)]


def test_a_snapshot_keeps_what_is_set_aside():
    play = outside()
    play.hear_act(shelve(play.now))
    assert memory.load(memory.dump(play.world), play.world.port).shelf == play.world.shelf
