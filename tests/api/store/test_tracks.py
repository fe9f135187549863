import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from api.store.tracks import FIXES, TrackBook, pack, read_track, unpack, write_chunk

START = 1_780_000_000_000
ROW = st.tuples(
    st.integers(0, 5),
    st.integers(START, START + 10**7),
    st.floats(-180, 180),
    st.floats(-90, 90),
    st.one_of(st.floats(0, 102.0, width=32), st.just(float("nan"))),
    st.one_of(st.floats(0, 359.875, width=32), st.just(float("nan"))),
)


def fixes(*rows) -> np.ndarray:
    return np.array([tuple(row) for row in rows], FIXES)


def straight(number: int, count: int, start_ms: int = START) -> np.ndarray:
    return fixes(*((number, start_ms + 1000 * i, 121.9 + i * 1e-4, 29.2, 5.0, 90.0) for i in range(count)))


@given(st.lists(ROW, min_size=1, max_size=50))
def test_packed_fixes_are_read_back_to_a_centimetre(rows):
    given_fixes = fixes(*rows)
    read = unpack(pack(given_fixes), len(given_fixes))
    for name in ("number", "t_ms"):
        np.testing.assert_array_equal(read[name], given_fixes[name])
    np.testing.assert_allclose(read["lon"], given_fixes["lon"], atol=6e-8)
    np.testing.assert_allclose(read["lat"], given_fixes["lat"], atol=6e-8)
    np.testing.assert_allclose(read["sog_kn"], given_fixes["sog_kn"], atol=0.0051)
    np.testing.assert_allclose(read["cog_deg"], given_fixes["cog_deg"], atol=0.0501)


async def test_a_track_holds_what_is_written_and_what_is_still_in_memory(books):
    book = TrackBook()
    book.gather(straight(1, 10), 1)
    book.gather(straight(2, 10), 2)
    taken = book.take()
    book.gather(straight(1, 5, START + 60_000), 3)
    assert len(book.unwritten(1, START, START + 10**6)) == 15  # taken, but not yet settled
    await books.writer.run(lambda c: write_chunk(c, taken, 2))
    book.settle()
    written = await books.reader.ask(lambda c: read_track(c, 1, START, START + 10**6))
    assert len(written) == 10
    assert len(book.unwritten(1, START, START + 10**6)) == 5


async def test_only_the_asked_span_of_the_asked_boat_is_read(books):
    for part in range(3):
        chunk = np.concatenate([straight(1, 10, START + part * 10_000), straight(2, 10, START)])
        await books.writer.run(lambda c, chunk=chunk, part=part: write_chunk(c, chunk, part + 1))
    found = await books.reader.ask(lambda c: read_track(c, 1, START + 5_000, START + 14_000))
    assert sorted(found["t_ms"]) == [START + 1000 * i for i in range(5, 15)]


def test_taken_fixes_are_sorted_by_boat_and_time():
    book = TrackBook()
    book.gather(straight(2, 3), 1)
    book.gather(straight(1, 3)[::-1], 2)
    taken = book.take()
    assert list(taken["number"]) == [1, 1, 1, 2, 2, 2]
    assert list(np.diff(taken["t_ms"][:3])) == [1000, 1000]


def test_nothing_gathered_is_nothing_taken():
    assert len(TrackBook().take()) == 0
