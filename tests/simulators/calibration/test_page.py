import pytest

from simulators.calibration.lines import Line, Section
from simulators.calibration.page import number, page


def test_a_page_counts_its_verdicts_and_says_why_under_the_table():
    lines = [
        Line("one", "kn", 1.0, 1.0, 1.1),
        Line("two", "%", 1.0, 9.0, 1.1, why="another sea"),
        Line("three", "%", 1.0, 8.0, 1.1, why="another sea"),
        Line("four", "s", 1.0, 900.0, 1.1, 0.5),
    ]
    text = page([Section("Trawl", "`a file`", lines)], "Made so.")
    assert "4 lines: 1 near, 2 differ for a stated reason, 1 far without one, 0 not measured." in text
    assert "- two; three: another sea" in text
    assert "| four | s | 1 | 900 | 0.00111 | x 1.1 or 0.5 | FAR |" in text


@pytest.mark.parametrize(
    ("value", "text"), [(float("nan"), "-"), (1234.4, "1234"), (0.12345, "0.123"), (-5.0, "-5"), (0.0, "0")]
)
def test_numbers_have_three_digits(value, text):
    assert number(value) == text
