"""Distress calls that are repeated until the twin says that it has stored them.

A beacon transmits for days; all that it says within one series is one event. The gateway answers for the
device: it says the call at once, again after 5, 10, 20 and then every 30 s, until the receipt with its
`event_id` arrives.
"""

import msgspec

from api.gateways.said import Distress
from twin import wire

RETRY_MS = (5_000, 10_000, 20_000, 30_000)
"""Waits between two tries; the last one repeats."""
SERIES_GAP_MS = 30 * 60_000
"""A beacon transmits at least every minute; in waves it may be unheard for some. After half an hour of
silence a new transmission is a new event."""
MAX_CALLS = 1_000
"""Events remembered at once. Real ones are few: more is a flood of invented numbers."""

_Series = tuple[str, str, wire.SosKind, bool]


class Call(msgspec.Struct):
    """One event: what to say of it, and when to say it again (`next_ms`, None once receipted)."""

    said: Distress
    event_id: str
    t_ms: int
    heard_ms: int
    next_ms: int | None
    tries: int = 0

    def body(self, via: str, boot: str, seq: int) -> wire.SosBody:
        """Return the call as it goes on the wire, with the latest place the beacon told."""
        return wire.SosBody(
            t_ms=self.t_ms,
            event_id=self.event_id,
            kind=self.said.sos,
            lon=self.said.lon,
            lat=self.said.lat,
            text=self.said.text,
            test=self.said.test,
            via=via,
            boot=boot,
            seq=seq,
        )


class SosBook:
    """The distress calls of one gateway, in bounded memory."""

    def __init__(self) -> None:
        self._calls: dict[_Series, Call] = {}
        self.not_followed = 0

    def hear(self, said: Distress, t_ms: int, now_ms: int) -> None:
        """Note a transmission: a new series is due at once, a known one learns its latest place and text.

        Args:
            said: what the beacon said.
            t_ms: when it was transmitted, realm ms.
            now_ms: the realm's instant.
        """
        series = (said.kind, said.terminal, said.sos, said.test)
        call = self._calls.get(series)
        if call and now_ms - call.heard_ms <= SERIES_GAP_MS:
            call.heard_ms = now_ms
            call.said = _updated(call.said, said)
            return
        self._make_room()
        event_id = f"{said.terminal}-{'test-' if said.test else ''}{t_ms:x}"
        self._calls[series] = Call(said, event_id, t_ms, now_ms, now_ms)

    def due(self, now_ms: int) -> list[Call]:
        """Return the calls to say now; each is due again after its next wait."""
        calls = [call for call in self._calls.values() if call.next_ms is not None and call.next_ms <= now_ms]
        for call in calls:
            call.next_ms = now_ms + RETRY_MS[min(call.tries, len(RETRY_MS) - 1)]
            call.tries += 1
        return calls

    def receipt(self, event_id: str) -> bool:
        """Stop repeating an event; False where it is none of ours (or was receipted before)."""
        for call in self._calls.values():
            if call.event_id == event_id and call.next_ms is not None:
                call.next_ms = None
                return True
        return False

    @property
    def open_calls(self) -> int:
        """Events without a receipt."""
        return sum(call.next_ms is not None for call in self._calls.values())

    @property
    def next_ms(self) -> int | None:
        """When the next call is due, None where none is."""
        return min((call.next_ms for call in self._calls.values() if call.next_ms is not None), default=None)

    def _make_room(self) -> None:
        """Forget a receipted event, else the oldest one (counted: it was said, but is not repeated)."""
        if len(self._calls) < MAX_CALLS:
            return
        receipted = (series for series, call in self._calls.items() if call.next_ms is None)
        oldest = next(receipted, None) or next(iter(self._calls))
        self.not_followed += self._calls.pop(oldest).next_ms is not None


def _updated(known: Distress, new: Distress) -> Distress:
    place = (new.lon, new.lat) if new.lon is not None else (known.lon, known.lat)
    return msgspec.structs.replace(new, lon=place[0], lat=place[1], text=new.text or known.text)
