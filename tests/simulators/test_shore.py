from collections import defaultdict

import msgspec
import numpy as np

from simulators.post import Post
from simulators.shore import Shore, tide_m
from tests.simulators.conftest import START_MS
from twin.wire import UNIT_OF, SenseBody


def sensed(scene, seconds, shore=None, post=None):
    post = post or Post(START_MS)
    shore = shore or Shore(scene, post, START_MS, seed=1)
    for _ in range(seconds):
        scene.now_s += 1.0
        shore.step()
    heard = defaultdict(list)
    for said in post.take(START_MS + 10**9):
        _, station, quantity = said.topic.split("/")
        heard[station, quantity].append(msgspec.json.decode(said.payload, type=SenseBody))
    return heard


def test_every_quantity_of_every_station_is_said_once_a_period_in_its_unit(make_scene, shipu):
    heard = sensed(make_scene(), 600)
    assert set(heard) == {
        (station.id, quantity) for station in shipu.stations for quantity in station.quantities
    }
    for (_, quantity), bodies in heard.items():
        assert len(bodies) == 10
        assert set(np.diff([body.t_ms for body in bodies])) == {60_000}
        assert {body.unit for body in bodies} == {UNIT_OF[quantity]}


def test_values_are_those_of_an_ordinary_day(make_scene):
    heard = sensed(make_scene(), 3_600)
    limits = {
        "wind": (0, 15), "gust": (0, 20), "wind-direction": (0, 360), "visibility": (3_000, 20_000),
        "water-level": (-0.5, 7), "rain": (0, 5), "wave-height": (0.1, 3), "battery": (70, 100),
        "berth-occupancy": (0, 1), "smoke": (0, 0), "heat": (5, 25), "person-at-edge": (0, 1),
    }  # fmt: skip
    for (_, quantity), bodies in heard.items():
        low, high = limits[quantity]
        assert all(low <= body.value <= high for body in bodies), quantity


def test_the_tide_has_the_range_of_the_coast_and_two_high_waters_a_day():
    hours = np.arange(0, 24 * 30, 0.1)
    level = np.array([tide_m(h) for h in hours])
    day = level[: 240 * 15].reshape(15, 240)
    ranges = day.max(axis=1) - day.min(axis=1)
    assert 2 < ranges.min() < ranges.max() < 7
    assert ranges.max() > 5
    highs = ((level[1:-1] > level[:-2]) & (level[1:-1] >= level[2:])).sum()
    assert 1.8 < highs / 30 < 2.1


def test_a_scenario_can_force_a_value_for_a_while(make_scene):
    scene, post = make_scene(), Post(START_MS)
    shore = Shore(scene, post, START_MS, seed=1)
    shore.force("vis-tongwamen", "visibility", 420.0, until_s=300.0)
    bodies = sensed(scene, 600, shore, post)["vis-tongwamen", "visibility"]
    values = [body.value for body in bodies]
    assert values[:4] == [420.0] * 4
    assert min(values[5:]) > 3_000
