"""How often somebody may try: token buckets by key, one limiter for every door."""

from collections import OrderedDict
from collections.abc import Callable

MAX_KEYS = 10_000


class Limiter:
    """Token buckets: `burst` tries at once, then one every `refill_s` seconds.

    Holds at most `MAX_KEYS` keys; beyond that the one not used for longest is forgotten.

    Args:
        mono_s: seconds on a clock that never jumps.
    """

    def __init__(self, mono_s: Callable[[], float], burst: int, refill_s: float) -> None:
        self._mono_s = mono_s
        self._burst = burst
        self._refill_s = refill_s
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self.refused = 0

    def wait_s(self, key: str) -> float:
        """Take a token and return 0, or return the seconds until there is one."""
        now_s = self._mono_s()
        tokens, seen_s = self._buckets.pop(key, (float(self._burst), now_s))
        tokens = min(self._burst, tokens + (now_s - seen_s) / self._refill_s)
        enough = tokens >= 1
        self._buckets[key] = (tokens - 1 if enough else tokens, now_s)
        if len(self._buckets) > MAX_KEYS:
            self._buckets.popitem(last=False)
        self.refused += not enough
        return 0.0 if enough else (1 - tokens) * self._refill_s

    def give_back(self, key: str) -> None:
        """Return a token: the try was an honest one."""
        if key in self._buckets:
            tokens, seen_s = self._buckets[key]
            self._buckets[key] = (min(self._burst, tokens + 1), seen_s)
