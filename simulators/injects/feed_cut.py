"""Feed cut: a receiver falls silent, its heartbeat too; what it would have heard is lost."""

from simulators.scenario_key import seconds, word

KEYS = (word("feed", "the feed that is cut", "feed"), seconds("for_s", "how long", low=1))
