"""Position jump: every position of one boat is wrong by the same distance for a while."""

from simulators.injects.moved import MAX_JUMP_M
from simulators.scenario_key import Key, seconds, word

KEYS = (
    word("vessel", "the boat", "vessel"),
    Key("east_m", "how far east its positions jump", default=0.0, low=-MAX_JUMP_M, high=MAX_JUMP_M),
    Key("north_m", "how far north its positions jump", default=0.0, low=-MAX_JUMP_M, high=MAX_JUMP_M),
    seconds("for_s", "how long", low=1),
)
