import msgspec
import numpy as np
import pytest

from tests.twin.harbour import T0, ZONES, box, fix, port, zone
from tests.twin.play import Play
from twin.acts import GrantPermit
from twin.facts import AlertCleared, BerthChanged, CallUnanswered, PermitGranted
from twin.fleet import State
from twin.port import Window
from twin.rules import RULES

OUT = 20_300


def state(play: Play, name: str) -> int:
    return int(play.world.fleet.vessels["state"][play.world.fleet.row_of[name]])


def permit(play: Play, *vessels: str, kind: str = "move", lasts_s: int = 1_200, of: str | None = None):
    act = GrantPermit(
        actor="zhao",
        role="leader",
        request_id=f"p{len(play.facts)}",
        vessels=vessels,
        permit_kind=kind,
        from_ms=play.now,
        to_ms=play.now + lasts_s * 1000,
        note="ordered",
        zone=of,
    )
    granted = play.hear_act(act)
    assert isinstance(granted, PermitGranted), granted
    return granted


def test_everything_is_looked_at_once_a_second_whatever_is_heard_between():
    play = Play()
    looks = 0
    for n in range(1, 51):
        play.now = T0 + n * 100
        before = play.world.next_due_ms
        play._take([], play.now)
        looks += play.world.next_due_ms != before
    assert looks == 5
    assert play.world.next_due_ms == T0 + 6_000


def test_a_rule_that_is_asked_seldom_is_asked_in_its_own_second_and_once_after_a_leap():
    play, asked = Play(), []
    seldom = next(rule for rule in RULES if rule.id == "rendezvous")
    noting = msgspec.structs.replace(
        seldom, find=lambda view, _: asked.append(view.now_ms // 1000 % seldom.every_s) or []
    )
    play.world.rules = tuple(noting if rule.id == seldom.id else rule for rule in play.world.rules)
    for _ in range(2 * seldom.every_s):
        play.now += 1_000
        play._take([], play.now)
    assert asked == [seldom.at_s, seldom.at_s]
    play.now += 3_600_000
    play._take([], play.now)
    assert len(asked) == 3


def test_the_symbol_of_a_boat_follows_what_is_known_of_it():
    play = Play()
    assert state(play, "a") == State.NO_POSITION
    play.sail("ais-b:1", [(2_000, 0), (2_040, 0)]).wait(2)
    assert state(play, "a") == State.UNDER_WAY
    play.wait(920)
    assert state(play, "a") == State.LATE
    play.wait(900)
    assert state(play, "a") == State.DARK
    play.silent.add("rx")
    play.wait(20)
    assert state(play, "a") == State.CANNOT_TELL
    play.silent.clear()
    play.sail("ais-b:1", [(0, 0)], sog_kn=0).wait(2)
    assert state(play, "a") == State.MOORED
    play.wait(1_000)
    assert state(play, "a") == State.OFF_IN_PORT


def test_doubt_and_permits_are_flags_beside_the_state():
    play = Play().sail("ais-b:1", [(2_000, 0), (2_040, 0)])
    play.hear(fix("ais-b:1", 90_000, 0, play.now + 5_000))
    permit(play, "a", kind="planned-silence", lasts_s=100)
    play.wait(2)
    assert state(play, "a") == State.UNDER_WAY | State.DOUBTFUL_FLAG | State.PERMITTED_FLAG
    play.wait(110)
    assert state(play, "a") == State.UNDER_WAY | State.DOUBTFUL_FLAG


def test_a_permitted_boat_that_speaks_does_not_seem_to_change_with_every_fix():
    play = Play().sail("ais-b:1", [(2_000, 0)])
    permit(play, "a", kind="planned-silence")
    play.wait(2)
    row = play.world.fleet.row_of["a"]
    changed_ms = play.world.fleet.vessels["changed_ms"][row]
    play.sail("ais-b:1", [(2_040, 0), (2_080, 0)]).wait(2)
    assert play.world.fleet.vessels["changed_ms"][row] == changed_ms


def test_a_permit_ends_a_standing_alert_and_the_record_says_why():
    play = Play().sail("ais-b:1", [(OUT, 0)] * 5)
    permit(play, "a", lasts_s=86_400)
    play.sail("ais-b:1", [(OUT, 0)] * 6)
    (cleared,) = play.of(AlertCleared)
    assert "许可" in cleared.words.zh
    assert "permit" in cleared.words.en
    assert play.world.alerts.inhibited > 0


def test_a_permit_for_a_zone_covers_that_zone_alone():
    play = Play()
    permit(play, "a", kind="repair", of="spawning", lasts_s=86_400)
    play.sail("ais-b:1", [(6_000, 5_400)] * 5)
    assert play.raised("entered-zone") == [("a", "reef", 3)]
    other = Play()
    permit(other, "a", kind="repair", of="reef", lasts_s=86_400)
    other.sail("ais-b:1", [(6_000, 5_400)] * 5)
    assert other.raised("entered-zone") == []


def test_a_permit_speaks_only_of_its_boats_its_rules_and_its_time():
    play = Play()
    permit(play, "b", lasts_s=86_400)
    permit(play, "a", kind="planned-silence", lasts_s=86_400)
    play.sail("ais-b:1", [(OUT, 0)] * 5)
    assert play.raised() == [("a", "ground", 3)]
    play.wait(2 * 3_600)
    assert play.raised("went-dark") == []


def test_an_unanswered_call_is_said_when_its_time_is_out():
    play = Play().sail("ais-b:1", [(OUT, 0)] * 5).wait(310)
    assert len(play.of(CallUnanswered)) == 1


def test_berths_are_counted_once_a_minute():
    play = Play().sail("ais-b:1", [(10, 0)], sog_kn=0)
    assert play.of(BerthChanged) == []
    play.wait(60)
    assert [(f.berth, f.vessels) for f in play.of(BerthChanged)] == [("q1", ("a",))]
    assert play.of(BerthChanged)[0].t_ms % 60_000 < 1_000


def test_an_alert_ends_when_the_ground_it_left_is_not_in_force_any_more():
    seasonal = port(
        zones=(
            ZONES[0],
            zone(
                "ground",
                "permitted",
                box(-20_000, -20_000, 20_000, 20_000),
                windows=(Window(0, T0 + 600_000),),
            ),
        )
    )
    play = Play(seasonal).sail("ais-b:1", [(OUT, 0)] * 18)
    assert play.raised() == [("a", "ground", 3)]
    play.sail("ais-b:1", [(OUT, 0)] * 8)
    (cleared,) = play.of(AlertCleared)
    assert "not in force" in cleared.words.en
    assert play.world.alerts.tracks == {}


def test_an_alert_ends_when_the_zone_it_is_about_is_drawn_as_another_kind():
    play = Play().sail("ais-b:1", [(6_000, 5_400)] * 5)
    reef = next(z for z in play.world.fences.zones if z.id == "reef")
    play.world.draw(zone("reef", "harbour", reef.shape))
    play.sail("ais-b:1", [(6_000, 5_400)] * 4)
    assert play.world.alerts.open == {}


@pytest.mark.parametrize("boats", [0, 1])
def test_an_empty_port_is_looked_at_without_a_fault(boats):
    play = Play(port(vessels=port().vessels[:boats], zones=(), stations=(), berths=(), people=()))
    play.wait(120)
    assert play.raised() == []
    assert np.all(play.world.fleet.vessels["state"] == State.NO_POSITION)
