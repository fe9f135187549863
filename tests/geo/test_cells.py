import numpy as np
import pytest
import shapely

from geo import raster
from geo.cells import CellIndex
from tests.geo.shapes import ring_with_island, star

SIDES = (1, 2, 3, 10, 57, 254, 1022)


def prepared(*shapes):
    array = np.array(shapes, dtype=np.object_)
    shapely.prepare(array)
    return array


def spread(seed=11):
    """Overlapping stars and rings from 1 m to 100 km, the small ones crowded into one harbour."""
    rng = np.random.default_rng(seed)
    sea = [ring_with_island(rng, *rng.uniform(-5e4, 5e4, 2), rng.uniform(5e3, 5e4), 60) for _ in range(8)]
    harbour = [star(rng, *rng.uniform(-900, 900, 2), 10 ** rng.uniform(0, 2.5), 40) for _ in range(20)]
    return prepared(*sea, *harbour, shapely.box(-1e5, -1e5, 1e5, 1e5))


def answers(index, shapes, x, y):
    inside, point, zone = index.lookup(x, y)
    assert not inside[point, zone].any()
    inside[point, zone] = shapely.intersects_xy(shapes[zone], x[point], y[point])
    return inside


def exact(shapes, x, y):
    return shapely.intersects_xy(shapes[np.newaxis, :], x[:, np.newaxis], y[:, np.newaxis])


@pytest.mark.parametrize("side", SIDES)
def test_every_side_gives_the_answers_of_the_exact_test(side):
    shapes, rng = spread(), np.random.default_rng(side)
    index = CellIndex.build(shapes, side)
    corners = shapely.get_coordinates(shapes)
    near = corners + rng.choice([-1e-9, 0.0, 1e-9], corners.shape)
    wide = rng.uniform(-1.1e5, 1.1e5, (2000, 2))
    crossings = np.column_stack([rng.choice(index.xs, 1000), rng.choice(index.ys, 1000)])
    x, y = np.concatenate([corners, near, wide, rng.uniform(-1500, 1500, (2000, 2)), crossings]).T
    np.testing.assert_array_equal(answers(index, shapes, x, y), exact(shapes, x, y))


@pytest.mark.parametrize("side", SIDES)
def test_points_on_the_lines_and_one_step_beside_them_have_the_exact_answers(side):
    shapes = spread()
    index = CellIndex.build(shapes, side)
    lines = np.concatenate([index.xs, np.nextafter(index.xs, -np.inf), np.nextafter(index.xs, np.inf)])
    y = np.random.default_rng(side).choice(np.concatenate([index.ys, [0.0, 17.0]]), len(lines))
    np.testing.assert_array_equal(answers(index, shapes, lines, y), exact(shapes, lines, y))


def test_edges_that_run_along_the_lines_are_seen_from_both_sides():
    shapes = prepared(*(shapely.box(x, y, x + 1, y + 1) for x in range(8) for y in range(8)))
    index = CellIndex.build(shapes, 8)
    x, y = (v.ravel() for v in np.meshgrid(np.arange(0, 8.25, 0.25), np.arange(0, 8.25, 0.25)))
    np.testing.assert_array_equal(answers(index, shapes, x, y), exact(shapes, x, y))


def test_edges_between_two_neighbouring_numbers_are_not_lost():
    step = np.nextafter(1000.0, 2000.0)
    sliver = shapely.Polygon([(1000.0, 0), (step, 1000), (2000, 1000), (2000, 0)])
    shapes = prepared(sliver, shapely.box(0, 0, 3000, 1000))
    for side in range(1, 12):
        index = CellIndex.build(shapes, side)
        x = np.array([np.nextafter(1000.0, 0), 1000.0, step, np.nextafter(step, 2000)] * 101)
        y = np.repeat(np.linspace(0, 1000, 101), 4)
        np.testing.assert_array_equal(answers(index, shapes, x, y), exact(shapes, x, y))


@pytest.mark.parametrize("seed", range(20))
def test_edges_that_pass_the_corner_of_a_cell_by_a_rounding_error_are_not_lost(seed):
    corners = np.random.default_rng(seed).integers(0, 40, (60, 3, 2)) / 10
    shapes = prepared(*(shape for shape in map(shapely.Polygon, corners) if shape.area > 0))
    index = CellIndex.build(shapes, 40)
    middles = [(lines[:-1] + lines[1:]) / 2 for lines in (index.xs, index.ys)]
    for xs, ys in ((index.xs, index.ys), middles):
        x, y = (v.ravel() for v in np.meshgrid(xs, ys))
        np.testing.assert_array_equal(answers(index, shapes, x, y), exact(shapes, x, y))


def test_points_far_from_every_edge_are_spared_the_exact_test():
    shapes, rng = spread(), np.random.default_rng(2)
    x, y = rng.uniform(-1e5, 1e5, (2, 20_000))
    _, point, _ = CellIndex.build(shapes).lookup(x, y)
    assert len(point) < 0.02 * len(x) * len(shapes)


def test_a_crowded_harbour_gets_finer_cells_than_the_sea():
    index = CellIndex.build(spread())
    assert np.sum(np.abs(index.xs) < 1000) > 10 * len(index.xs) * 1000 / 1e5


def test_points_outside_all_cells_are_outside_all_zones():
    shapes = prepared(shapely.box(0, 0, 1, 1))
    far = np.array([-1e308, -1.0, 0.5, 2.0, 1e308])
    index = CellIndex.build(shapes)
    assert not answers(index, shapes, far, np.full(5, -3.0)).any()
    assert not answers(index, shapes, np.full(5, 7.0), far).any()


def test_the_pairs_come_zone_by_zone():
    _, _, zone = CellIndex.build(spread(), 20).lookup(*np.random.default_rng(3).uniform(-1e5, 1e5, (2, 500)))
    assert np.all(np.diff(zone) >= 0)
    assert len(zone)


def test_no_zones_and_no_points_are_no_trouble():
    nothing = CellIndex.build(prepared())
    inside, point, _ = nothing.lookup(np.array([0.0, 1.0]), np.array([0.0, 1.0]))
    assert inside.shape == (2, 0)
    assert not len(point)
    inside, point, _ = CellIndex.build(spread()).lookup(np.zeros(0), np.zeros(0))
    assert inside.shape == (0, len(spread()))
    assert not len(point)


@pytest.mark.parametrize(("name", "bound"), [("MAX_BYTES", 5000), ("MAX_TOUCHES", 500)])
def test_the_bounds_of_building_make_the_cells_coarser(monkeypatch, name, bound):
    fine = CellIndex.build(spread())
    monkeypatch.setattr(raster, name, bound)
    coarse = CellIndex.build(spread())
    assert len(coarse.xs) < len(fine.xs) / 2


def test_spiky_zones_at_the_limits_are_indexed_within_bounds():
    rng = np.random.default_rng(4)
    shapes = prepared(*(star(rng, 0, 0, 1e5, 2000, 0.99) for _ in range(10)))
    index = CellIndex.build(shapes)
    assert len(index.pair_zone) < 2 * raster.MAX_TOUCHES
    x, y = rng.uniform(-1e5, 1e5, (2, 300))
    np.testing.assert_array_equal(answers(index, shapes, x, y), exact(shapes, x, y))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("side", [10, 766])
def test_zones_drawn_anew_one_after_the_other_are_as_if_built(side, seed):
    rng, shapes = np.random.default_rng(seed), spread(seed)
    index = CellIndex.build(shapes, side)
    for zone in rng.integers(0, len(shapes) - 1, 6):  # the last one reaches to the margin
        vertices, where = int(rng.integers(3, 90)), rng.uniform(-5e4, 5e4, 2)
        shapes = shapes.copy()
        shapes[zone : zone + 1] = prepared(ring_with_island(rng, *where, 10 ** rng.uniform(0, 4.6), vertices))
        index = index.replaced(int(zone), shapes)
        assert len(index.pair_zone) == len(index.pair_edge) == index.first_pair[-1]
        corners = shapely.get_coordinates(shapes)
        wide = rng.uniform(-1.2e5, 1.2e5, (3000, 2))
        x, y = np.concatenate([corners, corners + rng.normal(0, 300, corners.shape), wide]).T
        np.testing.assert_array_equal(answers(index, shapes, x, y), exact(shapes, x, y))
    fresh = CellIndex.build(shapes, side)
    np.testing.assert_array_equal(index.edges.low, fresh.edges.low)


def test_a_zone_drawn_beyond_the_lines_is_found_there():
    shapes = spread()
    index = CellIndex.build(shapes)
    shapes[3:4] = prepared(shapely.box(-3e5, 0, 3e5, 10))
    x, y = np.array([-2.9e5, 0.0, 2.9e5, 3.1e5]), np.full(4, 5.0)
    again = index.replaced(3, shapes)
    np.testing.assert_array_equal(answers(again, shapes, x, y), exact(shapes, x, y))
    assert again.xs[0] < index.xs[0]


def test_an_edge_that_passes_through_a_cell_decides_it_without_the_exact_test():
    shapes = prepared(shapely.Polygon([(-1e4, -1e4), (2e4, -9e3), (3e3, 2e4)]))
    index = CellIndex.build(shapes)
    x, y = np.random.default_rng(5).uniform(-1e4, 2e4, (2, 20_000))
    inside, point, _ = index.lookup(x, y)
    assert len(point) < 60
    assert inside.sum() > 5000
    hair = np.linspace(0.1, 0.9, 999)
    x, y = -1e4 + 3e4 * hair, -1e4 + 1e3 * hair
    assert len(index.lookup(x, y)[1]) > 500
    np.testing.assert_array_equal(answers(index, shapes, x, y), exact(shapes, x, y))


def test_a_shape_that_is_not_valid_has_the_answers_of_the_exact_test():
    eight = shapely.Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])
    twice = shapely.Polygon([(0, 0), (90, 0), (90, 90), (0, 90), (0, 0), (60, 0), (60, 60), (0, 60)])
    shapes = prepared(eight, twice, shapely.box(20, 20, 70, 70))
    x, y = np.random.default_rng(6).uniform(-5, 105, (2, 5000))
    index = CellIndex.build(shapes)
    np.testing.assert_array_equal(answers(index, shapes, x, y), exact(shapes, x, y))
    np.testing.assert_array_equal(answers(index.replaced(0, shapes), shapes, x, y), exact(shapes, x, y))


@pytest.mark.parametrize("side", SIDES)
def test_no_move_that_stays_in_a_cell_without_edges_meets_an_edge(side):
    shapes, rng = spread(), np.random.default_rng(side)
    index = CellIndex.build(shapes, side)
    corners = shapely.get_coordinates(shapes)
    start = np.concatenate(
        [
            corners + rng.normal(0, 30, corners.shape),
            np.column_stack([rng.choice(index.xs, 500), rng.choice(index.ys, 500)]),
            rng.uniform(-1.1e5, 1.1e5, (1000, 2)),
        ]
    )
    end = start + rng.normal(0, 10 ** rng.uniform(0, 3, (len(start), 1)), start.shape)
    cell = index.cell_of(*end.T)
    open_ = (cell != index.cell_of(*start.T)) | index.is_touched(cell)
    ways = shapely.linestrings(np.stack([start, end], axis=1))
    edges = shapely.boundary(shapes)
    meets = shapely.intersects(edges[np.newaxis, :], ways[:, np.newaxis]).any(axis=1)
    assert not (meets & ~open_).any()
    assert meets.any()
