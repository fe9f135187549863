import numpy as np
import pytest

from simulators.instruments import Instruments

TIDE = ("t1", "water-level")


def make(*senses, seed=1):
    return Instruments(list(senses or (TIDE,)), np.random.default_rng(seed))


def readings(instruments, truth=3.0, until_s=3_600, sense=TIDE):
    return [instruments.read(*sense, truth, float(now_s)) for now_s in range(0, until_s, 60)]


def test_an_instrument_in_order_errs_little_and_without_bias_over_many():
    seen = np.array([readings(make(seed=seed)) for seed in range(200)])
    assert np.abs(seen - 3).max() < 0.15
    assert abs(seen.mean() - 3) < 0.005


def test_a_drift_wanders_slowly():
    seen = np.array(readings(make(("w", "heat")), 20.0, 48 * 3_600, ("w", "heat")))
    hourly = seen.reshape(48, 60).mean(axis=1)
    assert 0.05 < hourly.std() < 1
    assert np.abs(np.diff(hourly)).max() < 0.6


def test_a_stuck_value_stays_and_comes_loose():
    instruments = make()
    before = instruments.read(*TIDE, 3.0, 0.0)
    instruments.fail(*TIDE, "stuck", 0.0, 600.0, 0.0)
    assert {instruments.read(*TIDE, 3.0 + now_s, now_s) for now_s in (60.0, 300.0, 599.0)} == {before}
    assert instruments.read(*TIDE, 4.0, 600.0) == pytest.approx(4, abs=0.1)


def test_spikes_are_some_values_off_by_the_amount():
    instruments = make()
    instruments.fail(*TIDE, "spike", 0.0, 1e9, 5.0)
    seen = np.array(readings(instruments, until_s=60_000))
    high = seen > 7
    assert 0.1 < high.mean() < 0.3
    assert np.abs(seen[high] - 8).max() < 0.2
    assert np.abs(seen[~high] - 3).max() < 0.2


def test_a_silent_instrument_says_nothing_and_a_drifting_one_grows_wrong():
    instruments = make()
    instruments.fail(*TIDE, "silent", 0.0, 100.0, 0.0)
    instruments.fail(*TIDE, "drift", 0.0, 1e9, 2.0)
    assert instruments.read(*TIDE, 3.0, 50.0) is None
    assert instruments.read(*TIDE, 3.0, 3_600.0) == pytest.approx(5, abs=0.1)


def test_a_clock_is_a_little_off_and_a_skewed_one_by_what_was_asked():
    instruments = make()
    right_s = instruments.clock_ahead_s(*TIDE, 0.0)
    assert abs(right_s) < 2
    instruments.fail(*TIDE, "skew", 0.0, 100.0, -600.0)
    assert instruments.clock_ahead_s(*TIDE, 50.0) == pytest.approx(right_s - 600)
    assert instruments.clock_ahead_s(*TIDE, 100.0) == right_s


def test_what_is_shown_stays_within_what_the_instrument_can_show():
    senses = (("a", "wind-direction"), ("a", "battery"), ("a", "wind"))
    instruments = make(*senses)
    for sense, low, high in zip(senses, (0, 0, 0), (360, 100, 1_000), strict=True):
        for truth in (-50.0, 0.0, 99.0, 359.0):
            assert low <= instruments.read(*sense, truth, 0.0) <= high
