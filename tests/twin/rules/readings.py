"""Shore readings said into a play, for the tests of the rules that judge stations."""

from tests.twin.play import Play
from twin.decode import StationSensed
from twin.wire import UNIT_OF, SenseBody


def sense(play: Play, station: str, quantity: str, value: float) -> None:
    """One value, measured now."""
    body = SenseBody(t_ms=play.now, value=value, unit=UNIT_OF[quantity], via="rx")
    play.hear(StationSensed(station, quantity, body, play.now))


def minutes(play: Play, station: str, quantity: str, value: float, count: int) -> Play:
    """The same value once a minute."""
    for _ in range(count):
        sense(play, station, quantity, value)
        play.wait(60)
    return play


def said_of(station: str, quantity: str, value: float) -> list[tuple[str, int]]:
    """Rule and priority of what two minutes of a value raise."""
    play = minutes(Play(), station, quantity, value, 3)
    return [(alert.rule, alert.priority) for alert in play.world.alerts.open.values()]
