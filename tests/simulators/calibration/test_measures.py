import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulators.calibration import measures
from simulators.calibration.measures import measured
from simulators.recordings import ordered


def track(t_s, x_m, sog_kn=None, cog_deg=None, vessel=None):
    count = len(t_s)
    code = np.zeros(count, dtype=np.int64) if vessel is None else np.array(vessel)
    names = tuple(str(number) for number in range(int(code.max(initial=0)) + 1))
    motion = [np.array(column if column is not None else [0.0] * count) for column in (sog_kn, cog_deg)]
    described = (names, ("",) * len(names), ("beidou",) * len(names))
    t_ms = (np.array(t_s) * 1000).astype(np.int64)
    return measured(
        ordered(code, t_ms, (np.array(x_m), np.zeros(count)), tuple(motion), described, metres=True)
    )


def test_gaps_repeats_and_jumps_are_counted_on_what_was_heard():
    seen = track([0, 600, 1_200, 4_800, 4_860], [0, 0, 500, 500, 5_000.0])
    assert measures.repeats(seen) == 50.0
    assert measures.gaps_a_day(1_800)(seen) == pytest.approx(86_400 / 4_860)
    assert measures.jumps(seen) == 200.0
    assert measures.longest_gaps_s(seen).tolist() == [3_600.0]


def test_time_at_rest_is_of_time_not_of_fixes():
    seen = track([0, 600, 660, 720], [0, 10, 400, 800.0])
    assert measures.at_rest(seen) == pytest.approx(100 * 600 / 720)


def test_a_turn_through_north_is_small():
    seen = track([0, 60, 120], [0, 100, 200.0], [3.0, 3.0, 3.0], [350.0, 10.0, 100.0])
    assert measures.turns_deg(seen).tolist() == [20.0, 90.0]
    assert measures.sharp_turns(seen) == 50.0


def test_a_stop_counts_only_if_both_its_ends_were_seen():
    t_s = np.arange(0, 12_000, 600)
    x_m = np.where(t_s < 2_400, 0.0, np.where(t_s < 6_000, 5_000.0, np.where(t_s < 7_200, 9_000.0, 20_000.0)))
    assert measures.stops_s(track(t_s, x_m)).tolist() == [3_000.0]
    assert measures.stops_a_day(track(t_s, x_m)) == pytest.approx(86_400 / 11_400)


def test_thinned_reports_are_more_than_a_minute_apart():
    seen = track([0, 60, 61, 100, 200, 0, 10], [0.0] * 7, vessel=[0, 0, 0, 0, 0, 1, 1])
    assert measures.thinned(seen.tracks, 60).t_ms.tolist() == [0, 61_000, 200_000, 0]


@given(st.lists(st.integers(0, 5_000), min_size=1, max_size=40), st.integers(1, 300))
def test_thinned_is_what_a_patient_reader_would_keep(times, apart):
    t_s = sorted(times)
    kept: list[int] = []
    for t in t_s:
        if not kept or t - kept[-1] > apart:
            kept.append(t)
    assert (measures.thinned(track(t_s, [0.0] * len(t_s)).tracks, apart).t_ms / 1000).tolist() == kept


def test_bands_go_by_the_speed_of_the_earlier_fix():
    seen = track([0, 60, 180], [0.0] * 3, [0.2, 6.0, 0.2])
    assert measures.intervals_s(seen, 5, 10).tolist() == [120.0]
    assert measures.intervals_s(seen).tolist() == [60.0, 120.0]
    assert measures.reported_kn(seen, 5, 10).tolist() == [6.0]


def test_of_nothing_nothing_is_measured():
    seen = track([], [])
    numbers = [
        measures.at_rest(seen),
        measures.repeats(seen),
        measures.jumps(seen),
        measures.stops_a_day(seen),
        measures.gaps_a_day(60)(seen),
        measures.quantile(measures.longest_gaps_s(seen), 50),
    ]
    assert np.isnan(numbers).all()
