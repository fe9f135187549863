from typing import Literal

import pytest

from twin.acts import VERBS
from twin.incident_loop import ENDED, TABLE, TAKEN, WORKING, State, skips_review, verbs_now


def test_every_verb_of_the_contract_stands_in_the_table_once_and_in_its_order() -> None:
    assert tuple(TABLE) == VERBS


def test_every_state_can_be_reached_from_open_by_people() -> None:
    reached = {State.OPEN}
    for _ in State:
        reached |= {
            move.leads_to or state for move in TABLE.values() for state in reached & {*move.comes_from}
        }
    assert reached == set(State)


def test_the_straight_way_of_the_loop_is_open_end_to_end() -> None:
    way = ("acknowledge", "verify", "confirm", "dispatch", "arrive", "control", "resolve", "review", "close")
    state = State.OPEN
    for verb in way:
        assert state in TABLE[verb].comes_from
        state = TABLE[verb].leads_to or state
    assert state == State.CLOSED


@pytest.mark.parametrize("verb", ["call", "note", "assign"])
def test_calls_notes_and_assignments_move_nothing(verb: Literal["call", "note", "assign"]) -> None:
    assert TABLE[verb].leads_to is None


@pytest.mark.parametrize("state", ENDED)
def test_only_reopening_moves_a_case_that_has_ended(state: State) -> None:
    moving = {v for v, move in TABLE.items() if state in move.comes_from and move.leads_to is not None}
    assert moving == (set() if state == State.MERGED else {"reopen"})


def test_a_case_is_resolved_from_any_state_between_acknowledged_and_controlled() -> None:
    assert TABLE["resolve"].comes_from == TAKEN == WORKING[1:]


def test_a_p2_closes_after_review_only_and_a_p3_without() -> None:
    assert "close" not in verbs_now(State.RESOLVED, 2)
    assert "close" in verbs_now(State.REVIEWED, 2)
    assert "close" in verbs_now(State.RESOLVED, 3)
    assert skips_review("close", State.RESOLVED, 1)
    assert not skips_review("review", State.RESOLVED, 1)
