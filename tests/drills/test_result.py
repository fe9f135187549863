import msgspec

from drills.result import Result, Row
from twin.wire import Words


def row(outcome: str, came_s: float | None = None) -> Row:
    return Row(id="a", what="a", outcome=outcome, due_s=10, came_s=came_s)


def test_a_margin_is_what_was_left_of_the_time():
    assert (row("met", 4).margin_s, row("failed", 12).margin_s, row("failed").margin_s) == (6, -2, None)


def test_only_failures_fail_and_a_fault_of_the_file_does_too():
    result = Result(
        name="x", title=Words("", ""), seed=1, boats=1, expects=(row("met"), row("waiting"), row("void"))
    )
    assert result.passed
    for more in ({"nevers": (row("failed"),)}, {"surprises": (row("failed"),)}, {"faults": ("f",)}):
        assert not msgspec.structs.replace(result, **more).passed
