import stat

import pytest

from api.store.books import open_books
from twin.port import ConfigError


async def test_books_opened_again_are_the_same_books(tmp_path):
    home = tmp_path / "a" / "b"
    first = await open_books(home, None, "sim", "shipu", "h", 1)
    await first.close()
    again = await open_books(home, None, "sim", "shipu", "h2", 2)
    assert (again.header.epoch, again.header.made_ms, again.header.port_hash) == (first.header.epoch, 1, "h2")
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    await again.close()


async def test_a_file_that_is_no_database_is_refused_and_not_overwritten(tmp_path):
    path = tmp_path / "yugang.sqlite3"
    path.write_bytes(b"these are not the books" * 100)
    with pytest.raises(ConfigError, match="cannot be opened"):
        await open_books(tmp_path, None, "sim", "shipu", "h", 1)
    assert path.read_bytes().startswith(b"these are not the books")


async def test_a_database_that_is_not_there_is_refused_with_a_remedy(tmp_path):
    with pytest.raises(ConfigError) as refused:
        await open_books(tmp_path, "postgresql://nobody@127.0.0.1:1/none", "sim", "shipu", "h", 1)
    assert refused.value.faults[0].remedy
