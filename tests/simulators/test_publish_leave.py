import asyncio

import aiomqtt

from simulators.line import Broker
from simulators.player import Player
from simulators.publish import Publisher
from simulators.scenario import Scenario
from tests.broker.brokers import ROOT


class Vanishing:
    """A connection whose broker is gone when it is left."""

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        raise aiomqtt.MqttError("Could not disconnect")


async def test_who_is_told_to_stop_as_the_broker_goes_stops(shipu, land_geojson, monkeypatch):
    began, nowhere = asyncio.Event(), Broker("127.0.0.1", 1, "simulator", "x")
    speaking = Publisher(
        nowhere, ROOT, lambda at_ms: Player(shipu, land_geojson, 1, 5, at_ms, Scenario()), None, 1
    )

    async def converse(_client):
        began.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(speaking, "_client", Vanishing)
    monkeypatch.setattr(speaking, "_converse", converse)
    running_on = asyncio.create_task(speaking.run())
    await began.wait()
    running_on.cancel()
    done, _ = await asyncio.wait([running_on], timeout=60)
    assert done
    assert running_on.cancelled()
