from pathlib import Path

import pytest

from simulators.behaviours import PLANS
from simulators.injects import KEYS_OF
from simulators.scenario_reader import expected, head, played
from simulators.scenario_reader.reference import BEGIN, END, written_into

ROOT = Path(__file__).parents[3]
BOOK = (ROOT / "docs" / "scenarios.md").read_text(encoding="utf-8")


def test_the_book_has_the_language_of_today():
    assert written_into(BOOK) == BOOK, "run: python -m simulators --words docs/scenarios.md"


def test_the_example_of_the_book_is_the_scenario_that_is_checked():
    example = BOOK.partition("```toml\n")[2].partition("```")[0]
    assert example == (ROOT / "simulators" / "scenarios" / "first.toml").read_text(encoding="utf-8")


def test_every_key_word_and_kind_is_in_the_book():
    tables = BOOK.partition(BEGIN)[2].partition(END)[0]
    keys = (*head.HEAD, *head.WEATHER, *head.SKIPPERS, *played.START, *expected.EXPECT, *expected.NEVER)
    keys += (*expected.ALLOW, *expected.TASK, *expected.OPENING, *expected.ORDERING, *expected.OBJECTIVE)
    keys += tuple(key for kinds in (played.SCRIPTS, KEYS_OF) for each in kinds.values() for key in each)
    for name in (*[key.name for key in keys], *PLANS, *KEYS_OF, *played.SCRIPTS):
        assert f"`{name}`" in tables, name
    for role in (*expected.ROLES, *expected.VERBS):
        assert f"`{role}`" in BOOK, role
    for name in head.LISTS:
        assert f"`[[{name}]]`" in tables


def test_a_book_without_its_marks_is_refused():
    with pytest.raises(ValueError, match="marks are missing"):
        written_into("nothing")
