"""Twin restart: the twin dies and comes back from its journal; the stage does it, not the player."""

from simulators.scenario_key import seconds

KEYS = (seconds("for_s", "how long the twin is away", low=1),)
