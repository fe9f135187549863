import numpy as np

from simulators.rafts import moor


def test_every_boat_lies_on_clear_water_within_its_berth_and_on_no_other_boat(shipu, places):
    xy_m, heading_deg = moor(places, shipu.berths, 600, np.random.default_rng(2))
    middles = places.xy_m([b.lon for b in shipu.berths], [b.lat for b in shipu.berths])
    radii = np.array([berth.radius_m for berth in shipu.berths])
    away = np.hypot(*(xy_m[:, None] - middles).transpose(2, 0, 1))
    assert (away <= radii).any(axis=1).all()
    assert places.water.wet(xy_m).all()
    assert len(np.unique(xy_m.round(3), axis=0)) == 600
    assert ((heading_deg >= 0) & (heading_deg < 360)).all()


def test_a_fleet_larger_than_the_harbour_still_finds_a_place(shipu, places):
    xy_m, _ = moor(places, shipu.berths[:2], 500, np.random.default_rng(2))
    assert np.isfinite(xy_m).all()
