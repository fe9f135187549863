import msgspec
import numpy as np
import pytest

from simulators.injects.attack import Ground
from simulators.injects.moved import moved, row_of_fix
from simulators.post import Post, Said
from tests.simulators.conftest import START_MS


@pytest.fixture
def ground(make_scene):
    return Ground(make_scene(), Post(START_MS), START_MS)


def test_a_fix_is_moved_by_metres(ground):
    payload = msgspec.json.encode({"t_ms": 1, "lon": 122.0, "lat": 29.0})
    said = Said(START_MS, "terminal/ais-b/1/fix", payload, 0)
    body = msgspec.json.decode(moved(ground, said, np.array([1_000.0, -500.0])).payload)
    east_m, north_m = np.array(ground.xy_m(body["lon"], body["lat"])) - ground.xy_m(122.0, 29.0)
    assert east_m == pytest.approx(1_000, abs=0.2)
    assert north_m == pytest.approx(-500, abs=0.2)


def test_a_fix_without_a_position_stays(ground):
    said = Said(START_MS, "terminal/ais-b/1/fix", b'{"t_ms":1}', 0)
    assert moved(ground, said, np.array([1.0, 1.0])) is said


def test_only_a_fix_of_a_boat_here_has_a_row(ground):
    kind, number = ground.scene.vessels[3].terminals[0].split(":")
    assert row_of_fix(ground, Said(0, f"terminal/{kind}/{number}/fix", b"", 0)) == 3
    assert row_of_fix(ground, Said(0, f"terminal/{kind}/{number}/static", b"", 0)) is None
    assert row_of_fix(ground, Said(0, "terminal/ais-b/1/fix", b"", 0)) is None
    assert row_of_fix(ground, Said(0, "station/x/wind", b"", 0)) is None
