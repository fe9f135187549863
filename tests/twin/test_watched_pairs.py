import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from twin.meetings import SHIFT
from twin.watched_pairs import ACTIVE, NOBODY, PENDING, Watched, WatchedPairs

ROW_OF = {"a": 5, "b": 2, "c": 9, "d": 0}
NAMES = st.sampled_from(sorted(ROW_OF))
STANDINGS = st.tuples(st.sampled_from((PENDING, ACTIVE)), st.integers(2, 3), *[st.integers(-1, 9)] * 5)


def key(one: str, other: str) -> int:
    rows = sorted((ROW_OF[one], ROW_OF[other]))
    return rows[0] << SHIFT | rows[1]


def told(watched: Watched) -> dict[int, tuple[int, ...]]:
    columns = watched.at(np.arange(len(watched.keys)))
    return dict(zip(watched.keys.tolist(), zip(*(c.tolist() for c in columns), strict=True), strict=True))


@given(st.lists(st.tuples(NAMES, NAMES, st.none() | STANDINGS).filter(lambda deed: deed[0] != deed[1])))
def test_pairs_are_what_was_last_said_of_each_whatever_comes_and_goes(deeds):
    pairs, plain = WatchedPairs(ROW_OF), {}
    for one, other, standing in deeds:
        if standing is not None:
            pairs.put(one, other, standing)
            plain[key(one, other)] = standing
        elif plain.pop(key(one, other), None) is not None:
            pairs.drop(one, other)
        watched = pairs.watched()
        assert told(watched) == plain
        assert watched.keys.tolist() == sorted(plain)


def test_there_is_room_for_many():
    row_of = {str(number): number for number in range(300)}
    pairs = WatchedPairs(row_of)
    for number in range(1, 300):
        pairs.put("0", str(number), (ACTIVE, 3, number, -1, -1, number, 0))
    assert pairs.watched().at(np.arange(299)).since_ms.tolist() == list(range(1, 300))


def test_pairs_find_their_place_and_the_others_are_left():
    pairs = WatchedPairs(ROW_OF)
    for one, other in (("a", "b"), ("c", "a"), ("d", "c")):
        pairs.put(one, other, (ACTIVE, 3, 1, -1, -1, 2, 4))
    watched = pairs.watched()
    places = watched.places(np.array([5, 0, 2]) << SHIFT | np.array([9, 2, 5]))
    assert places.tolist() == [2, -1, 1]
    assert watched.at(places).held.tolist() == [True, False, True]
    assert [column[1] for column in watched.at(places)] == list(NOBODY)
    left = watched.without(places)
    assert (left.first.tolist(), left.second.tolist()) == ([0], [9])
    assert left.without(np.array([-1])).at(np.array([0, -1])).phase.tolist() == [ACTIVE, 0]


def test_without_alerts_no_pair_is_watched():
    watched = WatchedPairs(ROW_OF).watched()
    assert watched.places(np.array([1 << SHIFT | 2])).tolist() == [-1]
    assert not len(watched.without(np.array([-1])).keys)
