"""No account says or hears more than its own: spoofing, eavesdropping, wills, sessions, sizes."""

import asyncio
import contextlib

import aiomqtt
import pytest

from api.clock import RealmClock
from api.mqtt import DeviceClient
from api.mqtt_login import Login
from tests.broker.brokers import KINDS, ROOT, running, until
from tests.broker.test_durability import Ear, door_at, opened
from twin import wire

pytestmark = [pytest.mark.broker, pytest.mark.parametrize("kind", KINDS)]

ME, OTHER = "ais-b.412000001", "ais-b.412000002"
DEVICES = [("412000001", "ais-b"), ("412000002", "ais-b"), ("mast", "station")]
MINE = f"{ROOT}/terminal/ais-b/412000001"
THEIRS = f"{ROOT}/terminal/ais-b/412000002"


def client(broker, user, **more):
    login = broker.login(user)
    return aiomqtt.Client(
        login.host,
        login.port,
        username=login.user,
        password=login.password,
        identifier=more.pop("identifier", login.client_id),
        timeout=more.pop("timeout", 30),
        **more,
    )


def payloads(ear):
    return [delivery.letter.payload for delivery in ear.heard]


@pytest.mark.parametrize(
    "topic",
    [
        f"{THEIRS}/fix",
        f"{THEIRS}/sos",
        f"{ROOT}/terminal/ais-a/412000001/fix",
        f"{ROOT}/station/mast/wind",
        f"{ROOT}/feed/engine-canary/heartbeat",
        f"{ROOT}/report/412000001/departure",
        f"{ROOT}/weather/w/typhoon",
        f"{ROOT}/sim/progress",
    ],
)
async def test_a_spoofed_letter_does_not_arrive(tmp_path, kind, topic):
    async with running(kind, tmp_path, DEVICES) as broker, opened(door_at(broker), ear := Ear()):
        async with client(broker, ME) as boat:
            for qos in (0, 1):
                await boat.publish(topic, b"spoofed", qos=qos)
            await boat.publish(f"{MINE}/fix", b"mine", qos=1)
            await boat.publish(f"{MINE}/sos", b"mine", qos=1)
        await until(lambda: len(ear.heard) == 2)
        assert payloads(ear) == [b"mine", b"mine"]


@pytest.mark.parametrize("user", [ME, "station.mast", "gateway", "simulator"])
async def test_nobody_but_the_twin_says_its_words(tmp_path, kind, user):
    heard = []
    async with running(kind, tmp_path, DEVICES) as broker, client(broker, "simulator") as listener:
        await listener.subscribe([(f"{ROOT}/clock", 1), (f"{ROOT}/terminal/+/+/call", 1)])
        await listener.subscribe(f"{ROOT}/terminal/+/+/receipt", 1)
        async with client(broker, user, identifier="a-liar") as liar:
            for word in ("clock", "terminal/ais-b/412000001/call", "terminal/ais-b/412000001/receipt"):
                await liar.publish(f"{ROOT}/{word}", b"lie", qos=1)
                await liar.publish(f"{ROOT}/{word}", b"lie", qos=1, retain=True)
        async with client(broker, "engine", identifier="truth") as engine:
            await engine.publish(f"{ROOT}/clock", b"true", qos=1)
        async for message in listener.messages:
            heard.append(message.payload)
            break
    assert heard == [b"true"]


EAVESDROP = [
    "#",
    "+/#",
    f"{ROOT}/#",
    "$SYS/#",
    "$MQTT/#",
    "$JS/#",
    "_INBOX/#",
    ">",
    "$share/g/yugang/#",
    f"{THEIRS}/call",
    f"{THEIRS}/#",
    f"{ROOT}/terminal/+/+/call",
    f"{ROOT}/terminal/+/+/fix",
    f"{ROOT}/terminal/ais-b/*/call",
    f"{ROOT}/out/alert",
]


async def test_a_listener_to_everything_hears_only_its_own(tmp_path, kind):
    heard = []
    async with running(kind, tmp_path, DEVICES) as broker, client(broker, ME) as spy:
        await spy.subscribe([(f"{MINE}/receipt", 1)])
        for topic in EAVESDROP:
            for qos in (0, 1):
                with contextlib.suppress(aiomqtt.MqttError):  # a refusal is as good as silence
                    await spy.subscribe(topic, qos=qos)
        async with client(broker, "engine") as engine, client(broker, "gateway") as gateway:
            for qos in (0, 1):
                await engine.publish(f"{THEIRS}/call", b"secret", qos=qos)
                await engine.publish(f"{ROOT}/out/alert", b"secret", qos=qos, retain=True)
                await gateway.publish(f"{THEIRS}/fix", b"secret", qos=qos)
            await engine.publish(f"{MINE}/receipt", b"mine", qos=1)
        async for message in spy.messages:
            heard.append(str(message.topic))
            if message.payload == b"mine":
                break
    assert [topic for topic in heard if not topic.startswith("$SYS")] == [f"{MINE}/receipt"]
    assert heard == [f"{MINE}/receipt"]


@pytest.mark.parametrize("topic", EAVESDROP)
async def test_a_spy_hears_nothing_retained_either(tmp_path, kind, topic):
    async with running(kind, tmp_path, DEVICES) as broker:
        async with client(broker, "engine") as engine:
            await engine.publish(f"{THEIRS}/call", b"secret", qos=1, retain=True)
            await engine.publish(f"{MINE}/receipt", b"mine", qos=1, retain=True)
        async with client(broker, ME) as spy:
            with contextlib.suppress(aiomqtt.MqttError):
                await spy.subscribe(topic, qos=1)
            await spy.subscribe(f"{MINE}/receipt", qos=1)
            heard = [await anext(aiter(spy.messages))]
        assert [str(message.topic) for message in heard] == [f"{MINE}/receipt"]


async def test_a_will_in_anothers_topic_is_not_said(tmp_path, kind):
    async with running(kind, tmp_path, DEVICES) as broker, opened(door_at(broker), ear := Ear()):
        for topic in (f"{THEIRS}/sos", f"{MINE}/sos"):
            will = aiomqtt.Will(topic, topic.encode(), qos=1)
            with contextlib.suppress(aiomqtt.MqttError):
                async with client(broker, ME, will=will) as boat:
                    boat._client._sock_close()  # without a word, as a boat that sinks
        await until(lambda: ear.heard)
        assert payloads(ear) == [f"{MINE}/sos".encode()]


async def test_the_twins_session_is_safe_from_those_who_do_not_know_its_client_id(tmp_path, kind):
    async with running(kind, tmp_path, DEVICES) as broker, opened(door_at(broker), ear := Ear()) as door:
        for user in ("engine", "gateway", ME):
            for identifier in ("engine", broker.login("engine").user, broker.login("engine").client_id):
                async with client(broker, user, identifier=identifier, clean_session=True):
                    pass
        async with client(broker, ME) as boat:
            await boat.publish(f"{MINE}/sos", b"help", qos=1)
        await until(lambda: payloads(ear) == [b"help"])
        assert door.counts()["mqtt-events.connections"] == 1
        assert door.counts()["mqtt-fixes.connections"] == 1


async def test_a_letter_of_64_kib_arrives_and_a_larger_one_closes_only_its_own_connection(tmp_path, kind):
    async with running(kind, tmp_path, DEVICES) as broker, opened(door_at(broker), ear := Ear()) as door:
        async with client(broker, ME) as boat:
            await boat.publish(f"{MINE}/sos", b"x" * wire.MAX_PAYLOAD_BYTES, qos=1)
        async with client(broker, ME) as boat:
            with pytest.raises(aiomqtt.MqttError):
                await boat.publish(f"{MINE}/sos", b"y" * 70_000, qos=1, timeout=1)
        async with client(broker, ME) as boat:
            await boat.publish(f"{MINE}/sos", b"after", qos=1)
        await until(lambda: len(ear.heard) == 2)
        assert payloads(ear) == [b"x" * wire.MAX_PAYLOAD_BYTES, b"after"]
        assert door.counts()["mqtt-events.connections"] == 1


async def test_a_wrong_password_is_told_at_the_first_connection(tmp_path, kind, monkeypatch):
    monkeypatch.setattr("api.mqtt.FIRST_CONNECTION_S", 0.5)
    async with running(kind, tmp_path) as broker:
        right = broker.login("gateway")
        wrong = Login(right.host, right.port, right.user, "x" * 20, right.client_id)
        with pytest.raises(ConnectionError, match=r"(?i)not authori[sz]ed"):
            async with DeviceClient(wrong, RealmClock()):
                await asyncio.sleep(0)
