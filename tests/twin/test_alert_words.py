from twin import alerts
from twin.alert_words import Said, joined
from twin.alerts import Alerts
from twin.rules.base import HOLDS, HOLDS_NOT, PERMITTED, Finding, Params, Rule
from twin.wire import Words

BOATS, ZONES = {"a": Words("甲", "A"), "b": Words("乙", "B")}, {"g": Words("渔场", "Ground")}
SPOKEN = []


def words(finding, subject, zone):
    SPOKEN.append(finding.subject)
    return Words(f"{subject.zh}{zone.zh}", f"{subject.en} by {zone.en}")


RULE = Rule(
    "near",
    "vessel",
    "m",
    Params(),
    lambda _view, _params: [],
    words,
    over=Words("{subject}离开{zone}", "{subject} left {zone}"),
    source="test",
)


def found(verdict=HOLDS, **more):
    return Finding("a", more.pop("zone", None), verdict, 3, 1, 5.0, 9.0, **more)


def test_names_are_those_of_zones_or_of_the_other_boat_and_ids_where_there_is_none():
    assert Said(RULE, found(zone="g"), BOATS, ZONES).words == Words("甲渔场", "A by Ground")
    assert Said(RULE, found(other="b"), BOATS, ZONES).words == Words("甲乙", "A by B")
    assert Said(RULE, found(zone="gone"), {}, {}).words == Words("agone", "a by gone")


def test_the_end_is_told_as_the_finding_says_else_as_the_rule_does():
    assert Said(RULE, found(HOLDS_NOT, zone="g"), BOATS, ZONES).over == Words("甲离开渔场", "A left Ground")
    assert Said(RULE, found(HOLDS_NOT, over=PERMITTED), BOATS, ZONES).over.en == "A has a permit now"


def test_a_standing_alert_costs_no_words():
    book = Alerts()
    alerts.judge(book, RULE, [found(zone="g")], 1_000, BOATS, ZONES)
    SPOKEN.clear()
    for now_ms in range(2_000, 60_000, 1_000):
        assert alerts.judge(book, RULE, [found(zone="g")], now_ms, BOATS, ZONES) == []
    assert SPOKEN == []


def test_sentences_are_joined_and_none_is_none():
    assert joined([]) is None
    assert joined([Words("一", "one"), Words("二", "two")]) == Words("一；二", "one; two")
