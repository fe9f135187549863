"""The line to the broker: who the simulators are there, and a client that hands fixes over at once."""

import socket
import ssl

import aiomqtt
import msgspec
from paho.mqtt.enums import MQTTErrorCode

KEEPALIVE_S = 15
MAX_HEARD = 1_000
"""Calls and receipts waiting to be heard; more are dropped by the client, and called again by the twin."""


class Broker(msgspec.Struct, frozen=True):
    """Where the broker is and who we are there."""

    host: str
    port: int
    user: str
    password: str
    client_id: str | None = None
    tls: bool = False

    def __repr__(self) -> str:
        """Return the broker without what must not stand in a log."""
        return f"Broker({self.user!r} at {self.host}:{self.port})"


class Line(aiomqtt.Client):
    """A client of the broker; the will is said for us when the line breaks."""

    def __init__(self, broker: Broker, will: aiomqtt.Will) -> None:
        super().__init__(
            broker.host,
            broker.port,
            username=broker.user,
            password=broker.password,
            identifier=broker.client_id,
            will=will,
            keepalive=KEEPALIVE_S,
            max_queued_incoming_messages=MAX_HEARD,
            socket_options=[(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)],
            tls_context=ssl.create_default_context() if broker.tls else None,
        )

    def drop(self, topic: str, payload: bytes) -> None:
        """Hand a letter of QoS 0 over; it leaves before any that is published after it.

        `publish` needs an event, a task and a timer for every letter, only to learn that it has left.

        Raises:
            aiomqtt.MqttCodeError: the line is broken.
        """
        told = self._client.publish(topic, payload, 0)
        if told.rc != MQTTErrorCode.MQTT_ERR_SUCCESS:
            raise aiomqtt.MqttCodeError(told.rc, "the line to the broker is broken")
