"""The bar of the geofence, in a small form: the same answers, twenty times faster than one by one."""

import pytest

from api.bench import geofence


def figures(**size):
    return {what.removeprefix("geofence: "): (figure, unit) for what, figure, unit in geofence.run(**size)}


def test_zone_sets_are_at_least_twenty_times_faster_than_one_point_at_a_time():
    found = figures(boats=4_000, zones=100, vertices=200)
    assert found["ZoneSet asked against one Point at a time"][0] >= 20
    assert found["ZoneSet asked"][0] < found["bounding boxes, then contains_xy"][0]


def test_the_ways_are_compared_on_boats_that_are_in_zones():
    (containments, unit), *_ = figures(boats=300, zones=20, vertices=50).values()
    assert unit == "boats in zones"
    assert containments > 100


def test_a_way_that_answers_otherwise_is_not_timed_but_told(monkeypatch):
    monkeypatch.setattr(geofence, "_by_boxes", lambda shapes, x, y: ~geofence._one_by_one(shapes, x, y))
    with pytest.raises(AssertionError, match="do not agree"):
        geofence.run(boats=50, zones=3, vertices=20)
