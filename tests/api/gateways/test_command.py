import re
from collections import Counter
from pathlib import Path

import msgspec
import pytest

from api import mqtt
from api.clock import RealmClock
from api.gateways import command
from api.gateways.command import run_gateway
from api.gateways.gateway import GatewayOptions
from api.mqtt import MqttDoor
from api.mqtt_login import Login
from tests.broker.brokers import KINDS, ROOT, running, until
from tests.broker.test_durability import opened
from twin import wire
from twin.decode import FeedBeat, TerminalSaid, decode
from twin.port import ConfigError

pytestmark = pytest.mark.broker

GOLDEN = Path(__file__).parents[2] / "golden" / "ais_shipu.nmea"
START_MS = 1_790_000_000_000


class Twin:
    """Hears everything, believes it, and gives a receipt for the second try of every distress call."""

    def __init__(self, door: MqttDoor):
        self.door = door
        self.heard: list[TerminalSaid | FeedBeat] = []
        self.calls: list[str] = []

    def __call__(self, delivery):
        told = decode(delivery.letter, ROOT)
        if not isinstance(told, FeedBeat) or not told.body.canary:
            self.heard.append(told)
        self.door.acknowledge((delivery,))
        body = getattr(told, "body", None)
        if isinstance(body, wire.SosBody):
            if body.event_id in self.calls:
                topic = delivery.letter.topic.replace("/sos", "/receipt")
                self.door.publish(topic, wire.encode(wire.ReceiptBody(body.event_id)))
            self.calls.append(body.event_id)
        return True


def options(**more):
    _, realm, port = ROOT.split("/")
    return GatewayOptions(source=str(GOLDEN), realm=realm, port=port, **more)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_recording_reaches_a_twin_through_a_real_broker_whole_and_paced(tmp_path, kind):
    said = []
    async with running(kind, tmp_path) as broker:
        clock = RealmClock(START_MS, 60.0)
        logins = [broker.login(user) for user in ("engine", "engine-fixes")]
        door = MqttDoor(*logins, ROOT, clock)
        async with opened(door, twin := Twin(door)):
            tally = await run_gateway(options(speed=60.0), broker.login("gateway"), said.append)
            await until(lambda: len(twin.heard) >= tally.published.total() + 1)
    bodies = [told.body for told in twin.heard]
    fixes = [body for body in bodies if isinstance(body, wire.FixBody)]
    assert len(fixes) == tally.published["fix"] == 79
    assert sum(isinstance(body, wire.StaticBody) for body in bodies) == 9
    tries = Counter(twin.calls)
    assert len(tries) == 2
    assert min(tries.values()) >= 2
    assert (tally.published["sos"], tally.sos_open, tally.exit_code) == (tries.total(), 0, 0)
    beats = [body for body in bodies if isinstance(body, wire.HeartbeatBody)]
    assert [beat.offline for beat in beats].index(True) == len(beats) - 1
    span_ms = max(body.t_ms for body in fixes) - min(body.t_ms for body in fixes)
    assert span_ms == 170_000
    assert clock.now_ms() - START_MS >= 170_000
    assert re.search(r"\d+%  [\d,]+ lines", said[-1])


async def test_without_a_twin_in_the_realm_the_run_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(command, "CLOCK_S", 0.2)
    async with running("embedded", tmp_path) as broker:
        with pytest.raises(ConfigError, match=r"no clock was heard.*Start the twin"):
            await run_gateway(options(), broker.login("gateway"), print)


async def test_a_broker_that_does_not_know_us_is_a_fault_of_the_configuration(tmp_path, monkeypatch):
    monkeypatch.setattr(mqtt, "FIRST_CONNECTION_S", 1.0)
    async with running("embedded", tmp_path) as broker:
        known = broker.login("gateway")
        stranger = Login(known.host, known.port, known.user, "a-wrong-password-of-mine", "a-stranger")
        with pytest.raises(ConfigError, match="Name a broker that runs"):
            await run_gateway(options(), stranger, print)


def test_the_options_are_checked_before_anyone_signs_in():
    wrong = msgspec.structs.replace(options(), realm="live")
    with pytest.raises(ConfigError, match="not what happens now"):
        command.root_of(wrong)
