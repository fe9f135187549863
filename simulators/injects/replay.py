"""Replay: letters of the last minutes are sent again, as by a gateway that lost its place."""

from collections.abc import Iterable

from simulators.injects.attack import Attack, body_of, saying
from simulators.post import Said
from simulators.scenario_key import flag, seconds, word

KEYS = (
    seconds("last_s", "letters of how many seconds are sent again", low=1),
    word("feed", "only what this feed heard", "feed", ""),
    flag("numbered", "whether they still carry their boot and number", default=True),
)

APART_MS = 20
"""Fifty letters a second, as a gateway that empties its store (ours)."""


class Replay(Attack):
    """Keeps a copy of what passes for `last_s` before its instant, and then sends it again, in order."""

    def begin(self) -> None:
        """Begin to listen."""
        self._tape: list[Said] = []

    def alter(self, said: Said) -> Iterable[Said]:
        """Keep a copy of a letter; a heartbeat is no letter that a gateway would keep."""
        feed = self.inject.feed
        if not said.topic.startswith("feed/") and (not feed or body_of(said).get("via") == feed):
            self._tape.append(said)
        return (said,)

    def end(self) -> None:
        """Send again what had come by now."""
        now_ms = self.ground.now_ms
        for place, said in enumerate(sorted(said for said in self._tape if said.t_ms <= now_ms)):
            self.injected.touch(self.inject.feed or "all")
            again = said if self.inject.numbered else self._bare(said)
            self.ground.post.put(again._replace(t_ms=now_ms + place * APART_MS))

    def _bare(self, said: Said) -> Said:
        return saying(
            said, {field: value for field, value in body_of(said).items() if field not in ("boot", "seq")}
        )
