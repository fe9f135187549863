"""Malformed: a terminal sends bytes that no decoder may trip over."""

from simulators.injects.broken import SORTS
from simulators.scenario_key import Key, word

KEYS = (
    word("terminal", "the terminal, as `kind:number`", "terminal"),
    Key("sorts", "what it sends, one letter of each", "words", SORTS, high=len(SORTS), among=SORTS),
)
