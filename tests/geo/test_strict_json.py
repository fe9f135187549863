import contextlib
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.strict_json import MAX_DEPTH, JsonRefusedError, parse_json

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(values, st.booleans())
def test_what_json_can_say_is_read_as_it_is(value, ascii_only):
    text = json.dumps(value, ensure_ascii=ascii_only)
    assert parse_json(text) == value
    assert parse_json(text.encode()) == value


@given(st.binary(max_size=60) | st.text(max_size=60))
def test_anything_else_is_refused_with_a_sentence_and_nothing_worse(content):
    with contextlib.suppress(JsonRefusedError):
        parse_json(content)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ('{"a": NaN}', "NaN is no number"),
        ('{"a": -Infinity}', "-Infinity is no number"),
        ('{"id": 1, "b": {"id": 2, "id": 3}}', "the key 'id' stands twice"),
        ('{"a": 1,\n}', "not JSON: Illegal trailing comma before end of object|line 2, column 1"),
        ("", "line 1, column 1"),
        (b'{"a": "\xff"}', "byte 7 is not UTF-8"),
        ("1" * 5000, "thousands of digits"),
        (r'["\ud83d"]', "half of a character"),
        (r'{"\udfff": 1}', "half of a character"),
        ("[" * 33, "more than 32 levels deep"),
    ],
)
def test_what_the_standard_leaves_open_is_refused(content, why):
    with pytest.raises(JsonRefusedError, match=why):
        parse_json(content)


def test_a_whole_character_written_as_a_surrogate_pair_is_read():
    assert parse_json(r'["\ud83d\udea2"]') == ["\N{SHIP}"]


def test_a_byte_order_mark_is_skipped():
    assert parse_json(b"\xef\xbb\xbf[1]") == [1]
    assert parse_json("\ufeff[1]") == [1]


def test_brackets_within_texts_do_not_count_as_depth():
    assert parse_json(json.dumps(["[" * 100 + '\\"{']))
    assert parse_json("[" * MAX_DEPTH + "]" * MAX_DEPTH)


@pytest.mark.parametrize("bomb", ["[" * 2_000_000, '["' + '\\"' * 1_000_000, '{"a":' * 400_000])
def test_a_bomb_is_refused_at_once(bomb):
    start = time.process_time()
    with pytest.raises(JsonRefusedError):
        parse_json(bomb)
    assert time.process_time() - start < 3
