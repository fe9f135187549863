from collections import defaultdict

import msgspec
import numpy as np
import pytest

from simulators.post import Post
from simulators.shore import Shore
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
        assert 9 <= len(bodies) <= 10  # one value in 500 is lost
        assert set(np.diff([body.t_ms for body in bodies])) <= {60_000, 120_000}
        assert {body.unit for body in bodies} == {UNIT_OF[quantity]}


def test_values_are_those_of_an_ordinary_day(make_scene):
    heard = sensed(make_scene(), 3_600)
    limits = {
        "wind": (0, 15), "gust": (0, 20), "wind-direction": (0, 360), "visibility": (2_500, 20_000),
        "water-level": (-0.5, 7), "rain": (0, 5), "wave-height": (0.1, 3), "battery": (70, 100),
        "berth-occupancy": (0, 1), "smoke": (0, 0), "heat": (5, 25), "person-at-edge": (0, 1),
    }  # fmt: skip
    for (_, quantity), bodies in heard.items():
        low, high = limits[quantity]
        assert all(low <= body.value <= high for body in bodies), quantity


def test_a_scenario_can_force_a_value_for_a_while(make_scene):
    scene, post = make_scene(), Post(START_MS)
    shore = Shore(scene, post, START_MS, seed=1)
    shore.force("vis-tongwamen", "visibility", 420.0, until_s=300.0)
    bodies = sensed(scene, 600, shore, post)["vis-tongwamen", "visibility"]
    values = [body.value for body in bodies]
    assert values[:4] == [420.0] * 4
    assert min(values[5:]) > 3_000


def test_stations_measure_the_elements_where_they_stand(make_scene):
    scene = make_scene(storm="infa-2021", closest_at_s=3_600)
    heard = sensed(scene, 3_600)
    for station in scene.port.stations:
        for body in heard[station.id, "wind"][-5:] if "wind" in station.quantities else []:
            at_m = scene.places.xy_m(station.lon, station.lat)
            true_mps = np.hypot(*scene.elements.wind_mps(at_m, body.t_ms)[0])
            assert body.value == pytest.approx(true_mps, rel=0.1, abs=1)
    level_m = heard["tide-shipu", "water-level"][-1]
    assert level_m.value == pytest.approx(scene.elements.level_m(level_m.t_ms), abs=0.1)
    assert np.mean([body.value for body in heard["met-yushan", "wind"]]) > 17.2


def test_a_calm_day_passes_no_mark_of_the_shore_rules(make_scene, shipu):
    scene, quiet = make_scene(), []
    heard = sensed(scene, 24 * 3_600)
    for station in shipu.stations:
        for quantity in station.quantities:
            values = np.array([body.value for body in heard[station.id, quantity]])
            limit = {"wind": 10.8, "gust": 17.2, "water-level": station.marks_m[0] if station.marks_m else 9}
            quiet.append(values.max() < limit.get(quantity, np.inf))
            if quantity == "visibility":
                assert values.min() > 1_200
    assert all(quiet)


def test_faults_are_the_scenarios_and_end_when_it_says(make_scene):
    scene, post = make_scene(), Post(START_MS)
    shore = Shore(scene, post, START_MS, seed=1)
    shore.fault("tide-shipu", "water-level", "silent", 600.0, 0.0)
    shore.fault("tide-hepu", "water-level", "drift", 600.0, 60.0)
    shore.fault("met-tantou", "", "skew", 600.0, 900.0)
    heard = sensed(scene, 1_200, shore, post)
    assert len(heard["tide-shipu", "water-level"]) in (9, 10)
    drifting = [body.value for body in heard["tide-hepu", "water-level"]]
    assert drifting[9] - drifting[0] == pytest.approx(9, abs=0.5)
    assert abs(drifting[11] - drifting[0]) < 0.5
    ahead_ms = [body.t_ms - START_MS for body in heard["met-tantou", "wind"]]
    assert ahead_ms[0] > 890_000
    assert ahead_ms[-1] < 1_202_000


def test_a_dying_battery_silences_its_station(make_scene):
    scene, post = make_scene(), Post(START_MS)
    shore = Shore(scene, post, START_MS, seed=1)
    shore.fault("tide-linmen", "battery", "drift", 1e9, -300.0)
    heard = sensed(scene, 3_600, shore, post)
    charges = [body.value for body in heard["tide-linmen", "battery"]]
    assert charges == sorted(charges, reverse=True)
    assert 5 <= charges[-1] < 15
    assert len(heard["tide-linmen", "water-level"]) == pytest.approx(16, abs=2)
    assert len(heard["tide-shipu", "water-level"]) > 55
