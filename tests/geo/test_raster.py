import numpy as np
import pytest
import shapely

from geo import raster
from geo.raster import Edges, lines, ranges, runs_inside, touched
from tests.geo.shapes import ring_with_island, star


def array_of(*shapes):
    return np.array(shapes, dtype=np.object_)


def test_edges_know_on_which_side_their_zone_lies():
    rng = np.random.default_rng(7)
    for shape in (
        star(rng, 5, 5, 40, 30),
        star(rng, 0, 0, 1, 9).reverse(),
        ring_with_island(rng, 0, 0, 90, 20),
    ):
        edges = Edges.of(array_of(shape))
        along = edges.high - edges.low
        aside = np.column_stack([-along[:, 1], along[:, 0]]) * edges.left[:, np.newaxis] * 1e-6
        x, y = ((edges.low + edges.high) / 2 + aside).T
        assert shapely.intersects_xy(shape, x, y).all()
        x, y = ((edges.low + edges.high) / 2 - aside).T
        assert not shapely.intersects_xy(shape, x, y).any()


def test_edges_rise_and_have_a_length():
    doubled = shapely.Polygon([(0, 0), (0, 0), (2, 0), (2, 2), (2, 2), (0, 2)])
    edges = Edges.of(array_of(doubled))
    assert len(edges.zone) == 4
    assert (edges.low[:, 1] <= edges.high[:, 1]).all()


def test_the_edges_of_one_zone_are_replaced_and_the_others_stay():
    boxes = [shapely.box(n, 0, n + 1, 1) for n in range(3)]
    triangle = shapely.Polygon([(7, 7), (8, 7), (7, 8)])
    edges, begin, end = Edges.of(array_of(*boxes)).replaced(1, Edges.of(array_of(triangle)))
    assert (begin, end) == (4, 8)
    whole = Edges.of(array_of(boxes[0], triangle, boxes[2]))
    for name in edges.__slots__:
        np.testing.assert_array_equal(getattr(edges, name), getattr(whole, name))


@pytest.mark.parametrize("side", [1, 5, 40])
def test_every_cell_that_an_edge_meets_is_touched_and_lone_edges_are_alone(side):
    rng = np.random.default_rng(side)
    shapes = array_of(*(star(rng, *rng.uniform(-50, 50, 2), 40, 9) for _ in range(4)))
    edges = Edges.of(shapes)
    xs, ys = lines(edges, 4, side)
    found = touched(edges, xs, ys)
    told = dict(zip(zip(found.zone, found.row, found.column, strict=True), found.edge, strict=True))
    pieces = shapely.linestrings(np.stack([edges.low, edges.high], axis=1))
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            cell = shapely.box(
                xs[column], ys[row], np.nextafter(xs[column + 1], -1e9), np.nextafter(ys[row + 1], -1e9)
            )
            meets = np.flatnonzero(shapely.intersects(pieces, cell))
            for zone in set(edges.zone[meets]):
                own = meets[edges.zone[meets] == zone]
                alone = told[zone, row, column]
                assert alone in (-1, own[0])
                assert alone == -1 or len(own) == 1


def test_a_run_inside_lies_between_two_touched_cells():
    shapes = array_of(shapely.box(0, 0, 100, 100))
    shapely.prepare(shapes)
    edges = Edges.of(shapes)
    xs, ys = lines(edges, 1, 20)
    found = touched(edges, xs, ys)
    run = runs_inside(shapes, found, xs, ys)
    assert len(run) > 5
    assert (found.column[run + 1] - found.column[run] > 1).all()


def test_a_few_zones_get_few_cells():
    edges = Edges.of(array_of(shapely.box(0, 0, 1, 1)))
    assert len(lines(edges, 1, 766)[0]) <= 2 * raster.SIDE_PER_ROOT_OF_EDGES + 2


def test_ranges_stand_one_after_the_other():
    assert ranges(np.array([5, 0, 9]), np.array([2, 0, 3])).tolist() == [5, 6, 9, 10, 11]
    assert ranges(np.array([], dtype=int), np.array([], dtype=int)).tolist() == []
