import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.gates import passages
from tests.geo import oracles

MOUTH = [[(0.0, 0.0), (0.0, 10.0)]]  # looking north, the sea in the east is on the right
place = st.tuples(st.integers(-6, 6), st.integers(-6, 6))
gate = st.tuples(place, place).filter(lambda ends: ends[0] != ends[1])


def passed(gates, *moves):
    return list(zip(*(column.tolist() for column in passages(gates, *np.array(moves, float).T)), strict=True))


def left_of(ends, at):
    return oracles.side_of(*at, *ends) > 0


@settings(max_examples=300)
@given(st.lists(gate, max_size=4), st.lists(st.tuples(place, place), min_size=1, max_size=8))
def test_a_gate_is_passed_when_the_side_changes_between_its_posts(gates, moves):
    slow = []
    for m, (start, end) in enumerate(moves):
        for g, ends in enumerate(gates):
            posts = [oracles.side_of(*post, start, end) for post in ends]
            if left_of(ends, start) != left_of(ends, end) and min(posts) <= 0 <= max(posts):
                slow.append((m, g, left_of(ends, end)))
    assert passed(gates, *((*start, *end) for start, end in moves)) == slow


def test_coming_in_and_going_out_are_told_apart():
    assert passed(MOUTH, (5, 5, -5, 5), (-5, 5, 5, 5)) == [(0, 0, True), (1, 0, False)]


def test_a_boat_that_passes_beside_the_posts_does_not_pass_the_gate():
    assert passed(MOUTH, (5, 11, -5, 11), (5, -0.5, -5, -0.5), (5, 10, -5, 10)) == [(2, 0, True)]


def test_a_fix_exactly_on_the_line_counts_the_passage_once():
    way = [(5, 5), (0, 5), (0, 5), (0, 6), (-5, 5), (0, 5), (-5, 5), (0, 4), (5, 5)]
    told = passed(MOUTH, *((*a, *b) for a, b in itertools.pairwise(way)))
    assert [to_left for _, _, to_left in told] == [True, False, True, False]


@settings(max_examples=100)
@given(gate, st.lists(place, min_size=2, max_size=12))
def test_along_any_way_the_directions_alternate_if_the_gate_has_no_ends(ends, way):
    (ax, ay), (bx, by) = ends
    endless = [
        ((ax - 1000 * (bx - ax), ay - 1000 * (by - ay)), (bx + 1000 * (bx - ax), by + 1000 * (by - ay)))
    ]
    told = [to_left for _, _, to_left in passed(endless, *((*a, *b) for a, b in itertools.pairwise(way)))]
    assert all(one != other for one, other in itertools.pairwise(told))


def test_no_gates_and_no_moves_pass_nothing():
    assert passed([], (0, 0, 1, 1)) == []
    assert [len(column) for column in passages(MOUTH, [], [], [], [])] == [0, 0, 0]


def test_what_is_not_finite_or_of_different_lengths_is_refused():
    with pytest.raises(ValueError, match="1 moves or an end of a gate are not finite"):
        passages(MOUTH, [np.nan], [0.0], [1.0], [1.0])
    with pytest.raises(ValueError, match="an end of a gate"):
        passages([[(0.0, np.inf), (1.0, 1.0)]], [0.0], [0.0], [1.0], [1.0])
    with pytest.raises(ValueError, match="columns of one length"):
        passages(MOUTH, [0.0, 1.0], [0.0], [1.0], [1.0])
