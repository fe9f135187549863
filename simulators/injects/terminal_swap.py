"""Terminal swap: terminals of several boats travel aboard one hull (eight on two: Weihai 2022)."""

from simulators.scenario_key import Key, seconds, word
from simulators.sensors import KINDS

KEYS = (
    word("vessel", "the boat that carries them", "vessel"),
    Key("vessels", "the boats whose terminals it carries", "words", high=100, among="vessel"),
    word("terminal_kind", "only their terminals of this kind", KINDS, ""),
    seconds("for_s", "how long", low=1),
)
