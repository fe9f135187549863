import msgspec
import pytest

from tests.twin.harbour import T0, ZONES, box, port, zone
from tests.twin.play import Play
from tests.twin.rules.test_closed_season import CLOSED
from tests.twin.test_order_calls import recall
from twin.facts import AlertCleared, CallSent, IncidentOpened

OUT = 20_000


def test_a_boat_outside_its_ground_for_a_minute_and_two_fixes_is_raised_and_called():
    play = Play().sail("ais-b:1", [(OUT - 500, 0), (OUT - 100, 0), (OUT + 300, 0), (OUT + 400, 0)])
    assert play.raised() == []
    play.sail("ais-b:1", [(OUT + 500, 0)]).wait(6)
    assert play.raised() == [("a", "ground", 3)]
    call = play.of(CallSent)[0]
    assert (call.vessel, call.terminal, call.call_kind, call.actor) == ("a", "ais-b:1", "warning", None)
    assert play.steps[-1].now_ms > call.t_ms or play.steps[-1].letters


def test_two_fixes_in_a_few_seconds_are_not_enough_and_a_minute_with_one_fix_is_not_either():
    quick = Play().sail("ais-b:1", [(OUT - 100, 0)]).sail("ais-b:1", [(OUT + 300, 0)] * 1, every_s=30)
    quick.sail("ais-b:1", [(OUT + 305, 0)], every_s=5)
    assert quick.raised() == []
    alone = Play().sail("ais-b:1", [(OUT - 100, 0), (OUT + 300, 0)]).wait(75)
    assert alone.raised() == []


def test_scatter_on_the_edge_raises_nothing():
    edge = [(OUT + (90 if n % 2 else -90), 0) for n in range(40)]
    assert Play().sail("ais-b:1", edge).raised() == []


def test_an_inaccurate_fix_needs_three_sigma():
    out = [(OUT + 250, 0)] * 6
    assert Play().sail("ais-b:1", [(OUT - 100, 0), *out], accuracy_m=100).raised() == []
    assert Play().sail("ais-b:1", [(OUT - 100, 0), *out], accuracy_m=20).raised() != []


def test_it_clears_when_200_m_inside_for_two_minutes_and_not_before():
    play = Play().sail("ais-b:1", [(OUT + 300, 0)] * 4)
    assert len(play.raised()) == 1
    play.sail("ais-b:1", [(OUT - 100, 0)] * 8)
    assert play.of(AlertCleared) == []
    play.sail("ais-b:1", [(OUT - 250, 0)] * 4)
    assert play.of(AlertCleared) == []
    play.sail("ais-b:1", [(OUT - 250, 0)] * 2)
    assert [fact.words.en for fact in play.of(AlertCleared)] == ["a is back inside ground"]


def test_leaving_again_raises_a_new_alert_under_a_new_name():
    play = Play().sail("ais-b:1", [(OUT + 300, 0)] * 4).sail("ais-b:1", [(OUT - 300, 0)] * 8)
    play.sail("ais-b:1", [(OUT + 300, 0)] * 4)
    assert len(play.raised("left-zone")) == 2
    assert (
        len({fact.alert for fact in play.facts if hasattr(fact, "rule") and hasattr(fact, "since_ms")}) == 2
    )


def test_a_warning_that_stands_past_its_grace_becomes_an_incident():
    play = Play().sail("ais-b:1", [(OUT + 300, 0)] * 4)
    play.sail("ais-b:1", [(OUT + 400, 0)] * 9)
    assert play.of(IncidentOpened) == []
    play.sail("ais-b:1", [(OUT + 400, 0)] * 2)
    assert [case.subject.id for case in play.of(IncidentOpened)] == ["a"]


def test_a_warning_the_boat_heeds_never_reaches_a_person():
    play = Play().sail("ais-b:1", [(OUT + 300, 0)] * 4).sail("ais-b:1", [(OUT - 300, 0)] * 20)
    assert play.of(IncidentOpened) == []


def test_stale_evidence_neither_raises_nor_clears():
    play = Play().sail("ais-b:1", [(OUT + 300, 0)] * 4)
    play.silent.add("rx")
    play.wait(3600)
    assert play.of(AlertCleared) == []


def test_shelter_is_home_whatever_the_ground():
    far = port(zones=(*ZONES, zone("refuge", "harbour", box(30_000, -1000, 32_000, 1000))))
    assert Play(far).sail("ais-b:1", [(31_000, 0)] * 6).raised("left-zone") == []


def test_a_ship_no_ground_speaks_to_is_free():
    assert Play().sail("ais-a:9", [(OUT + 9_000, 0)] * 6).raised("left-zone") == []


def test_the_priority_of_a_zone_overrides_the_rules_own():
    strict = port(
        zones=(
            zone("harbour", "harbour", box(-1000, -1000, 1000, 1000)),
            zone("ground", "permitted", box(-20_000, -20_000, 20_000, 20_000), priority=2),
        )
    )
    play = Play(strict).sail("ais-b:1", [(OUT + 300, 0)] * 4)
    assert play.raised() == [("a", "ground", 2)]
    assert len(play.of(IncidentOpened)) == 1


@pytest.mark.parametrize(("gears", "priority"), [(("trawl",), 2), (("gillnet",), 3)])
def test_in_the_closed_season_of_its_gear_it_is_an_alarm(gears, priority):
    play = Play(port(bans=(msgspec.structs.replace(CLOSED, gears=frozenset(gears)),)))
    play.sail("ais-b:1", [(OUT + 300, 0)] * 4)
    assert play.raised("left-zone") == [("a", "ground", priority)]


@pytest.mark.parametrize(("state", "priority"), [("in-only", 2), ("shelter", 2), ("restricted", 3)])
def test_while_the_port_lets_nobody_out_it_is_an_alarm(state, priority):
    play = Play()
    recall(play, order_kind="port-state", state=state)
    play.sail("ais-b:1", [(OUT + 300, 0)] * 4)
    assert play.raised("left-zone") == [("a", "ground", priority)]


def test_settings_of_the_port_are_obeyed():
    patient = port(rules={"left-zone": {"hold_s": 600}})
    assert Play(patient).sail("ais-b:1", [(OUT + 300, 0)] * 10).raised() == []
    assert T0
