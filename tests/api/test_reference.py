"""The reference pages say what the code says today."""

from pathlib import Path

import msgspec
import pytest

from api import reference
from twin.columns import TERMINAL_COLUMNS, VESSEL_COLUMNS
from twin.rules import RULES

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", reference.pages())
def test_the_pages_in_the_repository_are_fresh(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == reference.pages()[name], (
        "run: python -m api.reference docs"
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_an_officer_finds_every_threshold_with_its_value_and_source(rule: object) -> None:
    section = reference.pages()["rules.md"].split(f"## {rule.id}\n")[1].split("\n## ")[0]
    assert rule.source in section
    for name in msgspec.structs.asdict(rule.params):
        assert f"| `{name}` |" in section


def test_every_column_is_described_with_its_unit() -> None:
    page = reference.pages()["fleet.md"]
    for column in (*VESSEL_COLUMNS, *TERMINAL_COLUMNS):
        assert f"| `{column.name}` |" in page
        assert column.meaning in page
