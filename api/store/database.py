"""Opening the database: one writing connection, reading ones that cannot write, and whose books it holds.

SQLite runs in WAL mode with `synchronous=FULL` and exactly one writing connection: versions before 3.51.3
can corrupt a WAL that two connections write or checkpoint at once (reliability.md §0.7).
"""

import secrets
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, make_url, select, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import NullPool
from sqlmodel import SQLModel

from api.store.tables import HEADER, SCHEMA_VERSION
from twin.port import ConfigError, ConfigFault

BUSY_TIMEOUT_MS = 1000
READERS = 3
_WRITER_LOCK = 0x59_75_67_61_6E_67  # "Yugang"
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}",
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA journal_size_limit=67108864",
)
_AUDIT_GUARDS = (
    """CREATE TRIGGER IF NOT EXISTS audit_no_update BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit chain is append-only'); END""",
    """CREATE TRIGGER IF NOT EXISTS audit_no_delete BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit chain is append-only'); END""",
)
_PG_AUDIT_GUARDS = (
    """CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$BEGIN RAISE EXCEPTION 'the audit chain is append-only'; END$$""",
    """CREATE OR REPLACE TRIGGER audit_guard BEFORE UPDATE OR DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION audit_append_only()""",
)


class Header(msgspec.Struct, frozen=True):
    """Whose books these are; `epoch` names the sequence of facts and survives restarts."""

    epoch: str
    realm: str
    port: str
    port_hash: str
    made_ms: int


class Database(msgspec.Struct, frozen=True):
    """Two engines on one database: `writing` must only ever be used by one thread, `reading` cannot write."""

    writing: Engine
    reading: Engine

    def close(self) -> None:
        """Let go of every connection."""
        self.reading.dispose()
        self.writing.dispose()


def database_url(home: Path, wanted: str | None) -> URL:
    """Return the address of the database: the one asked for, else SQLite in the home folder.

    Raises:
        ConfigError: the address is neither SQLite nor `postgresql+psycopg`.
    """
    if wanted is None:
        return URL.create("sqlite", database=str(home / "yugang.sqlite3"))
    try:
        url = make_url(wanted)
    except (ArgumentError, NoSuchModuleError) as fault:
        raise _refused("--database", "not a database address", "Use postgresql+psycopg://...") from fault
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername not in ("sqlite", "postgresql+psycopg") or (
        url.drivername == "sqlite" and not url.database
    ):
        raise _refused(
            "--database",
            f"{url.drivername} is not supported",
            "Use sqlite:///FILE or postgresql+psycopg://...",
        )
    return url


def open_database(url: URL) -> Database:
    """Return the database at `url`, not yet looked into; see `claim`."""
    if url.drivername != "sqlite":
        only = create_engine(url, poolclass=NullPool)
        event.listen(only, "connect", _be_the_only_writer)
        return Database(only, create_engine(url, pool_size=READERS, max_overflow=0, pool_pre_ping=True))
    writing = create_engine(url, poolclass=NullPool)
    event.listen(writing, "connect", _prepare_writing)
    event.listen(writing, "begin", _begin_immediate)
    read_url = url.set(database=f"file:{url.database}", query={"mode": "ro", "uri": "true"})
    reading = create_engine(read_url, pool_size=READERS, max_overflow=0)
    event.listen(reading, "connect", _prepare_reading)
    return Database(writing, reading)


def claim(connection: Connection, realm: str, port: str, port_hash: str, now_ms: int) -> Header:
    """Return whose books these are, making the tables if the database is new. Runs in one transaction.

    A changed port folder is noted in the header: the folder seeds the first start, later zones live here.

    Raises:
        ConfigError: the books belong to another realm or port, or to another version of the schema.
    """
    if not inspect(connection).has_table(HEADER.name):
        return _found(connection, realm, port, port_hash, now_ms)
    row = connection.execute(select(HEADER)).mappings().one_or_none()
    if row is None:
        return _found(connection, realm, port, port_hash, now_ms)
    _refuse_strangers(row, realm, port)
    if row["port_hash"] != port_hash:
        connection.execute(text("UPDATE header SET port_hash = :hash"), {"hash": port_hash})
    return Header(row["epoch"], realm, port, port_hash, row["made_ms"])


def _found(connection: Connection, realm: str, port: str, port_hash: str, now_ms: int) -> Header:
    SQLModel.metadata.create_all(connection)
    guards = _AUDIT_GUARDS if connection.dialect.name == "sqlite" else _PG_AUDIT_GUARDS
    for guard in guards:
        connection.execute(text(guard))
    header = Header(secrets.token_hex(8), realm, port, port_hash, now_ms)
    row = {"id": 1, "schema_version": SCHEMA_VERSION, **msgspec.structs.asdict(header)}
    connection.execute(insert(HEADER), row)
    return header


def _refuse_strangers(row: Any, realm: str, port: str) -> None:
    if row["schema_version"] != SCHEMA_VERSION:
        age = "newer" if row["schema_version"] > SCHEMA_VERSION else "older"
        raise _refused(
            "header",
            f"the journal was written by a{'n' if age == 'older' else ''} {age} Yugang "
            f"(schema {row['schema_version']}, this one reads {SCHEMA_VERSION})",
            "Start the Yugang that wrote it, or give another --home",
        )
    if (row["realm"], row["port"]) != (realm, port):
        raise _refused(
            "header",
            f"the journal belongs to realm {row['realm']}, port {row['port']}, not {realm}, {port}",
            "Give each realm and port its own --home or --database",
        )


def unreadable(fault: DBAPIError) -> ConfigError:
    """Return the refusal to start on a database that cannot be opened or read."""
    return _refused("database", f"cannot be opened: {fault.orig}", "Check the file, its rights and its disk")


def _refused(place: str, what: str, remedy: str) -> ConfigError:
    return ConfigError([ConfigFault("journal", place, what, remedy)])


def _prepare_writing(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _be_the_only_writer(connection: Any, _record: object) -> None:
    """Hold PostgreSQL's own lock as long as the connection lives; for SQLite the home is locked."""
    with connection.cursor() as cursor:
        if not cursor.execute("SELECT pg_try_advisory_lock(%s)", (_WRITER_LOCK,)).fetchone()[0]:
            raise _refused(
                "database", "another twin writes to it", "Stop that one, or give another --database"
            )
    connection.commit()


def _prepare_reading(connection: Any, _record: object) -> None:
    connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    connection.execute("PRAGMA query_only=ON")
    connection.execute("PRAGMA trusted_schema=OFF")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
