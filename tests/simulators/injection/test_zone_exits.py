import json

import numpy as np
import pytest
import shapely

from simulators.injection.zone_exits import read_zone, zone_exit
from tests.simulators.injection.test_kinds import tried
from twin.port import ConfigError

ZONE = shapely.box(-90_000, -90_000, 20_000, 90_000)


def test_a_boat_is_bent_out_by_a_hundred_metres_and_comes_back(read_ground):
    ground = read_ground(boats=30)
    found = tried(lambda *args: zone_exit(*args, ZONE), ground, tries=20_000)
    rows = np.flatnonzero(ground.moved)
    inside = shapely.contains_xy(ZONE, ground.x[rows], ground.y[rows])
    outside = rows[~inside & (ground.x[rows] >= 20_100)]
    assert len(outside) == found.parameters["fixes_outside"] >= 2
    assert ground.t_ms[outside[0]] == found.parameters["outside_from_ms"]
    assert ground.t_ms[outside[-1]] == found.parameters["outside_until_ms"]
    ends = np.array([rows[0] - 1, rows[-1] + 1])
    assert shapely.contains_xy(ZONE, ground.x[ends], ground.y[ends]).all()
    assert ground.steps(int(ends[0]), int(ends[1]))[1].max() < 7.3


def test_a_boat_outside_or_far_inside_is_left_alone(read_ground):
    ground = read_ground()
    rng = np.random.default_rng(1)
    assert zone_exit(ground, 60, rng, shapely.box(500_000, 0, 600_000, 1)) is None
    assert zone_exit(ground, 60, rng, shapely.box(-900_000, -900_000, 900_000, 900_000)) is None
    assert not ground.moved.any()


def test_a_zone_is_read_from_geojson_and_a_line_is_none(tmp_path):
    path = tmp_path / "zone.geojson"
    path.write_text(shapely.to_geojson(ZONE), encoding="utf-8")
    assert read_zone(path).equals(ZONE)
    feature = {"type": "Feature", "properties": {}, "geometry": json.loads(shapely.to_geojson(ZONE))}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    assert read_zone(path).equals(ZONE)
    path.write_text(shapely.to_geojson(ZONE.boundary), encoding="utf-8")
    with pytest.raises(ConfigError, match="holds no area"):
        read_zone(path)
    with pytest.raises(ConfigError, match="cannot be read as GeoJSON"):
        read_zone(tmp_path / "absent.geojson")
