"""Clock skew: a terminal, all terminals of a kind, or all that a feed hears tell a wrong time."""

from collections.abc import Iterable

from geo.units import MS_PER_SECOND
from simulators.injects.attack import Attack, body_of, saying, terminal_of
from simulators.intervals import KINDS
from simulators.post import Said
from simulators.scenario_key import LONGEST_S, Key, seconds, word

KEYS = (
    word("terminal", "the terminal whose clock is wrong, as `kind:number`", "terminal", ""),
    word("terminal_kind", "every terminal of this kind instead", KINDS, ""),
    word("feed", "everything this feed hears instead, and its heartbeat", "feed", ""),
    Key("skew_s", "how far the clock is wrong, positive ahead", low=-LONGEST_S),
    seconds("for_s", "how long", low=1),
)


class ClockSkew(Attack):
    """Moves the time that letters tell, not the time at which they come."""

    def alter(self, said: Said) -> Iterable[Said]:
        """Return the letter with its time moved, if its device's clock is the wrong one."""
        if not self._meant(said):
            return (said,)
        body = body_of(said)
        if "t_ms" not in body:
            return (said,)
        terminal = terminal_of(said)
        self.injected.touch(":".join(terminal[:2]) if terminal else said.topic)
        return (saying(said, body | {"t_ms": body["t_ms"] + round(self.inject.skew_s * MS_PER_SECOND)}),)

    def _meant(self, said: Said) -> bool:
        inject = self.inject
        if inject.feed:
            beats = said.topic == f"feed/{inject.feed}/heartbeat"
            return beats or body_of(said).get("via") == inject.feed
        meant = inject.terminal.replace(":", "/") or inject.terminal_kind
        return said.topic.startswith(f"terminal/{meant}/")
