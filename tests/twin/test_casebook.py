import msgspec
import pytest

from tests.twin.casework import again, opened
from twin.casebook import Book
from twin.incident_loop import ENDED, State


@pytest.mark.parametrize("state", list(State))
def test_a_case_waits_until_it_is_acknowledged_or_has_ended(state):
    case = opened().incidents["I-1"]
    case.state = state
    assert case.waits is (state not in ENDED)
    case.acked_ms = 2_500
    assert not case.waits


def test_a_book_written_before_cases_could_split_is_read_as_it_was():
    old = msgspec.to_builtins(opened())
    for name in ("split_from", "split_off", "parted_ms", "eased_ms"):
        del old["incidents"]["I-1"][name]
    assert msgspec.convert(old, Book) == again(opened())
