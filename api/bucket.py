"""A token bucket for each device, on the realm's clock: how often it may speak before it is slowed down."""

MOST_DEVICES = 50_000
"""The least recently heard is forgotten beyond this; its bucket would be full again by then."""


class Buckets:
    """One bucket for each key.

    Args:
        per_s: tokens that come back in a realm second.
        burst: tokens a bucket holds when full; a device not heard before has so many.
    """

    def __init__(self, per_s: float, burst: int) -> None:
        self._per_ms, self._burst = per_s / 1000, float(burst)
        self._buckets: dict[str, tuple[float, int]] = {}

    def take(self, key: str, now_ms: int) -> bool:
        """Take a token of `key` at a realm instant; False when its bucket is empty."""
        tokens, at_ms = self._buckets.pop(key, (self._burst, now_ms))
        tokens = min(self._burst, tokens + max(0, now_ms - at_ms) * self._per_ms)
        granted = tokens >= 1
        self._buckets[key] = (tokens - 1 if granted else tokens, max(at_ms, now_ms))
        if len(self._buckets) > MOST_DEVICES:
            del self._buckets[next(iter(self._buckets))]
        return granted
