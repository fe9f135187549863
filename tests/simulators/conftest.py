"""Shipu, its land and its water, loaded once; scenes and players are made anew for every test."""

import datetime as dt

import numpy as np
import pytest
import shapely

from api.port_files import land_path, port_folder, read_port
from simulators.elements import Elements, WeatherSpec
from simulators.opening import open_scene
from simulators.pilots import Pilots
from simulators.places import Places
from simulators.player import Player
from simulators.scenario import Scenario
from simulators.scenario_reader import parse_scenario
from simulators.scene import Scene

START_MS = 1_795_000_000_000
FOLDER = port_folder("shipu")


@pytest.fixture(scope="session")
def shipu():
    return read_port(FOLDER)


@pytest.fixture(scope="session")
def land_geojson():
    return land_path(FOLDER).read_bytes()


@pytest.fixture(scope="session")
def places(shipu, land_geojson):
    return Places(shipu, land_geojson, np.random.default_rng([1, 0]))


@pytest.fixture(scope="session")
def land(places, land_geojson):
    """The land itself in metres, uncut and without clearance: the oracle."""
    parts = shapely.get_parts(shapely.from_geojson(land_geojson.decode()))
    whole = shapely.union_all([places.frame.shape_to_xy(part) for part in parts])
    shapely.prepare(whole)
    return whole


@pytest.fixture
def make_scene(shipu, places, make_elements):
    def make(*ids, seed=1, **weather):
        vessels = tuple(vessel for vessel in shipu.vessels if vessel.id in ids) if ids else shipu.vessels[:60]
        return Scene(shipu, vessels, places, seed, make_elements(seed, **weather))

    return make


@pytest.fixture
def on(shipu, places):
    """A function from an instant, boats and wind to a scene at that instant."""

    def make(instant, *ids, wind_mps=3.0, seed=1):
        vessels = tuple(v for v in shipu.vessels if v.id in ids) if ids else shipu.vessels[:200]
        elements = Elements(
            shipu,
            places.frame,
            seed,
            round(dt.datetime.fromisoformat(instant).timestamp() * 1000),
            WeatherSpec(wind_mps=wind_mps),
        )
        return Scene(shipu, vessels, places, seed, elements)

    return make


class Told:
    """A scene with its pilots, and what they were told to report."""

    def __init__(self, scene, starts=None):
        self.scene = scene
        self.reports = []
        self.pilots = Pilots(scene, lambda row, word: self.reports.append((row, word)))
        open_scene(scene, self.pilots, starts or {})

    def run(self, seconds, dt_s=1.0):
        """Play on; return every boat's place each second, shape (seconds + 1, boats, 2)."""
        track = [self.scene.hulls.xy_m.copy()]
        for _ in range(int(seconds / dt_s)):
            self.scene.now_s += dt_s
            self.pilots.step(dt_s)
            track.append(self.scene.hulls.xy_m.copy())
        return np.array(track)


@pytest.fixture
def told(make_scene):
    """A function from vessel ids and where they start to a running scene."""

    def make(*ids, starts=None, seed=1, **weather):
        scene = make_scene(*ids, seed=seed, **weather)
        rows = {scene.row_of[vessel]: start for vessel, start in (starts or {}).items()}
        return Told(scene, rows)

    return make


@pytest.fixture
def make_player(shipu, land_geojson):
    def make(boats=40, seed=1, start_ms=START_MS, scenario=None):
        played = scenario or Scenario()
        if isinstance(played, str):
            played = parse_scenario(played.encode(), "test.toml", shipu)
        return Player(shipu, land_geojson, seed, boats, start_ms, played)

    return make


@pytest.fixture
def over_land(land):
    """A function from a track in metres, shape (n, 2), to whether it touches land anywhere."""

    def touches(track_m):
        still = np.ptp(track_m, axis=0).max() == 0
        shape = shapely.Point(track_m[0]) if still else shapely.LineString(track_m)
        return bool(land.intersects(shape))

    return touches


@pytest.fixture
def make_elements(shipu, places):
    def make(seed=1, **said):
        return Elements(shipu, places.frame, seed, START_MS, WeatherSpec(**said))

    return make
