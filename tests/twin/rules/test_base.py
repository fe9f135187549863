import msgspec
import pytest

from tests.twin.harbour import fix
from tests.twin.play import Play
from twin.rules import RULES, configure
from twin.rules.base import NOT_IN_FORCE, PERMITTED, Params, Rule, fresh


def is_fresh(play: Play, name: str) -> bool:
    return bool(fresh(play.world.fleet, play.now)[play.world.fleet.row_of[name]])


def test_a_position_may_be_judged_until_three_and_a_half_intervals_have_passed():
    play = Play().sail("ais-b:1", [(3_000, 0)] * 5)
    assert is_fresh(play.wait(105), "a")
    assert not is_fresh(play.wait(5), "a")


def test_a_doubted_or_unseen_boat_may_not_be_judged():
    play = Play().sail("ais-b:1", [(3_000, 0)] * 5)
    play.hear(fix("ais-b:1", 90_000, 0, play.now + 1_000))
    assert not is_fresh(play, "a")
    play = Play().sail("ais-b:1", [(3_000, 0)] * 5)
    play.silent.add("rx")
    assert is_fresh(play.wait(5), "a")
    assert not is_fresh(play.wait(15), "a")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_says_what_it_is_about_where_its_numbers_are_from_and_what_each_means(rule: Rule):
    assert rule.source
    assert rule.unit
    assert rule.over.zh
    assert rule.over.en
    assert rule.call is None or rule.subject == "vessel"
    assert type(rule.params) is not Params
    assert type(rule.params).__doc__
    for words in (rule.over, NOT_IN_FORCE, PERMITTED):
        assert words.zh.format(subject="甲", zone="区")
        assert words.en.format(subject="A", zone="Z")


def test_rules_have_names_of_their_own():
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_settings_are_laid_over_a_rules_own_and_leave_the_others_alone():
    rules, faults = configure({"left-zone": {"margin_m": 250, "hold_s": 30}})
    changed = next(rule for rule in rules if rule.id == "left-zone")
    assert faults == []
    assert (changed.params.margin_m, changed.params.hold_s, changed.params.release_s) == (250, 30, 120)
    assert [r for r in rules if r.id != "left-zone"] == [r for r in RULES if r.id != "left-zone"]


@pytest.mark.parametrize(
    ("rule", "setting", "value"),
    [
        ("left-zone", "margin_m", float("nan")),
        ("left-zone", "margin_m", float("inf")),
        ("left-zone", "hold_s", -1),
        ("left-zone", "hold_s", "60"),
        ("left-zone", "hold_s", True),
        ("left-zone", "holds_s", 1),
        ("strong-wind", "mean_mps", [1, 2, 3]),
        ("strong-wind", "mean_mps", [10, 20, -30, 40]),
        ("nobody", "x", 1),
    ],
)
def test_a_setting_that_cannot_be_meant_is_a_fault_with_place_and_remedy(rule, setting, value):
    _, (fault,) = configure({rule: {setting: value}})
    assert rule in fault.place
    assert fault.remedy
    assert msgspec.structs.replace(fault, file="rules.toml") == fault
