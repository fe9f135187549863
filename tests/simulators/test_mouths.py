import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from simulators.mouths import Watch
from simulators.places import Mouth

EAST = Mouth("east", np.array([[0.0, -100.0], [0.0, 100.0]]), np.array([400.0, 0.0]), None, (100.0, 100.0))
"""Going north along the line, the harbour lies to the left: west of it."""


def passes(before, after):
    found = Watch([EAST], 1).crossings(np.array([before], dtype=float), np.array([after], dtype=float))
    return [crossing.direction for crossing in found]


def test_out_is_from_the_harbour_and_in_is_back():
    assert passes([-10, 0], [10, 3]) == ["out"]
    assert passes([10, 3], [-10, 0]) == ["in"]


def test_going_round_the_end_of_the_line_is_no_pass():
    assert passes([-10, 101], [10, 103]) == []
    assert passes([-10, 0], [-5, 50]) == []
    assert passes([-10, 0], [-10, 0]) == []


@given(st.lists(st.tuples(st.floats(-50, 50), st.floats(-90, 90)), min_size=2, max_size=40))
def test_passes_in_and_out_alternate_and_agree_with_where_the_boat_ends(track):
    directions = [word for a, b in itertools.pairwise(track) for word in passes(a, b)]
    assert all(one != two for one, two in itertools.pairwise(directions))
    outside_before, outside_after = track[0][0] >= 0, track[-1][0] >= 0
    assert directions.count("out") - directions.count("in") == int(outside_after) - int(outside_before)


@given(st.integers(0, 10**6), st.floats(1, 60))
def test_a_watch_over_a_long_time_sees_what_one_looking_closely_at_every_step_sees(seed, pace_m):
    rng = np.random.default_rng(seed)
    north = Mouth(
        "north", np.array([[250.0, 300.0], [150.0, 300.0]]), np.array([200.0, 700.0]), None, (100.0, 100.0)
    )
    drift = np.cumsum(rng.normal(0, pace_m, (200, 8, 2)), axis=0) + rng.uniform(-300, 500, (8, 2))
    watch = Watch([EAST, north], 8)
    for before, after in itertools.pairwise(drift):
        assert watch.crossings(before, after) == Watch([EAST, north], 8).crossings(before, after)
