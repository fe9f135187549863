"""Late batch: a gateway holds its letters back and delivers them later, out of order."""

from simulators.post import BEIDOU
from simulators.scenario_key import seconds, word

KEYS = (
    word("feed", "the feed that holds back", "feed", BEIDOU),
    seconds("for_s", "how long it holds back", low=1),
)
