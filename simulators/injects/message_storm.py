"""Message storm: a terminal sends many letters a second, sound ones or broken ones."""

import msgspec

from geo.units import MS_PER_SECOND
from simulators.injects.attack import Attack
from simulators.injects.broken import SORTS, broken
from simulators.injects.speaking import say
from simulators.post import Said
from simulators.scenario_key import Key, seconds, word
from simulators.sensors import FEED_OF

KEYS = (
    word("terminal", "the terminal, as `kind:number`", "terminal"),
    Key("per_s", "letters a second", low=1, high=2_000),
    Key("sorts", "what it sends in turn", "words", ("sound",), high=len(SORTS) + 1, among=("sound", *SORTS)),
    seconds("for_s", "how long", low=1),
)


class MessageStorm(Attack):
    """Lets a terminal send so many letters a second, each of the next sort."""

    def begin(self) -> None:
        """Take the place of the terminal's boat for the place that is told."""
        self._kind, _, self._number = self.inject.terminal.partition(":")
        self._sent = 0

    def step(self) -> None:
        """Send a second's letters, spread over the second."""
        row = self.ground.row_of(self._kind, self._number)
        here_m = self.ground.scene.hulls.xy_m[row or 0]
        lon, lat = self.ground.lonlat(here_m)
        count = round(self.inject.per_s)
        for place in range(count):
            t_ms = self.ground.now_ms - MS_PER_SECOND + (place + 1) * MS_PER_SECOND // count
            body = {"t_ms": t_ms, "lon": lon, "lat": lat, "sog_kn": 0.0, "via": FEED_OF[self._kind]}
            topic = f"terminal/{self._kind}/{self._number}/fix"
            sort = self.inject.sorts[self._sent % len(self.inject.sorts)]
            self._sent += 1
            said = Said(t_ms, topic, msgspec.json.encode(body), 0)
            if say(
                self.ground, said if sort == "sound" else broken(sort, said), FEED_OF[self._kind], self.rng
            ):
                self.injected.touch(self.inject.terminal)
