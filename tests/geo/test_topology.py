import time

import numpy as np
import pytest

from geo.faults import FaultList, Place
from geo.rings import Ring
from geo.topology import multipolygon_of, polygon_of


def box(x, y, side):
    return [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]


def rings(*outlines, part=""):
    return [Ring(Place("feature 0", f"{part}ring {n}"), list(outline)) for n, outline in enumerate(outlines)]


def only_fault(build, drawn):
    faults = FaultList()
    assert build(drawn, faults) is None
    (fault,) = faults.all()
    return fault


def test_a_polygon_keeps_its_holes():
    assert polygon_of(rings(box(0, 0, 10), box(2, 2, 3)), FaultList()).area == 91


def test_a_hole_may_touch_its_shell_in_a_point():
    diamond = [(0, 5), (5, 4), (6, 5), (5, 6), (0, 5)]
    assert polygon_of(rings(box(0, 0, 10), diamond), FaultList()) is not None


@pytest.mark.parametrize(
    ("outlines", "ring", "at", "why"),
    [
        ([[(0, 0), (10, 10), (10, 0), (0, 10), (0, 0)]], "ring 0", (5, 5), "cross or overlap"),
        ([[(0, 0), (10, 0), (10, 10), (5, 0), (0, 10), (0, 0)]], "ring 0", (5, 0), "touches itself"),
        ([[(0, 0), (10, 0), (20, 0), (0, 0)]], "ring 0", None, "cross or overlap"),
        (
            [[(0, 0), (9, 0), (9, 9), (5, 9), (5, 12), (5, 9), (0, 9), (0, 0)]],
            "ring 0",
            None,
            "cross or overlap",
        ),
        ([box(0, 0, 10), box(20, 20, 1)], "ring 1", None, "outside its polygon"),
        ([box(0, 0, 10), box(1, 1, 6), box(2, 2, 2)], "ring 2", None, "inside another hole"),
        ([box(0, 0, 10), box(8, 4, 4)], "ring 1", None, "crosses or overlaps another ring"),
        ([box(0, 0, 10), box(0, 0, 5)], "ring 1", None, "crosses or overlaps another ring"),
        (
            [box(0, 0, 10), [(0, 5), (5, 0), (10, 5), (5, 10), (0, 5)]],
            "ring 1",
            None,
            "cut the polygon in two",
        ),
    ],
    ids=[
        "bow-tie",
        "figure eight",
        "flat",
        "spike",
        "astray",
        "nested",
        "crossing",
        "shared edge",
        "cut in two",
    ],
)
def test_a_polygon_that_means_nothing_is_named_with_ring_and_place(outlines, ring, at, why):
    fault = only_fault(polygon_of, rings(*outlines))
    assert why in fault.why
    assert fault.place.ring == ring
    assert fault.place.coordinate is not None
    assert at is None or fault.place.at == at


def test_the_coordinate_is_where_the_crossing_edge_starts():
    outline = [(0, 0), (10, 0), (10, 10), (2, -1), (0, 10), (0, 0)]
    fault = only_fault(polygon_of, rings(outline))
    assert fault.place.coordinate in {0, 2, 3}
    assert fault.place.at[1] == pytest.approx(0)


def test_every_bad_ring_of_a_polygon_is_named():
    tie = [(1, 1), (3, 3), (3, 1), (1, 3), (1, 1)]
    faults = FaultList()
    assert polygon_of(rings(box(0, 0, 10), tie, [(x + 5, y) for x, y in tie]), faults) is None
    assert [fault.place.ring for fault in faults.all()] == ["ring 1", "ring 2"]


@pytest.mark.parametrize(
    ("second", "why"),
    [
        (box(5, 5, 10), "overlap or share an edge"),
        (box(10, 0, 10), "overlap or share an edge"),
        (box(0, 0, 10), "overlap or share an edge"),
        (box(2, 2, 3), "inside another"),
    ],
    ids=["overlapping", "neighbours", "twins", "inside"],
)
def test_parts_that_are_not_apart_are_refused(second, why):
    parts = [rings(box(0, 0, 10), part="polygon 0, "), rings(second, part="polygon 1, ")]
    fault = only_fault(multipolygon_of, parts)
    assert why in fault.why
    assert fault.place.ring == "polygon 1, ring 0"


def test_every_bad_part_is_named():
    tie = [(0, 0), (10, 10), (10, 0), (0, 10), (0, 0)]
    faults = FaultList()
    parts = [rings(tie, part="polygon 0, "), rings(box(50, 0, 1)), rings(tie, part="polygon 2, ")]
    assert multipolygon_of(parts, faults) is None
    assert [fault.place.ring for fault in faults.all()] == ["polygon 0, ring 0", "polygon 2, ring 0"]


def test_parts_may_touch_in_a_point():
    parts = [rings(box(0, 0, 10)), rings(box(10, 10, 5))]
    assert len(multipolygon_of(parts, FaultList()).geoms) == 2


def test_the_worst_ring_that_the_limits_allow_is_judged_at_once():
    corners = [tuple(corner) for corner in np.random.default_rng(1).uniform(0, 1, (1999, 2)).tolist()]
    start = time.process_time()
    assert polygon_of(rings([*corners, corners[0]]), FaultList()) is None
    assert time.process_time() - start < 2
