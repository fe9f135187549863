"""Malformed: a terminal sends bytes that no decoder may trip over."""

import msgspec

from simulators.injects.attack import Attack
from simulators.injects.broken import SORTS, broken
from simulators.injects.speaking import say
from simulators.post import Said
from simulators.scenario_key import Key, word
from simulators.sensors import FEED_OF

KEYS = (
    word("terminal", "the terminal, as `kind:number`", "terminal"),
    Key("sorts", "what it sends, one letter of each", "words", SORTS, high=len(SORTS), among=SORTS),
)


class Malformed(Attack):
    """Sends one letter of each sort, as if the terminal's gateway had lost its senses."""

    def begin(self) -> None:
        """Send them all at once."""
        kind, _, number = self.inject.terminal.partition(":")
        body = {"t_ms": self.ground.now_ms, "lon": 122.0, "lat": 29.0, "via": FEED_OF[kind]}
        said = Said(self.ground.now_ms, f"terminal/{kind}/{number}/fix", msgspec.json.encode(body), 0)
        for sort in self.inject.sorts:
            if say(self.ground, broken(sort, said), FEED_OF[kind], self.rng):
                self.injected.touch(self.inject.terminal)
