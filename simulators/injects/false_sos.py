"""False SOS: a distress beacon nobody registered speaks, as about seven of eight do without need."""

from simulators.scenario_key import Key, flag, latitude, longitude, seconds, word

BEACONS: dict[str, int] = {"sart": 970, "mob": 972, "epirb": 974}
"""First digits of a beacon's number, ITU-R M.585-9 annex 2."""
KEYS = (
    word("beacon", "its sort", tuple(BEACONS)),
    Key("number", "its serial number, the last six of its nine digits", "whole", 1, high=999_999),
    longitude("lon", "where it lies"),
    latitude("lat", "where it lies"),
    flag("test", "whether it says that it is a test"),
    seconds("for_s", "how long it speaks", 60.0, low=1),
)
