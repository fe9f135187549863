from drills.day import Day
from drills.piece import START_MS
from simulators.scenario import Scenario


def first_minute(seed):
    day = Day("shipu", 60, lambda _: Scenario(), seed, START_MS, lambda: 0.0)
    return [day.second() for _ in range(60)]


def test_the_same_seed_plays_the_same_day():
    one, other = first_minute(3), first_minute(3)
    assert [played.taken.facts for played in one] == [played.taken.facts for played in other]
    assert sum(played.letters for played in one) > 100


def test_the_feeds_are_up_and_nothing_is_refused():
    minute = first_minute(3)
    kinds = {fact.__struct_config__.tag for played in minute for fact in played.taken.facts}
    assert {"voyage-reported", "feed-changed"} <= kinds
    assert not [refused for played in minute for refused in played.taken.rejected]
