from drills.sayings import name_of, sentence_of, speaks_of, subject_of
from simulators.scenario import Statement

ALERT = {
    "kind": "alert-raised",
    "rule": "left-zone",
    "subject": {"kind": "vessel", "id": "a"},
    "zone": "z",
    "words": {"zh": "越界", "en": "out"},
}


def test_an_alert_is_known_by_rule_subject_and_zone():
    assert speaks_of(Statement(rule="left-zone", vessel="a", zone="z"), ALERT)
    assert speaks_of(Statement(rule="left-zone"), ALERT)
    for other in (
        Statement(rule="went-dark", vessel="a"),
        Statement(rule="left-zone", vessel="b"),
        Statement(rule="left-zone", station="a"),
        Statement(rule="left-zone", zone="y"),
        Statement(fact="alert-cleared"),
    ):
        assert not speaks_of(other, ALERT)


def test_another_fact_is_known_by_whom_it_is_about_and_by_its_fields():
    call = {"kind": "call-sent", "vessel": "a", "call_kind": "order", "words": {"zh": "回", "en": "back"}}
    assert speaks_of(Statement(fact="call-sent", vessel="a", says=(("call_kind", "order"),)), call)
    assert speaks_of(Statement(fact="call-sent", says=(("words.en", "back"), ("late", False))), call)
    assert not speaks_of(Statement(fact="call-sent", says=(("call_kind", "warning"),)), call)
    assert not speaks_of(Statement(fact="call-sent", says=(("call_kind.deeper", "order"),)), call)
    assert subject_of(call, "person") is None


def test_people_read_names_and_sentences():
    assert name_of(Statement(rule="left-zone", vessel="a", zone="z")) == "left-zone a in z"
    assert name_of(Statement(fact="call-sent", says=(("late", True),))) == "call-sent late=True"
    assert sentence_of(ALERT) == "越界 · out"
    assert sentence_of({"kind": "rejected", "t_s": 1.0, "reason": "not-json"}) == "rejected reason=not-json"
