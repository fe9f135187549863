import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.distance import distance_m
from geo.encounter import closest, encounters, passing
from geo.motion import dead_reckon, sail
from geo.tracks import Tracks
from geo.units import METRES_PER_NM, kn_to_mps
from geo.wgs84 import metres_per_degree

LON, LAT = 121.95, 29.2


def pair_of(first, second, horizon_s=3600.0, **doubt):
    tracks = Tracks.of(*np.array([first, second]).T, **doubt)
    return closest(tracks, np.array([0]), np.array([1]), horizon_s)


def fleet(seed, n, spread_m=8_000.0, lon=LON, lat=LAT, **doubt):
    rng = np.random.default_rng(seed)
    where = sail(lon, lat, spread_m * np.sqrt(rng.random(n)), rng.uniform(0, 360, n))
    sog = np.where(rng.random(n) < 0.4, 0.0, rng.uniform(0, 15, n))
    return Tracks.of(*where, sog, rng.uniform(0, 360, n), **doubt)


def all_pairs(tracks):
    return np.triu_indices(len(tracks.lon_deg), 1)


@pytest.mark.parametrize("number", range(7))
def test_cpa_and_tcpa_are_those_of_tensiondev(shared_data, number):
    found = json.loads(shared_data("vectors/tensiondev_cpa_tcpa.json").read_text("utf-8"))["vectors"]
    assert len(found) == 7
    vector = found[number]
    own, target = ([vector[who][name] for name in ("lon", "lat", "sog", "cog")] for who in ("own", "target"))
    met = pair_of(own, target)
    low_nm, high_nm = vector["cpa_nm"]
    assert low_nm - 0.005 <= met.cpa_m[0] / METRES_PER_NM <= high_nm + 0.005
    low_s, high_s = vector["tcpa_s"]
    assert (low_s + high_s) / 2 - 3 <= met.tcpa_s[0] <= (low_s + high_s) / 2 + 3


positions = st.tuples(st.floats(-0.05, 0.05), st.floats(-0.05, 0.05), st.floats(0, 20), st.floats(0, 360))


@settings(max_examples=80)
@given(positions, positions, st.sampled_from([-170.0, 0.0, 121.95, 180.0]), st.floats(-65, 65))
def test_the_closest_distance_is_the_least_seen_second_by_second_on_the_ellipsoid(one, two, lon, lat):
    ways = np.array([one, two]) + np.array([lon, lat, 0, 0])
    met = pair_of(*ways, horizon_s=1200.0)
    seconds = np.arange(1201.0)
    (lon1, lat1), (lon2, lat2) = (dead_reckon(*way, seconds) for way in ways)
    apart_m = distance_m(lon1, lat1, lon2, lat2)
    rough_m = 25.0 + 2e-4 * apart_m.max()  # half a second of 40 kn, and sailing's own 0.01 %
    assert met.cpa_m[0] == pytest.approx(apart_m.min(), abs=rough_m)
    assert apart_m[round(met.tcpa_s[0])] == pytest.approx(apart_m.min(), abs=2 * rough_m)
    assert met.now_m[0] == pytest.approx(apart_m[0], rel=1e-4, abs=1e-6)


@settings(max_examples=60)
@given(
    st.integers(0, 2**32),
    st.integers(0, 60),
    st.floats(0, 2000),
    st.sampled_from([0.0, 60.0, 900.0]),
    st.floats(0, 60),
    st.floats(0, 2),
    st.booleans(),
    st.sampled_from([(LON, LAT), (180.0, -17.0), (0.0, 0.0), (9.0, 68.0)]),
)
def test_the_encounters_are_those_of_looking_at_all_pairs(
    seed, n, limit_m, horizon_s, age_s, change, ask, where
):
    tracks = fleet(seed, n, 20_000.0, *where, age_s=age_s, change_mps=change)
    asks = np.random.default_rng(seed).random(n) < 0.3 if ask else None
    slow = closest(tracks, *all_pairs(tracks), horizon_s)
    keep = slow.least_m <= limit_m
    if asks is not None:
        keep &= asks[slow.first] | asks[slow.second]
    slow, fast = slow.where(keep), encounters(tracks, limit_m, horizon_s, asks)
    for name in slow.__slots__:
        np.testing.assert_array_equal(getattr(fast, name), getattr(slow, name), err_msg=name)


def test_a_fleet_spread_over_three_hundred_kilometres_loses_no_pair():
    tracks = fleet(3, 1500, 150_000.0)
    slow = closest(tracks, *all_pairs(tracks), 1200.0)
    fast = encounters(tracks, 1852.0, 1200.0)
    slow = slow.where(slow.least_m <= 1852.0)
    np.testing.assert_array_equal(fast.first, slow.first)
    np.testing.assert_array_equal(fast.second, slow.second)
    assert len(fast.first) > 300


@settings(max_examples=150)
@given(st.integers(0, 2**32), st.floats(0, 120), st.floats(0, 6), st.floats(0, 50))
def test_the_truth_lies_between_least_and_most_whatever_the_doubts_hide(seed, age_s, change, error):
    rng = np.random.default_rng(seed)
    tracks = fleet(seed, 2, 3000.0, age_s=age_s, change_mps=change, error_m=error)
    told = closest(tracks, *all_pairs(tracks), 900.0)
    turn, side = rng.uniform(0, 2 * np.pi, (2, 2))
    part_m, part_mps = (
        tracks.doubt_m * rng.choice([0, 0.5, 1], 2),
        tracks.doubt_mps * rng.choice([0, 0.5, 1], 2),
    )
    lon, lat = sail(tracks.lon_deg, tracks.lat_deg, part_m, np.degrees(turn))
    east, north = tracks.east_mps + part_mps * np.sin(side), tracks.north_mps + part_mps * np.cos(side)
    truth = closest(Tracks(lon, lat, east, north, part_m * 0, part_mps * 0), *all_pairs(tracks), 900.0)
    hair_m = 1e-3 + 2e-4 * part_m.sum()
    assert told.least_m[0] - hair_m <= truth.cpa_m[0] <= told.most_m[0] + hair_m
    assert told.least_m[0] <= told.cpa_m[0] <= told.most_m[0]


@settings(max_examples=100)
@given(st.integers(0, 2**32), st.floats(0, 60), st.floats(0, 8))
def test_the_least_distance_is_the_least_over_all_instants(seed, age_s, change):
    tracks = fleet(seed, 2, 3000.0, age_s=age_s, change_mps=change)
    told = closest(tracks, *all_pairs(tracks), 900.0)
    per_lon_m, per_lat_m = metres_per_degree(tracks.lat_deg.mean())
    at_s = np.linspace(0, 900, 9001)
    east_m = np.diff(tracks.lon_deg) * per_lon_m + np.diff(tracks.east_mps) * at_s
    north_m = np.diff(tracks.lat_deg) * per_lat_m + np.diff(tracks.north_mps) * at_s
    less_m = np.hypot(east_m, north_m) - tracks.doubt_m.sum() - tracks.doubt_mps.sum() * at_s
    assert max(0.0, less_m.min() - 1.0) <= told.least_m[0] <= max(0.0, less_m.min()) + 1e-6


def test_without_doubt_least_most_and_cpa_are_one():
    tracks = fleet(5, 40)
    told = closest(tracks, *all_pairs(tracks), 600.0)
    np.testing.assert_allclose(told.least_m, told.cpa_m, atol=1e-6)
    np.testing.assert_array_equal(told.most_m, told.cpa_m)


def test_an_old_fix_makes_an_answer_into_cannot_tell():
    ahead = (LON, LAT, 8.0, 90.0), (LON + 0.05, LAT, 8.0, 270.0)
    fresh = pair_of(*ahead, horizon_s=900.0, age_s=0.0)
    old = pair_of(*ahead, horizon_s=900.0, age_s=60.0, change_mps=1.0)
    assert fresh.most_m[0] < 50
    assert old.least_m[0] < 50
    assert old.most_m[0] > 185


def test_a_head_on_meeting_is_closest_half_way():
    met = pair_of((LON, LAT, 10.0, 90.0), (LON + 0.1, LAT, 10.0, 270.0))
    speed = kn_to_mps(20.0)
    assert met.cpa_m[0] < 1e-6
    assert met.tcpa_s[0] == pytest.approx(met.now_m[0] / speed)
    assert met.closing_mps[0] == pytest.approx(speed)


def test_boats_that_part_are_closest_now_and_their_distance_grows():
    met = pair_of((LON, LAT, 5.0, 270.0), (LON + 0.01, LAT, 5.0, 90.0))
    assert (met.tcpa_s[0], met.cpa_m[0]) == (0.0, met.now_m[0])
    assert met.closing_mps[0] == pytest.approx(-kn_to_mps(10.0))


@pytest.mark.parametrize("sog", [0.0, 7.0])
def test_boats_without_relative_motion_keep_their_distance(sog):
    met = pair_of((LON, LAT, sog, 45.0), (LON + 0.01, LAT, sog, 45.0))
    assert (met.tcpa_s[0], met.closing_mps[0]) == (0.0, 0.0)
    assert met.cpa_m[0] == met.least_m[0] == met.most_m[0] == met.now_m[0]


def test_two_at_one_place_are_there_now():
    met = pair_of((LON, LAT, 5.0, 45.0), (LON, LAT, 3.0, 200.0))
    assert (met.now_m[0], met.cpa_m[0], met.tcpa_s[0], met.closing_mps[0]) == (0.0, 0.0, 0.0, 0.0)


def test_a_relative_speed_of_nearly_nothing_is_bounded_by_the_horizon():
    tracks = Tracks(*np.array([[LON, LON + 0.01], [LAT, LAT], [1e-310, 0.0], [0.0, 0.0], [0, 0], [0, 0]]))
    met = closest(tracks, np.array([0]), np.array([1]), 600.0)
    assert met.tcpa_s[0] == 600.0
    assert met.cpa_m[0] == pytest.approx(met.now_m[0])


def test_the_horizon_ends_the_look_ahead():
    met = pair_of((LON, LAT, 10.0, 90.0), (LON + 0.1, LAT, 0.0, 0.0), horizon_s=60.0)
    assert met.tcpa_s[0] == 60.0
    assert met.cpa_m[0] == pytest.approx(met.now_m[0] - kn_to_mps(10.0) * 60, rel=1e-5)


def test_nobody_and_one_alone_meet_nobody():
    for n in (0, 1):
        assert not len(encounters(fleet(1, n), 1000.0, 600.0).first)


@pytest.mark.parametrize(
    ("limit_m", "horizon_s"), [(-1.0, 60.0), (np.nan, 60.0), (100.0, -1.0), (100.0, np.inf)]
)
def test_a_limit_or_horizon_that_makes_no_sense_is_refused(limit_m, horizon_s):
    with pytest.raises(ValueError, match="must be 0 or more, and finite"):
        encounters(fleet(1, 3), limit_m, horizon_s)


@settings(max_examples=60)
@given(positions, positions, st.floats(1.0, 5_000.0))
def test_boats_stay_apart_for_as_long_as_is_said_and_are_within_the_limit_then(one, two, limit_m):
    ways = np.array([one, two]) + np.array([LON, LAT, 0, 0])
    tracks = Tracks.of(*ways.T)
    met = passing(tracks, np.array([0]), np.array([1]), 1e6)
    (apart_s,) = met.apart_s(limit_m).tolist()
    if apart_s == np.inf:
        assert met.cpa_m[0] > limit_m
        return
    assert passing(tracks, np.array([0]), np.array([1]), apart_s).cpa_m[0] == pytest.approx(
        min(limit_m, met.now_m[0]), abs=0.01 + 1e-6 * met.now_m[0]
    )


def test_boats_that_keep_one_distance_are_apart_for_ever_or_not_at_all():
    tracks = Tracks.of([LON, LON], [LAT, LAT + 0.01], [5.0, 5.0], [90.0, 90.0])
    met = passing(tracks, np.array([0]), np.array([1]), 600.0)
    assert [met.apart_s(limit_m).tolist() for limit_m in (1_000.0, 1_200.0)] == [[np.inf], [0.0]]
