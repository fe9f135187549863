"""Feed cut: a receiver falls silent, its heartbeat too; what it would have heard is lost."""

from simulators.injects.attack import Attack
from simulators.scenario_key import seconds, word

KEYS = (word("feed", "the feed that is cut", "feed"), seconds("for_s", "how long", low=1))


class FeedCut(Attack):
    """Cuts a feed off for as long as it lasts."""

    def begin(self) -> None:
        """Cut it."""
        self._lost_before = self.ground.post.lost[self.inject.feed]
        self.ground.post.cut(self.inject.feed, self.injected.until_ms)

    def end(self) -> None:
        """Count what was lost."""
        lost = self.ground.post.lost[self.inject.feed] - self._lost_before
        self.injected.touch(self.inject.feed, lost)
