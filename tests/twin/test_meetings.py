from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import reach
from geo.encounter import encounters
from geo.motion import dead_reckon
from twin.fleet import Fleet
from twin.meetings import LOW, SHIFT, STEADY_MS, Danger, Decides, distinct, let_be, pairs_among
from twin.traffic import Traffic, in_traffic, traffic

NOW = 1_790_000_000_000
LIMIT_M, HORIZON_S, OLDEST_S = 400.0, 600.0, 60.0
DANGERS = (Danger(LIMIT_M, HORIZON_S), Danger(3 * LIMIT_M, 2 * HORIZON_S))


def fleet_of(count: int) -> Fleet:
    fleet = Fleet()
    fleet.vessels.add(count)
    return fleet


def speaks(fleet: Fleet, rows, now_ms: int) -> None:
    """Let fixes of boats be believed that were made at an instant."""
    fleet.vessels["fix_ms"][rows] = now_ms
    fleet.vessels["fix_count"][rows] += 1


def report(fleet: Fleet, rows, rng: np.random.Generator, now_ms: int) -> None:
    """Let boats report from anywhere in a small sea, some of them at rest."""
    vessels = fleet.vessels
    vessels["lon"][rows] = 122 + rng.uniform(-0.1, 0.1, len(rows))
    vessels["lat"][rows] = 29 + rng.uniform(-0.1, 0.1, len(rows))
    vessels["sog_kn"][rows] = np.where(rng.random(len(rows)) < 0.4, 0.0, rng.uniform(1, 14, len(rows)))
    vessels["cog_deg"][rows] = rng.uniform(0, 360, len(rows))
    speaks(fleet, rows, now_ms)


def keep_on(fleet: Fleet, rows, rng: np.random.Generator, now_ms: int) -> None:
    """Let boats report from the ways they are on, a little off, as receivers do."""
    vessels = fleet.vessels
    gone_s = (now_ms - vessels["fix_ms"][rows]) / 1000
    lon, lat = dead_reckon(
        vessels["lon"][rows], vessels["lat"][rows], vessels["sog_kn"][rows], vessels["cog_deg"][rows], gone_s
    )
    vessels["lon"][rows] = lon + rng.normal(0, 2e-4, len(rows))
    vessels["lat"][rows] = lat + rng.normal(0, 2e-4, len(rows))
    vessels["sog_kn"][rows] = np.abs(vessels["sog_kn"][rows] + rng.normal(0, 0.05, len(rows)))
    vessels["cog_deg"][rows] = (vessels["cog_deg"][rows] + rng.normal(0, 0.4, len(rows))) % 360
    speaks(fleet, rows, now_ms)


def full(seen: Traffic, asks: tuple) -> set[tuple[int, int]]:
    """Every pair of an asker that comes within a limit, by looking at all of them, as fleet rows."""
    pairs, sure = set(), np.zeros(len(seen.rows))
    for danger, some in zip(DANGERS, asks, strict=True):
        found = encounters(replace(seen.tracks, doubt_m=sure, doubt_mps=sure), *danger)
        first, second = seen.rows[found.first], seen.rows[found.second]
        wanted = some[first] | some[second]
        first, second = first[wanted], second[wanted]
        pairs |= set(zip(first.tolist(), second.tolist(), strict=True))
    return pairs


def remembered(
    kept, fleet: Fleet, now_ms: int, *, asks=None, chart=None, kinds=None
) -> list[tuple[int, int]]:
    """What is told of these boats; all of them ask for both dangers, or as `asks` says."""
    there = in_traffic(fleet, now_ms, OLDEST_S)
    by = Decides(np.zeros(len(there), dtype=np.int64) if kinds is None else kinds, chart)
    keys = pairs_among(kept, DANGERS, fleet, there, asks or (there, there), by, now_ms)
    return list(zip((keys >> SHIFT).tolist(), (keys & LOW).tolist(), strict=True))


@settings(max_examples=40)
@given(st.integers(0, 2**32), st.integers(2, 60), st.integers(1, 12), st.sampled_from((report, keep_on)))
def test_what_is_remembered_and_what_is_sought_anew_are_all_pairs_there_are(seed, count, looks, spoken):
    rng = np.random.default_rng(seed)
    fleet, kept, now = fleet_of(count), {}, NOW
    report(fleet, np.arange(count), rng, now)
    for _ in range(looks):
        now += int(rng.integers(1, 20)) * 1_000
        spoken(fleet, np.flatnonzero(rng.random(count) < 0.3), rng, now)
        if rng.random() < 0.2:
            fleet.vessels.add(1)
        there = in_traffic(fleet, now, OLDEST_S)
        seen = traffic(fleet, there.nonzero()[0], now)
        asks = (there & (fleet.vessels["sog_kn"] > 2), there & (fleet.vessels["sog_kn"] > 11))
        pairs = remembered(kept, fleet, now, asks=asks)
        assert all(one < other for one, other in pairs)
        assert len(set(pairs)) == len(pairs)
        assert full(seen, asks) <= set(pairs)


def test_a_boat_that_did_not_speak_is_not_sought_again():
    fleet, kept = fleet_of(2), {}
    rng = np.random.default_rng(1)
    report(fleet, np.arange(2), rng, NOW)
    fleet.vessels["lon"][:], fleet.vessels["lat"][:] = 122.0, 29.0
    for now in (NOW, NOW + 5_000):
        assert remembered(kept, fleet, now) == [(0, 1)]
        fleet.vessels["sog_kn"][0] = 99  # not a new fix: what was found stays


def test_a_pair_that_is_let_be_comes_back_when_one_of_the_two_speaks():
    fleet, kept = fleet_of(3), {}
    rng = np.random.default_rng(1)
    report(fleet, np.arange(3), rng, NOW)
    fleet.vessels["lon"][:], fleet.vessels["lat"][:] = (122.0, 122.0, 122.001), 29.0
    fleet.vessels["sog_kn"][:] = 0.0
    assert sorted(remembered(kept, fleet, NOW)) == [(0, 1), (0, 2), (1, 2)]
    far = {pair: pair != (0, 1) for pair in remembered(kept, fleet, NOW + 10_000)}
    let_be(kept, DANGERS, NOW + 10_000, np.where(list(far.values()), np.inf, 0.0))
    assert remembered(kept, fleet, NOW + 11_000) == [(0, 1)]
    speaks(fleet, 2, NOW + 12_000)
    assert sorted(remembered(kept, fleet, NOW + 12_000)) == [(0, 1), (0, 2), (1, 2)]


def test_a_pair_is_let_be_for_so_long_as_was_said():
    fleet, kept = fleet_of(2), {}
    report(fleet, np.arange(2), np.random.default_rng(1), NOW)
    fleet.vessels["lon"][:], fleet.vessels["lat"][:] = 122.0, 29.0
    assert [remembered(kept, fleet, NOW + after_s * 1_000) for after_s in (0, 10)] == [[(0, 1)], [(0, 1)]]
    let_be(kept, DANGERS, NOW + 10_000, np.array([3.0]))
    assert [remembered(kept, fleet, NOW + after_s * 1_000) for after_s in (12, 13)] == [[], [(0, 1)]]


def test_a_pair_rests_no_more_on_another_chart():
    fleet, kept, charts = fleet_of(2), {}, ([], [])
    report(fleet, np.arange(2), np.random.default_rng(1), NOW)
    fleet.vessels["lon"][:], fleet.vessels["lat"][:] = 122.0, 29.0
    for after_s in (0, 10):
        assert remembered(kept, fleet, NOW + after_s * 1_000, chart=charts[0]) == [(0, 1)]
    let_be(kept, DANGERS, NOW + 10_000, np.array([np.inf]))
    assert remembered(kept, fleet, NOW + 11_000, chart=charts[0]) == []
    assert remembered(kept, fleet, NOW + 12_000, chart=charts[1]) == [(0, 1)]


def test_a_pair_rests_no_more_when_one_of_the_two_is_known_for_another_kind():
    fleet, kept, kinds = fleet_of(3), {}, np.zeros(3, dtype=np.int64)
    report(fleet, np.arange(3), np.random.default_rng(1), NOW)
    fleet.vessels["lon"][:], fleet.vessels["lat"][:] = 122.0, 29.0
    for after_s in (0, 10):
        assert len(remembered(kept, fleet, NOW + after_s * 1_000, kinds=kinds)) == 3
    let_be(kept, DANGERS, NOW + 10_000, np.full(3, np.inf))
    assert remembered(kept, fleet, NOW + 11_000, kinds=kinds) == []
    assert sorted(remembered(kept, fleet, NOW + 12_000, kinds=np.array([0, 0, 1]))) == [(0, 2), (1, 2)]


@pytest.mark.parametrize("few", [reach.FEW_LOOKS, 0])
def test_who_was_ranked_and_has_gone_meets_nobody(monkeypatch, few):
    monkeypatch.setattr(reach, "FEW_LOOKS", few)
    fleet, kept = fleet_of(20), {}
    vessels = fleet.vessels
    vessels["lon"][:], vessels["lat"][:] = 122 + 0.05 * np.arange(20), 29.0
    vessels["lon"][1], vessels["sog_kn"][:], vessels["cog_deg"][:] = 122.0005, 0.0, 0.0
    speaks(fleet, slice(None), NOW)
    assert remembered(kept, fleet, NOW) == [(0, 1)]
    vessels["doubtful"][0] = True
    vessels["lon"][1] += 0.003
    speaks(fleet, 1, NOW + 1_000)
    assert remembered(kept, fleet, NOW + 1_000) == []


def test_a_boat_beyond_all_others_meets_whoever_is_there():
    fleet, kept = fleet_of(4), {}
    report(fleet, np.arange(3), np.random.default_rng(1), NOW)
    fleet.vessels["lon"][:], fleet.vessels["lat"][:] = (
        (122.0, 122.0, 125.0, 125.001),
        (29.0, 29.0, 33.0, 33.0),
    )
    fleet.vessels["sog_kn"][:], fleet.vessels["cog_deg"][:] = 0.0, 0.0
    speaks(fleet, 2, NOW - 90_000)
    assert remembered(kept, fleet, NOW) == [(0, 1)]
    speaks(fleet, slice(2, None), NOW + 5_000)
    assert sorted(remembered(kept, fleet, NOW + 5_000)) == [(0, 1), (2, 3)]


def test_a_boat_is_sought_anew_when_it_leaves_its_way_and_when_it_was_long_on_it():
    fleet, kept = fleet_of(2), {}
    vessels = fleet.vessels

    def look(lon, course, after_s):
        vessels["lon"][:], vessels["lat"][:], vessels["sog_kn"][:] = lon, 29.0, 6.0
        vessels["cog_deg"][:] = course
        speaks(fleet, slice(None), NOW + after_s * 1_000)
        return remembered(kept, fleet, NOW + after_s * 1_000)

    far, near = (122.0, 122.2), (122.0, 122.05)
    assert look(far, (270, 90), 0) == []
    assert look(near, (90, 270), 10) == [(0, 1)]
    assert look(near, (270, 90), 20) == []
    assert look(near, (90, 270), 20) == [(0, 1)], "two fixes of one instant"
    assert look(near, (270, 90), 20) == []
    assert look(near, (270, 90), STEADY_MS // 1_000 + 30) == []


def test_keys_are_told_once_in_order():
    assert distinct(np.array([5, 1, 5, 3, 1])).tolist() == [1, 3, 5]
    assert distinct(np.zeros(0, dtype=np.int64)).tolist() == []


def test_who_has_only_just_moved_is_found_where_he_is():
    fleet, kept = fleet_of(20), {}
    vessels = fleet.vessels
    vessels["lon"][:], vessels["lat"][:] = 120 + 0.2 * np.arange(20), 27 + 0.2 * np.arange(20)
    vessels["sog_kn"][:], vessels["cog_deg"][:] = 0.0, 0.0
    for after_s in (0, 59):
        speaks(fleet, slice(None), NOW + after_s * 1_000)
        assert remembered(kept, fleet, NOW + after_s * 1_000) == []
    for row, found in ((0, []), (19, [(0, 19)])):
        vessels["lon"][row], vessels["lat"][row] = 121.5, 28.5
        speaks(fleet, row, NOW + (61 + row) * 1_000)
        assert remembered(kept, fleet, NOW + (61 + row) * 1_000) == found


def test_boats_that_come_after_nobody_was_there_do_not_all_meet():
    fleet, kept = fleet_of(2), {}
    assert remembered(kept, fleet, NOW) == []
    report(fleet, np.arange(2), np.random.default_rng(1), NOW)
    fleet.vessels["lon"][:], fleet.vessels["sog_kn"][:] = (121.0, 123.0), 0.0
    assert remembered(kept, fleet, NOW + 1_000) == []
