import msgspec
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.twin.casework import act
from twin import incident_acts, incidents
from twin.annunciation import ENDED_KEPT, FLOOD_MS, Attention, flooded_ms, hear, most_within
from twin.facts import AlertChanged, AlertRaised, IncidentActed, IncidentJoined, IncidentOpened, Subject
from twin.wire import Words

MINUTE_MS = 60_000
BOAT = Subject("vessel", "b1")
SAID = Words("说", "said")


def raised(alert, *, test=False, priority=3, t_ms=0):
    return AlertRaised(
        t_ms=t_ms,
        alert=alert,
        rule="r",
        subject=BOAT,
        priority=priority,
        since_ms=t_ms,
        words=SAID,
        test=test,
    )


def opened(case, priority, t_ms=0, alerts=()):
    return IncidentOpened(
        t_ms=t_ms, incident=case, priority=priority, rule="r", subject=BOAT, words=SAID, alerts=alerts
    )


def joined(case, alert, priority, t_ms=0):
    return IncidentJoined(t_ms=t_ms, incident=case, alert=alert, priority=priority)


def changed(alert, priority, t_ms=0):
    return AlertChanged(t_ms=t_ms, alert=alert, priority=priority, words=SAID)


def acted(case, verb, after, t_ms=0, note=""):
    return IncidentActed(
        t_ms=t_ms,
        incident=case,
        verb=verb,
        actor="li",
        role="leader",
        before="open",
        after=after,
        version=1,
        request_id="r",
        note=note,
    )


def called(*facts):
    attention = Attention()
    heard = [hear(attention, fact) for fact in facts]
    return [(one.priority, one.why) for one in heard if one is not None]


def test_a_case_calls_the_seat_once_and_again_only_when_it_grows_graver():
    assert called(
        opened("I-1", 3, alerts=("a1",)), joined("I-1", "a2", 3), changed("a2", 2), joined("I-1", "a3", 2)
    ) == [(3, "opened"), (2, "worsened")]


def test_what_only_warns_a_boat_calls_nobody():
    assert called(raised("a1"), changed("a1", 2)) == []


def test_cautions_and_tests_of_the_button_are_silent():
    assert called(opened("I-1", 4)) == []
    assert called(raised("a1", test=True), opened("I-1", 1, alerts=("a1",))) == []
    assert called(opened("I-1", 4, alerts=("a1",)), changed("a1", 3)) == [(3, "worsened")]


def test_a_case_that_somebody_reopens_calls_again_and_knows_how_grave_it_was():
    reopened = [opened("I-1", 2), acted("I-1", "resolve", "resolved"), acted("I-1", "reopen", "open")]
    assert called(*reopened) == [(2, "opened"), (2, "reopened")]
    closed = [opened("I-1", 2), acted("I-1", "close", "closed"), acted("I-1", "reopen", "open")]
    assert called(*closed) == [(2, "opened"), (2, "reopened")]


def test_a_case_that_took_another_over_calls_if_that_one_was_graver():
    book = incidents.Book()
    attention = Attention()
    facts = [opened("I-1", 2, alerts=("a1",)), opened("I-2", 3, alerts=("a2",))]
    for fact in facts:
        incidents.fold(book, fact)
    facts += incident_acts.decide(book, act("merge", 0, to="I-2", note="same"), 5, danger=True)
    heard = [hear(attention, fact) for fact in facts]
    assert [(one.incident, one.why) for one in heard if one] == [
        ("I-1", "opened"),
        ("I-2", "opened"),
        ("I-2", "worsened"),
    ]


def test_memory_of_ended_cases_is_bounded_and_survives_a_snapshot():
    attention = Attention()
    for number in range(ENDED_KEPT + 5):
        hear(attention, opened(f"I-{number}", 3, alerts=(f"a{number}",)))
        hear(attention, acted(f"I-{number}", "close", "closed"))
    assert len(attention.cases) == len(attention.case_of) == ENDED_KEPT
    again = msgspec.msgpack.decode(msgspec.msgpack.encode(attention), type=Attention)
    assert again == attention
    assert hear(again, acted("I-900", "reopen", "open")).why == "reopened"


def test_the_worst_ten_minutes_are_counted():
    assert most_within([minute * MINUTE_MS for minute in (0, 9, 10, 15, 19, 90)]) == 3
    assert most_within([]) == 0


def test_a_flood_begins_with_the_tenth_and_is_over_when_four_are_left():
    tenth = [second * 1000 for second in range(10)]
    assert flooded_ms(tenth[:9], 3_600_000) == 0
    # The sixth of ten leaves the ten minutes at 605 s: four are left.
    assert flooded_ms(tenth, 3_600_000) == 605_000 - 9_000
    assert flooded_ms(tenth, 100_000) == 91_000


@given(st.lists(st.integers(0, 3_000), max_size=60))
@example([0, 0, 0, 0, 0, 541, 542, 542, 542, 542, 1141])
@settings(max_examples=40)
def test_time_in_flood_is_what_a_clock_that_ticks_each_second_would_count(seconds):
    times = sorted(second * 1000 for second in seconds)
    flooded, total, first, last = False, 0, 0, 0
    for now_ms in range(0, 3_700_000, 1000):
        while last < len(times) and times[last] <= now_ms:
            last += 1
        while first < last and times[first] <= now_ms - FLOOD_MS:
            first += 1
        flooded = last - first >= (5 if flooded else 10)
        total += 1000 * flooded
    assert flooded_ms(times, 3_700_000) == total
