"""Clock skew: a terminal, all terminals of a kind, or all that a feed hears tell a wrong time."""

from simulators.scenario_key import LONGEST_S, Key, seconds, word
from simulators.sensors import KINDS

KEYS = (
    word("terminal", "the terminal whose clock is wrong, as `kind:number`", "terminal", ""),
    word("terminal_kind", "every terminal of this kind instead", KINDS, ""),
    word("feed", "everything this feed hears instead, and its heartbeat", "feed", ""),
    Key("skew_s", "how far the clock is wrong, positive ahead", low=-LONGEST_S),
    seconds("for_s", "how long", low=1),
)
