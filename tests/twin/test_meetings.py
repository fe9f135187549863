import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.encounter import encounters
from twin.fleet import Fleet
from twin.meetings import pairs_among
from twin.traffic import Traffic, traffic

NOW = 1_790_000_000_000
LIMIT_M, HORIZON_S, OLDEST_S = 400.0, 600.0, 60.0


def fleet_of(count: int) -> Fleet:
    fleet = Fleet()
    fleet.vessels.add(count)
    return fleet


def report(fleet: Fleet, rows, rng: np.random.Generator, now_ms: int) -> None:
    """Let boats report from anywhere in a small sea, some of them at rest."""
    vessels = fleet.vessels
    vessels["lon"][rows] = 122 + rng.uniform(-0.1, 0.1, len(rows))
    vessels["lat"][rows] = 29 + rng.uniform(-0.1, 0.1, len(rows))
    vessels["sog_kn"][rows] = np.where(rng.random(len(rows)) < 0.4, 0.0, rng.uniform(1, 14, len(rows)))
    vessels["cog_deg"][rows] = rng.uniform(0, 360, len(rows))
    vessels["fix_ms"][rows] = now_ms


def full(seen: Traffic, asks) -> set[tuple[int, int]]:
    """Every pair of an asker that comes within the limit, by looking at all of them."""
    everyone = np.arange(len(seen.rows))
    found = encounters(seen.as_said(everyone), LIMIT_M, HORIZON_S)
    wanted = asks[found.first] | asks[found.second]
    return set(zip(found.first[wanted].tolist(), found.second[wanted].tolist(), strict=True))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.integers(2, 60), st.integers(1, 12))
def test_what_is_remembered_and_what_is_sought_anew_are_all_pairs_there_are(seed, count, looks):
    rng = np.random.default_rng(seed)
    fleet, kept, now = fleet_of(count), {}, NOW
    report(fleet, np.arange(count), rng, now)
    for _ in range(looks):
        now += int(rng.integers(1, 20)) * 1_000
        report(fleet, np.flatnonzero(rng.random(count) < 0.3), rng, now)
        if rng.random() < 0.2:
            fleet.vessels.add(1)
        seen = traffic(fleet, now, OLDEST_S)
        asks = seen.speed_kn > 2
        pairs = pairs_among(
            kept,
            seen,
            fleet.vessels["fix_ms"],
            asks,
            limit_m=LIMIT_M,
            horizon_s=HORIZON_S,
            oldest_s=OLDEST_S,
        )
        first, second = (places.tolist() for places in pairs)
        assert all(one < other for one, other in zip(first, second, strict=True))
        assert full(seen, asks) <= set(zip(first, second, strict=True))


def test_a_boat_that_did_not_speak_is_not_sought_again():
    fleet, kept = fleet_of(2), {}
    rng = np.random.default_rng(1)
    report(fleet, np.arange(2), rng, NOW)
    fleet.vessels["lon"][:], fleet.vessels["lat"][:] = 122.0, 29.0
    for now in (NOW, NOW + 5_000):
        seen = traffic(fleet, now, OLDEST_S)
        ask = np.ones(2, dtype=bool)
        words = {"limit_m": LIMIT_M, "horizon_s": HORIZON_S, "oldest_s": OLDEST_S}
        first, second = pairs_among(kept, seen, fleet.vessels["fix_ms"], ask, **words)
        assert (first.tolist(), second.tolist()) == ([0], [1])
        fleet.vessels["sog_kn"][0] = 99  # not a new fix: what was found stays
