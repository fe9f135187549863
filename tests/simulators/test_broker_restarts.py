from simulators.broker_restarts import away_s
from simulators.scenario import Inject
from tests.simulators.conftest import START_MS

ONCE = (Inject(kind="broker-restart", at_s=30, for_s=10), Inject(kind="twin-restart", at_s=5, for_s=10))
AGAIN = (Inject(kind="broker-restart", at_s=30, for_s=10, every_s=60),)


def away(injects, from_s, to_s):
    return away_s(injects, START_MS, START_MS + from_s * 1000, START_MS + to_s * 1000)


def test_the_broker_goes_once_and_only_in_the_span_in_which_it_goes():
    assert away(ONCE, 0, 29) == 0
    assert away(ONCE, 29, 30) == 10
    assert away(ONCE, 30, 60) == 0


def test_it_goes_again_where_it_repeats():
    assert [away(AGAIN, s, s + 30) for s in (0, 30, 60, 90, 120)] == [10, 0, 10, 0, 10]


def test_the_longest_of_several_counts():
    assert away((*ONCE, Inject(kind="broker-restart", at_s=31, for_s=1)), 0, 60) == 10
