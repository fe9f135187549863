import msgspec
import numpy as np
import pytest

from simulators.injects.attack import Ground
from simulators.injects.speaking import say_fix
from simulators.post import AIS, Post
from tests.simulators.conftest import START_MS


@pytest.fixture
def ground(make_scene):
    return Ground(make_scene(), Post(START_MS), START_MS)


def test_a_fix_goes_by_the_feed_of_its_kind_without_numbers(ground):
    assert say_fix(ground, "ais-b", "412", {"lon": 122.0, "lat": 29.0}, np.random.default_rng(1))
    (said,) = ground.post.take(START_MS + 5_000)
    assert said.topic == "terminal/ais-b/412/fix"
    assert msgspec.json.decode(said.payload) == {"t_ms": START_MS, "lon": 122.0, "lat": 29.0, "via": AIS}
    assert said.t_ms > START_MS
    assert ground.post.heard[AIS] == 1


def test_a_feed_that_is_cut_does_not_hear_it(ground):
    ground.post.cut(AIS, START_MS + 1)
    assert not say_fix(ground, "ais-b", "412", {}, np.random.default_rng(1))
    assert (ground.post.take(START_MS + 5_000), ground.post.lost[AIS]) == ([], 1)
