import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import reach
from geo.encounter import encounters
from geo.motion import sail
from geo.reach import Ways, within_reach
from geo.tracks import Tracks

LIMIT_M, HORIZON_S = 500.0, 900.0


def fleet(seed: int, n: int) -> Tracks:
    rng = np.random.default_rng(seed)
    where = sail(121.95, 29.2, 20_000 * np.sqrt(rng.random(n)), rng.uniform(0, 360, n))
    return Tracks.of(*where, rng.uniform(0, 15, n), rng.uniform(0, 360, n))


def told(one, other) -> set[tuple[int, int]]:
    return {(min(pair), max(pair)) for pair in zip(one.tolist(), other.tolist(), strict=True)}


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 60), st.sampled_from([0, 10**6]))
def test_no_pair_of_some_and_others_that_meets_is_missing_however_they_are_sought(seed, n, few):
    tracks, rng = fleet(seed, n), np.random.default_rng(seed)
    some, others = (np.flatnonzero(rng.random(n) < part) for part in (0.3, 0.7))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reach, "FEW_LOOKS", few)
        found = told(*Ways.of(tracks).discs(LIMIT_M, HORIZON_S).near(some, others))
    met = encounters(tracks, LIMIT_M, HORIZON_S)
    mine = {(a, b) for a, b in told(met.first, met.second) if _meant(a, b, some, others)}
    assert mine <= found
    assert all(_meant(a, b, some, others) for a, b in found)
    assert found <= told(*within_reach(tracks, LIMIT_M, HORIZON_S))


def _meant(a: int, b: int, some, others) -> bool:
    return (a in some and b in others) or (b in some and a in others)
