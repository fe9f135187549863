import math

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.gateways.columns import NO_INSTANT, UNREADABLE, instants_ms, numbers, words

T0_S = 1_641_168_000


def chunked(values: list[object], kind: pa.DataType | None = None) -> pa.ChunkedArray:
    return pa.chunked_array([pa.array(values, type=kind)])


def test_numbers_of_any_type_are_floats_and_odd_cells_stay_alone():
    text = chunked(["1.5", "", None, "x", " 2 ", "nan", "-1e3"])
    expected = [1.5, math.nan, math.nan, UNREADABLE, 2.0, UNREADABLE, -1000.0]
    np.testing.assert_array_equal(numbers(text), expected)
    np.testing.assert_array_equal(numbers(chunked([1, None, 3])), [1.0, math.nan, 3.0])
    np.testing.assert_array_equal(numbers(chunked([1, 2], pa.int16())), [1.0, 2.0])
    np.testing.assert_array_equal(numbers(chunked([[1], [2]])), [UNREADABLE, UNREADABLE])


@pytest.mark.parametrize(
    "column",
    [
        chunked([T0_S * 1000, None], pa.timestamp("ms")),
        chunked([T0_S * 10**6, None], pa.timestamp("us")),
        chunked([T0_S * 10**9, None], pa.timestamp("ns", tz="Asia/Shanghai")),
        chunked([T0_S, None], pa.timestamp("s")),
        chunked([T0_S, None]),
        chunked([T0_S * 1000, None]),
        chunked([float(T0_S), 7.0]),
        chunked(["2022-01-03T00:00:00", "soon"]),
        chunked(["2022-01-03 08:00:00+08:00", ""]),
        chunked([str(T0_S), "7"]),
    ],
)
def test_instants_of_any_form_are_utc_milliseconds(column: pa.ChunkedArray):
    np.testing.assert_array_equal(instants_ms(column), [T0_S * 1000, NO_INSTANT])


def test_words_are_distinct_texts_with_an_index_for_each_cell():
    for column in (
        chunked([24, 7, 24, None]),
        chunked([24.0, 7.0, 24.0, None]),
        chunked(["24", "7", "24", None]),
        chunked(["24", "7", "24", None]).dictionary_encode(),
    ):
        distinct, index = words(column)
        assert [distinct[i] for i in index] in (["24", "7", "24", ""], ["24", "7", "24", "nan"])


@given(st.lists(st.none() | st.text(max_size=12)))
def test_no_text_raises(cells: list[str | None]):
    column = chunked(list(cells), pa.string())
    assert len(numbers(column)) == len(instants_ms(column)) == len(words(column)[1]) == len(cells)
