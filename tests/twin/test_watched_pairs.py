import numpy as np

from twin.meetings import SHIFT
from twin.watched_pairs import watched_pairs

ROW_OF = {"a": 5, "b": 2, "c": 9, "d": 0}


def test_pairs_are_told_by_rows_the_lower_first_whichever_name_sorts_first():
    watched = watched_pairs({"a": ("b", "c"), "c": ("d",), "b": (None,)}, {("a", "c"): 3}, ROW_OF)
    pairs = zip(watched.first.tolist(), watched.second.tolist(), watched.held.tolist(), strict=True)
    assert list(pairs) == [(0, 9, 0), (2, 5, 0), (5, 9, 3)]


def test_pairs_find_their_place_and_the_others_are_left():
    watched = watched_pairs({"a": ("b", "c"), "c": ("d",)}, {}, ROW_OF)
    places = watched.places(np.array([5, 0, 2]) << SHIFT | np.array([9, 2, 5]))
    assert places.tolist() == [2, -1, 1]
    left = watched.without(places)
    assert (left.first.tolist(), left.second.tolist()) == ([0], [9])


def test_without_alerts_no_pair_is_watched():
    watched = watched_pairs({}, {}, ROW_OF)
    assert watched.places(np.array([1 << SHIFT | 2])).tolist() == [-1]
    assert not len(watched.without(np.array([-1])).first)
