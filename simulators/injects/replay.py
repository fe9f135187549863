"""Replay: letters of the last minutes are sent again, as by a gateway that lost its place."""

from simulators.scenario_key import flag, seconds, word

KEYS = (
    seconds("last_s", "letters of how many seconds are sent again", low=1),
    word("feed", "only what this feed heard", "feed", ""),
    flag("numbered", "whether they still carry their boot and number", default=True),
)
