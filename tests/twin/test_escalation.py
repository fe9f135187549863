import pytest

from tests.twin.casework import by_hand, opened, work
from twin import escalation, incident_acts, incidents
from twin.facts import AlertChanged
from twin.wire import Words

OPENED_MS = 2_000
STANDING = frozenset({"zone-exit-1"})


def told(book, *seconds, standing=STANDING, since_ms=OPENED_MS):
    """What is due as the seconds pass, folded as it comes: (second, to)."""
    steps = []
    for second in seconds:
        for step in escalation.due(book, standing, since_ms + second * 1000):
            incidents.fold(book, step)
            steps.append((second, step.to))
    return steps


@pytest.mark.parametrize(
    ("priority", "expected"),
    [
        (1, [(30, "officer"), (60, "dispatcher"), (180, "leader")]),
        (2, [(120, "officer"), (300, "dispatcher"), (900, "leader")]),
        (3, [(600, "officer"), (1200, "dispatcher")]),
        (4, []),
    ],
)
def test_each_role_is_asked_at_its_second_and_once(priority, expected):
    assert told(opened(priority), *range(2_000)) == expected


def test_who_looks_late_finds_every_step_in_its_order():
    assert [to for _, to in told(opened(1), 500)] == ["officer", "dispatcher", "leader"]


def test_an_acknowledgement_ends_it_and_a_graver_danger_begins_anew():
    book = opened(2)
    assert told(book, 299) == [(299, "officer")]
    work(book, "acknowledge", now_ms=OPENED_MS + 299_000)
    assert told(book, 300, 5_000) == []
    worse = AlertChanged(t_ms=10_000_000, alert="zone-exit-1", priority=1, words=Words("", ""))
    incidents.fold(book, worse)
    assert told(book, 29, 30, since_ms=10_000_000) == [(30, "officer")]


def test_a_danger_that_has_passed_asks_nobody_further_but_one_told_by_telephone_does():
    assert told(opened(1), *range(400), standing=frozenset()) == []
    book = incidents.Book()
    incidents.fold(book, incident_acts.open_by_hand(book, by_hand(), OPENED_MS))
    assert told(book, 60, standing=frozenset()) == [(60, "officer"), (60, "dispatcher")]


def test_a_reopened_case_waits_anew_and_an_ended_one_does_not():
    book = opened(1)
    work(book, "false-alarm")
    assert told(book, 1_000) == []
    work(book, "reopen", now_ms=2_000_000)
    assert told(book, 29, since_ms=2_000_000) == []
    assert told(book, 30, since_ms=2_000_000) == [(30, "officer")]


def test_the_last_rung_is_the_leader_and_the_steps_grow_longer():
    for priority, ladder in escalation.LADDER.items():
        times = [rung.after_s for rung in ladder]
        assert times == sorted(times)
        assert priority > 2 or ladder[-1].to == "leader"
