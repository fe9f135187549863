"""What waits for the next step, in bounded lanes: what cannot be repeated goes first and is never dropped.

| lane | holds | when it is full |
|---|---|---|
| urgent | SOS, answers, people's acts | QoS 1 stays with the broker; an act is refused to its person's face |
| events | all else but positions; SOS of a device that sends more than one a second | the same |
| fixes | positions in order | QoS 1 stays with the broker, QoS 0 merges to the newest of its terminal |
| newest | one position of each terminal that is slowed down or merged | the letter is lost and counted |

A device that says more than 5 positions a second (burst 20) is slowed to that: its older ones are dropped,
counted and acknowledged, and its newest waits for its turn. Figures: reliability §4, row "Device / radio".
"""

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Iterable
from functools import partial

import msgspec

from api.bucket import Buckets
from api.doors import Delivery, KeptClock
from twin.wire import Letter, SosBody

URGENT_BOUND = 10_000
EVENTS_BOUND = 20_000
FIXES_BOUND = 20_000
MERGE_FROM = FIXES_BOUND // 2
"""QoS 0 positions merge from here on, so that QoS 1 positions still find room."""
NEWEST_BOUND = 50_000
ACTS_BOUND = 1_000
FIXES_PER_S, FIXES_BURST = 5.0, 20
SOS_PER_S, SOS_BURST = 1.0, 1
FLOODERS_NAMED = 100

Acknowledge = Callable[[Iterable[Delivery]], None]


class Entry(msgspec.Struct, frozen=True, eq=False):
    """One input of a step: a letter or an act; call `done` once when its step is stored.

    Attributes:
        payload: a `Letter`, or whatever was given to `Inbox.ask`.
        done: acknowledges a letter (its argument is ignored), or answers whoever waits for the act.
    """

    payload: object
    done: Callable[[object], None]


class InboxFullError(Exception):
    """So many acts wait that one more would not be answered in time."""


class _Waiting(msgspec.Struct, eq=False):
    """A letter in a lane, with the deliveries it stands for."""

    letter: Letter
    deliveries: list[Delivery]
    event: tuple[str, str] | None = None


class _Newest(msgspec.Struct, eq=False):
    """The newest position of a terminal that has to wait; `paid` once its token was taken."""

    delivery: Delivery
    paid: bool


class Inbox:
    """The lanes between the doors and the one task that owns the world.

    Args:
        acknowledge: tells the broker that deliveries are stored.
        clock: the realm's clock.

    Attributes:
        counts: `merged` and `throttled` positions, `sos-repeated`, `sos-flooded`, `left` (stays with the
            broker for lack of room), `lost` (QoS 0 without room), `acts-refused`.
    """

    def __init__(self, acknowledge: Acknowledge, clock: KeptClock) -> None:
        self._acknowledge, self._clock = acknowledge, clock
        self._urgent: deque[_Waiting | Entry] = deque()
        self._events: deque[_Waiting] = deque()
        self._fixes: deque[_Waiting] = deque()
        self._newest: dict[str, _Newest] = {}
        self._sos: dict[tuple[str, str], _Waiting] = {}
        self._acts = 0
        self._fix_buckets = Buckets(FIXES_PER_S, FIXES_BURST)
        self._sos_buckets = Buckets(SOS_PER_S, SOS_BURST)
        self._something_urgent = asyncio.Event()
        self._flooders: Counter[str] = Counter()
        self.counts: Counter[str] = Counter()

    def __len__(self) -> int:
        """Return how many inputs wait."""
        return sum(self.depths().values())

    def depths(self) -> dict[str, int]:
        """Return how many inputs wait in each lane."""
        return {
            "urgent": len(self._urgent),
            "events": len(self._events),
            "fixes": len(self._fixes),
            "newest": len(self._newest),
        }

    def flooders(self) -> dict[str, int]:
        """Return topics of devices that were slowed down and how many of their letters were dropped."""
        return dict(self._flooders)

    def hear(self, delivery: Delivery) -> bool:
        """Take a delivery in; False when there is no room for it, and then nothing of it is kept."""
        topic = delivery.letter.topic
        if topic.endswith("/fix"):
            taken = self._hear_fix(delivery)
        elif topic.endswith("/sos"):
            taken = self._hear_sos(delivery)
        elif topic.endswith("/answer"):
            taken = self._put_urgent(_Waiting(delivery.letter, [delivery]))
        else:
            taken = self._put(self._events, EVENTS_BOUND, _Waiting(delivery.letter, [delivery]))
        if not taken:
            self.counts["left" if delivery.qos else "lost"] += 1
        return taken

    async def ask(self, act: object) -> object:
        """Put a person's act in the urgent lane and return what the step answers.

        Cancelled, it leaves the act where it is: it was given, and will be done.

        Raises:
            InboxFullError: `ACTS_BOUND` acts wait already (counted).
        """
        if self._acts >= ACTS_BOUND:
            self.counts["acts-refused"] += 1
            raise InboxFullError(f"{ACTS_BOUND} commands are waiting already")
        answer: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        self._acts += 1
        self._urgent.append(Entry(act, partial(_answered, answer)))
        self._something_urgent.set()
        return await answer

    def take(self, most: int) -> list[Entry]:
        """Remove and return up to `most` inputs: urgent, events, positions, each lane in order of arrival."""
        entries: list[Entry] = []
        while self._urgent and len(entries) < most:
            entries.append(self._taken(self._urgent.popleft()))
        if not self._urgent:
            self._something_urgent.clear()
        for lane in (self._events, self._fixes):
            while lane and len(entries) < most:
                entries.append(self._taken(lane.popleft()))
        if self._newest and len(entries) < most:
            entries.extend(self._take_newest(most - len(entries)))
        return entries

    async def wait(self, until_ms: int) -> None:
        """Return at the realm instant `until_ms`, when something urgent waits, or when the clock stands."""
        if self._something_urgent.is_set():
            await asyncio.sleep(0)
            return
        ends = [
            asyncio.create_task(self._something_urgent.wait()),
            asyncio.create_task(self._clock.sleep_until(until_ms)),
            asyncio.create_task(self._clock.come_round()),
        ]
        try:
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for end in ends:
                end.cancel()
            await asyncio.gather(*ends, return_exceptions=True)

    def _hear_sos(self, delivery: Delivery) -> bool:
        """Take an SOS in, never dropping one.

        Faster than one a second, a repeat joins the one of its event that still waits, and another event
        queues behind everybody else's first.
        """
        letter = delivery.letter
        event = _sos_event(letter)
        waiting = _Waiting(letter, [delivery], event)
        if self._sos_buckets.take(letter.topic, letter.heard_ms):
            taken = self._put_urgent(waiting)
        elif event is not None and event in self._sos:
            self._sos[event].deliveries.append(delivery)
            self.counts["sos-repeated"] += 1
            return True
        else:
            taken = self._put(self._events, EVENTS_BOUND, waiting)
            self.counts["sos-flooded"] += taken
        if taken and event is not None:
            self._sos[event] = waiting
        return taken

    def _hear_fix(self, delivery: Delivery) -> bool:
        letter = delivery.letter
        in_time = self._fix_buckets.take(letter.topic, letter.heard_ms)
        bound = FIXES_BOUND if delivery.qos else MERGE_FROM
        if in_time and self._put(self._fixes, bound, _Waiting(letter, [delivery])):
            return True
        if in_time and delivery.qos:
            return False
        return self._put_newest(delivery, paid=in_time)

    def _put_newest(self, delivery: Delivery, *, paid: bool) -> bool:
        topic = delivery.letter.topic
        older = self._newest.get(topic)
        if older is None:
            if len(self._newest) >= NEWEST_BOUND:
                return False
            self._newest[topic] = _Newest(delivery, paid)
            return True
        self._acknowledge((older.delivery,))
        older.delivery, older.paid = delivery, older.paid or paid
        self.counts["merged" if paid else "throttled"] += 1
        if not paid and (topic in self._flooders or len(self._flooders) < FLOODERS_NAMED):
            self._flooders[topic] += 1
        return True

    def _take_newest(self, most: int) -> list[Entry]:
        now_ms = self._clock.now_ms()
        ready: list[str] = []
        for topic, newest in self._newest.items():
            if len(ready) == most:
                break
            if newest.paid or self._fix_buckets.take(topic, now_ms):
                ready.append(topic)
        return [self._letter_entry([self._newest.pop(topic).delivery]) for topic in ready]

    def _put_urgent(self, waiting: _Waiting) -> bool:
        if len(self._urgent) >= URGENT_BOUND:
            return False
        self._urgent.append(waiting)
        self._something_urgent.set()
        return True

    def _put(self, lane: deque[_Waiting], bound: int, waiting: _Waiting) -> bool:
        if len(lane) >= bound:
            return False
        lane.append(waiting)
        return True

    def _taken(self, waiting: "_Waiting | Entry") -> Entry:
        if isinstance(waiting, Entry):
            self._acts -= 1
            return waiting
        if waiting.event is not None and self._sos.get(waiting.event) is waiting:
            del self._sos[waiting.event]
        return self._letter_entry(waiting.deliveries)

    def _letter_entry(self, deliveries: list[Delivery]) -> Entry:
        return Entry(deliveries[0].letter, partial(_stored, self._acknowledge, deliveries))


def _sos_event(letter: Letter) -> tuple[str, str] | None:
    """Return by what repeats are known; None for a malformed SOS, which must never stand for a good one."""
    try:
        return letter.topic, _SOS.decode(letter.payload).event_id
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):  # msgspec raises all three
        return None


def _stored(acknowledge: Acknowledge, deliveries: list[Delivery], _result: object) -> None:
    acknowledge(deliveries)


def _answered(answer: asyncio.Future[object], result: object) -> None:
    if not answer.done():  # whoever asked may have hung up
        answer.set_result(result)


_SOS = msgspec.json.Decoder(SosBody)
