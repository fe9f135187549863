"""Feed deaf: a receiver goes on with its heartbeat and hears nothing, as with a broken aerial cable."""

from simulators.scenario_key import seconds, word

KEYS = (word("feed", "the feed that hears nothing", "feed"), seconds("for_s", "how long", low=1))
