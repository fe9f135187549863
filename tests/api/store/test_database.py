import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from api.store.database import claim, database_url, open_database
from api.store.tables import SCHEMA_VERSION
from api.store.writer import Writer
from twin.port import ConfigError


async def test_books_of_another_realm_or_port_are_refused_with_a_sentence(books):
    for realm, port in (("live", "shipu"), ("sim", "ningbo")):
        with pytest.raises(ConfigError, match="belongs to realm sim, port shipu"):
            await books.writer.run(lambda c, realm=realm, port=port: claim(c, realm, port, "hash", 2))


async def test_books_of_a_newer_schema_are_refused_and_not_touched(books):
    await books.writer.run(lambda c: c.execute(text("UPDATE header SET schema_version = 99")))
    with pytest.raises(ConfigError, match=f"schema 99, this one reads {SCHEMA_VERSION}"):
        await books.writer.run(lambda c: claim(c, "sim", "shipu", "other", 2))
    assert (
        await books.reader.ask(lambda c: c.execute(text("SELECT port_hash FROM header")).scalar()) == "hash"
    )


async def test_a_changed_port_folder_is_noted_in_the_header(books):
    header = await books.writer.run(lambda c: claim(c, "sim", "shipu", "new", 2))
    assert header.epoch == books.header.epoch
    assert await books.reader.ask(lambda c: c.execute(text("SELECT port_hash FROM header")).scalar()) == "new"


async def test_a_reader_cannot_write(books):
    if books.url.drivername != "sqlite":
        pytest.skip("PostgreSQL readers are bounded by the database's own rights")
    with pytest.raises(DBAPIError, match="readonly"):
        await books.reader.ask(lambda c: c.execute(text("DELETE FROM facts")))


async def test_sqlite_waits_for_the_disk_at_every_commit_and_checks_types(books):
    if books.url.drivername != "sqlite":
        pytest.skip("pragmas of SQLite")

    def pragmas(connection):
        return [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")
        ]

    assert await books.writer.run(pragmas) == ["wal", 2]
    words = "INSERT INTO facts (seq, step, t_ms, kind, body) VALUES (1, 1, 'one', 'x', '{}')"
    with pytest.raises(IntegrityError, match="cannot store TEXT"):
        await books.writer.run(lambda c: c.execute(text(words)))


@pytest.mark.parametrize(
    "words",
    [
        "INSERT INTO accounts VALUES ('li', 'king', 'x', '', '', 0, 1)",
        "INSERT INTO accounts VALUES ('', 'officer', 'x', '', '', 0, 1)",
        "INSERT INTO outbox VALUES (1, 't', '', 2, 0)",
        "INSERT INTO steps VALUES (0, 1, 1, 0, 0, '')",
        "INSERT INTO header VALUES (2, 'e', 'sim', 'shipu', 'h', 1, 1)",
    ],
)
async def test_a_row_out_of_its_range_is_refused_by_the_database_itself(books, words):
    with pytest.raises(IntegrityError):
        await books.writer.run(lambda c: c.execute(text(words)))


@pytest.mark.parametrize("address", ["mysql://x/y", "nonsense", "sqlite://", "oracle+none://x"])
def test_an_address_of_no_supported_database_is_refused(tmp_path, address):
    with pytest.raises(ConfigError, match="--database"):
        database_url(tmp_path, address)


async def test_a_second_writer_is_refused_by_postgresql_itself(books):
    if books.url.drivername == "sqlite":
        pytest.skip("SQLite has the lock of the home")
    second = Writer(open_database(books.url).writing)
    with pytest.raises(ConfigError, match="another twin writes"):
        await second.once(lambda _: None)
