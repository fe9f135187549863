import itertools

import pytest

from api.identity import RIGHTS, Actor, ForbiddenError, Thing, authorize, may
from twin.acts import ROLES, VERBS

# contract.md §3, word for word: an independent copy of the table that the code keeps its own way.
LOOP = {
    "officer": "acknowledge verify confirm call note false-alarm split",
    "dispatcher": (
        "acknowledge verify confirm call note false-alarm "
        " split dispatch assign control resolve merge transfer"
    ),
    "patrol": "arrive control note",
    "leader": " ".join(VERBS),
}
MILD = Thing(priority=4)


@pytest.mark.parametrize(("role", "verb"), list(itertools.product(ROLES, VERBS)))
def test_every_verb_of_the_loop_is_for_the_roles_of_the_contract_and_no_other(role, verb):
    assert may(Actor("li", role), verb, MILD) == (verb in LOOP.get(role, "").split())


def test_an_admin_works_no_case():
    assert not any(may(Actor("root", "admin"), verb, MILD) for verb in VERBS)


@pytest.mark.parametrize("thing", [None, Thing(), Thing(priority=1), Thing(priority=2)])
def test_an_officer_does_not_wave_away_a_grave_or_unknown_danger(thing):
    assert not may(Actor("li", "officer"), "false-alarm", thing)
    assert may(Actor("wang", "dispatcher"), "false-alarm", thing)


def test_nobody_may_do_what_has_no_name():
    for role in ROLES:
        with pytest.raises(ForbiddenError):
            authorize(Actor("x", role), "launch-rockets")


def test_a_skipper_sees_the_own_boat_and_a_township_its_boats():
    skipper = Actor("old-zhang", "skipper", frozenset({"V7"}))
    township = Actor("shipu-town", "township", township="石浦镇")
    assert may(skipper, "see-boat", Thing(vessel="V7"))
    assert not may(skipper, "see-boat", Thing(vessel="V8", township="石浦镇"))
    assert may(township, "see-boat", Thing(vessel="V8", township="石浦镇"))
    assert not may(township, "see-boat", Thing(vessel="V8"))
    assert not may(Actor("nowhere", "township"), "see-boat", Thing(vessel="V8"))


def test_a_skipper_and_a_township_do_not_see_the_whole_picture():
    assert {role for role in ROLES if not may(Actor("x", role), "see")} == {"skipper", "township"}


def test_each_right_names_only_roles_that_exist():
    for verb, roles in RIGHTS.items():
        assert roles <= set(ROLES), verb


def test_a_refusal_says_why_in_both_languages():
    with pytest.raises(ForbiddenError) as refused:
        authorize(Actor("li", "viewer"), "close")
    assert "viewer" in refused.value.words.en
    assert "viewer" in refused.value.words.zh
