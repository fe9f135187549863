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


def test_a_turn_through_north_is_small():
    seen = track([0, 60, 120], [0, 100, 200.0], [3.0, 3.0, 3.0], [350.0, 10.0, 100.0])
    assert measures.turns_deg(seen).tolist() == [20.0, 90.0]
    assert measures.sharp_turns(seen) == 50.0


def test_a_stop_counts_only_if_both_its_ends_were_seen():
    t_s = np.arange(0, 12_000, 600)
    x_m = np.where(t_s < 2_400, 0.0, np.where(t_s < 6_000, 5_000.0, np.where(t_s < 7_200, 9_000.0, 20_000.0)))
    assert measures.stops_s(track(t_s, x_m)).tolist() == [3_000.0]
    assert measures.stops_a_day(track(t_s, x_m)) == pytest.approx(86_400 / 11_400)


def slow_stops(tracks):
    """The same by the plainest of loops: whose fix, from when, until when."""
    found = []
    for vessel in np.unique(tracks.vessel):
        own = np.flatnonzero(tracks.vessel == vessel).tolist()
        while len(own) > 1:
            last = own[0]
            for row in own[1:]:
                if abs(tracks.x_m[row] - tracks.x_m[own[0]]) > measures.STILL_M:
                    break
                last = row
            if tracks.t_ms[last] - tracks.t_ms[own[0]] >= measures.STOP_S * 1000:
                found.append((own[0], last))
                own = [row for row in own if row > last]
            else:
                own = own[1:]
    return found


@given(
    st.lists(st.tuples(st.integers(0, 1), st.integers(1, 2_000), st.integers(-350, 350)), max_size=60),
)
def test_stops_are_those_of_a_plain_loop(steps):
    vessel = sorted(which for which, _, _ in steps)
    t_s = np.cumsum([dt for _, dt, _ in steps])
    x_m = np.cumsum([float(dx) for _, _, dx in steps])
    tracks = track(t_s, x_m, vessel=vessel).tracks
    assert [(stop.first, stop.last) for stop in measures.stops(tracks)] == slow_stops(tracks)


def test_a_stay_is_a_stop_of_three_hours_cut_or_not():
    t_s = np.arange(0, 30_000, 600)
    seen = track(t_s, np.where(t_s < 12_000, 0.0, t_s * 3.0))
    assert measures.stayed(seen.tracks).tolist() == (t_s < 12_000).tolist()


def test_a_leg_is_half_an_hour_on_the_way():
    sog_kn = [6.0, 6, 6, 3, 7, 7, 7, 7, 31, 8, 8]
    seen = track(range(11), [0.0] * 11, sog_kn, vessel=[0] * 9 + [1] * 2)
    assert measures.legs_kn(seen).tolist() == [7.0] * 4


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
        measures.share(measures.stayed(seen.tracks)),
        measures.quantile(measures.legs_kn(seen), 50),
        measures.repeats(seen),
        measures.jumps(seen),
        measures.stops_a_day(seen),
        measures.gaps_a_day(60)(seen),
        measures.quantile(measures.longest_gaps_s(seen), 50),
    ]
    assert np.isnan(numbers).all()
