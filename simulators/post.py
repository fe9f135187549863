"""The post: letters on their way from devices to the broker, through the feeds that hear them."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from operator import itemgetter
from typing import NamedTuple

import msgspec

from geo.units import MS_PER_SECOND
from twin import wire

AIS, BEIDOU, CELL, SHORE = "ais-shipu", "bds-gw", "cell-gw", "shore-gw"
FEEDS = (AIS, BEIDOU, CELL, SHORE)
"""The receivers of the simulated port: AIS base station, BeiDou gateway, mobile network, shore network."""
HEARTBEAT_S = 5
"""`contract.md` §2: a feed heartbeats every 5 s."""


class Said(NamedTuple):
    """A letter ready for the broker: instant in UTC ms, topic after the realm's root, bytes, MQTT QoS."""

    t_ms: int
    topic: str
    payload: bytes
    qos: int


_arrives = itemgetter(0)
"""The instant of a letter, by which letters are in order; of one instant, as they were put on their way."""


class Post:
    """Carries letters: numbers them by device, names the feed, delays them, and loses those of a dead feed.

    Args:
        start_ms: when this run of every device began; it is their `boot`.

    Attributes:
        boot: what every device and feed of this run names as its `boot`.
        heard: letters each feed has heard.
        lost: letters lost because their feed was out or deaf.
        tap: what may be done to a letter on its way; None on every day without an attack.
    """

    def __init__(self, start_ms: int) -> None:
        self.heard = dict.fromkeys(FEEDS, 0)
        self.lost = dict.fromkeys(FEEDS, 0)
        self.boot = start_ms
        self._numbers: dict[str, int] = {}
        self.tap: Callable[[Said], Iterable[Said]] | None = None
        self._out_until_ms = dict.fromkeys(FEEDS, start_ms)
        self._deaf_until_ms = dict.fromkeys(FEEDS, start_ms)
        self._waiting: list[Said] = []

    def send(
        self,
        t_ms: int,
        topic: str,
        body: wire.Device,
        feed: str,
        device: str,
        qos: int = 1,
        delay_ms: int = 0,
    ) -> None:
        """Send what a device says at an instant; it reaches the broker `delay_ms` later.

        Args:
            t_ms: UTC ms at which the device speaks.
            topic: after the realm's root.
            body: without `via`, `boot` and `seq`, which are added here.
            feed: the feed that hears it.
            device: whose numbering it belongs to.
            qos: MQTT quality of service.
            delay_ms: time under way.
        """
        number = self.number(t_ms, feed, device)
        if number is not None:
            said = msgspec.structs.replace(body, via=feed, boot=self.boot, seq=number)
            self.carry(Said(t_ms + delay_ms, topic, wire.encode(said), qos))

    def number(self, t_ms: int, feed: str, device: str) -> int | None:
        """Count what a device says at an instant; return its number, or None if its feed hears nothing.

        For who writes the whole body itself, with `via`, `boot` and `seq`, and hands it to `carry`.
        """
        number = self._numbers[device] = self._numbers.get(device, 0) + 1
        return number if self.hear(feed, t_ms) else None

    def cut(self, feed: str, until_ms: int) -> None:
        """Silence a feed, its heartbeat too, until an instant."""
        self._out_until_ms[feed] = max(until_ms, self._out_until_ms[feed])
        self.deafen(feed, until_ms)

    def deafen(self, feed: str, until_ms: int) -> None:
        """Let a feed hear nothing until an instant, while its heartbeat goes on."""
        self._deaf_until_ms[feed] = max(until_ms, self._deaf_until_ms[feed])

    def hear(self, feed: str, t_ms: int) -> bool:
        """Count a letter said at an instant as heard or lost by a feed; return whether it was heard."""
        if t_ms < self._deaf_until_ms[feed]:
            self.lost[feed] += 1
            return False
        self.heard[feed] += 1
        return True

    def carry(self, said: Said) -> None:
        """Put a letter on its way, past whatever the tap does to it."""
        if self.tap is None:
            self._waiting.append(said)
            return
        for each in self.tap(said):
            self.put(each)

    def put(self, said: Said) -> None:
        """Put a letter on its way as it is; nothing more happens to it."""
        self._waiting.append(said)

    def heartbeat(self, t_ms: int) -> None:
        """Let every feed that is not cut say that it lives, spread over the interval."""
        for place, feed in enumerate(FEEDS):
            said_ms = t_ms + place * HEARTBEAT_S * MS_PER_SECOND // len(FEEDS)
            number = self._numbers[feed] = self._numbers.get(feed, 0) + 1
            if said_ms >= self._out_until_ms[feed]:
                body = wire.HeartbeatBody(t_ms=said_ms, heard=self.heard[feed], boot=self.boot, seq=number)
                self.carry(Said(said_ms, f"feed/{feed}/heartbeat", wire.encode(body), 1))

    def take(self, until_ms: int) -> list[Said]:
        """Return the letters that reach the broker up to an instant, in order of time."""
        self._waiting.sort(key=_arrives)  # stable, and most are in order: far sooner than a heap
        due = bisect_right(self._waiting, until_ms, key=_arrives)
        taken = self._waiting[:due]
        del self._waiting[:due]
        return taken
