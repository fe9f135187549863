import msgspec
import numpy as np
import pytest

from simulators.injects.attack import Attack, Ground, Injected, body_of, saying, terminal_of
from simulators.post import Post, Said
from simulators.scenario import Inject
from tests.simulators.conftest import START_MS


@pytest.fixture
def ground(make_scene):
    return Ground(make_scene(), Post(START_MS), START_MS)


def test_the_ground_knows_time_places_and_whose_a_terminal_is(ground):
    ground.scene.now_s = 2.5
    assert ground.now_ms == START_MS + 2_500
    assert ground.lonlat(ground.xy_m(122.123456, 29.123456)) == (122.123456, 29.123456)
    kind, number = ground.scene.vessels[2].terminals[0].split(":")
    assert ground.row_of(kind, number) == 2
    assert ground.row_of(kind, "nobody") is None


def test_an_attack_that_does_nothing_leaves_letters_as_they_are(ground):
    truth = Injected("none", [], 0, 0)
    attack = Attack(ground, Inject(at_s=0, kind="none"), truth, np.random.default_rng(1))
    attack.begin()
    attack.step()
    said = Said(1, "a/b", b"{}", 0)
    assert list(attack.alter(said)) == [said]
    attack.end()
    assert not attack.hear_receipt("e1")
    assert truth.letters == 0


def test_the_truth_counts_letters_and_names_everybody_once():
    truth = Injected("none", [], 0, 0)
    truth.touch("a")
    truth.touch("b", 3)
    truth.touch("a")
    assert (truth.whom, truth.letters) == (["a", "b"], 5)


def test_a_letter_is_taken_apart_and_put_together():
    said = Said(1, "terminal/ais-b/412/fix", b'{"t_ms":1}', 0)
    assert terminal_of(said) == ("ais-b", "412", "fix")
    assert terminal_of(said._replace(topic="station/x/wind")) is None
    assert msgspec.json.decode(saying(said, body_of(said) | {"lon": 2.0}).payload) == {"t_ms": 1, "lon": 2.0}
