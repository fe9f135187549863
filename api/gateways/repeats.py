"""The same transmission heard twice: by two receivers, or once more by way of a repeater.

A repeat tells nothing new, and it comes later than the first: said again it would put the boat back to where
it was. A repeater changes the radio bits of a message but not what it says, so what it says is compared.
"""

import msgspec

from api.gateways.said import Distress, Fix, Heard, Said

WINDOW_MS = 30_000
"""The second of a fix comes round every minute: half of that keeps a moored boat's next report apart."""
WINDOW_HEARD = 4_000
"""The same window, in messages, where no times are known."""
MAX_REMEMBERED = 100_000
"""Messages remembered at once, at most: 30 s of the busiest receiver networks (3,000 a second)."""


class _First(msgspec.Struct, gc=False):
    count: int
    at_ms: int | None


class Repeats:
    """Remembers what was said within the last 30 s of the stream, in bounded memory."""

    def __init__(self) -> None:
        self._firsts: dict[tuple[tuple[Said, ...], bytes | None], _First] = {}
        self._count = 0

    def seen(self, heard: Heard, payload: bytes, now_ms: int | None) -> bool:
        """Return whether the same was said within the window; a distress call never counts as repeated.

        Args:
            heard: what a message says.
            payload: its bits; compared as well where a fix does not tell its second.
            now_ms: the latest receive time known on the stream, or None.
        """
        self._count += 1
        self._forget(now_ms)
        if any(isinstance(said, Distress) for said in heard.said):
            return False
        timeless = any(isinstance(said, Fix) and said.second is None for said in heard.said)
        key = (heard.said, payload if timeless else None)
        if key in self._firsts:
            return True
        if len(self._firsts) >= MAX_REMEMBERED:
            del self._firsts[next(iter(self._firsts))]
        self._firsts[key] = _First(self._count, now_ms)
        return False

    def _forget(self, now_ms: int | None) -> None:
        while self._firsts:
            key, first = next(iter(self._firsts.items()))
            if now_ms is None or first.at_ms is None:
                young = self._count - first.count <= WINDOW_HEARD
            else:
                young = now_ms - first.at_ms <= WINDOW_MS
            if young:
                return
            del self._firsts[key]
