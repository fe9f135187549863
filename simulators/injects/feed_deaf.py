"""Feed deaf: a receiver goes on with its heartbeat and hears nothing, as with a broken aerial cable."""

from simulators.injects.attack import Attack
from simulators.scenario_key import seconds, word

KEYS = (word("feed", "the feed that hears nothing", "feed"), seconds("for_s", "how long", low=1))


class FeedDeaf(Attack):
    """Lets a feed hear nothing for as long as it lasts; its heartbeat goes on and counts no more letters."""

    def begin(self) -> None:
        """Deafen it."""
        self._lost_before = self.ground.post.lost[self.inject.feed]
        self.ground.post.deafen(self.inject.feed, self.injected.until_ms)

    def end(self) -> None:
        """Count what was lost."""
        lost = self.ground.post.lost[self.inject.feed] - self._lost_before
        self.injected.touch(self.inject.feed, lost)
