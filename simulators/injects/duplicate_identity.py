"""Duplicate identity: a second hull transmits the number of a terminal somewhere else."""

from simulators.scenario_key import Key, latitude, longitude, seconds, word

KEYS = (
    word("terminal", "the terminal whose number is used twice, as `kind:number`", "terminal"),
    longitude("lon", "where the second hull begins"),
    latitude("lat", "where the second hull begins"),
    Key("speed_kn", "its speed", default=0.0, high=30.0),
    Key("course_deg", "its course", default=0.0, high=360.0),
    seconds("for_s", "how long", low=1),
)
