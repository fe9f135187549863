import numpy as np
import shapely

from simulators.behaviours import lane
from simulators.behaviours.lane import OFF_MIDDLE_M, side_ahead

NORTHWARD = np.column_stack([np.zeros(12), np.linspace(0, 110_000, 12)])


def test_ships_keep_to_starboard_both_ways():
    north = side_ahead(NORTHWARD, np.array([0.0, -500.0]))
    south = side_ahead(NORTHWARD, np.array([0.0, 110_500.0]))
    assert (north[:, 0] == OFF_MIDDLE_M).all()
    assert (south[:, 0] == -OFF_MIDDLE_M).all()
    assert (np.diff(north[:, 1]) > 0).all()
    assert (np.diff(south[:, 1]) < 0).all()


def test_a_ship_at_the_end_of_its_lane_sails_back(told, shipu, places):
    running = told("mv146")
    zone = next(zone for zone in shipu.zones if zone.kind == "lane")
    shape = places.frame.shape_to_xy(zone.shape)
    track = running.run(16 * 3_600, dt_s=30.0)[:, 0]
    assert shapely.contains_xy(shape.buffer(50), *track.T).all()
    assert len(np.unique(np.sign(np.diff(track[:, 1])))) >= 2
    assert np.hypot(*np.diff(track, axis=0).T).max() < 30 * 8.0  # 13 knots and a fair stream


def test_a_port_without_a_lane_keeps_its_ships_at_their_berths(make_scene, monkeypatch):
    scene = make_scene("mv146")
    monkeypatch.setattr(scene.places, "lanes", [])
    assert len(lane.plan(scene, 0).legs[0].way_m) == 1
