from drills.attention import Attention
from twin.facts import AlertChanged, AlertRaised, IncidentJoined, IncidentOpened, Subject
from twin.wire import Words

MINUTE_MS = 60_000
BOAT = Subject("vessel", "b1")
SAID = Words("说", "said")


def raised(alert, *, test=False):
    return AlertRaised(
        t_ms=0, alert=alert, rule="r", subject=BOAT, priority=3, since_ms=0, words=SAID, test=test
    )


def opened(case, priority, t_ms=0, alerts=()):
    return IncidentOpened(
        t_ms=t_ms, incident=case, priority=priority, rule="r", subject=BOAT, words=SAID, alerts=alerts
    )


def joined(case, alert, priority, t_ms=0):
    return IncidentJoined(t_ms=t_ms, incident=case, alert=alert, priority=priority)


def changed(alert, priority, t_ms=0):
    return AlertChanged(t_ms=t_ms, alert=alert, priority=priority, words=SAID)


def called(*facts):
    attention = Attention()
    attention.hear(facts)
    return [(one.priority, one.why) for one in attention.called]


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


def test_the_worst_ten_minutes_and_every_hour_are_counted():
    attention = Attention()
    for number, minute in enumerate((0, 9, 10, 15, 19, 90)):
        attention.hear([opened(f"I-{number}", 3, minute * MINUTE_MS)])
    assert attention.most_within() == 3
    assert attention.by_hour(0, 2) == [5, 1]
