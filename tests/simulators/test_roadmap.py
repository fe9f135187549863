import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulators import roadmap
from simulators.roadmap import Roadmap, lattice, mesh

NOWHERE = np.empty((0, 2))


def test_a_mesh_passes_through_the_origin_and_stays_in_its_box():
    cells = lattice((-250.0, -50.0, 110.0, 100.0), 100.0)
    assert sorted(map(tuple, cells.tolist())) == [
        (-2, 0),
        (-2, 1),
        (-1, 0),
        (-1, 1),
        (0, 0),
        (0, 1),
        (1, 0),
        (1, 1),
    ]


def test_meshes_share_their_points_and_link_neighbours_of_each():
    fine, coarse = lattice((0, 0, 300, 300), 100.0), lattice((0, 0, 900, 900), 300.0)
    xy_m, pairs = mesh([(fine, 100.0), (coarse, 300.0)], NOWHERE, 0)
    assert len(xy_m) == 16 + 16 - 4
    lengths = {round(float(np.hypot(*(xy_m[a] - xy_m[b])))) for a, b in pairs}
    assert lengths == {100, 141, 300, 424}


def test_a_narrow_passage_is_linked_to_all_within_reach():
    xy_m, pairs = mesh([(lattice((0, 0, 200, 0), 100.0), 100.0)], np.array([[50.0, 10.0]]), 60.0)
    assert [tuple(pair) for pair in pairs if 3 in pair] == [(0, 3), (1, 3)]
    assert xy_m[3].tolist() == [50.0, 10.0]


def walked(points, path):
    return sum(float(np.hypot(*(points[a] - points[b]))) for a, b in itertools.pairwise(path))


@given(st.integers(0, 10**6), st.integers(4, 7))
def test_paths_are_as_short_as_the_shortest_of_all_paths(seed, count):
    rng = np.random.default_rng(seed)
    points = rng.uniform(0, 100, (count, 2))
    pairs = np.array([pair for pair in itertools.combinations(range(count), 2) if rng.random() < 0.6])
    if len(pairs) == 0:
        return
    chart = Roadmap(points, pairs)
    linked = np.unique(pairs)
    first, last = 0, len(linked) - 1
    edges = {frozenset(pair) for pair in pairs.tolist()}
    best = np.inf
    for size in range(count - 1):
        for inner in itertools.permutations(
            [n for n in linked if n not in (linked[first], linked[last])], size
        ):
            path = [linked[first], *inner, linked[last]]
            if all(frozenset((int(a), int(b))) in edges for a, b in itertools.pairwise(path)):
                best = min(best, walked(points, path))
    found = chart.path(first, last)
    assert chart.length_m(first, last) == pytest.approx(best)
    assert (found is None) == np.isinf(best)
    if found is not None:
        assert (found[0], found[-1]) == (first, last)
        assert walked(chart.xy_m, found) == pytest.approx(best)
        assert chart.path(last, first)[::-1] == found or walked(
            chart.xy_m, chart.path(last, first)
        ) == pytest.approx(best)


def test_no_more_trees_are_kept_than_allowed(monkeypatch):
    monkeypatch.setattr(roadmap, "KEPT_TREES", 3)
    xy_m, pairs = mesh([(lattice((0, 0, 400, 400), 100.0), 100.0)], NOWHERE, 0)
    chart = Roadmap(xy_m, pairs)
    for root in range(10):
        chart.path(24, root)
        chart.length_m(root, 5)
    assert len(chart._trees) <= 3


def test_places_upon_each_other_and_links_told_twice_count_once():
    points = np.array([[0.0, 0.0], [0.0, 0.0], [30.0, 40.0]])
    chart = Roadmap(points, np.array([[0, 1], [1, 2], [2, 1], [1, 2]]))
    assert chart.path(0, 2) == [0, 1, 2]
    assert chart.length_m(0, 2) == pytest.approx(50, abs=0.01)


def test_ways_to_a_kept_place_never_grow_another_tree():
    xy_m, pairs = mesh([(lattice((0, 0, 900, 900), 100.0), 100.0)], NOWHERE, 0)
    chart = Roadmap(xy_m, pairs)
    plain = Roadmap(xy_m, pairs)
    chart.keep([7, 44])
    chart.keep([44])
    for place in range(100):
        assert chart.length_m(place, 7) == chart.length_m(7, place) == pytest.approx(plain.length_m(place, 7))
        assert walked(xy_m, chart.path(44, place)) == pytest.approx(plain.length_m(44, place))
        assert (chart.path(44, place)[0], chart.path(44, place)[-1]) == (44, place)
        assert (chart.path(place, 44)[0], chart.path(place, 44)[-1]) == (place, 44)
    assert not chart._trees
