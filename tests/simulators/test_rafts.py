import numpy as np
import pytest
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from simulators.rafts import ABREAST, LANE_M, moor, raft_up
from twin.port import ConfigError

LENGTH_M, BEAM_M = 48.0, 7.5
"""The longest and the widest boat that lies in a raft (`simulators.register`)."""
BOATS = 3_000


def hulls(xy_m, heading_deg):
    turn = np.radians(heading_deg)
    ahead = np.column_stack([np.sin(turn), np.cos(turn)]) * LENGTH_M / 2
    abeam = np.column_stack([np.cos(turn), -np.sin(turn)]) * BEAM_M / 2
    return shapely.polygons(
        np.stack(
            [xy_m + ahead + abeam, xy_m + ahead - abeam, xy_m - ahead - abeam, xy_m - ahead + abeam], axis=1
        )
    )


@pytest.fixture(scope="module")
def sheltered(shipu, places):
    """All boats of the port in harbour at once: a typhoon."""
    return moor(places, shipu.berths, BOATS, np.random.default_rng(2))


@pytest.fixture(scope="module")
def berths_m(shipu, places):
    return places.xy_m([b.lon for b in shipu.berths], [b.lat for b in shipu.berths])


def test_three_thousand_boats_lie_within_their_own_berths(shipu, sheltered, berths_m):
    xy_m, heading_deg = sheltered
    away_m = np.hypot(*(xy_m[:, None] - berths_m).transpose(2, 0, 1))
    nearest = away_m.argmin(axis=1)
    radii = np.array([berth.radius_m for berth in shipu.berths])
    assert (away_m.min(axis=1) <= radii[nearest]).all()
    lying = np.bincount(nearest, minlength=len(shipu.berths))
    assert (lying <= [berth.places for berth in shipu.berths]).all()
    assert ((heading_deg >= 0) & (heading_deg < 360)).all()


def test_every_hull_is_afloat_and_touches_no_other(sheltered, places, land):
    boxes = hulls(*sheltered)
    assert places.water.wet(sheltered[0]).all()
    assert not land.intersects(shapely.multipolygons(boxes))
    first, second = shapely.STRtree(boxes).query(boxes, predicate="intersects")
    assert (first == second).all()


def test_no_raft_is_longer_than_allowed_and_a_fire_lane_parts_it_from_the_next(sheltered):
    boxes = hulls(*sheltered)
    tree = shapely.STRtree(boxes)
    first, second = tree.query(boxes, predicate="dwithin", distance=3.0)
    links = coo_array((np.ones(len(first)), (first, second)), shape=(BOATS, BOATS))
    _, raft = connected_components(links, directed=False)
    assert np.bincount(raft).max() == ABREAST
    first, second = tree.query(boxes, predicate="dwithin", distance=LANE_M - 1.0)
    assert (raft[first] == raft[second]).all()


def test_the_port_says_how_many_boats_its_berths_hold(shipu, places):
    room = [len(raft_up(places, shipu.berths, row)[0]) for row in range(len(shipu.berths))]
    assert room == [berth.places for berth in shipu.berths]
    inside = [n for n, berth in zip(room, shipu.berths, strict=True) if not berth.id.startswith("outer")]
    assert sum(inside) > 2_952  # 2,519 own boats, 216 visitors and 217 supply boats (`domain.md` §1.3)


def test_few_boats_lie_at_ease_at_several_berths(shipu, places, berths_m):
    xy_m, _ = moor(places, shipu.berths, 150, np.random.default_rng(2))
    nearest = np.hypot(*(xy_m[:, None] - berths_m).transpose(2, 0, 1)).argmin(axis=1)
    lying = np.bincount(nearest)[np.unique(nearest)]
    assert len(lying) == 9
    assert {shipu.berths[row].kind for row in nearest} == {"quay"}


def test_boats_that_find_no_berth_anchor_in_the_roads_each_on_its_own(shipu, places, berths_m):
    xy_m, heading_deg = moor(places, shipu.berths[:2], 500, np.random.default_rng(2))
    assert xy_m.shape == (500, 2)
    assert heading_deg.shape == (500,)
    away_m = np.hypot(*(xy_m[:, None] - berths_m[:2]).transpose(2, 0, 1))
    anchored = xy_m[(away_m > [berth.radius_m for berth in shipu.berths[:2]]).all(axis=1)]
    assert len(anchored) == 500 - sum(berth.places for berth in shipu.berths[:2])
    apart_m = shapely.STRtree(shapely.points(xy_m)).query(
        shapely.points(anchored), predicate="dwithin", distance=70.0
    )
    assert apart_m.shape[1] == len(anchored)
    assert places.water.wet(xy_m).all()


def test_more_boats_than_the_water_holds_are_refused_with_a_remedy(shipu, places):
    with pytest.raises(ConfigError, match=r"has room for \d+ boats, not 40000.*Add berths"):
        moor(places, shipu.berths[:1], 40_000, np.random.default_rng(2))
