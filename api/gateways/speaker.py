"""The gateway's own voice on the wire: every letter with the feed's name, its boot and its number."""

from typing import Protocol

import msgspec

from api.doors import Clock
from api.gateways.distress import SosBook
from api.gateways.said import Distress, Said
from api.gateways.tally import Tally
from twin import wire

HEARTBEAT_MS = 5_000
"""Contract section 2: receivers and gateways, every 5 s."""

_RECEIPT = msgspec.json.Decoder(wire.ReceiptBody)


class Outlet(Protocol):
    """Takes letters to the broker: `api.mqtt.DeviceClient`, or a list in tests."""

    async def publish(self, topic: str, payload: bytes, *, qos: int = 1, retain: bool = False) -> None:
        """Take a letter, waiting while there is no room for it."""

    async def settled(self) -> None:
        """Return when the broker has every letter taken so far."""


def last_will(root: str, feed: str, boot: str) -> tuple[str, bytes]:
    """Return topic and payload of the will that tells the twin when this run of a gateway falls silent."""
    return f"{root}/feed/{feed}/heartbeat", wire.encode(wire.HeartbeatBody(offline=True, boot=boot))


def receipt_topic(root: str) -> str:
    """Return the filter to subscribe to for the receipts of distress calls."""
    return f"{root}/terminal/+/+/receipt"


class Speaker:
    """Publishes what was said; waits where the outlet has no room, so that nothing is lost on the way.

    Args:
        root: `yugang/{realm}/{port}`.
        feed: the name that stands in `via`.
        boot: names this run; numbers start at 1 in each.
        fix_qos: 0 or 1, for fixes; everything else is QoS 1.
    """

    def __init__(
        self,
        clock: Clock,
        outlet: Outlet,
        tally: Tally,
        *,
        root: str,
        feed: str,
        boot: str,
        fix_qos: int = 1,
    ) -> None:
        self._clock, self._outlet, self._tally = clock, outlet, tally
        self._root, self._feed, self._boot, self._fix_qos = root, feed, boot, fix_qos
        self._seq = 0
        self._beat_ms = clock.now_ms()
        self.calls = SosBook()

    @property
    def due_ms(self) -> int:
        """When `speak_up` has something to say next: a heartbeat, or a distress call again."""
        call_ms = self.calls.next_ms
        return self._beat_ms if call_ms is None else min(self._beat_ms, call_ms)

    async def speak_up(self) -> None:
        """Say what is due now: distress calls first, then the heartbeat."""
        now_ms = self._clock.now_ms()
        for call in self.calls.due(now_ms):
            topic = f"terminal/{call.said.kind}/{call.said.terminal}/sos"
            await self._publish("sos", topic, call.body(self._feed, self._boot, self._number()))
        if now_ms >= self._beat_ms:
            self._beat_ms = now_ms + HEARTBEAT_MS
            await self._publish("heartbeat", f"feed/{self._feed}/heartbeat", self._beat(now_ms))

    async def say(self, said: Said, t_ms: int) -> None:
        """Say one thing at its instant (realm ms); a distress call enters the book and is said at once."""
        self._tally.saw(f"{said.kind}:{said.terminal}")
        if isinstance(said, Distress):
            self.calls.hear(said, t_ms, self._clock.now_ms())
            await self.speak_up()
            return
        body = said.body(t_ms, self._feed, self._boot, self._number())
        word, qos = ("fix", self._fix_qos) if isinstance(body, wire.FixBody) else ("static", 1)
        await self._publish(word, f"terminal/{said.kind}/{said.terminal}/{word}", body, qos)

    def hear(self, letter: wire.Letter) -> None:
        """Stop repeating the distress call whose receipt this is; another gateway's changes nothing."""
        try:
            self.calls.receipt(_RECEIPT.decode(letter.payload).event_id)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            self._tally.remarks["receipt"] += 1

    async def sign_off(self) -> None:
        """Tell the twin that this feed ends here on purpose; the will speaks only for an accident."""
        topic, payload = last_will(self._root, self._feed, self._boot)
        await self._outlet.publish(topic, payload)
        await self._outlet.settled()

    def _beat(self, now_ms: int) -> wire.HeartbeatBody:
        return wire.HeartbeatBody(
            t_ms=now_ms, heard=self._tally.heard, via=self._feed, boot=self._boot, seq=self._number()
        )

    def _number(self) -> int:
        self._seq += 1
        return self._seq

    async def _publish(self, word: str, topic: str, body: msgspec.Struct, qos: int = 1) -> None:
        await self._outlet.publish(f"{self._root}/{topic}", wire.encode(body), qos=qos)
        self._tally.published[word] += 1
