"""docs/traps.md names tests: each exists, and no trap stands without one."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TRAPS, CORRECTIONS = 15, 13
"""Lines of domain.md §2.2; corrections of its §2.3 without the one that is no rule."""


def test_every_trap_and_correction_has_a_test_that_exists():
    page = (ROOT / "docs" / "traps.md").read_text(encoding="utf-8")
    rows = [
        line.split("|") for line in page.splitlines() if line.startswith("| ") and "what watches" not in line
    ]
    assert len(rows) == TRAPS + CORRECTIONS
    missing = []
    for _, trap, tests, _ in rows:
        named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", tests)
        missing += [trap] if not named else []
        for path, name in named:
            file = ROOT / path
            if not file.exists() or not re.search(
                rf"^(async )?def {name}\(", file.read_text("utf-8"), re.MULTILINE
            ):
                missing.append(f"{path}::{name}")
    assert missing == []
