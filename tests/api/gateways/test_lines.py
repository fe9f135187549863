from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from api.gateways.lines import LineCutter
from api.gateways.sentences import MAX_LINE_BYTES, Rejected, read_line


def cut(pieces: list[bytes]) -> list[bytes]:
    cutter = LineCutter()
    return [line for piece in pieces for line in cutter.feed(piece)] + cutter.end()


def test_lines_come_out_whole_wherever_the_stream_is_torn():
    assert cut([b"one\ntw", b"o\n", b"", b"th", b"ree"]) == [b"one", b"two", b"three"]


def test_an_endless_line_is_refused_once_and_the_next_one_is_sound():
    lines = cut([b"a\n" + b"x" * 900] + [b"x" * 900] * 5 + [b"x\nb\n"])
    assert (lines[0], lines[2]) == (b"a", b"b")
    assert read_line(lines[1]) == Rejected("too-long")
    assert [len(line) for line in lines] == [1, MAX_LINE_BYTES + 1, 1]


@given(st.lists(st.binary(max_size=20)), st.lists(st.integers(0, 400), max_size=10))
def test_where_a_stream_is_torn_makes_no_difference(lines: list[bytes], cuts: list[int]):
    stream = b"\n".join(lines)
    places = sorted({0, len(stream), *(place for place in cuts if place < len(stream))})
    pieces = [stream[start:end] for start, end in pairwise(places)]
    assert cut(pieces) == cut([stream])
