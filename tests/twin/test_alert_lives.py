"""Lives of alerts that take more than a boat and a zone: pairs, latches, retractions, explanations."""

import msgspec

from tests.twin.harbour import T0
from twin import alerts
from twin.alerts import Alerts
from twin.facts import AlertRaised, AlertRetracted, Mark
from twin.rules.base import HOLDS, HOLDS_NOT, Finding, Params, Rule, View
from twin.wire import Words

NAMES = {"a": Words("甲", "A"), "b": Words("乙", "B"), "c": Words("丙", "C")}
OVER = Words("{subject} 与 {zone} 已驶过", "{subject} has passed {zone}")


class NearParams(Params, frozen=True, kw_only=True):
    limit_m: float = 185.2


def found_nothing(_view: View, _params: Params) -> list[Finding]:
    return []


def said(finding: Finding, subject: Words, other: Words) -> Words:
    return Words(f"{subject.zh} {other.zh}", f"{subject.en} {other.en}")


def rule(*, latched: bool = False, **more: object) -> Rule:
    params = NearParams(release_s=60)
    return Rule(
        "near", "vessel", "m", params, found_nothing, said, over=OVER, source="test", latched=latched, **more
    )


def pair(other: str, verdict: int = HOLDS, **more: object) -> Finding:
    return Finding("a", None, verdict, 3, 0, 120, 185.2, other=other, **more)


def look(book: Alerts, of: Rule, t_s: float, *findings: Finding) -> list:
    return alerts.judge(book, of, findings, T0 + round(t_s * 1000), NAMES, {})


def test_one_boat_may_be_too_near_to_several_and_each_pair_is_an_alert_of_its_own():
    book = Alerts()
    facts = look(book, rule(), 0, pair("b"), pair("c"), pair("b"))
    assert [(fact.subject.id, fact.other, fact.words.en) for fact in facts] == [
        ("a", "b", "A B"),
        ("a", "c", "A C"),
    ]
    assert book.tracks.tracked("near") == {"a": ("b", "c")}
    (over,) = [
        *look(book, rule(), 1, pair("b", HOLDS_NOT), pair("c")),
        *look(book, rule(), 62, pair("b", HOLDS_NOT)),
    ]
    assert over.words.en == "A has passed B"
    assert [standing.other for standing in book.open.values()] == ["c"]


def test_those_that_held_at_the_last_look_are_told_apart_from_those_that_wait_or_cease():
    book, slow = Alerts(), msgspec.structs.replace(rule(), params=NearParams(hold_s=30, release_s=60))
    look(book, slow, 0, pair("b"))
    assert book.tracks.held("near") == {}
    look(book, slow, 30, pair("b"))
    assert book.tracks.held("near") == {("a", "b"): 3}
    look(book, slow, 31, pair("b", HOLDS_NOT))
    assert book.tracks.held("near") == {}


def test_a_latched_alert_is_not_ended_by_the_machine():
    book, of = Alerts(), rule(latched=True)
    look(book, of, 0, pair("b"))
    assert look(book, of, 10_000, pair("b", HOLDS_NOT)) == []
    assert look(book, of, 20_000, pair("b", HOLDS_NOT)) == []
    assert len(book.open) == 1


def test_late_evidence_retracts_at_once_what_never_was_even_if_it_is_latched():
    for latched in (False, True):
        book, of = Alerts(), rule(latched=latched)
        look(book, of, 0, pair("b"))
        over = Words("迟到船位表明从未接近", "late fixes show they never met")
        (fact,) = look(book, of, 1, pair("b", HOLDS_NOT, retracts=True, over=over))
        assert isinstance(fact, AlertRetracted)
        assert (fact.alert, fact.words) == ("near-1", over)
        assert (book.open, book.tracks, book.key_of) == ({}, {}, {})


def test_an_alert_explains_what_was_assumed_what_ends_it_and_what_to_draw():
    of = rule(
        assumes=Words("双方保持航向航速", "both keep course and speed"),
        clears=Words(
            "相距超过 {limit_m:.0f} 米 {release_s:.0f} 秒", "{limit_m:.0f} m apart for {release_s:.0f} s"
        ),
    )
    line = Mark("line", ((122.0, 29.0), (122.1, 29.0)))
    (fact,) = look(
        Alerts(), of, 0, pair("b", assumed=Words("船位已 40 秒", "a fix is 40 s old"), draw=(line,))
    )
    assert fact.assumed == Words(
        "双方保持航向航速；船位已 40 秒", "both keep course and speed; a fix is 40 s old"
    )
    assert fact.clears == Words("相距超过 185 米 60 秒", "185 m apart for 60 s")
    assert fact.draw == (line,)


def test_a_pair_is_rebuilt_from_its_stored_facts_and_may_be_retracted_from_them():
    book = Alerts()
    (raised,) = look(Alerts(), rule(), 0, pair("b"))
    stored = msgspec.json.decode(msgspec.json.encode(raised), type=AlertRaised)
    alerts.fold(book, stored)
    assert look(book, rule(), 1, pair("b")) == []
    alerts.fold(book, AlertRetracted(t_ms=T0, alert="near-1", words=OVER))
    assert (book.open, book.tracks) == ({}, {})
