import msgspec
import pytest

from tests.twin.harbour import T0, boat, fix, port
from tests.twin.play import Play
from twin import card, identity, memory, picture
from twin.engine import Gap, World, step
from twin.facts import VesselKnown
from twin.fleet import Fleet
from twin.wire import StaticBody, Words


def taught(*boats) -> Fleet:
    fleet = Fleet()
    for fact in identity.registered(port(vessels=boats), T0):
        fleet.learn(fact)
    return fleet


def test_the_register_is_told_in_file_order_numbered_from_nought():
    facts = list(identity.registered(port(), T0))
    assert [(fact.vessel, fact.number, fact.registered) for fact in facts] == [
        ("a", 0, True),
        ("b", 1, True),
        ("c", 2, True),
        ("ship", 3, True),
    ]
    assert (facts[0].mmsi, facts[2].mmsi, facts[0].callsign) == ("1", None, None)


@pytest.mark.parametrize(
    ("terminal", "vessel", "mmsi"),
    [("ais-b:412999", "ais-b-412999", "412999"), ("beidou:77", "beidou-77", None)],
)
def test_a_terminal_nobody_registered_is_a_vessel_of_its_own(terminal, vessel, mmsi):
    fact = identity.stranger(taught(boat("a")), terminal, T0)
    assert (fact.vessel, fact.number, fact.mmsi, fact.registered) == (vessel, 1, mmsi, False)


def test_strangers_with_long_names_are_told_apart():
    fleet = taught()
    names = {identity.stranger(fleet, f"wearable:{'x' * 31}{end}", T0).vessel for end in "ab"}
    assert len(names) == 2


def test_a_fleet_has_a_bound(monkeypatch):
    monkeypatch.setattr(identity, "MAX_VESSELS", 1)
    assert identity.stranger(taught(boat("a")), "ais-b:9", T0) is None


def test_claims_name_a_stranger_and_an_empty_claim_says_nothing():
    known = identity.stranger(taught(), "ais-b:9", T0)
    named = identity.claimed(known, StaticBody(name=" LIAO YU ", callsign="BXYZ"), T0 + 5)
    assert (named.name, named.callsign, named.t_ms) == (Words("LIAO YU", "LIAO YU"), "BXYZ", T0 + 5)
    assert identity.claimed(named, StaticBody(name="LIAO YU", length_m=0), T0 + 9) is None
    assert identity.claimed(known, StaticBody(name="  "), T0 + 9) is None


def test_the_register_wins_over_claims():
    known = next(iter(identity.registered(port(), T0)))
    assert identity.claimed(known, StaticBody(name="GHOST"), T0) is None


@pytest.mark.parametrize(
    ("number", "can"),
    [
        ("412000777", True),
        ("41200077", False),
        ("200000777", False),
        ("776000000", False),
        ("41200077a", False),
    ],
)
def test_a_number_can_be_a_ships_if_it_begins_with_a_countrys_digits(number, can):
    assert identity.is_ships(number) is can


def test_facts_differ_by_what_they_say_and_not_by_when():
    known = next(iter(identity.registered(port(), T0)))
    later = msgspec.structs.replace(known, t_ms=T0 + 9)
    assert not identity.differs(known, later)
    assert identity.differs(known, msgspec.structs.replace(later, length_m=31.0))


def test_a_terminal_taken_by_the_register_leaves_whoever_carried_it():
    fleet = taught(boat("a", "ais-b:1", "beidou:1"), boat("b", "ais-b:2"))
    said = msgspec.structs.replace(fleet.known[1], terminals=("ais-b:2", "ais-b:1"))
    (bared,) = identity.bared(fleet, said)
    assert (bared.vessel, bared.terminals) == ("a", ("beidou:1",))
    assert identity.bared(fleet, fleet.known[0]) == []


def restarted(play: Play, *boats) -> tuple[World, list[VesselKnown]]:
    again = memory.load(memory.dump(play.world), port(vessels=boats))
    facts = step(again, [Gap(play.now, "start")], play.now + 1000).facts
    return again, [fact for fact in facts if isinstance(fact, VesselKnown)]


def test_a_stranger_that_is_registered_at_last_is_one_boat_from_then_on():
    play = Play().sail("ais-b:50", [(20_300, 0)] * 5)
    assert play.raised("left-zone") == []
    again, told = restarted(play, *port().vessels, boat("new", "ais-b:50"))
    assert [(fact.vessel, fact.terminals) for fact in told] == [("ais-b-50", ()), ("new", ("ais-b:50",))]
    play.world = again
    play.wait(10).sail("ais-b:50", [(20_350, 0)] * 5)
    assert play.raised("left-zone") == [("new", "ground", 3)]
    assert card.vessel(again, "new")["fix_ms"] == play.now
    assert card.vessel(again, "ais-b-50")["lon"] is None
    assert 4 not in picture.positions(again)["number"]
    assert memory.dump(
        memory.load(memory.dump(again), port(vessels=(*port().vessels, boat("new", "ais-b:50"))))
    )


def test_alerts_about_a_stranger_end_when_the_register_takes_its_terminal():
    play = Play().sail("ais-b:50", [(6_000, 5_400)] * 5)
    play.wait(16 * 60)
    assert {fact.rule for fact in play.world.alerts.open.values()} == {
        "entered-zone",
        "went-dark",
        "identity-clash",
    }
    play.world, _ = restarted(play, *port().vessels, boat("new", "ais-b:50"))
    play.wait(120)
    assert play.world.alerts.open == {}


def test_a_latched_alert_about_a_stranger_outlives_it_until_a_person_ends_it():
    play = Play().sail("ais-b:50", [(3_000, 0)] * 5).wait(10)
    latch = [msgspec.structs.replace(rule, latched=True) for rule in play.world.rules]
    again = memory.load(memory.dump(play.world), port(vessels=(*port().vessels, boat("new", "ais-b:50"))))
    again.rules = tuple(latch)
    step(again, [Gap(play.now, "start")], play.now + 1000)
    assert [fact.rule for fact in again.alerts.open.values()] == ["identity-clash"]


def test_a_terminal_sold_to_another_registered_boat_moves_with_it():
    play = Play().sail("ais-b:1", [(3_000, 0)] * 3)
    again, _ = restarted(play, boat("a"), boat("b", "ais-b:2", "ais-b:1"))
    play.world = again
    play.wait(10).hear(fix("ais-b:1", 3_100, 0, play.now))
    assert card.vessel(again, "b")["lon"] is not None
    assert card.vessel(again, "a")["lon"] is None


def test_a_boat_whose_class_the_register_changes_is_judged_by_its_new_class():
    play = Play().sail("ais-a:9", [(20_300, 0)] * 3)
    again, _ = restarted(play, *port().vessels[:3], boat("ship", "ais-a:9"))
    play.world = again
    play.wait(10).sail("ais-a:9", [(20_300, 0)] * 5)
    assert play.raised("left-zone") == [("ship", "ground", 3)]
