"""A task that the house would refuse is refused when its file is read, by the house's own table of rights."""

import re
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from api.identity import Actor, Thing, may
from api.routes import clock, incidents, orders, port
from api.served import Asks
from drills.crew import _by_hand
from drills.piece import read_piece
from drills.rights import BY_HAND_ASKS, impossible_tasks
from simulators.scenario import Evidence, Expect, Scenario, Task
from simulators.scenario_reader.expected import ROLES, VERBS
from tests.drills.plays import LEAVER, OUTSIDE, written
from twin.port import ConfigError

BOOK = Path(__file__).parents[2] / "docs" / "scenarios.md"
PROOF = (Evidence("call", "平安"),)


def task(**more: object) -> Task:
    said = {"id": "t", "on": "e", "role": "leader", "does": "acknowledge", "within_s": 9, "source": "s"}
    return Task(**(said | more))


def faults(*tasks: Task, priority: int | None = None) -> list[str]:
    expects = (Expect(id="e", rule="left-zone", by_s=9, priority=priority),)
    return [str(fault) for fault in impossible_tasks(Scenario(expects=expects, tasks=tasks), "f.toml")]


def test_a_wrong_role_is_refused_with_the_place_and_the_roles_that_may(tmp_path):
    wrong = (
        '[[task]]\nid = "r"\non = "outside"\nrole = "officer"\ndoes = "review"\nwithin_s = 9\nsource = "s"\n'
    )
    with pytest.raises(ConfigError, match=r"task 1, key role: officer may not review.*Use one of: leader"):
        read_piece(written(tmp_path, LEAVER + OUTSIDE + wrong))


@pytest.mark.parametrize(
    ("said", "able"),
    [
        ({"does": "order", "order": "recall"}, "leader"),
        ({"does": "order", "order": "move"}, "dispatcher, leader"),
        ({"does": "permit"}, "leader"),
        ({"does": "draw"}, "admin"),
        ({"does": "watch"}, "officer, dispatcher, leader"),
        ({"does": "open"}, "officer, dispatcher, leader, patrol"),
    ],
)
def test_what_needs_no_case_has_its_roles_too(said, able):
    (fault,) = faults(task(role="skipper", **said))
    assert fault.endswith(f"Use one of: {able}")
    assert all(faults(task(role=role, **said)) == [] for role in able.split(", "))


def test_an_officer_calls_only_what_is_not_grave_a_false_alarm():
    alarm = task(role="officer", does="false-alarm", note="n")
    assert (faults(alarm), faults(alarm, priority=3)) == ([], [])
    assert "officer may not false-alarm of a P2" in faults(alarm, priority=2)[0]
    phone = task(id="p", on="", at_s=1, does="open", role="officer", priority=1)
    assert "of a P1" in faults(phone, task(id="u", on="p", role="officer", does="false-alarm", note="n"))[0]


@pytest.mark.parametrize(
    ("does", "needs"),
    [
        ("resolve", "needs evidence"),
        ("merge", "needs a reason"),
        ("note", "Write the text"),
        ("assign", "whom"),
    ],
)
def test_a_deed_without_what_it_needs_is_refused_in_the_words_of_the_house(does, needs):
    (fault,) = faults(task(does=does))
    assert f"task 1, does {does}" in fault
    assert needs in fault
    assert faults(task(does=does, note="n", to="I-1", evidence=PROOF)) == []


def test_the_rights_asked_for_are_those_of_the_doors_that_the_robots_use():
    asked = {}
    for router in (incidents.router, orders.router, clock.router, port.router):
        for route in (each for each in router.routes if isinstance(each, APIRoute)):
            verbs = [each.call.verb for each in route.dependant.dependencies if isinstance(each.call, Asks)]
            asked |= {(method, route.path.replace("{zone}", "")): verbs for method in route.methods}
    for does, right in BY_HAND_ASKS.items():
        method, path, _ = _by_hand(task(does=does, feature="{}"), None, 0, "r")
        assert asked[method, path] == [right], does


def test_the_table_of_roles_in_the_book_is_that_of_the_house():
    told: dict[str, set[str]] = {}
    for role, words in re.findall(r"^\| `(\w+)` \| (.*) \|$", BOOK.read_text(encoding="utf-8"), re.MULTILINE):
        if role in ("officer", "dispatcher", "patrol", "leader"):
            before = told["officer"] if words.startswith("those") else set()
            told[role] = (
                {*VERBS, "open"} if words == "all" else before | set(re.findall(r"`([\w-]+)`", words))
            )
    for role in ROLES:
        able = {verb for verb in VERBS if may(Actor("", role), verb, Thing(priority=4))}
        able |= {"open"} if may(Actor("", role), "open-incident") else set()
        assert told.get(role, set()) == able, role
