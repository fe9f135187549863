"""The twin's door to MQTT, and the plain client of gateways.

The twin holds two sessions, so that a flood of positions never stands between a distress and us: one for
events, one for positions. Both persist and acknowledge only what is stored. A canary goes through the broker
every few seconds; a session that does not hear it is taken for dead, whatever its socket says.
"""

import asyncio
import contextlib
import hashlib
import secrets
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Iterable
from types import TracebackType
from typing import Self

import msgspec

from api.alongside import Alongside
from api.broker_conf import CANARY, EVENT_WORDS, FIX_WORDS
from api.doors import Clock, Delivery, DoorState, Hear, MasterClock
from api.mqtt_link import MqttLink, Will
from api.mqtt_login import Login
from twin import wire

BEAT_S = 5.0
"""The canary goes out this often in realm time (reliability §2.2), and never more seldom in real time."""
FASTEST_BEAT_S = 0.01
"""In a realm that runs very fast, beats are still at least this far apart."""
CLOCK_S, CLOCK_STEP_S = 1.0, 1.5
"""The clock is told each second, retained, and as often as this much of realm time passes, so that a
simulator that follows it is never sent far ahead by a rate that has changed since."""
CANARY_LOST_S = 15.0
"""No canary of ours came back while we listened for so long: the link is dead (feed state DOWN after 3
missed, §2.2)."""
FIRST_CONNECTION_S = 10.0
DEVICE_LETTERS = 10_000
DEVICE_OUT = 256


class MqttDoor:
    """The twin's two sessions at the broker.

    Args:
        events: login of the session for everything but positions.
        fixes: login of the session for positions; another client id, and where the broker makes one
            session of one user, another user.
        root: `yugang/{realm}/{port}`.
        clock: the realm's clock; published retained with every beat.
    """

    def __init__(self, events: Login, fixes: Login, root: str, clock: MasterClock) -> None:
        self._root, self._clock = root, clock
        self._canary_topic, self._progress_topic = f"{root}/{CANARY}", f"{root}/{wire.PROGRESS}"
        self._boot = secrets.token_hex(8)
        self._beats = 0
        self._said_s: dict[int, float] = {}
        self._retained_s, self._told = 0.0, 0.0
        self.bad_progress = 0
        self._canary_heard_s = [clock.mono_s()] * 2
        self._hear: Hear = _nobody_listens
        self._links = [
            self._session(0, "mqtt-events", events, (*EVENT_WORDS, wire.PROGRESS)),
            self._session(1, "mqtt-fixes", fixes, (*FIX_WORDS, CANARY)),
        ]

    async def run(self, hear: Hear) -> None:
        """Hand every letter to `hear`, reconnecting as long as it takes, until cancelled."""
        self._hear = hear
        async with asyncio.TaskGroup() as group:
            for link in self._links:
                group.create_task(link.run(), name=link.state().name)
            group.create_task(self._beat(), name="mqtt-beat")
            group.create_task(self._tell_time(), name="mqtt-clock")

    async def connected(self) -> None:
        """Return when both sessions are connected and subscribed."""
        for link in self._links:
            await link.connected.wait()

    def acknowledge(self, deliveries: Iterable[Delivery]) -> None:
        """Tell the broker that these letters are stored; those of an earlier connection come again."""
        for delivery in deliveries:
            self._links[delivery.link].acknowledge((delivery,))

    def publish(self, topic: str, payload: bytes, *, qos: int = 1, retain: bool = False) -> bool:
        """Queue a letter without waiting; False (counted) when the bounded queue has no room."""
        return self._links[0].out.put(topic, payload, qos, retain=retain) is not None

    async def deliver(self, topic: str, payload: bytes, *, retain: bool = False) -> None:
        """Return when the broker has the letter (QoS 1), however often the connection is lost meanwhile."""
        await _delivered(self._links[0], topic, payload, retain=retain)

    def states(self) -> list[DoorState]:
        """Return the state of both sessions, for health."""
        return [link.state() for link in self._links]

    def counts(self) -> dict[str, int]:
        """Return every counter by `door.what`; `out` is the queue of letters to send."""
        told: Counter[str] = Counter({"mqtt.bad-progress": self.bad_progress})
        for link in self._links:
            name = link.state().name
            told.update({f"{name}.{what}": n for what, n in link.counts.items()})
            told.update({f"{name}.out.{what}": n for what, n in link.out.counts.items()})
        return dict(told)

    def _session(self, number: int, name: str, login: Login, words: tuple[str, ...]) -> MqttLink:
        # A session of each realm's own: one left by another realm would bring that realm's letters here.
        secret = hashlib.sha256(f"{login.client_id} {self._root}".encode()).hexdigest()
        own = msgspec.structs.replace(login, client_id=secret[:32])
        filters = [f"{self._root}/{word}" for word in words]
        return MqttLink(name, own, filters, self._clock, self._arrived, number=number, persistent=True)

    def _arrived(self, delivery: Delivery) -> bool:
        if delivery.letter.topic == self._progress_topic:
            return self._hear_progress(delivery)
        if delivery.letter.topic != self._canary_topic:
            return self._hear(delivery)
        ours = self._is_fresh_canary(delivery.letter.payload)
        if ours:
            self._canary_heard_s[delivery.link] = self._clock.mono_s()
        else:
            self._links[delivery.link].counts["stray-canaries"] += 1
        if ours and delivery.link == 0:
            return self._hear(delivery)
        self.acknowledge((delivery,))
        return True

    def _hear_progress(self, delivery: Delivery) -> bool:
        """Let the clock wait for its simulator; how far it has played is no news of the port."""
        try:
            self._clock.hear_played(_PROGRESS.decode(delivery.letter.payload).played_ms)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            self.bad_progress += 1
        self.acknowledge((delivery,))
        return True

    def _is_fresh_canary(self, payload: bytes) -> bool:
        """Return whether this is ours: another's, and an old one that waited in the broker, prove nothing."""
        try:
            body = _HEARTBEAT.decode(payload)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return False
        return body.boot == self._boot and body.seq in self._said_s and not body.offline

    async def _beat(self) -> None:
        while True:
            for number, link in enumerate(self._links):
                if not link.connected.is_set():
                    self._canary_heard_s[number] = self._clock.mono_s()
                elif self._clock.mono_s() - self._canary_heard_s[number] > CANARY_LOST_S:
                    link.counts["canaries-lost"] += 1
                    self._canary_heard_s[number] = self._clock.mono_s()
                    link.drop("the canary did not come back")
            if self._links[0].connected.is_set():
                self._say_canary()
                await self._nap(max(BEAT_S / max(self._clock.rate, 1.0), FASTEST_BEAT_S))
            else:
                await self._connected_within(BEAT_S)

    async def _nap(self, real_s: float) -> None:
        """Sleep; what we oversleep, listening to nobody, counts as nobody's silence."""
        due_s = self._clock.mono_s() + real_s
        await asyncio.sleep(real_s)
        now_s = self._clock.mono_s()
        late_s = max(now_s - due_s, 0.0)
        self._canary_heard_s = [min(heard_s + late_s, now_s) for heard_s in self._canary_heard_s]

    async def _connected_within(self, wait_s: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(wait_s):
                await self._links[0].connected.wait()

    def _say_canary(self) -> None:
        now_s = self._clock.mono_s()
        self._beats += 1
        self._said_s = {n: s for n, s in self._said_s.items() if now_s - s < CANARY_LOST_S}
        self._said_s[self._beats] = now_s
        body = wire.HeartbeatBody(t_ms=self._clock.now_ms(), boot=self._boot, seq=self._beats, canary=True)
        self.publish(self._canary_topic, wire.encode(body))

    async def _tell_time(self) -> None:
        """Tell the realm's clock each second, as realm time passes, and at once when a person turned it."""
        while True:
            rate = self._clock.rate
            if self._links[0].connected.is_set():
                self._say_clock(rate)
            due_s = min(CLOCK_S, max(CLOCK_STEP_S / max(rate, 0.1), FASTEST_BEAT_S))
            await asyncio.sleep(FASTEST_BEAT_S)
            await self._clock.rest(due_s - FASTEST_BEAT_S)

    def _say_clock(self, rate: float) -> None:
        now_s = self._clock.mono_s()
        retain = now_s >= self._retained_s or (rate == 0) != (self._told == 0)
        self._told = rate
        if retain:
            self._retained_s = now_s + CLOCK_S
        beat = wire.ClockBeat(self._clock.now_ms(), rate)
        self.publish(f"{self._root}/clock", wire.encode(beat), qos=int(retain), retain=retain)


class DeviceClient:
    """A plain client for gateways and tests: what it publishes at QoS 1 arrives, what it hears is bounded.

    Args:
        login: where and as whom.
        filters: topics to hear; the oldest unread letters are dropped (counted) past `DEVICE_LETTERS`.
        clock: stamps letters on arrival.
        on_letter: takes letters as they arrive instead of `letters`.
        will: said by the broker if we vanish.
    """

    def __init__(
        self,
        login: Login,
        clock: Clock,
        filters: Iterable[str] = (),
        *,
        on_letter: Callable[[wire.Letter], None] | None = None,
        will: Will | None = None,
    ) -> None:
        self._login = login
        self._on_letter = on_letter
        self._letters: deque[wire.Letter] = deque()
        self._came = asyncio.Event()
        self._running = Alongside()
        self.dropped = 0
        self.link = MqttLink("mqtt", login, filters, clock, self._arrived, will=will, out_bound=DEVICE_OUT)

    async def __aenter__(self) -> Self:
        """Return once connected and subscribed; after that lost connections are made again by themselves.

        Raises:
            ConnectionError: there was no connection within `FIRST_CONNECTION_S`; says why.
        """
        await self._running.begin(self.link.run(), "mqtt-device")
        try:
            async with asyncio.timeout(FIRST_CONNECTION_S):
                await self.link.connected.wait()
        except TimeoutError:
            await self._running.end(None, None, None)
            raise ConnectionError(f"{self._login!r}: {self.link.state().why}") from None
        except BaseException as error:
            await self._running.end(type(error), error, error.__traceback__)
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the broker; letters not yet acknowledged are lost: call `settled` before, if they matter."""
        await self._running.end(kind, error, trace)

    async def publish(self, topic: str, payload: bytes, *, qos: int = 1, retain: bool = False) -> None:
        """Queue a letter, waiting while `DEVICE_OUT` are not acknowledged; it is sent again until it is."""
        await self.link.out.room()
        self.link.out.put(topic, payload, qos, retain=retain)

    async def settled(self) -> None:
        """Return when the broker has every letter published so far."""
        await self.link.out.empty()

    async def letters(self) -> AsyncIterator[wire.Letter]:
        """Yield what is heard, oldest first, for ever."""
        while True:
            while self._letters:
                yield self._letters.popleft()
            self._came.clear()
            await self._came.wait()

    def _arrived(self, delivery: Delivery) -> bool:
        self.link.acknowledge((delivery,))
        if self._on_letter is not None:
            self._on_letter(delivery.letter)
            return True
        if len(self._letters) >= DEVICE_LETTERS:
            self._letters.popleft()
            self.dropped += 1
        self._letters.append(delivery.letter)
        self._came.set()
        return True


async def _delivered(link: MqttLink, topic: str, payload: bytes, *, retain: bool) -> None:
    while (letter := link.out.put(topic, payload, 1, retain=retain)) is None:
        await link.out.room()
    await letter.settled.wait()


def _nobody_listens(_delivery: Delivery) -> bool:
    return False


_PROGRESS = msgspec.json.Decoder(wire.ProgressBody)
_HEARTBEAT = msgspec.json.Decoder(wire.HeartbeatBody)
