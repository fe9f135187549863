"""No kind of alarm is without a rule, and no rule without a kind."""

from importlib import import_module

from api.catalogue import KINDS, LISTED, distress
from twin.intake import SOS_RULE
from twin.rules import RULES


def test_all_37_kinds_are_raised_by_rules_that_exist_and_every_rule_is_of_a_kind() -> None:
    assert list(KINDS) == list(range(1, 38))
    raised = {rule for kind in KINDS.values() for rule in kind.raised_by}
    assert all(kind.raised_by for kind in KINDS.values())
    assert raised | set(LISTED) == {SOS_RULE, *(rule.id for rule in RULES)}
    assert not raised & set(LISTED)


def test_every_kind_is_told_in_the_docstring_of_its_rule() -> None:
    for number, kind in KINDS.items():
        for rule in kind.raised_by:
            if rule != SOS_RULE:
                assert f"{number} of domain.md §2" in told_by(rule), (number, rule)


def told_by(rule: str) -> str:
    (module,) = [import_module(one.find.__module__) for one in RULES if one.id == rule]
    return module.__doc__ or ""


def test_an_officer_reads_what_is_a_call_for_help_and_where_it_is_written() -> None:
    told = " ".join(distress())
    for mark in ("970", "972", "974", "status 14", "TEST", "P4", "P1"):
        assert mark in told
    assert all(distress().values())
