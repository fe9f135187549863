import asyncio
import contextlib
from itertools import pairwise

import pytest

from api import mqtt, mqtt_link
from api.clock import FollowedClock, RealmClock
from api.mqtt import DeviceClient, MqttDoor
from tests.api.hands import Hands
from tests.broker.brokers import ROOT, running, until
from tests.broker.test_durability import Ear, opened
from twin.decode import FeedBeat, decode

pytestmark = pytest.mark.broker


class Wire:
    """A TCP proxy that can be cut without closing anything, as a dead line is."""

    def __init__(self, port):
        self._to = port
        self.cut = False

    async def __aenter__(self):
        self._server = await asyncio.start_server(self._join, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *end):
        self._server.close()

    async def _join(self, reader, writer):
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._to)
        with contextlib.suppress(ConnectionError):
            await asyncio.gather(self._carry(reader, far_writer), self._carry(far_reader, writer))

    async def _carry(self, reader, writer):
        dead = False
        while word := await reader.read(65536):
            dead = dead or self.cut
            if not dead:
                writer.write(word)
        writer.close()


def door_at(broker, port=None, clock=None):
    logins = [broker.login(user) for user in ("engine", "engine-fixes")]
    if port is not None:
        logins = [
            type(login)(login.host, port, login.user, login.password, login.client_id) for login in logins
        ]
    return MqttDoor(*logins, ROOT, clock or RealmClock())


async def test_the_realms_clock_is_retained_and_can_be_followed(tmp_path):
    async with running("embedded", tmp_path) as broker:
        async with opened(door_at(broker, clock=RealmClock(1_000_000_000_000, 60.0)), Ear()) as door:
            await until(lambda: door.counts().get("mqtt-events.out.settled", 0) >= 2)
        followed = FollowedClock()
        login = broker.login("gateway")

        def hear(letter):
            followed.hear(letter.payload)

        async with DeviceClient(login, RealmClock(), [f"{ROOT}/clock"], on_letter=hear):
            await followed.ready()
    assert followed.rate == 60.0
    assert 1_000_000_000_000 <= followed.now_ms() < 1_000_000_000_000 + 60_000 * 60


async def test_the_canary_comes_back_to_the_listener_once(tmp_path, monkeypatch):
    monkeypatch.setattr(mqtt, "BEAT_S", 0.1)
    heard = []

    def hear(delivery):
        heard.append(delivery)
        return True

    async with running("embedded", tmp_path) as broker, opened(door_at(broker), hear) as door:
        await until(lambda: len(heard) >= 3)
        door.acknowledge(heard)
    beats = [decode(delivery.letter, ROOT) for delivery in heard]
    assert all(isinstance(beat, FeedBeat) and beat.body.canary for beat in beats)
    assert [beat.body.seq for beat in beats] == list(range(1, len(beats) + 1))
    assert {delivery.link for delivery in heard} == {0}


@pytest.mark.parametrize(
    "said", [b"{}", b'{"offline":true,"canary":true}', b'{"boot":"\xff"}', b'{"boot":' + b"[" * 9000]
)
async def test_a_canary_that_is_not_ours_proves_nothing_and_goes_no_further(tmp_path, said):
    heard = []

    def hear(delivery):
        heard.append(delivery.letter.payload)
        return True

    strays = ("mqtt-events.stray-canaries", "mqtt-fixes.stray-canaries")
    async with (
        running("embedded", tmp_path) as broker,
        opened(door_at(broker), hear) as door,
        DeviceClient(broker.login("gateway"), RealmClock()) as stranger,
    ):
        await stranger.publish(f"{ROOT}/feed/engine-canary/heartbeat", said)
        await until(lambda: all(door.counts().get(name) for name in strays))
    assert said not in heard


async def test_in_a_fast_realm_the_canary_keeps_realm_time_and_the_clock_real_time(tmp_path):
    ear = []
    clock = RealmClock(1_000_000_000_000, 60.0)

    def hear(delivery):
        ear.append(delivery)
        return True

    async with running("embedded", tmp_path) as broker, opened(door_at(broker, clock=clock), hear):
        await until(lambda: len(ear) >= 10)
    between_ms = [b.letter.heard_ms - a.letter.heard_ms for a, b in pairwise(ear)]
    assert sorted(between_ms)[len(between_ms) // 2] < 60_000  # not the 300 s of 5 real ones


async def test_a_dead_line_is_noticed_by_its_canary_and_connected_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(mqtt, "BEAT_S", 0.1)
    monkeypatch.setattr(mqtt, "CANARY_LOST_S", 0.4)
    monkeypatch.setattr(mqtt_link, "TIMEOUT_S", 1)  # for a connection begun while the line is dead
    async with running("embedded", tmp_path) as broker, Wire(broker.port) as wire:
        ear = Ear()
        async with opened(door_at(broker, wire.port), ear) as door:
            await asyncio.sleep(0.6)
            assert "mqtt-events.canaries-lost" not in door.counts()
            wire.cut = True
            await until(lambda: door.counts().get("mqtt-events.canaries-lost"))
            wire.cut = False
            await until(lambda: all(state.up for state in door.states()))
            async with DeviceClient(broker.login("gateway"), RealmClock()) as boat:
                await boat.publish(f"{ROOT}/terminal/cell/1/sos", b"1")
            await until(lambda: ear.payloads() == [1])


async def test_time_in_which_we_did_not_listen_is_no_silence_of_the_line(tmp_path, monkeypatch):
    monkeypatch.setattr(mqtt, "BEAT_S", 0.1)
    hands, heard = Hands(), []
    async with (
        running("embedded", tmp_path) as broker,
        opened(door_at(broker, clock=hands.realm()), lambda delivery: not heard.append(delivery)) as door,
    ):
        await until(lambda: len(heard) >= 2)
        hands.turn(mqtt.CANARY_LOST_S + 5)
        stalled = len(heard)
        await until(lambda: len(heard) >= stalled + 3)
        assert "mqtt-events.canaries-lost" not in door.counts()


async def test_deliver_returns_when_the_broker_has_the_letter(tmp_path):
    async with running("embedded", tmp_path) as broker, opened(door_at(broker), Ear()) as door:
        topic = f"{ROOT}/terminal/cell/1/call"
        async with DeviceClient(broker.login("gateway"), RealmClock(), [topic]) as boat:
            await door.deliver(topic, b"come home")
            letter = await anext(aiter(boat.letters()))
    assert (letter.topic, letter.payload, letter.retained) == (topic, b"come home", False)


async def test_a_full_queue_of_letters_to_send_says_so_and_counts(tmp_path):
    async with running("embedded", tmp_path) as broker:
        door = door_at(broker)
        said = [door.publish(f"{ROOT}/out/alert", b"") for _ in range(2001)]
    assert said == [True] * 2000 + [False]
    assert door.counts()["mqtt-events.out.refused"] == 1


async def test_a_gateway_that_does_not_read_keeps_the_newest_and_counts(tmp_path, monkeypatch):
    monkeypatch.setattr(mqtt, "DEVICE_LETTERS", 3)
    topic = f"{ROOT}/terminal/cell/1/call"
    async with (
        running("embedded", tmp_path) as broker,
        opened(door_at(broker), Ear()) as door,
        DeviceClient(broker.login("gateway"), RealmClock(), [topic]) as boat,
    ):
        for number in range(5):
            await door.deliver(topic, b"%d" % number)
        await until(lambda: boat.dropped == 2)
        letters = boat.letters()
        assert [(await anext(letters)).payload for _ in range(3)] == [b"2", b"3", b"4"]


async def test_a_gateway_waits_while_too_much_is_not_acknowledged(tmp_path, monkeypatch):
    monkeypatch.setattr(mqtt, "DEVICE_OUT", 4)
    async with (
        running("embedded", tmp_path) as broker,
        DeviceClient(broker.login("gateway"), RealmClock()) as boat,
    ):
        for number in range(200):
            await boat.publish(f"{ROOT}/terminal/cell/1/fix", b"%d" % number)
            assert len(boat.link.out) <= 4
        await boat.settled()
        assert boat.link.out.counts == {"accepted": 200, "settled": 200}
