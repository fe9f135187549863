"""The broker of a stage, in memory: hands letters to the twin at set instants, and keeps MQTT's promises.

QoS 1 waits for whoever is away, the broker or the twin, and comes again until it is stored; QoS 0 is lost
and counted (MQTT 3.1.1 §4.3; nats-server, the broker that comes along, keeps no QoS 0 for a session that is
away).
"""

import asyncio
from collections import Counter, deque
from collections.abc import Iterable

from api.broker_conf import CANARY
from api.doors import Delivery, DoorState, Hear
from api.mqtt import BEAT_S
from drills.clock import StageClock
from geo.units import MS_PER_SECOND
from simulators.post import Said
from twin import wire
from twin.wire import Letter


class StageDoor:
    """The link between the simulated devices and the twin.

    Args:
        root: `yugang/{realm}/{port}`.
        clock: the stage's.

    Attributes:
        counts: letters `heard` by the twin, `lost` (QoS 0 while the broker or the twin was away, or without
            room), `kept` (QoS 1 of that time), `again` (QoS 1 delivered later than said).
    """

    def __init__(self, root: str, clock: StageClock) -> None:
        self._root, self._clock = root, clock
        self._hear: Hear | None = None
        self._up = asyncio.Event()
        self._up.set()
        self._kept: deque[Said] = deque()
        self._lies_there: dict[str, bytes] = {}
        self._unheard: list[str] = []
        self._under_way: dict[int, Said] = {}
        self._last_mid = 0
        self._epoch = 1
        self._beats = 0
        self._sung_ms = clock.now_ms()
        self._out: list[tuple[str, bytes]] = []
        self._state = DoorState("mqtt", up=True, since_ms=clock.now_ms())
        self.counts: Counter[str] = Counter()

    @property
    def is_up(self) -> bool:
        """Whether the broker stands."""
        return self._up.is_set()

    def state(self) -> DoorState:
        """Return how the broker stands, for health."""
        return self._state

    def attach(self, hear: Hear) -> None:
        """Let a twin listen from now on; what is kept for it, or lies there, comes with the next `carry`."""
        self._hear = hear
        self._unheard = list(self._lies_there)

    def detach(self) -> None:
        """Let nobody listen: the twin has died. What it had not stored is kept for the next one."""
        self._hear = None
        self._break_off()

    def fall(self) -> None:
        """Let the broker be away from now on."""
        self._up.clear()
        self._break_off()
        self._state = self._state.turned(self._clock.now_ms(), up=False, why="the broker is away (drill)")

    def rise(self) -> None:
        """Let the broker be back; what was kept, or lies there, comes with the next `carry`."""
        self._up.set()
        self._unheard = list(self._lies_there)
        self._state = self._state.turned(self._clock.now_ms(), up=True, why="")

    def retain(self, topic: str, payload: bytes) -> None:
        """Let a letter lie on the broker, its topic after the root; who subscribes hears it as retained."""
        self._lies_there[topic] = payload
        self._unheard.append(topic)

    def carry(self, said: Iterable[Said], until_ms: int) -> None:
        """Carry letters of the time up to `until_ms` to the twin, what was kept for it first.

        Each is heard at its own instant, those of one instant in the order of their topics; one that was kept
        is heard now.

        Args:
            said: in any order; topics after the root.
            until_ms: the instant that the clock shows now, UTC ms.
        """
        kept, self._kept = self._kept, deque()
        if self.is_up and self._hear is not None:
            for topic in self._unheard:
                letter = Letter(f"{self._root}/{topic}", self._lies_there[topic], until_ms, retained=True)
                self._hear(Delivery(letter, 0, 0, self._epoch, 0))
            self._unheard.clear()
            for again in kept:
                self.counts["again"] += 1
                self._give(again, until_ms)
        else:
            self._kept = kept
        fresh = [*said, *self._canary(until_ms)]
        for one in sorted(fresh, key=lambda one: (one.t_ms, one.topic)):
            self._give(one, one.t_ms)

    def acknowledge(self, deliveries: Iterable[Delivery]) -> None:
        """Take note that letters are stored; those of an earlier connection come again all the same."""
        for delivery in deliveries:
            if delivery.epoch == self._epoch:
                self._under_way.pop(delivery.mid, None)

    async def deliver(self, topic: str, payload: bytes, *, retain: bool = False) -> None:  # noqa: ARG002  # as `api.outbox.Deliver`
        """Return when the broker has a letter of the twin's, however long it is away."""
        await self._up.wait()
        self._out.append((topic.removeprefix(f"{self._root}/"), payload))

    def sent(self) -> list[tuple[str, bytes]]:
        """Return what the twin has sent since the last call: topic after the root, payload, in order."""
        out, self._out = self._out, []
        return out

    def _give(self, said: Said, heard_ms: int) -> None:
        if not self.is_up or self._hear is None:
            if said.qos:
                self.counts["kept"] += 1
                self._kept.append(said)
            else:
                self.counts["lost"] += 1
            return
        self._last_mid += 1
        letter = Letter(f"{self._root}/{said.topic}", said.payload, heard_ms)
        mid = self._last_mid if said.qos else 0
        if mid:
            self._under_way[mid] = said
        if self._hear(Delivery(letter, said.qos, 0, self._epoch, mid)):
            self.counts["heard"] += 1
        elif mid:
            self._kept.append(self._under_way.pop(mid))
        else:
            self.counts["lost"] += 1

    def _break_off(self) -> None:
        """End the connection: what is not acknowledged will come again, in order."""
        self._epoch += 1
        self._kept.extendleft(reversed(self._under_way.values()))
        self._under_way.clear()

    def _canary(self, until_ms: int) -> list[Said]:
        """Return the engine's own heartbeat, said every `BEAT_S` while broker and twin stand."""
        beat_ms = int(BEAT_S * MS_PER_SECOND)
        due_ms = (self._sung_ms // beat_ms + 1) * beat_ms
        self._sung_ms = max(self._sung_ms, until_ms)
        if not self.is_up or self._hear is None:
            return []
        return [self._beat(at_ms) for at_ms in range(due_ms, until_ms + 1, beat_ms)]

    def _beat(self, at_ms: int) -> Said:
        self._beats += 1
        body = wire.HeartbeatBody(t_ms=at_ms, boot="stage", seq=self._beats, canary=True)
        return Said(at_ms, CANARY, wire.encode(body), 1)
