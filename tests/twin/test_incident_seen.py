from tests.twin.casework import alert, opened, work
from twin import incident_seen, incidents
from twin.facts import AlertChanged
from twin.wire import Words


def test_a_case_as_json_has_the_agreed_shape_and_only_what_it_knows() -> None:
    book = opened()
    assert incident_seen.as_json(book, book.incidents["I-1"], danger=True) == {
        "incident": "I-1",
        "state": "open",
        "version": 0,
        "priority": 2,
        "rule": "zone-exit",
        "subject": {"kind": "vessel", "id": "V1"},
        "words": {"zh": "越出电子围栏", "en": "left its zone"},
        "alerts": ["zone-exit-1"],
        "opened_ms": 2_000,
        "called_ms": 2_000,
        "escalated": 0,
        "danger": True,
        "verbs": ["acknowledge", "false-alarm", "merge", "split", "call", "note", "assign"],
        "calls": [],
        "lon": 122.0,
        "lat": 29.1,
    }


def test_a_case_that_grew_graver_offers_to_be_acknowledged_again() -> None:
    book = opened(priority=3)
    work(book, "acknowledge", "verify")
    shown = incident_seen.as_json(book, book.incidents["I-1"], danger=True)
    assert "acknowledge" not in shown["verbs"]
    incidents.fold(book, AlertChanged(t_ms=9_000, alert=alert().alert, priority=2, words=Words("", "")))
    shown = incident_seen.as_json(book, book.incidents["I-1"], danger=True)
    assert (shown["state"], shown["verbs"][0], shown["called_ms"]) == ("verifying", "acknowledge", 9_000)
    assert "acked_ms" not in shown
    work(book, "acknowledge", now_ms=12_000)
    shown = incident_seen.as_json(book, book.incidents["I-1"], danger=True)
    assert (shown["state"], shown["acked_ms"]) == ("verifying", 12_000)
