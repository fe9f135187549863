"""Every scenario of the library, played as CI plays it."""

import tomllib

import pytest

from drills.library import check_all, check_one
from drills.piece import library
from drills.report import report
from tests.drills.plays import LEAVER, OUTSIDE, written
from twin.port import ConfigError
from twin.rules import RULES

UNRAISED: dict[str, str] = {}
UNTESTED_QUIET: dict[str, str] = {}
"""Rules that no scenario can raise, or keep a near miss of, each with its reason; today there is none."""


def test_every_rule_is_raised_by_a_scenario_and_kept_quiet_by_a_near_miss():
    raised, quiet = set(), set()
    for path in library():
        said = tomllib.loads(path.read_text(encoding="utf-8"))
        raised |= {one["rule"] for one in said.get("expect", ()) if "rule" in one}
        quiet |= {one["rule"] for one in said.get("never", ()) if "rule" in one}
    rules = {rule.id for rule in RULES}
    assert sorted(rules - raised) == sorted(UNRAISED)
    assert sorted(rules - quiet) == sorted(UNTESTED_QUIET)


@pytest.mark.slow
@pytest.mark.parametrize("name", [path.stem for path in library()])
def test_the_twin_says_what_the_scenario_expects_and_nothing_else(name):
    result = check_one(name, "shipu")
    assert result.passed, report(result)


def test_a_missed_alert_and_an_unexpected_one_are_found(tmp_path):
    result = check_one(written(tmp_path, LEAVER + OUTSIDE.replace("zxy10009", "zxy10421")), "shipu")
    assert [row.outcome for row in (*result.expects, *result.surprises)] == ["failed", "failed"]
    assert "Zhexiangyu 10009" in result.surprises[0].why


def test_nothing_is_played_when_one_file_is_wrong(tmp_path):
    with pytest.raises(ConfigError, match="nowhere"):
        next(check_all([written(tmp_path, LEAVER), "nowhere"], "shipu", 1))


@pytest.mark.slow
def test_several_are_played_at_once_in_processes_of_their_own_with_the_same_facts(tmp_path):
    names = [written(tmp_path, LEAVER + OUTSIDE, name=name) for name in ("one", "two")]
    together = [result.digest for result in check_all(names, "shipu", 2)]
    assert together == [result.digest for result in check_all(names, "shipu", 1)]
