from typing import NamedTuple

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.twin.harbour import T0
from twin import alerts
from twin.alerts import Alerts
from twin.facts import AlertChanged, AlertCleared, AlertRaised, GapNoted, Subject
from twin.rules import RULES
from twin.rules.base import CANNOT_TELL, HOLDS, HOLDS_NOT, PERMITTED, Finding, Params, Rule, View
from twin.tracks import indexed
from twin.wire import Words


def found_nothing(_view: View, _params: Params) -> list[Finding]:
    return []


def said(finding: Finding, subject: Words, _zone: Words) -> Words:
    return Words(f"{subject.zh} {finding.value}", f"{subject.en} {finding.value}")


OVER = Words("{subject} 回到 {zone}", "{subject} back in {zone}")


def rule(**params: float) -> Rule:
    return Rule("astray", "vessel", "m", Params(**params), found_nothing, said, over=OVER, source="test")


BOATS, ZONES = {"a": Words("甲", "A")}, {"g": Words("渔场", "Ground")}


class Look(NamedTuple):
    """One look at one subject: when, and what the rule found."""

    t_s: float
    verdict: int
    fixes: int
    priority: int = 3
    subject: str = "a"
    zone: str | None = "g"


def judged(book: Alerts, of: Rule, *looks: Look) -> list:
    facts = []
    for look in looks:
        finding = Finding(look.subject, look.zone, look.verdict, look.priority, look.fixes, 120.04, 100)
        now = T0 + round(look.t_s * 1000)
        facts += alerts.judge(
            book, of, [finding], now, {"a": Words("甲", "A")}, {"g": Words("渔场", "Ground")}
        )
    return facts


def kinds(facts: list) -> list[str]:
    return [type(fact).__name__.removeprefix("Alert").lower() for fact in facts]


def test_a_finding_becomes_an_alert_when_it_has_held_long_enough_and_through_enough_fixes():
    of = rule(hold_s=60, hold_fixes=2)
    assert kinds(judged(Alerts(), of, Look(0, HOLDS, 5), Look(59, HOLDS, 6), Look(60, HOLDS, 6))) == [
        "raised"
    ]
    assert judged(Alerts(), of, Look(0, HOLDS, 5), Look(60, HOLDS, 5), Look(600, HOLDS, 5)) == []


def test_a_rule_without_a_hold_raises_at_once():
    assert kinds(judged(Alerts(), rule(), Look(0, HOLDS, 0))) == ["raised"]


def test_one_look_that_does_not_hold_begins_the_holding_anew():
    of = rule(hold_s=60)
    looks = (Look(0, HOLDS, 1), Look(50, HOLDS_NOT, 2), Look(55, HOLDS, 3), Look(100, HOLDS, 4))
    assert judged(Alerts(), of, *looks) == []
    assert kinds(judged(Alerts(), of, *looks, Look(115, HOLDS, 5))) == ["raised"]


def test_what_cannot_be_told_moves_nothing():
    of = rule(hold_s=60, release_s=60)
    waits = (Look(0, HOLDS, 1), Look(30, CANNOT_TELL, 1), Look(60, CANNOT_TELL, 1))
    book = Alerts()
    assert judged(book, of, *waits) == []
    assert kinds(judged(book, of, Look(61, HOLDS, 2))) == ["raised"]
    assert judged(book, of, Look(62, HOLDS_NOT, 3), Look(3_000, CANNOT_TELL, 3)) == []
    assert kinds(judged(book, of, Look(3_001, HOLDS_NOT, 3))) == ["cleared"]
    assert judged(Alerts(), of, Look(0, CANNOT_TELL, 1), Look(0, HOLDS_NOT, 1)) == []


def test_an_alert_clears_when_its_finding_has_ceased_long_enough_and_not_while_it_flaps():
    of = rule(release_s=60, release_fixes=2)
    book = Alerts()
    judged(book, of, Look(0, HOLDS, 1))
    flapping = [Look(10 * n, HOLDS if n % 3 == 0 else HOLDS_NOT, n + 2) for n in range(1, 40)]
    assert judged(book, of, *flapping) == []
    assert judged(book, of, Look(400, HOLDS, 50), Look(401, HOLDS_NOT, 51), Look(470, HOLDS_NOT, 51)) == []
    assert kinds(judged(book, of, Look(471, HOLDS_NOT, 52))) == ["cleared"]
    assert (book.open, book.tracks, book.key_of) == ({}, {}, {})


def test_a_priority_only_worsens():
    book = Alerts()
    facts = judged(
        book, rule(), Look(0, HOLDS, 1, 4), Look(1, HOLDS, 2, 2), Look(2, HOLDS, 3, 3), Look(3, HOLDS, 4, 2)
    )
    assert kinds(facts) == ["raised", "changed"]
    assert [fact.priority for fact in facts] == [4, 2]
    assert next(iter(book.open.values())).priority == 2


def test_it_grows_graver_after_boats_had_time_to_act_and_when_that_has_held():
    looks = [Look(second, HOLDS, 1, 3 if second in (0, 70) else 2) for second in range(0, 120, 5)]
    raised, changed = judged(Alerts(), rule(react_s=60, graver_s=20), *looks)
    assert (raised.priority, changed.priority) == (3, 2)
    assert changed.t_ms - raised.t_ms == 60_000
    assert [fact.t_ms - T0 for fact in judged(Alerts(), rule(react_s=75, graver_s=20), *looks)] == [0, 95_000]
    gone = [Look(0, HOLDS, 1), Look(10, HOLDS, 1, 2), Look(20, HOLDS_NOT, 2), Look(30, HOLDS, 3, 2)]
    assert kinds(judged(Alerts(), rule(release_s=60, graver_s=15), *gone)) == ["raised"]


def test_an_alert_says_what_was_seen_against_what_is_allowed():
    (fact,) = judged(Alerts(), rule(), Look(0, HOLDS, 1))
    assert (fact.alert, fact.subject, fact.zone) == ("astray-1", Subject("vessel", "a"), "g")
    assert (fact.value, fact.limit, fact.unit, fact.since_ms) == (120.0, 100, "m", T0)
    assert fact.words == Words("甲 120.04", "A 120.04")


def test_its_end_is_said_in_the_rules_words_or_in_the_findings_own():
    book = Alerts()
    assert judged(book, rule(), Look(0, HOLDS, 1), Look(1, HOLDS_NOT, 2))[1].words == Words(
        "甲 回到 渔场", "A back in Ground"
    )
    judged(book, rule(), Look(2, HOLDS, 3))
    permitted = Finding("a", "g", HOLDS_NOT, 3, 4, 0, 0, over=PERMITTED)
    (fact,) = alerts.judge(book, rule(), [permitted], T0 + 9_000, {}, {})
    assert fact.words == Words("a 已获许可", "a has a permit now")


def test_a_subject_nobody_named_is_called_by_its_id():
    (fact,) = judged(Alerts(), rule(), Look(0, HOLDS, 1, subject="x"))
    assert fact.words.zh.startswith("x ")


def test_tracked_names_the_zones_of_every_pending_and_open_alert_of_a_rule():
    book = Alerts()
    judged(
        book,
        rule(),
        Look(0, HOLDS, 1),
        Look(0, HOLDS, 1, zone="h"),
        Look(0, HOLDS, 1, subject="b", zone=None),
    )
    judged(book, rule(hold_s=9), Look(0, HOLDS, 1, zone="p"))
    assert book.tracks.tracked("astray") == {"a": ("g", "h", "p"), "b": (None,)}
    assert book.tracks.tracked("other") == {}


@pytest.mark.parametrize(
    ("priority", "kind", "waits"), [(3, "vessel", True), (3, "station", True), (2, "vessel", False)]
)
def test_a_folded_warning_has_its_grace_running(priority, kind, waits):
    book = Alerts()
    fact = AlertRaised(
        t_ms=T0,
        alert="astray-1",
        rule="astray",
        subject=Subject(kind, "a"),
        priority=4,
        since_ms=T0,
        words=Words("甲", "A"),
    )
    alerts.fold(book, fact)
    alerts.fold(book, AlertChanged(t_ms=T0 + 5, alert="astray-1", priority=priority, words=fact.words))
    (track,) = book.tracks.values()
    assert track.grace_due_ms == (T0 + 5 + alerts.FOLDED_GRACE_MS if waits else -1)


def test_a_folded_warning_has_the_grace_of_its_rule():
    book = Alerts()
    quay = Subject("station", "quay")
    named = Words("甲", "A")
    fact = AlertRaised(
        t_ms=T0, alert="e-1", rule="person-at-edge", subject=quay, priority=3, since_ms=T0, words=named
    )
    alerts.fold(book, fact, RULES)
    (track,) = book.tracks.values()
    assert track.grace_due_ms == T0


def test_facts_about_alerts_that_are_over_or_about_other_things_change_nothing():
    book = Alerts()
    words = Words("", "")
    for fact in (
        GapNoted(t_ms=T0, from_ms=0, why="stall"),
        AlertChanged(t_ms=T0, alert="astray-9", priority=2, words=words),
        AlertCleared(t_ms=T0, alert="astray-9", words=words),
    ):
        alerts.fold(book, fact)
    assert book == Alerts()


looks = st.lists(
    st.tuples(
        st.sampled_from("ab"),
        st.sampled_from([None, "g"]),
        st.sampled_from([HOLDS, HOLDS, CANNOT_TELL, HOLDS_NOT, HOLDS_NOT]),
        st.integers(1, 4),
        st.integers(0, 2),
        st.integers(0, 40),
    ),
    max_size=60,
)
limits = st.fixed_dictionaries(
    {
        "hold_s": st.sampled_from([0, 30, 60]),
        "hold_fixes": st.integers(0, 3),
        "release_s": st.sampled_from([0, 30, 60]),
        "release_fixes": st.integers(0, 3),
    }
)


def by_hand(of: Rule, seen: list[Look]) -> list[tuple[str, float]]:
    """What one (subject, zone) goes through, found by reading its whole past at every look."""
    p, told, began = of.params, [], 0
    is_open = False
    for number, look in enumerate(seen):
        past = [one for one in seen[began : number + 1] if one.verdict != CANNOT_TELL]
        if look.verdict == CANNOT_TELL:
            continue
        wanted = HOLDS_NOT if is_open else HOLDS
        run = []
        for one in reversed(past):
            if one.verdict != wanted:
                break
            run.append(one)
        if not run:
            continue
        first = run[-1]
        held = look.t_s - first.t_s >= (p.release_s if is_open else p.hold_s)
        fixes = look.fixes - first.fixes + 1
        if held and fixes >= (p.release_fixes if is_open else p.hold_fixes):
            told.append(("cleared" if is_open else "raised", look.t_s))
            is_open, began = not is_open, number + 1
    return told


@given(limits, looks)
def test_alerts_agree_with_a_hand_that_reads_the_whole_past(params, looked):
    of, book, now, fixes = rule(**params), Alerts(), 0.0, 0
    facts, seen = [], {}
    for subject, zone, verdict, priority, more, passed in looked:
        now, fixes = now + passed, fixes + more
        look = Look(now, verdict, fixes, priority, subject, zone)
        seen.setdefault((subject, zone), []).append(look)
        facts += judged(book, of, look)
        names = [(alert.rule, alert.subject.id, alert.zone) for alert in book.open.values()]
        assert len(names) == len(set(names))
    of_alert = {f.alert: (f.subject.id, f.zone) for f in facts if isinstance(f, AlertRaised)}
    for pair, past in seen.items():
        mine = [f for f in facts if of_alert[f.alert] == pair and not isinstance(f, AlertChanged)]
        assert [(kind, T0 + round(t * 1000)) for kind, t in by_hand(of, past)] == [
            (kind, fact.t_ms) for kind, fact in zip(kinds(mine), mine, strict=True)
        ]
    for changed in (f for f in facts if isinstance(f, AlertChanged)):
        before = [f.priority for f in facts[: facts.index(changed)] if f.alert == changed.alert]
        assert changed.priority < min(before)


@given(limits, looks)
def test_stored_facts_folded_are_the_open_alerts(params, looked):
    of, book, folded, now, fixes = rule(**params), Alerts(), Alerts(), 0.0, 0
    for subject, zone, verdict, priority, more, passed in looked:
        now, fixes = now + passed, fixes + more
        for fact in judged(book, of, Look(now, verdict, fixes, priority, subject, zone)):
            alerts.fold(folded, fact)
    assert folded.open == book.open
    assert folded.key_of == book.key_of
    assert folded.next_number == book.next_number
    active = {key: t.priority for key, t in book.tracks.items() if t.phase == "active"}
    assert {key: t.priority for key, t in folded.tracks.items()} == active
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(book), type=Alerts, dec_hook=indexed) == book
