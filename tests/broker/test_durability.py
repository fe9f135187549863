"""Nothing that was not acknowledged is lost, whichever side dies."""

import asyncio
import contextlib
import subprocess
import sys

import pytest

from api.clock import RealmClock
from api.mqtt import DeviceClient, MqttDoor
from tests.broker.brokers import KINDS, ROOT, running, until

pytestmark = [pytest.mark.broker, pytest.mark.parametrize("kind", KINDS)]

SOS = f"{ROOT}/terminal/cell/1/sos"
FIX = f"{ROOT}/terminal/ais-a/1/fix"


def door_at(broker):
    return MqttDoor(broker.login("engine"), broker.login("engine-fixes"), ROOT, RealmClock())


@contextlib.asynccontextmanager
async def opened(door, hear):
    running_door = asyncio.create_task(door.run(hear))
    try:
        async with asyncio.timeout(60):
            await door.connected()
        yield door
    finally:
        running_door.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running_door


class Ear:
    """Hears everything but canaries and keeps it, in order."""

    def __init__(self, room=10**9):
        self.room = room
        self.heard = []

    def __call__(self, delivery):
        if "canary" in delivery.letter.topic:
            return True
        if len(self.heard) >= self.room:
            return False
        self.heard.append(delivery)
        return True

    def payloads(self):
        return [int(delivery.letter.payload) for delivery in self.heard]


def gateway(broker):
    return DeviceClient(broker.login("gateway"), RealmClock())


async def say(broker, topic, numbers, qos=1):
    async with gateway(broker) as boat:
        for number in numbers:
            await boat.publish(topic, b"%d" % number, qos=qos)
        await boat.settled()


TWIN = """
import asyncio, pathlib, sys
from api.clock import RealmClock
from api.mqtt import MqttDoor
from api.mqtt_login import login_at
from api.secrets import Secrets

heard = []

def hear(delivery):
    heard.append(delivery) if b"canary" not in delivery.letter.payload else None
    return True

async def main(home, port):
    accounts = Secrets.load(pathlib.Path(home)).accounts
    logins = [login_at("127.0.0.1", int(port), accounts[user]) for user in ("engine", "engine-fixes")]
    door = MqttDoor(*logins, "yugang/sim/shipu", RealmClock())
    running = asyncio.create_task(door.run(hear))
    await door.connected()
    print("connected", flush=True)
    while len(heard) < 50:
        await asyncio.sleep(0.01)
    door.acknowledge(heard[:10])
    for link in door._links:
        await link._client.unsubscribe("nothing")  # answered after what was acknowledged before
    print("acknowledged", flush=True)
    await running

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.mark.parametrize("topic", [SOS, FIX])
async def test_what_was_not_acknowledged_comes_again_after_the_twin_is_killed(tmp_path, kind, topic):
    async with running(kind, tmp_path) as broker:
        twin = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", TWIN, str(tmp_path), str(broker.port)), stdout=subprocess.PIPE
        )
        await said(twin, b"connected")
        await say(broker, topic, range(50))
        await said(twin, b"acknowledged")
        twin.kill()
        await twin.wait()
        ear = Ear()
        async with opened(door_at(broker), ear):
            await until(lambda: len(ear.heard) >= 40)
            assert sorted(ear.payloads()) == list(range(10, 50))


async def said(process, word):
    async with asyncio.timeout(60):
        while word not in await process.stdout.readline():
            pass


async def test_letters_said_while_the_twin_is_away_wait_for_it(tmp_path, kind):
    async with running(kind, tmp_path) as broker:
        async with opened(door_at(broker), Ear()):
            pass
        await say(broker, SOS, range(5))
        await say(broker, FIX, range(5, 10))
        ear = Ear()
        async with opened(door_at(broker), ear):
            await until(lambda: len(ear.heard) == 10)
        assert sorted(ear.payloads()) == list(range(10))


async def test_a_broker_killed_and_restarted_loses_nothing_unacknowledged(tmp_path, kind):
    async with running(kind, tmp_path) as broker:
        ear = Ear()
        async with opened(door_at(broker), ear) as door, gateway(broker) as boat:
            for number in range(20):
                await boat.publish(SOS, b"%d" % number)
            await boat.settled()
            await until(lambda: len(ear.heard) == 20)
            door.acknowledge(ear.heard[:5])
            if kind == "mosquitto":  # its autosave; the reason why it is not the embedded default
                await until(lambda: (tmp_path / "mosquitto.db").read_bytes().count(SOS.encode()) == 15)
            await broker.kill()
            await until(lambda: door.counts()["mqtt-events.connections"] >= 2)
            await until(lambda: door.counts()["mqtt-fixes.connections"] >= 2)
            await boat.publish(SOS, b"20")
            await until(lambda: set(ear.payloads()[20:]) >= {*range(5, 21)})


async def test_letters_published_while_the_broker_is_down_arrive(tmp_path, kind):
    async with running(kind, tmp_path) as broker:
        ear = Ear()
        async with opened(door_at(broker), ear), gateway(broker) as boat:
            await boat.publish(SOS, b"0")
            killing = asyncio.create_task(broker.kill())
            for number in range(1, 100):
                await boat.publish(SOS, b"%d" % number)
            await killing
            await boat.settled()
            await until(lambda: set(ear.payloads()) >= set(range(1, 100)))


async def test_an_acknowledgement_after_a_reconnection_is_void_and_the_letter_comes_again(tmp_path, kind):
    async with running(kind, tmp_path) as broker:
        ear = Ear()
        async with opened(door_at(broker), ear) as door:
            await say(broker, SOS, [7])
            await until(lambda: len(ear.heard) == 1)
            door._links[0].drop("for the test")
            await until(lambda: len(ear.heard) == 2)
            door.acknowledge(ear.heard[:1])
            assert door.counts()["mqtt-events.late-acks"] == 1
            assert ear.heard[1].epoch > ear.heard[0].epoch
            door.acknowledge(ear.heard[1:])
        again = Ear()
        async with opened(door_at(broker), again):
            await say(broker, SOS, [8])
            await until(lambda: again.heard)
            assert again.payloads() == [8]


async def test_letters_without_room_stay_with_the_broker_and_come_again(tmp_path, kind, monkeypatch):
    monkeypatch.setattr("api.mqtt_link.RECLAIM_S", 0.5)
    async with running(kind, tmp_path) as broker:
        ear = Ear(room=3)
        async with opened(door_at(broker), ear) as door:
            await say(broker, SOS, range(10))
            await until(lambda: door.counts().get("mqtt-events.left", 0) >= 7)
            ear.room = 100
            await until(lambda: set(ear.payloads()) == set(range(10)))
            assert door.counts()["mqtt-events.reclaims"] >= 1


async def test_qos_0_without_room_is_lost_and_counted(tmp_path, kind):
    async with running(kind, tmp_path) as broker, opened(door_at(broker), Ear(room=2)) as door:
        await say(broker, FIX, range(5), qos=0)
        await until(lambda: door.counts().get("mqtt-fixes.lost", 0) == 3)
