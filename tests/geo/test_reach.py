import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import reach
from geo.distance import distance_m
from geo.encounter import encounters
from geo.motion import sail
from geo.reach import Discs, Plane, within_reach
from geo.tracks import Tracks

LIMIT_M, HORIZON_S = 500.0, 900.0


def fleet(seed: int, n: int) -> Tracks:
    rng = np.random.default_rng(seed)
    where = sail(121.95, 29.2, 20_000 * np.sqrt(rng.random(n)), rng.uniform(0, 360, n))
    return Tracks.of(*where, rng.uniform(0, 15, n), rng.uniform(0, 360, n))


def told(one, other) -> set[tuple[int, int]]:
    return {(min(pair), max(pair)) for pair in zip(one.tolist(), other.tolist(), strict=True)}


@settings(max_examples=40)
@given(st.integers(0, 2**32), st.integers(1, 60), st.sampled_from([0, 10**6]))
def test_no_pair_of_some_and_others_that_meets_is_missing_however_they_are_sought(seed, n, few):
    tracks, rng = fleet(seed, n), np.random.default_rng(seed)
    some, others = (np.flatnonzero(rng.random(n) < part) for part in (0.3, 0.7))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reach, "FEW_LOOKS", few)
        plane = Plane.over(tracks.lon_deg, tracks.lat_deg)
        ways = (*plane.lay(tracks.lon_deg, tracks.lat_deg), tracks.east_mps, tracks.north_mps)
        discs = Discs.of(*ways, LIMIT_M, HORIZON_S, 1 + plane.squeeze)
        found = told(*discs.near([(some, discs.ranked(others))]))
    met = encounters(tracks, LIMIT_M, HORIZON_S)
    mine = {(a, b) for a, b in told(met.first, met.second) if _meant(a, b, some, others)}
    assert mine <= found
    assert all(_meant(a, b, some, others) for a, b in found)
    assert found <= told(*within_reach(tracks, LIMIT_M, HORIZON_S))


def _meant(a: int, b: int, some, others) -> bool:
    return (a in some and b in others) or (b in some and a in others)


@settings(max_examples=60)
@given(st.integers(0, 2**32), st.sampled_from([-179.9, 0.0, 121.95]), st.floats(-60, 60))
def test_a_plane_lengthens_no_distance_and_holds_what_lies_about_its_places(seed, lon, lat):
    rng = np.random.default_rng(seed)
    where = sail(lon, lat, 50_000 * np.sqrt(rng.random(20)), rng.uniform(0, 360, 20))
    plane = Plane.over(*where, 1.0)
    near, far = (sail(lon, lat, away_m, 90.0) for away_m in (50_000.0, 400_000.0))
    assert plane.holds(*plane.lay(*where))
    assert plane.holds(*plane.lay(*(np.atleast_1d(side) for side in near)))
    assert not plane.holds(*plane.lay(*(np.atleast_1d(side) for side in far)))
    x, y = plane.lay(*where)
    there_m = distance_m(where[0][0], where[1][0], where[0], where[1])
    assert (np.hypot(x - x[0], y - y[0]) <= there_m * (1 + 1e-4) + 1e-6).all()


def test_who_sails_for_a_minute_moves_in_the_plane_as_far_as_it_says():
    lon, lat = np.array([122.0]), np.array([29.0])
    plane = Plane.over(lon, lat, 2.0)
    after = sail(lon, lat, 300.0, 30.0)
    speed = plane.shorten(lat, 5.0 * np.sin(np.radians([30.0])), 5.0 * np.cos(np.radians([30.0])))
    for was, now, mps in zip(plane.lay(lon, lat), plane.lay(*after), speed, strict=True):
        assert now - was == pytest.approx(60 * mps, abs=0.02)


def test_a_plane_of_nobody_holds_nobody():
    plane = Plane.over(np.zeros(0), np.zeros(0), 1.0)
    assert plane.holds(*plane.lay(np.zeros(0), np.zeros(0)))
    for lon, lat in ((0.0, 0.0), (122.0, 29.0)):
        assert not plane.holds(*plane.lay(np.array([lon]), np.array([lat])))
