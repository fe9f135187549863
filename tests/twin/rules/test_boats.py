import numpy as np

from tests.twin.play import Play
from twin.facts import Mark
from twin.judgement import view_of
from twin.rules import boats
from twin.rules.base import CANNOT_TELL, HOLDS, HOLDS_NOT, View


def seen(play: Play, **tracked: tuple[None, ...]) -> View:
    view = view_of(play.world, play.now, {})
    view.tracked = tracked
    return view


def look(
    view: View, holds: set[int], unsure: set[int] = frozenset(), released: set[int] | None = None, **more
):
    rows = np.arange(len(view.fleet))
    over = None if released is None else np.isin(rows, list(released))
    return boats.findings(
        view,
        np.isin(rows, list(holds)),
        np.isin(rows, list(unsure)),
        value=rows * 1.5,
        limit=10,
        priority=3,
        released=over,
        **more,
    )


def test_boats_of_which_it_holds_are_told_and_those_that_are_tracked():
    view = seen(Play().sail("ais-b:1", [(3_000, 0)]), b=(None,))
    found = look(view, {0})
    assert [(f.subject, f.verdict, f.value, f.limit) for f in found] == [
        ("a", HOLDS, 0.0, 10),
        ("b", HOLDS_NOT, 1.5, 10),
    ]


def test_bad_evidence_and_what_lies_between_cannot_be_told():
    view = seen(Play(), a=(None,), b=(None,), c=(None,))
    found = look(view, {0}, unsure={0}, released={2})
    assert [f.verdict for f in found] == [CANNOT_TELL, CANNOT_TELL, HOLDS_NOT]


def test_a_boat_never_seen_has_no_place_and_marks_go_with_their_boat():
    mark = Mark("point", ((122.0, 29.0),))
    found = look(seen(Play().sail("ais-b:1", [(3_000, 0)])), {0, 1}, draw=[(1, mark), (1, mark)])
    assert (found[0].lon is not None, found[0].draw) == (True, ())
    assert (found[1].lon, found[1].draw) == (None, (mark, mark))


def test_columns_of_some_boats_say_the_same_of_them():
    view = seen(Play().sail("ais-b:1", [(3_000, 0)]), b=(None,))
    may_hold = np.isin(np.arange(len(view.fleet)), [0, 2])
    rows = boats.asked(view, may_hold)
    assert [view.fleet.known[row].vessel for row in rows] == ["a", "b", "c"]
    none = np.zeros(len(rows), dtype=bool)
    found = boats.findings(view, rows == 0, none, value=rows * 1.5, limit=10, priority=3, rows=rows)
    assert found == look(view, {0})


def test_what_holds_as_it_did_is_left_out_and_what_is_graver_or_over_is_not():
    view = seen(Play(), a=(None,), b=(None,), c=(None,))
    view.steady = {("a", None): 3, ("b", None): 4, ("c", None): 3}
    assert [(f.subject, f.verdict) for f in look(view, {0, 1})] == [("b", HOLDS), ("c", HOLDS_NOT)]
