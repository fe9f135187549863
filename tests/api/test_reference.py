"""The reference pages say what the code says today."""

from pathlib import Path

import msgspec
import pytest

from api import reference
from twin.columns import TERMINAL_COLUMNS, VESSEL_COLUMNS
from twin.rules import RULES
from twin.rules.base import Rule

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", reference.pages())
def test_the_pages_in_the_repository_are_fresh(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == reference.pages()[name], (
        "run: python -m api.reference docs"
    )


def section(rule: str) -> str:
    return reference.pages()["rules.md"].split(f"## {rule}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_an_officer_finds_every_threshold_with_its_value_unit_and_source(rule: Rule) -> None:
    told = section(rule.id)
    assert rule.source in told
    assert f"Asked every {'second' if rule.every_s == 1 else f'{rule.every_s} s'}\n" in told
    for name in msgspec.structs.asdict(rule.params):
        (line,) = [line for line in told.splitlines() if line.startswith(f"| `{name}` |")]
        assert line.rsplit("|", 2)[1].strip() not in ("", "1")


def test_the_kinds_are_listed_by_number_with_what_raises_them() -> None:
    told = section("Kinds of alarm")
    assert "| 1 | zone exit 越界 | [left-zone](#left-zone) |" in told
    assert "| 12 | distress 遇险 | [sos](#sos) |" in told
    assert "| - | over the planned return 逾期未归 | [late-return](#late-return) |" in told


def test_every_column_is_described_with_its_unit() -> None:
    page = reference.pages()["fleet.md"]
    for column in (*VESSEL_COLUMNS, *TERMINAL_COLUMNS):
        assert f"| `{column.name}` |" in page
        assert column.meaning in page
