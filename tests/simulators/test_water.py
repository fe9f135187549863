import numpy as np
import pytest
import shapely

from geo.frame import PortFrame
from simulators.water import NEAR_CLEARANCE_M, Water

ISLAND = b"""{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {},
 "geometry": {"type": "Polygon", "coordinates": [[[0.02, -0.02], [0.04, -0.02], [0.04, 0.02], [0.02, 0.02],
 [0.02, -0.02]]]}}]}"""


@pytest.fixture(scope="module")
def pond():
    """An island of about 2.2 x 4.4 km between -1 km and 10 km, and an area to avoid south-west of it."""
    avoid = [shapely.box(500, -4_500, 1_500, -3_000)]
    return Water(
        ISLAND, PortFrame(0.0, 0.0), (-1_000, -6_000, 10_000, 6_000), (-1_000, -6_000, 10_000, 6_000), avoid
    )


def test_points_and_ways_near_land_are_not_clear(pond):
    assert pond.wet(np.array([[0.0, 0.0], [3_000.0, 0.0], [2_200.0, 0.0]])).tolist() == [True, False, False]
    start = np.zeros((2, 2))
    assert pond.clear(start, np.array([[6_000.0, 0.0], [0.0, 4_000.0]])).tolist() == [False, True]


def test_a_way_goes_round_land_and_what_is_avoided(pond):
    start, end = np.array([0.0, 0.0]), np.array([6_000.0, 0.0])
    way = pond.way(start, end)
    assert (way[0] == start).all()
    assert (way[-1] == end).all()
    assert pond.clear(way[:-1], way[1:]).all()
    assert 6_000 < np.hypot(*np.diff(way, axis=0).T).sum() < 9_500
    south = pond.way(np.array([1_000.0, -2_500.0]), np.array([1_000.0, -5_500.0]))
    assert len(south) > 2
    assert pond.clear(south[:-1], south[1:]).all()


def test_a_way_out_of_an_avoided_area_is_found(pond):
    way = pond.way(np.array([1_000.0, -3_800.0]), np.array([0.0, 0.0]))
    assert way is not None
    assert pond.clear_of_land(way[:-1], way[1:]).all()


def test_there_is_no_way_to_a_place_on_land(pond):
    assert pond.way(np.array([0.0, 0.0]), np.array([3_300.0, 0.0])) is None
    assert pond.length_m(None, 0) == np.inf


def test_cut_and_indexed_land_answers_as_the_land_itself(places, land):
    rng = np.random.default_rng(3)
    start = rng.uniform((-9_000, -9_000), (9_000, 5_000), (3_000, 2))
    end = start + rng.normal(0, 1_500, start.shape)
    ways = shapely.linestrings(np.stack([start, end], axis=1))
    near = shapely.distance(land, ways)
    clear = places.water.clear_of_land(start, end)
    assert not clear[near < NEAR_CLEARANCE_M * 0.9].any()
    assert clear[near > 400].all()
    assert 0 < clear.sum() < len(clear)


def test_long_ways_asked_about_in_pieces_answer_as_the_land_itself(places, land):
    rng = np.random.default_rng(4)
    start = rng.uniform((-20_000, -60_000), (60_000, 60_000), (400, 2))
    end = start + rng.normal(0, 40_000, start.shape)
    near = shapely.distance(land, shapely.linestrings(np.stack([start, end], axis=1)))
    clear = places.water.clear_of_land(start, end)
    assert not clear[near < NEAR_CLEARANCE_M * 0.9].any()
    assert clear[near > 320].all()
    assert 50 < clear.sum() < 350


def test_a_way_is_no_longer_than_the_links_it_was_pulled_from(shipu, places):
    rng = np.random.default_rng(6)
    mouth = places.mouths[0]
    for vessel in shipu.vessels[:40]:
        ground = places.ground_m(vessel, rng)
        way = places.water.way(mouth.outside_m, ground)
        assert places.water.clear_of_land(way[:-1], way[1:]).all()
        node = places.water.node(ground)
        nodes_m = places.water._map.xy_m[[mouth.node, node]]
        ends_m = np.hypot(*(np.stack([mouth.outside_m, ground]) - nodes_m).T).sum()
        linked_m = places.water.length_m(mouth.node, node) + ends_m
        assert np.hypot(*np.diff(way, axis=0).T).sum() <= linked_m + 1e-6


def test_every_mouth_and_berth_of_shipu_is_linked_by_water(shipu, places, land):
    berths = places.xy_m([b.lon for b in shipu.berths], [b.lat for b in shipu.berths])
    for mouth in places.mouths:
        for berth in berths[::9]:
            way = places.water.way(berth, mouth.outside_m)
            assert way is not None, mouth.id
            assert not land.intersects(shapely.LineString(way))
