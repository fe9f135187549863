import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import near
from geo.near import pairs_within


def brute_force(x, y, reach, asks=None):
    n = len(x)
    return [
        (i, j)
        for i in range(n)
        for j in range(i + 1, n)
        if (x[i] - x[j]) ** 2 + (y[i] - y[j]) ** 2 <= (reach[i] + reach[j]) ** 2
        and (asks is None or asks[i] or asks[j])
    ]


def pairs(*asked):
    return list(zip(*(side.tolist() for side in pairs_within(*asked)), strict=True))


lattice = st.integers(-8, 8).map(float)
fractions = st.floats(-1e5, 1e5, allow_subnormal=False)
reaches = st.one_of(st.sampled_from([0.0, 0.5, 1.0, 4.0]), st.floats(0, 3e4, allow_subnormal=False))
boats = st.tuples(st.one_of(lattice, fractions), st.one_of(lattice, fractions), reaches, st.booleans())


@settings(max_examples=400)
@given(st.lists(boats, max_size=25), st.booleans())
def test_the_pairs_are_those_of_looking_at_all_pairs(fleet, all_ask):
    x, y, reach, asks = (
        (np.array(column) for column in zip(*fleet, strict=True)) if fleet else [np.zeros(0)] * 4
    )
    asks = None if all_ask else asks.astype(bool)
    # The plane of the answer starts at the corner of the fleet; the oracle's must too, to the last bit.
    at_x, at_y = (v - v.min() if len(v) else v for v in (x, y))
    assert pairs(x, y, reach, asks) == brute_force(at_x, at_y, reach, asks)


@pytest.mark.parametrize("step", [1.5, 2.0, 8.0])
@pytest.mark.parametrize("seed", range(4))
def test_crowds_with_reaches_of_every_size_give_all_their_pairs(monkeypatch, seed, step):
    monkeypatch.setattr(near, "STEP", step)
    rng = np.random.default_rng(seed)
    x, y = rng.normal(0, 10 ** rng.uniform(0, 4, (2, 400)))
    reach, asks = 10 ** rng.uniform(-2, 3.5, 400), rng.random(400) < 0.3
    x, y = x - x.min(), y - y.min()
    slow = brute_force(x, y, reach, asks)
    assert pairs(x, y, reach, asks) == slow
    assert len(slow) > 500


def test_a_pair_exactly_at_the_sum_of_reaches_is_near_and_one_step_beyond_is_not():
    beyond = np.nextafter(7.0, 8.0)
    assert pairs([0.0, 7.0], [0.0, 0.0], [3.0, 4.0]) == [(0, 1)]
    assert pairs([0.0, beyond], [0.0, 0.0], [3.0, 4.0]) == []


@pytest.mark.parametrize("n", [5, 60])
def test_boats_at_one_place_are_all_pairs_even_without_reach(n):
    assert len(pairs(np.full(n, 5.0), np.full(n, -3.0), 0.0)) == n * (n - 1) // 2


def test_who_does_not_ask_makes_no_pair_with_his_neighbour_but_is_found_by_who_comes_by():
    x = np.array([0.0, 5.0, 10.0])
    assert pairs(x, x * 0, 3.0) == [(0, 1), (1, 2)]
    assert pairs(x, x * 0, 3.0, [False, False, True]) == [(1, 2)]
    assert pairs(x, x * 0, 3.0, [False, False, False]) == []


def test_the_order_of_the_rows_changes_no_pair():
    rng = np.random.default_rng(8)
    x, y, reach = *rng.uniform(0, 1000, (2, 300)), rng.uniform(0, 60, 300)
    shuffled = rng.permutation(300)
    back = [
        tuple(sorted(shuffled[list(pair)].tolist()))
        for pair in pairs(x[shuffled], y[shuffled], reach[shuffled])
    ]
    assert sorted(back) == pairs(x, y, reach)


def test_nobody_and_one_alone_are_near_nobody():
    assert pairs([], [], []) == []
    assert pairs([1.0], [1.0], [1e6]) == []


def test_a_far_outlier_and_tiny_reaches_lose_no_pair():
    x = np.array([0.0, 1e-3, 1e8, 1e8 + 1e-3, -1e8])
    assert pairs(x, x * 0, 1e-3) == [(0, 1), (2, 3)]


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("column", [0, 1, 2])
def test_what_is_not_finite_is_refused_by_row(column, bad):
    columns = [np.array([1.0, 2.0, 3.0]) for _ in range(3)]
    columns[column][1] = bad
    with pytest.raises(ValueError, match=r"1 places or reaches are not finite.*first is row 1"):
        pairs_within(*columns)


def test_negative_reaches_and_columns_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="a reach is negative; the first is row 0"):
        pairs_within([0.0], [0.0], [-1.0])
    with pytest.raises(ValueError, match="of one length"):
        pairs_within([0.0, 1.0], [0.0], 1.0)
