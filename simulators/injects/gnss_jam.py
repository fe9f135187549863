"""GNSS jam: the positions of every boat in a circle jump together."""

from simulators.injects.moved import MAX_JUMP_M
from simulators.scenario_key import Key, latitude, longitude, seconds

KEYS = (
    longitude("lon", "the middle of the circle"),
    latitude("lat", "the middle of the circle"),
    Key("radius_m", "its radius", low=1, high=200_000),
    Key("east_m", "how far east positions jump", default=0.0, low=-MAX_JUMP_M, high=MAX_JUMP_M),
    Key("north_m", "how far north positions jump", default=0.0, low=-MAX_JUMP_M, high=MAX_JUMP_M),
    seconds("for_s", "how long", low=1),
)
