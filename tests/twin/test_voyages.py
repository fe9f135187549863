import msgspec
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.twin.harbour import T0, fix
from tests.twin.play import Play
from tests.twin.quay import CREW, HOUR, gate, manned_port, muster, report
from twin import memory, voyages
from twin.columns import NEVER
from twin.facts import VoyageReported


def column(play: Play, name: str, vessel: str = "a") -> int:
    return int(play.world.fleet.vessels[name][play.world.fleet.row_of[vessel]])


def columns(play: Play, *names: str) -> tuple[int, ...]:
    return tuple(column(play, name) for name in names)


def test_a_report_of_departure_says_who_sails_when_they_are_back_and_how_the_boat_is_manned():
    play = report(Play(manned_port()), "departure", *CREW, back=T0 + 48 * HOUR)
    assert columns(play, "departed_ms", "declared", "return_ms") == (play.now, 5, T0 + 48 * HOUR)
    assert columns(play, "posts", "filled", "skipper_ms") == (3, 3, 4_000_000_000_000)
    assert column(play, "arrived_ms") == NEVER


def test_a_report_without_a_list_or_with_a_return_in_the_past_leaves_that_unknown():
    play = report(Play(manned_port()), "departure", back=T0 - 1)
    assert columns(play, "declared", "return_ms", "posts", "filled") == (-1, NEVER, 3, -1)


def test_a_report_of_a_boat_that_is_not_in_the_fleet_changes_nothing():
    play = Play(manned_port())
    before = play.world.fleet.vessels.dump()
    fact = VoyageReported(t_ms=T0, vessel="nobody", what="departure", crew=CREW)
    voyages.fold(play.world.fleet, play.world.people, play.world.officers, fact)
    assert play.world.fleet.vessels.dump() == before


def test_musters_count_who_is_aboard_of_each_boat():
    play = muster(Play(manned_port()), "aboard", "s", "m", "stranger").wait(1)
    assert (column(play, "aboard"), column(play, "aboard", "b")) == (3, 0)
    muster(play, "aboard", "m", vessel="b").wait(1)
    muster(play, "ashore", "s")
    assert (column(play, "aboard"), column(play, "aboard", "b")) == (1, 1)


moves = st.lists(
    st.tuples(st.sampled_from(CREW), st.sampled_from(["ashore", "aboard"]), st.sampled_from("abc")),
    max_size=12,
)


@settings(max_examples=25)
@given(moves)
def test_the_count_aboard_is_always_that_of_the_ledger(said):
    play = Play(manned_port())
    for person, state, vessel in said:
        muster(play.wait(1), state, person, vessel=vessel)
    for vessel in "abc":
        persons = play.world.people.persons.values()
        assert column(play, "aboard", vessel) == sum(one.vessel == vessel for one in persons)


def test_a_gate_and_the_fixes_on_both_sides_of_it_tell_one_passage():
    play = Play(manned_port()).sail("ais-b:1", [(800, 0), (900, 0)], sog_kn=6)
    gate(play.wait(10), "out", 5)
    told_ms = play.now
    play.sail("ais-b:1", [(1_050, 0), (1_200, 0)], sog_kn=6)
    assert columns(play, "out_ms", "out_persons", "in_ms") == (told_ms, 5, NEVER)


def test_fixes_tell_a_passage_before_the_gate_does_and_the_gate_adds_who_was_counted():
    play = Play(manned_port()).sail("ais-b:1", [(900, 0), (1_200, 0)], sog_kn=6)
    seen_ms = play.now
    assert columns(play, "out_ms", "out_persons") == (seen_ms, -1)
    gate(play.wait(60), "out", 4, at=seen_ms - 5_000)
    assert columns(play, "out_ms", "out_persons") == (seen_ms, 4)


def test_the_way_back_is_another_passage_and_the_next_way_out_too():
    play = Play(manned_port()).sail("ais-b:1", [(900, 0), (1_200, 0), (900, 0)], sog_kn=6)
    assert column(play, "in_ms") == play.now
    play.sail("ais-b:1", [(1_200, 0)], sog_kn=6)
    assert column(play, "out_ms") == play.now


def test_a_moored_boat_that_swings_across_the_line_passes_nothing():
    play = Play(manned_port()).sail("ais-b:1", [(985, 0), (1_020, 0)] * 5, sog_kn=0.3)
    assert columns(play, "out_ms", "in_ms") == (NEVER, NEVER)


def test_fixes_too_far_apart_or_beside_the_gate_prove_nothing():
    apart = Play(manned_port()).sail("ais-b:1", [(900, 0), (1_200, 0)], every_s=1_260, sog_kn=6)
    beside = Play(manned_port()).sail("ais-b:1", [(900, 400), (1_200, 400)], sog_kn=6)
    assert column(apart, "out_ms") == column(beside, "out_ms") == NEVER


def test_a_card_that_tells_no_speed_has_passed_when_it_lies_far_enough_apart():
    play = Play(manned_port()).sail("beidou:2", [(500, 0), (2_500, 0)], every_s=600, sog_kn=None)
    assert column(play, "out_ms", "b") == play.now


def test_a_boat_is_under_way_from_its_report_or_the_gate_until_either_says_it_is_back():
    play = Play(manned_port())

    def sails() -> bool:
        return bool(voyages.under_way(play.world.fleet.vessels, play.now)[play.world.fleet.row_of["a"]])

    assert not sails()
    report(play, "departure", *CREW)
    assert sails()
    gate(play.wait(60), "out")
    report(play.wait(60), "arrival")
    assert not sails()
    gate(play.wait(1_801), "out")
    assert sails()
    gate(play.wait(60), "in")
    assert not sails()


def test_a_boat_that_reported_its_departure_a_day_ago_and_stayed_is_not_under_way():
    play = report(Play(manned_port()), "departure", *CREW)
    vessels = play.world.fleet.vessels
    assert voyages.under_way(vessels, play.now + 24 * HOUR).any()
    assert not voyages.under_way(vessels, play.now + 24 * HOUR + 1).any()


def test_after_a_restart_the_columns_are_as_before_even_from_a_store_without_them():
    play = report(Play(manned_port()), "departure", *CREW, back=T0 + HOUR)
    muster(play, "aboard", *CREW)
    again = memory.load(memory.dump(play.world), manned_port())
    stored = {
        name: again.fleet.vessels[name].copy() for name in ("aboard", "filled", "return_ms", "skipper_ms")
    }
    for name in stored:
        again.fleet.vessels[name][:] = -1
    voyages.refit(again.fleet, again.people, again.officers)
    for name, before in stored.items():
        assert np.array_equal(again.fleet.vessels[name], before), name


def test_a_voyage_outlives_the_last_terminal_of_its_boat():
    play = report(Play(manned_port()), "departure", *CREW)
    play.hear(fix("ais-b:1", 0, 0, play.now))
    known = play.world.fleet.known[play.world.fleet.row_of["b"]]
    play.world.fleet.learn(msgspec.structs.replace(known, terminals=(*known.terminals, "ais-b:1")))
    assert columns(play, "departed_ms", "fix_ms") == (play.now, NEVER)


def test_a_port_without_gates_sees_no_passages():
    play = Play(manned_port(gates=())).sail("ais-b:1", [(900, 0), (1_200, 0)], sog_kn=6)
    assert column(play, "out_ms") == NEVER
