import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.ruler import Ruler

numbers = st.one_of(st.integers(-20, 20).map(float), st.floats(-1e8, 1e8))


@given(st.lists(numbers, min_size=2, max_size=60), st.lists(numbers, max_size=20))
def test_places_between_lines_are_those_of_a_search(lines, values):
    lines = np.unique(lines) if len(set(lines)) > 1 else np.array([0.0, 1.0])
    beside = [np.nextafter(lines, way) for way in (-np.inf, np.inf)]
    asked = np.concatenate([values, lines, *beside, [-1e308, 1e308, -0.0]])
    np.testing.assert_array_equal(Ruler.of(lines).find(asked), np.searchsorted(lines, asked, "right"))


@pytest.mark.parametrize("span", [5e-324, 1e-310, 1e-9, 2e8])
def test_lines_close_together_and_far_apart_are_found(span):
    lines = np.unique(np.linspace(0, span, 50))
    asked = np.concatenate([lines, lines + span / 7, [-1.0, 1e9]])
    np.testing.assert_array_equal(Ruler.of(lines).find(asked), np.searchsorted(lines, asked, "right"))


def test_most_numbers_need_no_search():
    ruler = Ruler.of(np.linspace(0, 1000, 700))
    assert np.mean(ruler.unsure) < 0.15
