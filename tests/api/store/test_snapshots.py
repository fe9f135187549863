from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from api.store.snapshots import KEPT, SnapshotFolder


def folder(tmp_path: Path, epoch: str = "e") -> SnapshotFolder:
    return SnapshotFolder(tmp_path / "snapshots", epoch)


def test_the_newest_is_found_and_only_a_few_are_kept(tmp_path):
    for step in (1, 2, 30, 4, 100):
        folder(tmp_path).write(step, b"world %d" % step)
    assert next(folder(tmp_path).newest(1000)).world == b"world 100"
    assert len(list((tmp_path / "snapshots").iterdir())) == KEPT


def test_a_torn_snapshot_is_passed_over_for_the_one_before(tmp_path):
    folder(tmp_path).write(1, b"old")
    newest = folder(tmp_path).write(2, b"new" * 1000)
    for size in (0, 5, 40, newest.stat().st_size - 1):
        newest.write_bytes(newest.read_bytes()[:size])
        found = folder(tmp_path)
        assert next(found.newest(10)).world == b"old"
        assert len(found.passed_over) == 1


@given(place=st.integers(min_value=0), bit=st.integers(0, 7))
def test_any_flipped_bit_is_noticed(tmp_path_factory, place, bit):
    where = tmp_path_factory.mktemp("flip")
    path = folder(where).write(1, b"the world as it was" * 20)
    content = bytearray(path.read_bytes())
    content[place % len(content)] ^= 1 << bit
    path.write_bytes(content)
    assert list(folder(where).newest(10)) == []


def test_a_snapshot_of_another_journal_or_ahead_of_it_is_passed_over(tmp_path):
    folder(tmp_path).write(1, b"mine")
    folder(tmp_path, "other").write(2, b"theirs")
    folder(tmp_path).write(7, b"ahead")
    found = folder(tmp_path)
    assert next(found.newest(5)).world == b"mine"
    assert [why.split(": ")[1] for why in found.passed_over] == ["ahead of the journal", "of another journal"]


def test_without_any_snapshot_there_is_none(tmp_path):
    assert list(folder(tmp_path).newest(5)) == []
