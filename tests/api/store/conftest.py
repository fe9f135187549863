"""Real books in a temporary folder, on SQLite or on the PostgreSQL that YUGANG_TEST_POSTGRES names."""

import os
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import URL

from api.store.database import Database, claim, database_url, open_database
from api.store.inputs import Inputs
from api.store.journal import Journal, StepTaken
from api.store.reader import Reader
from api.store.writer import Writer
from twin.facts import AnyFact

NOW = 1_780_000_000_000
POSTGRES = os.environ.get("YUGANG_TEST_POSTGRES")


class Books:
    """One journal, opened; `reopen` is what a restart does."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self.closed = False
        self.database: Database = open_database(url)
        self.writer = Writer(self.database.writing)
        self.reader = Reader(self.database.reading)
        self.journal = Journal(self.writer)

    async def open(self) -> "Books":
        self.header = await self.writer.run(lambda c: claim(c, "sim", "shipu", "hash", 1))
        await self.journal.resume()
        return self

    async def reopen(self) -> "Books":
        await self.close()
        return await Books(self.url).open()

    async def close(self) -> None:
        if self.closed:
            return
        self.closed = True
        await self.writer.close()
        self.reader.close()
        self.database.close()

    async def step(self, *facts: AnyFact, answers: dict[str, AnyFact] | None = None, **more) -> list[int]:
        """Append a step and return the places of its facts."""
        placed = self.journal.place(facts, answers or {})
        await self.journal.append(StepTaken(**{"now_ms": NOW, "inputs": Inputs(), "facts": placed, **more}))
        return [one.seq for one in placed]

    def count(self, table: str) -> Callable[[Connection], int]:
        return lambda c: c.execute(text(f"SELECT count(*) FROM {table}")).scalar() or 0  # noqa: S608  # own words


@pytest.fixture(params=["sqlite", *(["postgresql"] if POSTGRES else [])])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[URL]:
    if request.param == "sqlite":
        yield database_url(tmp_path, None)
        return
    address = database_url(tmp_path, POSTGRES)
    yield address
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()


@pytest.fixture
async def books(url: URL) -> AsyncIterator[Books]:
    opened = await Books(url).open()
    yield opened
    await opened.close()
