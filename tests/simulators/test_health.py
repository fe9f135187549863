import msgspec
import pytest

from simulators.health import EVERY_S, Health
from simulators.post import Post
from simulators.sensors import Sensors
from tests.simulators.conftest import START_MS
from twin.wire import HealthBody


class Ward:
    def __init__(self, running):
        self.running, self.scene, self.post = running, running.scene, Post(START_MS)
        self.sensors = Sensors(running.scene, Post(START_MS), START_MS, 1)
        self.health = Health(running.scene, self.post, self.sensors.terminals, START_MS, 1)

    def said(self, seconds):
        for _ in range(int(seconds)):
            self.scene.now_s += 1.0
            self.health.step()
        letters = self.post.take(START_MS + 10**12)
        return [(said.topic, msgspec.json.decode(said.payload, type=HealthBody)) for said in letters]


@pytest.fixture
def ward(told):
    return Ward(told("zxy10009", "zxy10506", "zxxc00031"))


def test_beidou_terminals_tell_of_themselves_once_an_hour(ward):
    said = ward.said(3 * EVERY_S)
    assert {topic for topic, _ in said} == {"terminal/beidou/0300000/health"}
    assert len(said) == 3
    assert all(body.power and not body.tamper and body.battery_pct >= 85 for _, body in said)


def test_an_opened_terminal_says_so_and_falls_silent(ward):
    row = ward.scene.row_of["zxy10009"]
    ward.health.tamper(row, 2 * EVERY_S)
    [(_, body)] = ward.said(2 * EVERY_S - 1)
    assert body.tamper
    assert body.power is False
    after = [body for _, body in ward.said(2 * EVERY_S)]
    assert after
    assert after[-1].battery_pct < 85


def test_a_shielded_terminal_is_only_silent(ward):
    row = ward.scene.row_of["zxy10009"]
    ward.health.shield(row, 2 * EVERY_S)
    assert ward.said(2 * EVERY_S - 1) == []
    assert not any(body.tamper for _, body in ward.said(2 * EVERY_S))


def test_a_boat_that_went_dark_tells_nothing(ward):
    ward.scene.dark_until_s[:] = 10 * EVERY_S
    assert ward.said(3 * EVERY_S) == []
