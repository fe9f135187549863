"""Letters that attacks send of their own: they go through a feed like any other, but have no numbers."""

from typing import Any

import msgspec
import numpy as np

from simulators.injects.attack import Ground
from simulators.post import Said
from simulators.sensors import FEED_OF

DELAY_MS = (100, 1_500)


def say_fix(ground: Ground, kind: str, number: str, fix: dict[str, Any], rng: np.random.Generator) -> bool:
    """Send a fix of a terminal now; return whether its feed heard it."""
    body = {"t_ms": ground.now_ms, **fix, "via": FEED_OF[kind]}
    said = Said(ground.now_ms, f"terminal/{kind}/{number}/fix", msgspec.json.encode(body), 0)
    return say(ground, said, FEED_OF[kind], rng)


def say(ground: Ground, said: Said, feed: str, rng: np.random.Generator) -> bool:
    """Send a letter as it is, through a feed; return whether the feed heard it."""
    if not ground.post.hear(feed, said.t_ms):
        return False
    ground.post.put(said._replace(t_ms=said.t_ms + int(rng.integers(*DELAY_MS))))
    return True
