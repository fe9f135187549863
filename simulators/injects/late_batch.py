"""Late batch: a gateway holds its letters back and delivers them later, out of order."""

from collections.abc import Iterable

from simulators.injects.attack import Attack, body_of
from simulators.post import BEIDOU, Said
from simulators.scenario_key import seconds, word

KEYS = (
    word("feed", "the feed that holds back", "feed", BEIDOU),
    seconds("for_s", "how long it holds back", low=1),
)

APART_MS = 50
"""Twenty letters a second when the batch is let go (ours)."""


class LateBatch(Attack):
    """Holds back what a feed heard, while its heartbeat goes on, and lets it go in any order at the end."""

    def begin(self) -> None:
        """Begin to hold back."""
        self._held: list[Said] = []

    def alter(self, said: Said) -> Iterable[Said]:
        """Hold a letter of the feed back."""
        if said.topic.startswith("feed/") or body_of(said).get("via") != self.inject.feed:
            return (said,)
        self._held.append(said)
        self.injected.touch(self.inject.feed)
        return ()

    def end(self) -> None:
        """Let all go, each when it would have come at the earliest."""
        now_ms = self.ground.now_ms
        for place, index in enumerate(self.rng.permutation(len(self._held)).tolist()):
            said = self._held[index]
            self.ground.post.put(said._replace(t_ms=max(said.t_ms, now_ms + place * APART_MS)))
