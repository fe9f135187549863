import math
from fractions import Fraction

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import ahead
from geo.ahead import Lookout
from geo.frame import PortFrame
from geo.motion import dead_reckon
from geo.units import mps_to_kn
from geo.zones import ZoneSet
from tests.geo import oracles
from tests.geo.shapes import polygons, rings_of, star

lattice = st.integers(-14, 14).map(lambda n: n / 2)
boats = st.tuples(lattice, lattice, st.integers(-3, 3), st.integers(-3, 3))


def zones_of(*shapes, frame=None):
    return ZoneSet.build([f"z{n}" for n in range(len(shapes))], shapes, frame)


def edges_ahead(zones, *way):
    return Lookout.of(zones).ahead(*way)


HAIR = Fraction(1, 10**9)


def first_meeting(rings, x, y, u, v, horizon_s, hair):
    """The least t of a straight way that lies on an edge, in exact fractions; None for never.

    A positive hair also counts what is missed by so little; a negative one only what is met by more.
    """
    x, y, u, v = (Fraction(value) for value in (x, y, u, v))
    found = []
    for ring in rings:
        for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
            (ax, ay), (bx, by) = ((Fraction(p[0]), Fraction(p[1])) for p in (a, b))
            ex, ey = bx - ax, by - ay
            cross = u * ey - v * ex
            if cross:
                s = ((ax - x) * v - (ay - y) * u) / cross
                found += [((ax - x) * ey - (ay - y) * ex) / cross] if -hair <= s <= 1 + hair else []
            elif (ax - x) * v == (ay - y) * u:
                ends = sorted(
                    ((px - x) * u + (py - y) * v) / (u * u + v * v) for px, py in ((ax, ay), (bx, by))
                )
                found += [max(ends[0], Fraction(0))] if ends[1] >= 0 else []
    return min((float(max(t, Fraction(0))) for t in found if -hair <= t <= horizon_s + hair), default=None)


@settings(max_examples=200)
@given(
    st.lists(polygons(), min_size=1, max_size=3),
    st.lists(boats, min_size=1, max_size=6),
    st.sampled_from([0, 1, 5, 40]),
)
def test_the_first_edge_ahead_is_that_of_looking_at_every_edge(shapes, fleet, horizon_s):
    sure, possible = {}, {}
    for n, (x, y, u, v) in enumerate(fleet):
        for z, rings in enumerate(map(rings_of, shapes)):
            for slow, hair in ((sure, -HAIR), (possible, 1000 * HAIR)):
                at_s = first_meeting(rings, x, y, u, v, horizon_s, hair) if u or v else None
                if at_s is not None:
                    slow[n, z] = at_s
    found = edges_ahead(zones_of(*shapes), *np.array(fleet, dtype=float).T, horizon_s)
    keys = list(zip(found.boat.tolist(), found.zone.tolist(), strict=True))
    assert keys == sorted(keys)
    assert set(sure) <= set(keys) <= set(possible)
    for key, at_s, inside in zip(keys, found.at_s, found.inside, strict=True):
        assert possible[key] - 1e-9 <= at_s <= sure.get(key, np.inf) + 1e-9
        assert inside == oracles.covers(rings_of(shapes[key[1]]), *fleet[key[0]][:2]) or at_s < 1e-6


def test_a_boat_outside_enters_and_a_boat_inside_leaves():
    zones = zones_of(shapely.box(100, -10, 200, 10))
    found = edges_ahead(zones, [0.0, 150.0, 0.0], [0.0] * 3, [2.0, 2.0, -2.0], [0.0] * 3, 600.0)
    assert found.boat.tolist() == [0, 1]
    assert found.at_s.tolist() == [50.0, 25.0]
    assert found.inside.tolist() == [False, True]


def test_no_way_slips_through_a_vertex_whatever_its_direction():
    rng = np.random.default_rng(3)
    shape = star(rng, 0, 0, 1000, 60)
    corners = shapely.get_coordinates(shape)[:-1]
    start = rng.uniform(-5000, 5000, (400, 2))
    aim = corners[rng.integers(0, len(corners), 400)]
    outside = ~shapely.intersects_xy(shape, *start.T)
    start, aim = start[outside], aim[outside]
    found = edges_ahead(zones_of(shape), *start.T, *((aim - start) / 100).T, 101.0)
    assert len(found.boat) > 0.97 * len(
        start
    )  # a way that only grazes a spike may pass it by a rounding error
    assert (found.at_s <= 100 + 1e-6).all()


def test_many_boats_are_looked_at_in_parts(monkeypatch):
    rng = np.random.default_rng(4)
    zones = zones_of(*(star(rng, *rng.uniform(-3e4, 3e4, 2), 8e3, 70) for _ in range(20)))
    fleet = *rng.uniform(-4e4, 4e4, (2, 500)), *rng.normal(0, 4, (2, 500))
    whole = edges_ahead(zones, *fleet, 1800.0)
    monkeypatch.setattr(ahead, "AT_ONCE", 30)
    parts = edges_ahead(zones, *fleet, 1800.0)
    assert len(whole.boat) > 200
    for name in whole.__slots__:
        np.testing.assert_array_equal(getattr(whole, name), getattr(parts, name))


@pytest.mark.parametrize("lat0", [29.2, 60.0])
def test_far_from_the_origin_the_seconds_are_those_of_the_ellipsoid(lat0):
    frame, lat = PortFrame(121.95, lat0), lat0 + 0.9
    zones = zones_of(shapely.box(122.1, lat - 0.2, 122.3, lat + 0.2), frame=frame)
    east, north = 4.0, 1.0
    x, y = frame.to_xy([122.0], [lat])
    found = edges_ahead(zones, x, y, [east], [north], 7200.0)
    sog_kn, cog_deg = mps_to_kn(math.hypot(east, north)), math.degrees(math.atan2(east, north))
    lon, _ = dead_reckon(122.0, lat, sog_kn, cog_deg, found.at_s)
    assert lon[0] == pytest.approx(122.1, abs=0.1 * 1.5e-3)
    unaware = edges_ahead(zones_of(zones.shapes[0]), x, y, [east], [north], 7200.0)
    assert abs(unaware.at_s[0] / found.at_s[0] - 1) > 0.008


def test_boats_without_speed_no_boats_and_no_zones_meet_nothing():
    zones = zones_of(shapely.box(0, 0, 1, 1))
    assert not len(edges_ahead(zones, [0.0], [0.0], [0.0], [0.0], 60.0).boat)
    assert not len(edges_ahead(zones, [], [], [], [], 60.0).boat)
    assert not len(edges_ahead(zones_of(), [0.0], [0.0], [1.0], [0.0], 60.0).boat)


@pytest.mark.parametrize("column", range(4))
def test_what_is_not_finite_is_refused_by_row(column):
    columns = [np.ones(3) for _ in range(4)]
    columns[column][1] = np.nan
    with pytest.raises(ValueError, match="1 boats are not finite; the first is row 1"):
        edges_ahead(zones_of(shapely.box(0, 0, 1, 1)), *columns, 60.0)


def test_columns_of_different_lengths_and_a_senseless_horizon_are_refused():
    zones = zones_of(shapely.box(0, 0, 1, 1))
    with pytest.raises(ValueError, match="columns of one length"):
        edges_ahead(zones, [0.0], [0.0], [1.0, 1.0], [0.0], 60.0)
    with pytest.raises(ValueError, match="0 or more"):
        edges_ahead(zones, [0.0], [0.0], [1.0], [0.0], -1.0)
