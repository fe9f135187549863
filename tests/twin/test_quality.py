from tests.twin.test_annunciation import SAID, acted, joined, opened, raised
from twin import quality
from twin.facts import AlertCleared, AlertRetracted


def cleared(alert, t_ms=10):
    return AlertCleared(t_ms=t_ms, alert=alert, words=SAID)


def told(*facts):
    record = quality.Record()
    for fact in facts:
        quality.take(record, fact)
    return record


def label(record, alert="a1"):
    return record.lives[alert].label, record.lives[alert].why


def test_a_warning_that_the_boat_heeded_was_true_and_a_caution_that_passed_was_not_judged():
    assert label(told(raised("a1"), cleared("a1"))) == ("true", "cured by the boat")
    assert label(told(raised("a1", priority=4), cleared("a1"))) == ("listed", "")
    assert label(told(raised("a1"))) == ("open", "")


def test_how_a_case_ended_labels_its_alerts():
    case = [raised("a1"), opened("I-1", 3, alerts=("a1",)), cleared("a1")]
    assert label(told(*case)) == ("open", "")
    assert label(told(*case, acted("I-1", "resolve", "resolved"))) == ("true", "resolve")
    false = acted("I-1", "false-alarm", "false_alarm", note="a net buoy")
    assert label(told(*case, false)) == ("nuisance", "a net buoy")
    assert label(told(*case, false, acted("I-1", "reopen", "open"))) == ("open", "")


def test_an_alert_that_late_evidence_retracted_is_a_nuisance_whatever_the_case_says():
    record = told(
        raised("a1"),
        opened("I-1", 3, alerts=("a1",)),
        AlertRetracted(t_ms=5, alert="a1", words=SAID),
        acted("I-1", "resolve", "resolved"),
    )
    assert label(record) == ("nuisance", "said")


def test_the_case_that_took_an_alert_over_judges_it():
    record = told(
        raised("a1"),
        raised("a2"),
        opened("I-1", 3, alerts=("a1",)),
        opened("I-2", 3, alerts=("a2",)),
        acted("I-1", "merge", "merged"),
        joined("I-2", "a1", 3),
        acted("I-2", "false-alarm", "false_alarm", note="both"),
    )
    assert label(record, "a1") == label(record, "a2") == ("nuisance", "both")
    assert record.cases["I-1"].alerts == []


def test_the_wait_for_an_acknowledgement_runs_from_the_call_and_anew_from_a_graver_one():
    record = told(
        raised("a1"),
        opened("I-1", 3, t_ms=1_000, alerts=("a1",)),
        acted("I-1", "acknowledge", "acknowledged", t_ms=31_000),
        joined("I-1", "a2", 2, t_ms=100_000),
        acted("I-1", "acknowledge", "acknowledged", t_ms=105_000),
    )
    assert record.cases["I-1"].acks_s == [30.0, 5.0]


def test_a_test_of_the_button_is_not_measured():
    record = told(raised("a1", test=True, priority=1), opened("I-1", 1, alerts=("a1",)), cleared("a1"))
    assert record.lives == {}
    assert record.called == []
