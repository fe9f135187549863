from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin import weather
from twin.decode import WeatherTold
from twin.facts import GapNoted, WeatherChanged
from twin.wire import QuadrantRadii, StormPoint, WeatherBody

HOUR = 3_600_000
DAY = 24 * HOUR


def issue(
    issued_ms: int, to_ms: int, *, source: str = "nb-met", what: str = "warning", **more: Any
) -> WeatherTold:
    said = {"valid_from_ms": issued_ms} | more
    return WeatherTold(source, what, WeatherBody(issued_ms=issued_ms, valid_to_ms=to_ms, **said), issued_ms)


def hear(book: weather.Weather, said: WeatherTold, now_ms: int) -> WeatherChanged:
    facts = weather.told(book, said, now_ms)
    assert not isinstance(facts, str), facts
    weather.fold(book, facts[0])
    return facts[0]


def test_an_issue_stands_with_all_that_it_says() -> None:
    book = weather.Weather()
    said = issue(
        HOUR, 7 * HOUR, force=9, level="orange", name="大风", text="东北风9级", valid_from_ms=2 * HOUR
    )
    fact = hear(book, said, HOUR)
    assert (fact.source, fact.what, fact.force, fact.level) == ("nb-met", "warning", 9, "orange")
    assert (fact.issued_ms, fact.valid_from_ms, fact.valid_to_ms) == (HOUR, 2 * HOUR, 7 * HOUR)
    assert weather.standing(book, HOUR) == [fact]
    assert not fact.stale


def test_a_typhoon_stands_with_its_track_also_when_it_has_run_out() -> None:
    track = (StormPoint(HOUR, 125.0, 25.0, 40.0, radii=(QuadrantRadii(10, 150, 150, 100, 100),)),)
    book = weather.Weather()
    assert hear(book, issue(HOUR, 7 * HOUR, what="typhoon", track=track), HOUR).track == track
    assert [fact.track for fact in weather.expired(book, 7 * HOUR)] == [track]


def test_a_newer_issue_replaces_the_old_of_the_same_source_and_kind_only() -> None:
    book = weather.Weather()
    hear(book, issue(HOUR, DAY, force=7), HOUR)
    hear(book, issue(HOUR, DAY, what="forecast", force=6), HOUR)
    hear(book, issue(HOUR, DAY, source="zj-met", force=8), HOUR)
    hear(book, issue(2 * HOUR, DAY, force=9), 2 * HOUR)
    assert [fact.force for fact in weather.standing(book, 2 * HOUR)] == [9, 6, 8]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (issue(HOUR, DAY), "older"),
        (issue(2 * HOUR, 9 * HOUR), "duplicate"),
        (issue(3 * HOUR, 2 * HOUR), "valid-backwards"),
        (issue(3 * HOUR, 3 * HOUR + 30 * DAY + 1), "valid-too-long"),
        (issue(4 * HOUR + 120_001, DAY), "issued-in-future"),
    ],
)
def test_what_is_no_news_or_no_sense_is_ignored_with_a_reason(said: WeatherTold, reason: str) -> None:
    book = weather.Weather()
    hear(book, issue(2 * HOUR, DAY), 2 * HOUR)
    assert weather.told(book, said, 4 * HOUR) == reason


def test_an_older_issue_stays_ignored_after_the_newer_one_has_run_out() -> None:
    book = weather.Weather()
    hear(book, issue(2 * HOUR, 3 * HOUR), 2 * HOUR)
    for fact in weather.expired(book, 3 * HOUR):
        weather.fold(book, fact)
    assert weather.told(book, issue(HOUR, DAY), 4 * HOUR) == "older"


def test_what_runs_out_is_said_once_and_then_nobody_can_tell() -> None:
    book = weather.Weather()
    hear(book, issue(HOUR, 3 * HOUR, force=9), HOUR)
    assert weather.next_due_ms(book) == 3 * HOUR
    assert weather.expired(book, 3 * HOUR - 1) == []
    facts = weather.expired(book, 3 * HOUR)
    assert [(f.stale, f.force, f.t_ms) for f in facts] == [(True, 9, 3 * HOUR)]
    assert weather.standing(book, 3 * HOUR)[0].stale
    weather.fold(book, facts[0])
    assert weather.expired(book, 4 * HOUR) == []
    assert weather.next_due_ms(book) is None


def test_an_issue_that_is_over_when_heard_is_stale_from_the_start() -> None:
    book = weather.Weather()
    assert hear(book, issue(HOUR, 2 * HOUR), 5 * HOUR).stale
    assert weather.expired(book, 5 * HOUR) == []


def test_sources_are_bounded() -> None:
    book = weather.Weather()
    for n in range(weather.MOST_STANDING):
        hear(book, issue(HOUR, DAY, source=f"s{n}"), HOUR)
    assert weather.told(book, issue(HOUR, DAY, source="more"), HOUR) == "too-many-sources"
    hear(book, issue(2 * HOUR, DAY, source="s0"), 2 * HOUR)


def test_facts_about_other_things_change_nothing() -> None:
    book = weather.Weather()
    weather.fold(book, GapNoted(t_ms=9, from_ms=1, why="stall"))
    assert book == weather.Weather()


issues = st.tuples(st.sampled_from(["a", "b"]), st.integers(0, 20), st.integers(1, 20))


@given(st.lists(issues, max_size=15), st.integers(0, 50))
def test_in_whatever_order_it_is_told_the_newest_issue_stands(said: Any, later_h: int) -> None:
    book, facts = weather.Weather(), []

    def keep(fact: WeatherChanged) -> None:
        facts.append(fact)
        weather.fold(book, fact)

    newest: dict[str, tuple[int, int]] = {}
    for source, issued_h, long_h in said:
        answer = weather.told(
            book, issue(issued_h * HOUR, (issued_h + long_h) * HOUR, source=source), 20 * HOUR
        )
        for fact in answer if isinstance(answer, list) else []:
            keep(fact)
        if source not in newest or issued_h > newest[source][0]:
            newest[source] = (issued_h, issued_h + long_h)
    now_ms = (20 + later_h) * HOUR
    for fact in weather.expired(book, now_ms):
        keep(fact)
    assert {
        f.source: (f.issued_ms // HOUR, f.valid_to_ms // HOUR) for f in weather.standing(book, now_ms)
    } == newest
    assert all(f.stale == (f.valid_to_ms <= now_ms) for f in book.newest.values())
    turned = [(f.source, f.issued_ms) for f in facts if f.stale]
    assert len(turned) == len(set(turned))
    rebuilt = weather.Weather()
    for fact in facts:
        weather.fold(rebuilt, fact)
    assert rebuilt == book == msgspec.msgpack.decode(msgspec.msgpack.encode(book), type=weather.Weather)
