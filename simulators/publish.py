"""The simulators' one door: it plays at the pace of the realm's clock, publishes, and hears what is said.

No clock is read here. The realm's `clock` beats say what time it is and how fast it runs; between two beats
the door counts its own short sleeps, and the next beat puts it right.
"""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Callable

import aiomqtt
import msgspec
import numpy as np

from geo.units import MS_PER_HOUR, MS_PER_SECOND, SECONDS_PER_HOUR
from simulators.broker_restarts import away_s
from simulators.line import Broker, Line
from simulators.player import Player
from simulators.post import FEEDS, Said
from twin import wire

TICK_S = 0.01
PROGRESS_S, PROGRESS_MS = 1.0, MS_PER_SECOND
"""How far we have played is said each second, and as often as this much of realm time was played."""
FREE_MS = 5 * MS_PER_SECOND
"""The farthest we run on between two beats: the realm may have been slowed down or paused since."""
SILENT_CLOCK_S = 30.0
"""A realm whose clock was not heard for so long has stopped, and the simulation with it."""
CHUNK_MS = 20 * MS_PER_SECOND
"""The most that is played in one go, so that calls are heard in between."""
STALE_MS = 60 * MS_PER_SECOND
"""Fixes later than this are not published: their boats have spoken since. All else is, however late."""
BACK_MS, AHEAD_MS = 60 * MS_PER_SECOND, MS_PER_HOUR
"""A realm whose clock jumps farther back or ahead than this has begun anew, and so does the simulation."""
BATCH = 200
"""Letters handed to the broker at once; they leave in order, their acknowledgements are awaited together."""
RETRY_S = (0.2, 5.0)
GOODBYE_S = 2.0
HEARD = ("clock", "terminal/+/+/call", "terminal/+/+/receipt")
REFUSED = frozenset((4, 5, 134, 135))
"""Connection refused for who we are: MQTT 3.1.1 return codes 4, 5; MQTT 5 reason codes 134, 135."""
_LOG = logging.getLogger("simulators")


class StrangerError(Exception):
    """The broker does not know the account we sign in with; trying again would not help."""


class AwayError(Exception):
    """A scenario takes the broker away from us for a time of the realm."""

    def __init__(self, for_s: float) -> None:
        super().__init__(f"the scenario takes the broker away for {for_s:.0f} s")
        self.for_s = for_s


class RealmTime:
    """The realm's time as its beats tell it.

    Attributes:
        now_ms: UTC ms, or None before the first beat and after a long silence.
    """

    def __init__(self) -> None:
        self.now_ms: float | None = None
        self._beat_ms, self._rate = 0.0, 1.0
        self._since_beat_s = 0.0

    def hear(self, beat: wire.ClockBeat) -> None:
        """Take the instant and the rate of a beat."""
        self.now_ms = self._beat_ms = float(beat.now_ms)
        self._rate, self._since_beat_s = beat.rate, 0.0

    def real_s(self, realm_s: float) -> float:
        """Return how many real seconds a time of the realm takes at the rate of now, at most an hour."""
        return min(realm_s / max(self._rate, 1e-6), SECONDS_PER_HOUR)

    def tick(self, real_s: float) -> None:
        """Let real seconds pass; without a beat for `SILENT_CLOCK_S` the time is not known any more."""
        self._since_beat_s += real_s
        if self._since_beat_s >= SILENT_CLOCK_S:
            self.now_ms = None
        if self.now_ms is not None:
            ran_ms = self._since_beat_s * MS_PER_SECOND * self._rate
            self.now_ms = self._beat_ms + min(ran_ms, FREE_MS)


class Publisher:
    """Plays into one realm until it is cancelled.

    Args:
        broker: where to publish.
        root: `yugang/{realm}/{port}`.
        make_player: from a start in UTC ms to the player.
        start_ms: fixes the start, and with it the bytes; None begins at the realm's now.

    Attributes:
        published: letters handed to the broker.
        stale: fixes not published because they were late.
    """

    def __init__(
        self, broker: Broker, root: str, make_player: Callable[[int], Player], start_ms: int | None, seed: int
    ) -> None:
        self.published = 0
        self.stale = 0
        self._broker = broker
        self._root = root
        self._make_player = make_player
        self._start_ms = start_ms
        self._time = RealmTime()
        self._player: Player | None = None
        self._waiting: deque[Said] = deque()
        self._moved = asyncio.Event()
        self._told_ms, self._untold_s = -1, 0.0
        self._lots = np.random.default_rng([seed, 9])

    async def run(self) -> None:
        """Publish and listen, reconnecting as long as it takes.

        Raises:
            StrangerError: the broker does not know us.
        """
        wait_s = RETRY_S[0]
        while True:
            try:
                async with self._client() as client:
                    wait_s = RETRY_S[0]
                    _LOG.info("connected to %s:%d", self._broker.host, self._broker.port)
                    await self._converse(client)
            except AwayError as away:
                _LOG.warning("%s", away)
                await asyncio.sleep(self._time.real_s(away.for_s))
                continue
            except aiomqtt.MqttCodeError as fault:
                if getattr(fault.rc, "value", fault.rc) in REFUSED:
                    raise StrangerError(f"the broker does not let {self._broker.user} in: {fault}") from None
                _LOG.warning("the broker is away (%s); trying again", fault)
            except aiomqtt.MqttError as fault:
                _LOG.warning("the broker is away (%s); trying again", fault)
            task = asyncio.current_task()
            if task and task.cancelling():  # a broker that goes as we leave hides that we were told to
                raise asyncio.CancelledError
            await asyncio.sleep(wait_s * self._lots.uniform(0.5, 1.0))
            wait_s = min(wait_s * 2, RETRY_S[1])

    def _client(self) -> Line:
        will = aiomqtt.Will(f"{self._root}/feed/{FEEDS[0]}/heartbeat", self._last_word(), qos=1)
        return Line(self._broker, will)

    async def _converse(self, client: Line) -> None:
        """Listen and speak over one connection until it breaks."""
        for words in HEARD:
            await client.subscribe(f"{self._root}/{words}", qos=1)
        client.pending_calls_threshold = BATCH + 1  # and how far we are
        tasks = [
            asyncio.create_task(work) for work in (self._listen(client), self._speak(client), self._tick())
        ]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        except asyncio.CancelledError:
            await self._take_leave(client)
            raise
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _listen(self, client: Line) -> None:
        async for message in client.messages:
            topic = str(message.topic).removeprefix(f"{self._root}/")
            payload = message.payload if isinstance(message.payload, bytes) else b""
            if topic != "clock":
                if self._player is not None and not message.retain:
                    self._player.hear(topic, payload)
                continue
            try:
                self._time.hear(_BEAT.decode(payload))
                self._moved.set()
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as fault:
                _LOG.warning("a clock beat could not be read: %s", fault)

    async def _speak(self, client: Line) -> None:
        while True:
            await self._hand_over(client)
            await self._tell_progress(client)
            player, now_ms = self._player_of_now(), self._time.now_ms
            if player is None or now_ms is None or player.played_ms >= int(now_ms):
                self._moved.clear()
                await self._moved.wait()
                continue
            from_ms = player.played_ms
            self._waiting.extend(player.letters_until(min(int(now_ms), from_ms + CHUNK_MS)))
            for_s = away_s(player.not_played, player.boot, from_ms, player.played_ms)
            if for_s > 0:
                raise AwayError(for_s)
            await asyncio.sleep(0)

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            self._time.tick(TICK_S)
            self._untold_s += TICK_S
            self._moved.set()

    async def _tell_progress(self, client: Line) -> None:
        """Say how far every letter is with the broker, so that the realm's clock waits for us if it must."""
        player, now_ms = self._player, self._time.now_ms
        if player is None or now_ms is None:
            return
        untold_s, untold_ms = self._untold_s, abs(player.played_ms - self._told_ms)
        if untold_s < PROGRESS_S and (untold_ms < PROGRESS_MS or untold_s < TICK_S):
            return
        self._untold_s, self._told_ms = 0.0, player.played_ms
        body = wire.ProgressBody(player.played_ms, int(now_ms))
        await client.publish(f"{self._root}/{wire.PROGRESS}", wire.encode(body), qos=0)

    def _player_of_now(self) -> Player | None:
        """Return the player, begun where there was none or where the realm's clock has begun anew."""
        now_ms = self._time.now_ms
        if now_ms is None:
            return self._player
        if self._player is None:
            self._player = self._make_player(int(now_ms) if self._start_ms is None else self._start_ms)
        elif self._start_ms is None and not -BACK_MS < now_ms - self._player.played_ms < AHEAD_MS:
            _LOG.warning("the realm's clock has jumped; the simulation begins anew")
            self._player = self._make_player(int(now_ms))
        return self._player

    async def _hand_over(self, client: Line) -> None:
        """Publish what waits, in order; a batch the broker did not take whole stays for the next connection.

        Letters of such a batch may come twice; their boot and number show it.
        """
        while self._waiting:
            batch = [self._waiting[place] for place in range(min(BATCH, len(self._waiting)))]
            fresh = [said for said in batch if not self._stale(said)]
            await self._hand_batch(client, fresh)
            self.published += len(fresh)
            self.stale += len(batch) - len(fresh)
            for _ in batch:
                self._waiting.popleft()

    async def _hand_batch(self, client: Line, fresh: list[Said]) -> None:
        """Publish letters in order; when the last has left and all of QoS 1 are acknowledged, return."""
        handing: list[asyncio.Task[None]] = []
        try:
            for said in fresh:
                topic = f"{self._root}/{said.topic}"
                if said.qos == 0 and said is not fresh[-1]:
                    client.drop(topic, said.payload)
                    continue
                handing.append(asyncio.create_task(client.publish(topic, said.payload, said.qos)))
                await asyncio.sleep(0)  # so that it leaves in its place
        finally:
            faults = await asyncio.gather(*handing, return_exceptions=True)
        for fault in faults:
            if fault is not None:
                raise fault

    def _stale(self, said: Said) -> bool:
        now_ms = self._time.now_ms
        return said.qos == 0 and now_ms is not None and now_ms - said.t_ms > STALE_MS

    def _last_word(self) -> bytes:
        """Return the end of a feed, of this run alone: said late, it must not end the next one's."""
        boot = None if self._player is None else self._player.boot
        return wire.encode(wire.HeartbeatBody(offline=True, boot=boot))

    async def _take_leave(self, client: Line) -> None:
        """Say that every feed ends here, so that the silence to come is not taken for the boats'."""
        body = self._last_word()
        with contextlib.suppress(aiomqtt.MqttError, TimeoutError):
            async with asyncio.timeout(GOODBYE_S):
                for feed in FEEDS:
                    await client.publish(f"{self._root}/feed/{feed}/heartbeat", body, qos=1)


_BEAT = msgspec.json.Decoder(wire.ClockBeat)
