"""Retained: an old call for help and an old position lie on the broker; the stage does it, not the player.

Whoever publishes a letter with MQTT's retain flag leaves it behind: everybody who subscribes hears it again,
at once and after each restart, for ever (reliability.md, case 13).
"""

from simulators.scenario_key import latitude, longitude, word

KEYS = (
    word("terminal", "the terminal in whose name they lie there, as `kind:number`", "terminal"),
    longitude("lon", "the place that they tell"),
    latitude("lat", "the place that they tell"),
)
