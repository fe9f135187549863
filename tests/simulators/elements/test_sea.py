import numpy as np
import pytest

from simulators.elements.sea import fetch_m, height_m, surge_m


def test_waves_agree_with_the_manual_and_grow_with_wind_and_fetch():
    # Shore Protection Manual 1977, deep-water forecasting curves: 20 m/s over 100 km, about 4 m
    assert height_m(np.array([20.0]), np.array([100_000.0]))[0] == pytest.approx(4.0, abs=0.5)
    winds = height_m(np.linspace(1, 50, 30), np.full(30, 3e5))
    fetches = height_m(np.full(30, 20.0), np.geomspace(500, 3e5, 30))
    assert (np.diff(winds) > 0).all()
    assert (np.diff(fetches) > 0).all()
    assert height_m(np.array([0.0]), np.array([3e5]))[0] < 0.01


def test_a_wind_off_the_land_has_less_water_to_work_on():
    outside_m = np.array([0.0, 20_000.0])
    from_east = fetch_m(outside_m, np.array([[-10.0, 0.0]] * 2))
    from_west = fetch_m(outside_m, np.array([[10.0, 0.0]] * 2))
    assert from_east.tolist() == [2_000, 202_000]
    assert from_west.tolist() == [2_000, 22_000]


def test_low_pressure_and_onshore_wind_raise_the_sea_and_offshore_wind_lowers_it():
    assert surge_m(np.zeros(2), 50.0) == pytest.approx(0.5)
    towards = np.radians(295)
    onshore = 30 * np.array([np.sin(towards), np.cos(towards)])
    assert 0.8 < surge_m(onshore, 0.0) < 1.5
    assert surge_m(-onshore, 0.0) == pytest.approx(-surge_m(onshore, 0.0))
    along = 30 * np.array([np.cos(towards), -np.sin(towards)])
    assert surge_m(along, 0.0) == pytest.approx(0, abs=1e-9)
