import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.frame import PortFrame
from geo.zones import ZoneSet
from tests.geo import oracles
from tests.geo.shapes import polygons, ring_with_island, rings_of, star

SHIPU = PortFrame(121.95, 29.2)
SQUARE_WITH_HOLE = shapely.box(0, 0, 10, 10).difference(shapely.box(4, 4, 6, 6))
lattice = st.integers(-14, 14).map(lambda n: n / 2)
places = st.tuples(lattice, lattice)
fractions = st.floats(0, 1)


def zones_of(*shapes, frame=None):
    return ZoneSet.build([f"z{n}" for n in range(len(shapes))], shapes, frame)


def beside(value, way):
    """The next number; near 0 one that no product of two of them can push out of the range of numbers."""
    return np.nextafter(value, way * np.inf) if abs(value) > 1e-3 else value + way * 1e-15


def points_worth_asking(draw, shapes, count=12):
    """Lattice points, vertices, points along edges, and the nearest numbers beside vertices."""
    found = [draw(places) for _ in range(count)]
    for shape in shapes:
        ring = draw(st.sampled_from(rings_of(shape)))
        k = draw(st.integers(0, len(ring) - 1))
        (ax, ay), (bx, by), t = ring[k - 1], ring[k], draw(fractions)
        found += [(ax, ay), ((ax + bx) / 2, (ay + by) / 2), (ax + t * (bx - ax), ay + t * (by - ay))]
        found += [(beside(ax, 1), ay), (ax, beside(ay, -1)), (beside(bx, -1), by)]
    return np.array(found, dtype=np.float64).T


@settings(max_examples=150)
@given(st.data(), st.lists(polygons(), min_size=1, max_size=4))
def test_inside_is_what_exact_even_odd_says(data, shapes):
    x, y = points_worth_asking(data.draw, shapes)
    slow = [[oracles.covers(rings_of(shape), *place) for shape in shapes] for place in zip(x, y, strict=True)]
    np.testing.assert_array_equal(zones_of(*shapes).inside(x, y), slow)


@settings(max_examples=60)
@given(st.data(), st.lists(polygons(), min_size=1, max_size=3), st.floats(0.1, 3), st.floats(-1e5, 1e5))
def test_inside_stays_exact_when_turned_and_far_from_the_origin(data, shapes, angle, shift):
    turned = [
        shapely.affinity.translate(
            shapely.affinity.rotate(shape, angle, (0, 0), use_radians=True), shift, shift
        )
        for shape in shapes
    ]
    x, y = points_worth_asking(data.draw, turned)
    fast = zones_of(*turned).inside(x, y)
    last_word = shapely.intersects_xy(np.array(turned), x[:, np.newaxis], y[:, np.newaxis])
    np.testing.assert_array_equal(fast, last_word)
    for n, place in enumerate(zip(x, y, strict=True)):
        for z, rings in enumerate(map(rings_of, turned)):
            assert fast[n, z] == oracles.covers(rings, *place) or oracles.hair_from_edge(rings, *place)


@settings(max_examples=100)
@given(st.data(), polygons())
def test_the_distance_from_the_edge_is_the_shortest_over_all_edges(data, shape):
    x, y = points_worth_asking(data.draw, [shape])
    slow = [oracles.edge_distance(rings_of(shape), *place) for place in zip(x, y, strict=True)]
    signs = [1 if oracles.covers(rings_of(shape), *place) else -1 for place in zip(x, y, strict=True)]
    fast = zones_of(shape).edge_distance_m(x, y, np.zeros(len(x), dtype=int))
    np.testing.assert_allclose(np.abs(fast), slow, atol=1e-12)
    clear = np.abs(fast) > 1e-12
    np.testing.assert_array_equal(np.sign(fast)[clear], np.array(signs)[clear])


@settings(max_examples=100)
@given(
    st.lists(polygons(), min_size=1, max_size=3), st.lists(st.tuples(places, places), min_size=1, max_size=8)
)
def test_moves_cross_a_zone_when_they_meet_it_with_both_ends_outside(shapes, moves):
    rings = [rings_of(shape) for shape in shapes]
    slow = [
        (m, z)
        for m, (start, end) in enumerate(moves)
        for z, edges in enumerate(rings)
        if not oracles.covers(edges, *start)
        and not oracles.covers(edges, *end)
        and oracles.meets(edges, start, end)
    ]
    (x0, y0), (x1, y1) = np.array(moves, dtype=np.float64).transpose(1, 2, 0)
    move, zone = zones_of(*shapes).crossed(x0, y0, x1, y1)
    assert list(zip(move.tolist(), zone.tolist(), strict=True)) == slow


def test_tiny_and_huge_zones_together_are_exact():
    rng = np.random.default_rng(21)
    tiny = [star(rng, *rng.uniform(-50, 50, 2), 10 ** rng.uniform(-3, 1), 30) for _ in range(15)]
    shapes = [*tiny, ring_with_island(rng, 0, 0, 5e5, 300), shapely.box(-1e6, -1e6, 1e6, 1e6)]
    x, y = np.concatenate([rng.uniform(-60, 60, (150, 2)), rng.uniform(-1.1e6, 1.1e6, (50, 2))]).T
    slow = [[oracles.covers(rings_of(shape), *place) for shape in shapes] for place in zip(x, y, strict=True)]
    np.testing.assert_array_equal(zones_of(*shapes).inside(x, y), slow)


@pytest.mark.parametrize(
    ("x", "y"), [(0, 0), (0, 5), (10, 10), (3, 10), (4, 4), (4, 5), (6, 5.5)], ids=lambda v: f"{v:g}"
)
def test_a_point_on_an_edge_a_vertex_or_the_rim_of_a_hole_is_inside(x, y):
    assert zones_of(SQUARE_WITH_HOLE).inside([x], [y]).item()
    assert zones_of(SQUARE_WITH_HOLE).edge_distance_m([x], [y], [0]) == [0.0]


def test_a_point_on_the_shared_edge_of_two_zones_is_inside_both():
    assert zones_of(shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)).inside([1.0], [0.5]).all()


def test_the_distance_is_positive_inside_negative_outside_and_counts_the_hole():
    x, y = np.array([1.0, -2.0, 5.0, 3.0, 13.0]), np.array([5.0, 5.0, 5.0, 5.0, 14.0])
    distances = zones_of(SQUARE_WITH_HOLE).edge_distance_m(x, y, np.zeros(5, dtype=int))
    np.testing.assert_array_equal(distances, [1.0, -2.0, -1.0, 1.0, -5.0])


def test_each_point_is_measured_against_its_own_zone():
    zones = zones_of(shapely.box(0, 0, 10, 10), shapely.box(100, 0, 110, 10))
    np.testing.assert_array_equal(zones.edge_distance_m([5.0, 5.0], [5.0, 5.0], [0, 1]), [5.0, -95.0])


def test_the_distance_far_from_the_origin_is_that_of_the_ellipsoid():
    lon, lat = 121.95, 30.1
    zones = ZoneSet.build(["box"], [shapely.box(lon - 1, lat - 0.05, lon + 1, lat + 0.5)], SHIPU)
    x, y = SHIPU.to_xy([lon, lon + 0.99], [lat, lat])
    true_m = [
        oracles.vincenty(lon, lat, lon, lat - 0.05)[0],
        oracles.vincenty(lon + 0.99, lat, lon + 1, lat)[0],
    ]
    np.testing.assert_allclose(zones.edge_distance_m(x, y, [0, 0]), true_m, rtol=1e-5)
    flat = zones_of(zones.shapes[0]).edge_distance_m(x, y, [0, 0])
    assert abs(flat[1] / true_m[1] - 1) > 0.008


def test_a_move_along_a_tangent_or_through_a_vertex_counts_as_crossing():
    zones = zones_of(shapely.box(0, 0, 10, 10))
    move, zone = zones.crossed([-1.0, -5.0, -1.0], [10.0, 5.0, 10.5], [11.0, 5.0, 11.0], [10.0, 15.0, 10.5])
    assert (move.tolist(), zone.tolist()) == ([0, 1], [0, 0])


def test_a_move_with_an_end_inside_is_no_crossing():
    zones = zones_of(shapely.box(0, 0, 10, 10), shapely.box(4, -5, 6, 20))
    move, zone = zones.crossed([-5.0, 5.0], [5.0, 5.0], [5.0, 50.0], [5.0, 5.0])
    assert not len(move)
    assert not len(zone)
    move, zone = zones.crossed([-5.0], [5.0], [50.0], [5.0])
    assert (move.tolist(), zone.tolist()) == ([0, 0], [0, 1])


def test_a_move_across_a_hole_with_both_ends_in_it_is_no_crossing():
    zones = zones_of(SQUARE_WITH_HOLE)
    assert not len(zones.crossed([4.5], [5.0], [5.5], [5.0])[0])


def test_crossings_of_many_moves_come_in_order():
    rng = np.random.default_rng(6)
    shapes = [star(rng, *rng.uniform(0, 1000, 2), 80, 20) for _ in range(30)]
    ends = rng.uniform(0, 1000, (4, 300))
    move, zone = zones_of(*shapes).crossed(*ends)
    order = np.lexsort((zone, move))
    np.testing.assert_array_equal(order, np.arange(len(order)))
    lines = shapely.linestrings(np.stack([ends[:2].T, ends[2:].T], axis=1))
    met = shapely.intersects(np.array(shapes)[:, np.newaxis], lines)
    ended = zones_of(*shapes).inside(*ends[:2]) | zones_of(*shapes).inside(*ends[2:])
    assert len(move) == np.sum(met.T & ~ended) > 300


def test_zones_in_longitude_and_latitude_hold_the_same_boats_as_in_metres():
    rng = np.random.default_rng(9)
    shapes = [star(rng, 121.95 + dx, 29.2 + dy, 0.05, 50) for dx, dy in rng.uniform(-0.5, 0.5, (20, 2))]
    lon, lat = rng.uniform(121.4, 122.5, 3000), rng.uniform(28.7, 29.7, 3000)
    zones = zones_of(*shapes, frame=SHIPU)
    inside = zones.inside(*SHIPU.to_xy(lon, lat))
    np.testing.assert_array_equal(inside, zones_of(*shapes).inside(lon, lat))
    assert inside.any()


def test_a_zone_across_the_antimeridian_is_whole_in_its_frame():
    fiji = PortFrame(179.9, -17.0)
    parts = shapely.MultiPolygon([shapely.box(179.5, -18, 180, -16), shapely.box(-180, -18, -179.5, -16)])
    zones = zones_of(parts, frame=fiji)
    x, y = fiji.to_xy([179.6, 180.0, -180.0, -179.6, -179.4, 179.4], [-17.0] * 6)
    assert zones.inside(x, y)[:, 0].tolist() == [True, True, True, True, False, False]


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_position_that_is_not_finite_is_refused_by_row(bad):
    zones = zones_of(SQUARE_WITH_HOLE)
    good, broken = np.array([1.0, 2.0]), np.array([1.0, bad])
    with pytest.raises(ValueError, match="1 positions are not finite; the first is row 1"):
        zones.inside(good, broken)
    with pytest.raises(ValueError, match="not finite"):
        zones.edge_distance_m(broken, good, [0, 0])
    with pytest.raises(ValueError, match="not finite"):
        zones.crossed(good, good, good, broken)


def test_columns_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="two columns of one length"):
        zones_of(SQUARE_WITH_HOLE).inside([1.0, 2.0], [1.0])


def test_a_zone_that_does_not_exist_is_refused():
    with pytest.raises(IndexError):
        zones_of(SQUARE_WITH_HOLE).edge_distance_m([1.0], [1.0], [1])


def test_names_must_be_different_and_as_many_as_shapes():
    with pytest.raises(ValueError, match="different names"):
        ZoneSet.build(["a", "a"], [SQUARE_WITH_HOLE] * 2)
    with pytest.raises(ValueError, match="different names"):
        ZoneSet.build(["a"], [SQUARE_WITH_HOLE] * 2)


@pytest.mark.parametrize(
    ("shape", "why"),
    [
        (shapely.Point(0, 0), "no polygon"),
        (shapely.Polygon(), "is empty"),
        (shapely.box(0, 0, 1e9, 1), "farther than"),
    ],
    ids=["point", "empty", "beyond the Earth"],
)
def test_a_shape_that_cannot_be_a_zone_is_refused_by_name(shape, why):
    with pytest.raises(ValueError, match=f"zone z0 .*{why}"):
        zones_of(shape)


def test_a_shape_with_an_unknown_coordinate_is_refused_by_name():
    with np.errstate(invalid="ignore"):
        shape = shapely.Polygon([(0, 0), (1, np.nan), (1, 1)])
    with pytest.raises(ValueError, match="zone z0 has a coordinate that is not finite"):
        zones_of(shape)


def test_no_zones_hold_nobody():
    zones = zones_of()
    assert zones.inside([1.0], [2.0]).shape == (1, 0)
    assert not len(zones.crossed([0.0], [0.0], [9.0], [9.0])[0])
    assert not len(zones.edge_distance_m([], [], []))


def test_no_points_are_nowhere():
    assert zones_of(SQUARE_WITH_HOLE).inside([], []).shape == (0, 1)


@settings(max_examples=60)
@given(st.data(), st.lists(polygons(), min_size=1, max_size=4), polygons())
def test_a_zone_drawn_anew_is_as_if_built(data, shapes, new):
    number = data.draw(st.integers(0, len(shapes) - 1))
    before = zones_of(*shapes)
    after = before.replaced(f"z{number}", new)
    drawn = [*shapes[:number], new, *shapes[number + 1 :]]
    built = zones_of(*drawn)
    x, y = points_worth_asking(data.draw, [*shapes, *drawn])
    np.testing.assert_array_equal(after.inside(x, y), built.inside(x, y))
    which = np.full(len(x), number)
    np.testing.assert_array_equal(after.edge_distance_m(x, y, which), built.edge_distance_m(x, y, which))
    moves = (x[:-1], y[:-1], x[1:], y[1:])
    np.testing.assert_array_equal(after.crossed(*moves), built.crossed(*moves))
    np.testing.assert_array_equal(before.inside(x, y), zones_of(*shapes).inside(x, y))


def test_a_zone_drawn_anew_in_longitude_and_latitude_lies_where_it_was_drawn():
    zones = zones_of(star(np.random.default_rng(1), 121.95, 29.2, 0.05, 30), frame=SHIPU)
    moved = zones.replaced("z0", shapely.box(122.0, 29.3, 122.1, 29.4))
    assert moved.inside(*SHIPU.to_xy([122.05, 121.95], [29.35, 29.2]))[:, 0].tolist() == [True, False]


def test_a_zone_that_is_not_there_or_a_shape_that_cannot_be_one_is_refused():
    with pytest.raises(ValueError, match="no zone z9 to replace"):
        zones_of(SQUARE_WITH_HOLE).replaced("z9", SQUARE_WITH_HOLE)
    with pytest.raises(ValueError, match=r"zone z0 .* is empty"):
        zones_of(SQUARE_WITH_HOLE).replaced("z0", shapely.Polygon())
