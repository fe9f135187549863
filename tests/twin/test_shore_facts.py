import msgspec
import pytest

from twin.facts import AnyFact
from twin.shore_facts import BerthChanged, FeedChanged, GapNoted, GateSeen, PersonMoved, WeatherChanged


def test_a_shore_fact_names_only_what_is_known():
    fact = FeedChanged(t_ms=1, feed="rx", state="up", why="heard")
    assert msgspec.to_builtins(fact) == {
        "kind": "feed-changed",
        "t_ms": 1,
        "feed": "rx",
        "state": "up",
        "why": "heard",
    }


@pytest.mark.parametrize(
    ("fact", "field", "bad"),
    [
        (FeedChanged(t_ms=1, feed="rx", state="up", why="heard"), "state", "asleep"),
        (GapNoted(t_ms=1, from_ms=0, why="start"), "why", "holiday"),
        (PersonMoved(t_ms=1, person="p", state="ashore"), "state", "aloft"),
        (GateSeen(t_ms=1, gate="east", direction="in"), "direction", "across"),
        (BerthChanged(t_ms=1, berth="q1", vessels=("a",)), "vessels", "a"),
        (
            WeatherChanged(t_ms=1, source="met", what="typhoon", issued_ms=0, valid_to_ms=5),
            "what",
            "hail",
        ),
    ],
)
def test_a_stored_fact_that_says_what_none_can_say_is_not_believed(fact, field, bad):
    with pytest.raises(msgspec.ValidationError, match=field):
        msgspec.convert(msgspec.to_builtins(fact) | {field: bad}, AnyFact)
