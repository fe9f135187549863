"""What is judged right, late, early, missing, too much, and what nobody expected."""

from drills.judge import Judge, objectives
from drills.result import Row
from simulators.scenario import Allow, Expect, Never, Objective, Scenario
from twin.wire import Words


def raised(t_s: float, subject: str = "a", rule: str = "left-zone", priority: int = 3, n: int = 1) -> dict:
    return {
        "kind": "alert-raised",
        "alert": f"{rule}-{n}",
        "rule": rule,
        "subject": {"kind": "vessel", "id": subject},
        "priority": priority,
        "words": {"zh": "越界", "en": "out"},
        "t_s": t_s,
    }


def expect(**more: object) -> Expect:
    return Expect(**({"id": "e", "rule": "left-zone", "vessel": "a", "by_s": 100, "most": 1} | more))


def judge(*heard: dict, **scenario: object) -> Judge:
    listening = Judge(Scenario(**scenario))
    for saying in heard:
        listening.hear(saying)
    return listening


def only(rows: tuple[Row, ...]) -> tuple[str, str]:
    (row,) = rows
    return row.outcome, row.why


def test_what_was_expected_and_came_in_time_is_met_with_its_margin():
    done = judge(raised(60), expects=(expect(priority=3),))
    assert [(row.outcome, row.margin_s, row.why) for row in done.expects()] == [("met", 40, "")]
    assert done.strays == []
    assert done.first_of("e")["alert"] == "left-zone-1"


def test_what_never_came_is_missed():
    assert only(judge(expects=(expect(),)).expects()) == ("failed", "said never, expected once by 100 s")


def test_what_never_came_names_the_alert_of_its_rule_that_nobody_expected():
    other = judge(raised(60, "b") | {"other": "a", "zone": "z"}, expects=(expect(),))
    why = only(other.expects())[1]
    assert "; unexpected came left-zone-1 of b with a in z at 60 s: if that is meant" in why
    assert "unexpected" not in only(judge(raised(60, "b", rule="sos"), expects=(expect(),)).expects())[1]


def test_what_came_late_or_early_is_told_once_and_is_no_surprise():
    late = judge(raised(130), expects=(expect(),))
    assert only(late.expects()) == ("failed", "late: came at 130 s, 30 s after its time")
    assert late.strays == []
    early = judge(raised(5), expects=(expect(after_s=10),))
    assert only(early.expects()) == ("failed", "early: came at 5 s, may come from 10 s on")
    assert late.first_of("e") is None


def test_a_wrong_priority_is_a_fault():
    wrong = judge(raised(60, priority=2), expects=(expect(priority=3),))
    assert only(wrong.expects()) == ("failed", "came with priority 2, expected 3")


def test_an_alert_too_many_is_a_stray():
    twice = judge(raised(60), raised(80, n=2), expects=(expect(),))
    assert only(twice.expects())[0] == "met"
    assert twice.strays == [raised(80, n=2)]


def test_what_follows_an_alert_or_a_case_is_said_of_its_boat():
    sequels = [
        {"kind": "alert-changed", "alert": "left-zone-1", "priority": 2, "t_s": 70},
        {"kind": "alert-cleared", "alert": "left-zone-1", "t_s": 90},
        {"kind": "incident-acted", "incident": "I-1", "verb": "close", "t_s": 95},
    ]
    subject = {"kind": "vessel", "id": "a"}
    opened = {"kind": "incident-opened", "incident": "I-1", "subject": subject, "t_s": 60}
    for of, outcome in (("a", "failed"), ("b", "met")):
        nevers = tuple(Never(fact=saying["kind"], vessel=of, to_s=100, why="no") for saying in sequels)
        rows = judge(raised(60), opened, *sequels, nevers=nevers).nevers()
        assert [row.outcome for row in rows] == [outcome] * 3


def test_what_must_be_said_often_is_counted():
    often = judge(raised(10), raised(20, n=2), expects=(expect(least=3, most=None),))
    assert only(often.expects()) == ("failed", "said twice, expected 3 times by 100 s")


def test_a_window_that_is_open_gets_the_alert_before_one_that_is_not():
    two = (expect(id="first", by_s=50), expect(id="second", after_s=60))
    assert [row.outcome for row in judge(raised(70), raised(20), expects=two).expects()] == ["met", "met"]


def test_an_alert_must_end_and_open_its_case_as_expected():
    cleared = {"kind": "alert-cleared", "alert": "left-zone-1", "t_s": 90}
    opened = {"kind": "incident-opened", "alerts": ["left-zone-1"], "incident": "I-1", "t_s": 61}
    wanted = expect(clears_by_s=95, case=True)
    assert only(judge(raised(60), opened, cleared, expects=(wanted,)).expects()) == ("met", "")
    assert "did not clear, expected by 95 s" in only(judge(raised(60), expects=(wanted,)).expects())[1]
    late = judge(raised(60), cleared | {"t_s": 99}, expects=(wanted,))
    assert "cleared at 99 s, expected by 95 s" in only(late.expects())[1]
    assert "opened no case" in only(judge(raised(60), cleared, expects=(wanted,)).expects())[1]
    joined = {"kind": "incident-joined", "alert": "left-zone-1", "incident": "I-7", "t_s": 61}
    unwanted = judge(raised(60), joined, expects=(expect(case=False),))
    assert "opened the case I-7, and should not have" in only(unwanted.expects())[1]
    assert unwanted.case_of("left-zone-1") == "I-7"


def test_a_near_miss_that_is_flagged_fails_loudly_and_only_in_its_span():
    never = Never(rule="left-zone", vessel="b", from_s=10, to_s=90)
    broken = judge(raised(60, "b"), nevers=(never,))
    assert only(broken.nevers()) == ("failed", "SAID at 60 s: 越界 · out")
    assert broken.strays == []
    assert only(judge(raised(95, "b"), nevers=(never,)).nevers())[0] == "met"
    many = judge(*(raised(20 + n, "b", n=n) for n in range(5)), nevers=(never,))
    assert only(many.nevers())[1].endswith("and 2 more")


def test_what_is_allowed_may_come_and_need_not():
    allow = Allow(rule="left-zone", from_s=10, to_s=90)
    assert judge(raised(60, "b"), allows=(allow,)).strays == []
    assert len(judge(raised(95, "b"), allows=(allow,)).strays) == 1


def test_facts_that_are_no_alerts_surprise_nobody():
    assert judge({"kind": "call-sent", "vessel": "a", "t_s": 3}).strays == []


def test_what_waits_for_a_rule_is_neither_met_nor_failed():
    expects = (expect(rule="close-quarters"), expect(id="f"))
    nevers = (Never(rule="close-quarters", to_s=9),)
    waits = judge(raised(60), expects=expects, nevers=nevers, waits_for=("close-quarters",))
    assert [row.outcome for row in waits.expects()] == ["waiting", "met"]
    assert waits.expects()[0].why == "waiting for the rule close-quarters"
    assert only(waits.nevers()) == ("waiting", "waiting for the rule close-quarters")
    assert waits.faults() == ()


def test_a_case_of_a_rule_of_tomorrow_waits_with_it():
    case = Expect(id="e", fact="incident-opened", says=(("rule", "close-quarters"),), by_s=100)
    waiting = judge(expects=(case,), waits_for=("close-quarters",))
    assert only(waiting.expects())[0] == "waiting"
    assert only(judge(expects=(case,)).expects())[0] == "failed"


def test_to_wait_for_a_rule_that_exists_is_a_fault_of_the_file():
    (fault,) = judge(waits_for=("left-zone",)).faults()
    assert "left-zone, which exists now" in fault


def test_an_objective_is_met_when_all_it_needs_is():
    def row(name: str, outcome: str) -> Row:
        return Row(id=name, what="", outcome=outcome, due_s=0)

    scenario = Scenario(
        objectives=tuple(
            Objective(id=name, text=Words("", ""), met_by=met_by)
            for name, met_by in (("x", ("a",)), ("y", ("a", "b")), ("z", ("a", "c")), ("v", ("a", "d")))
        )
    )
    goals = objectives(scenario, (row("a", "met"), row("b", "failed"), row("c", "waiting"), row("d", "void")))
    assert [(goal.outcome, goal.lacks) for goal in goals] == [
        ("met", ()),
        ("failed", ("b",)),
        ("waiting", ("c",)),
        ("void", ("d",)),
    ]
