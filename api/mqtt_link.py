"""One session at an MQTT broker: it connects again for ever, and acknowledges only when it is told to.

aiomqtt is the client. Two of its defaults lose safety messages: it acknowledges on receipt, and queues
without a bound. So its paho client is switched to manual acknowledgement, and letters go straight to whoever
listens, who says at once whether there was room. This file is the only one that knows either library.
"""

import asyncio
import math
import socket
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import aiomqtt
import msgspec
import structlog
from paho.mqtt.client import Client as PahoClient
from paho.mqtt.client import MQTTMessage
from paho.mqtt.reasoncodes import ReasonCode

from api.alongside import raise_if_cancelled
from api.clock import Backoff
from api.doors import Clock, Delivery, DoorState
from api.mqtt_login import Login
from api.mqtt_out import Outbound
from twin.wire import Letter

KEEPALIVE_S = 15
TIMEOUT_S = 5.0
"""For connecting, subscribing and each PUBACK; a broker that takes longer is taken for gone."""
BACKOFF_FIRST_S, BACKOFF_MOST_S = 0.1, 5.0
SETTLED_S = 5.0
"""A connection that lasted so long was a good one: the next wait is short again."""
RECLAIM_S = 15.0
"""Letters left with the broker for lack of room come again by themselves at some brokers, at others only
to a new connection; after this long we make one."""
SENDERS = 32
"""QoS 1 letters under way at once."""
_SOCKET = [(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)]
if hasattr(socket, "TCP_USER_TIMEOUT"):
    _SOCKET.append((socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 10_000))
_REFUSED = 128
"""First SUBACK code that is a refusal (MQTT 3.1.1 section 3.9.3)."""

_log = structlog.get_logger()


class Will(msgspec.Struct, frozen=True):
    """What the broker says for us if we vanish."""

    topic: str
    payload: bytes


class MqttLink:
    """One reconnecting session.

    Args:
        name: of the door, for health and logs.
        login: where and as whom.
        filters: topic filters to subscribe at QoS 1, again at every connection.
        clock: stamps letters on arrival.
        hear: takes a delivery, says whether there was room.
        number: what `Delivery.link` says.
        persistent: the broker keeps the session and its letters while we are away.
        will: said by the broker if we vanish.
        out_bound: letters that may wait to be sent.

    Attributes:
        counts: `heard`, `repeated` (came again while still in our hands), `left` (no room: stays with the
            broker), `lost` (QoS 0 without room), `late-acks` (of an earlier connection; the letter comes
            again), `bad-topics`, `connections`, `reclaims`.
    """

    def __init__(
        self,
        name: str,
        login: Login,
        filters: Iterable[str],
        clock: Clock,
        hear: Callable[[Delivery], bool],
        *,
        number: int = 0,
        persistent: bool = False,
        will: Will | None = None,
        out_bound: int = 2000,
    ) -> None:
        self._login, self._filters = login, [(topic, 1) for topic in filters]
        self._clock, self._hear, self._number = clock, hear, number
        self._persistent, self._will = persistent, will
        self._client: aiomqtt.Client | None = None
        self._epoch = 0
        self._held: set[int] = set()
        self._left: set[int] = set()
        self._reclaim_at_s = math.inf
        self._backoff = Backoff(BACKOFF_FIRST_S, BACKOFF_MOST_S, login.client_id)
        self._state = DoorState(name, up=False, since_ms=clock.now_ms(), why="not connected yet")
        self.connected = asyncio.Event()
        self.counts: Counter[str] = Counter()
        self.out = Outbound(out_bound)

    def state(self) -> DoorState:
        """Return whether the session is connected, since when in realm time, and if not, why."""
        return self._state

    async def run(self) -> None:
        """Keep the session connected until cancelled; then leave the broker politely."""
        while True:
            began_s = self._clock.mono_s()
            try:
                await self._connection()
            except aiomqtt.MqttError as fault:
                raise_if_cancelled()  # an error while leaving would hide it
                self._turn(up=False, why=_why(fault))
            if self._clock.mono_s() - began_s > SETTLED_S:
                self._backoff.reset()
            await asyncio.sleep(self._backoff.next_s())

    def acknowledge(self, deliveries: Iterable[Delivery]) -> None:
        """Tell the broker that these letters are stored; those of an earlier connection come again."""
        for delivery in deliveries:
            if delivery.qos == 0:
                continue
            if delivery.epoch != self._epoch or self._client is None:
                self.counts["late-acks"] += 1
                continue
            self._held.discard(delivery.mid)
            _paho(self._client).ack(delivery.mid, delivery.qos)

    def drop(self, why: str) -> None:
        """Give this connection up and make a new one."""
        if self._client is not None:
            _log.warning("mqtt-dropped", door=self._state.name, why=why)
            _paho(self._client).disconnect()

    async def _connection(self) -> None:
        """Connect and serve until the connection ends; raises why it did."""
        self._epoch += 1
        self._held.clear()
        self._left.clear()
        client = self._made()
        try:
            async with client:
                await self._serve(client)
        finally:
            self._client = None
            self.connected.clear()
            self.out.take_back()
            # A connection half made is no longer anyone's: without this its socket would stay open.
            _paho(client).disconnect()

    def _made(self) -> aiomqtt.Client:
        login, will = self._login, self._will
        client = aiomqtt.Client(
            login.host,
            login.port,
            username=login.user,
            password=login.password,
            identifier=login.client_id,
            clean_session=not self._persistent,
            keepalive=KEEPALIVE_S,
            timeout=TIMEOUT_S,
            will=aiomqtt.Will(will.topic, will.payload, qos=1) if will else None,
            tls_context=login.tls_context(),
            socket_options=_SOCKET,
            max_inflight_messages=SENDERS,
        )
        client.pending_calls_threshold = SENDERS
        paho = _paho(client)
        paho.manual_ack_set(True)
        epoch = self._epoch
        paho.on_message = lambda _client, _userdata, message: self._arrived(message, epoch)
        return client

    async def _serve(self, client: aiomqtt.Client) -> None:
        self._client = client
        if self._filters:
            granted: Sequence[int | ReasonCode] = await client.subscribe(self._filters)
            denied = [
                topic
                for (topic, _), code in zip(self._filters, granted, strict=True)
                if (code.is_failure if isinstance(code, ReasonCode) else code >= _REFUSED)
            ]
            if denied:
                raise aiomqtt.MqttError(f"the broker does not let us hear {', '.join(denied)}")
        raise_if_cancelled()
        self.counts["connections"] += 1
        self._turn(up=True, why="")
        self.connected.set()
        work = [self._watch(client), self._reclaim(), *(self._send(client) for _ in range(SENDERS))]
        tasks = [asyncio.create_task(part) for part in work]
        try:
            # Not a TaskGroup: where a task fails while we are cancelled, it would swallow the cancellation.
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            done.pop().result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _watch(self, client: aiomqtt.Client) -> None:
        """Raise when the connection ends: no letter ever comes this way."""
        async for _ in client.messages:
            pass

    async def _send(self, client: aiomqtt.Client) -> None:
        while True:
            letter = await self.out.next()
            await client.publish(letter.topic, letter.payload, letter.qos, letter.retain)
            self.out.settle(letter)
            raise_if_cancelled()

    async def _reclaim(self) -> None:
        while True:
            await asyncio.sleep(1)
            if self._left and self._clock.mono_s() > self._reclaim_at_s:
                self.counts["reclaims"] += 1
                self.drop("letters left with the broker are asked for again")

    def _arrived(self, message: MQTTMessage, epoch: int) -> None:
        if epoch != self._epoch:
            return
        mid, qos = message.mid, min(message.qos, 1)
        if qos and mid in self._held:
            self.counts["repeated"] += 1
            return
        self.counts["heard"] += 1
        try:
            letter = Letter(message.topic, bytes(message.payload), self._clock.now_ms(), message.retain)
        except UnicodeDecodeError:
            self.counts["bad-topics"] += 1
            self.acknowledge([Delivery(Letter("", b"", 0), qos, self._number, epoch, mid)])
            return
        if qos:
            self._held.add(mid)
        if self._hear(Delivery(letter, qos, self._number, epoch, mid)):
            self._left.discard(mid)
        elif qos:
            self._held.discard(mid)
            self._left.add(mid)
            self._reclaim_at_s = self._clock.mono_s() + RECLAIM_S
            self.counts["left"] += 1
        else:
            self.counts["lost"] += 1

    def _turn(self, *, up: bool, why: str) -> None:
        if (up, why) != (self._state.up, self._state.why):
            self._state = self._state.turned(self._clock.now_ms(), up=up, why=why)
            _log.info("mqtt", door=self._state.name, up=up, why=why)


def _paho(client: aiomqtt.Client) -> PahoClient:
    return client._client  # noqa: SLF001  # aiomqtt 2 has no manual acknowledgement of its own


def _why(fault: aiomqtt.MqttError) -> str:
    """Return why a connection ended, for a person.

    Raises:
        BaseException: it ended by a bug of ours, which aiomqtt wraps like any error of a callback.
    """
    cause = fault.__cause__
    if cause is not None and not isinstance(cause, aiomqtt.MqttError | OSError):
        raise cause
    return str(cause or fault) or "the connection ended"
