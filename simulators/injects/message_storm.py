"""Message storm: a terminal sends many letters a second, sound ones or broken ones."""

from simulators.injects.broken import SORTS
from simulators.scenario_key import Key, seconds, word

KEYS = (
    word("terminal", "the terminal, as `kind:number`", "terminal"),
    Key("per_s", "letters a second", low=1, high=2_000),
    Key("sorts", "what it sends in turn", "words", ("sound",), high=len(SORTS) + 1, among=("sound", *SORTS)),
    seconds("for_s", "how long", low=1),
)
