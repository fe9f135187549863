"""Broker restart: the broker goes and comes back; the stage or the publisher does it, not the player."""

from simulators.scenario_key import seconds

KEYS = (seconds("for_s", "how long the broker is away", low=1),)
