"""The habits of many terminals over a day, against the aggregates of the recording they are taken from."""

import numpy as np
import pytest

from simulators.beidou import ASTRAY_M, Habits

COUNT, DAY_S = 800, 86_400.0


def a_day(habits, count=COUNT):
    """When each terminal spoke, and whether it was heard: two lists of columns, a slot each."""
    everyone = np.arange(count)
    t_s, times, heard = np.zeros(count), [], []
    for _ in range(144):
        habits.spoke(everyone)
        t_s = t_s + habits.interval_s + habits.shift_s
        times.append(t_s)
        heard.append(habits.heard(everyone, float(np.median(t_s))))
    return np.array(times), np.array(heard)


def test_intervals_losses_and_outages_are_those_of_the_recording():
    habits = Habits(COUNT, seed=3)
    times, heard = a_day(habits)
    usual = habits.interval_s == 600
    assert 0.95 < usual.mean() < 0.995
    gaps_s = np.concatenate([np.diff(times[heard[:, n], n]) for n in np.flatnonzero(usual)])
    quantiles = np.percentile(gaps_s, [25, 50, 75])
    assert quantiles == pytest.approx([599, 600, 603], abs=2.5)
    assert 1_190 < np.percentile(gaps_s, 99) < 1_270
    assert 0.03 < 1 - heard[:, usual].mean() < 0.07
    assert 0.01 < np.count_nonzero(gaps_s > 7_200) / usual.sum() < 0.045


def test_late_reports_do_not_shift_the_slots_after_them():
    habits = Habits(50, seed=1)
    times, _ = a_day(habits, 50)
    slots = habits.interval_s * np.arange(1, 145)[:, None]
    assert np.abs(times - slots).max() < 75


def test_boats_that_lie_still_repeat_their_place_to_the_last_digit_and_moving_ones_seldom():
    habits, rng = Habits(COUNT, seed=5), np.random.default_rng(1)
    everyone = np.arange(COUNT)

    def repeated(speed_kn, reports=1):
        for _ in range(reports):
            before_m = habits._said_m.copy()
            habits.shown_m(everyone, rng.normal(0, 8, (COUNT, 2)), np.full(COUNT, speed_kn))
        return (habits._said_m == before_m).all(axis=1).mean()

    assert repeated(4.0) == 0
    assert repeated(4.0, 5) == pytest.approx(0.012, abs=0.02)
    assert repeated(0.0) == pytest.approx(0.10, abs=0.04)
    assert repeated(0.0, 20) == pytest.approx(0.88, abs=0.04)
    assert repeated(4.0, 5) == pytest.approx(0.012, abs=0.02)


def test_a_fix_astray_comes_once_and_the_next_is_back():
    habits, everyone = Habits(COUNT, seed=6), np.arange(COUNT)
    strays, before = 0, np.zeros(COUNT)
    for _ in range(100):
        off_m = np.hypot(*habits.shown_m(everyone, np.zeros((COUNT, 2)), np.full(COUNT, 4.0)).T)
        assert np.all((off_m == 0) | (off_m > ASTRAY_M[0] - 1))
        assert not np.any((off_m > 0) & (before > 0))
        strays, before = strays + np.count_nonzero(off_m), off_m
    assert 4 <= strays <= 25
