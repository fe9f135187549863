import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from api.store import audit
from api.store.audit import Deed

HOSTILE = "<img src=x onerror=alert(1)> 渔'; DROP TABLE audit;--"


def deeds(n: int) -> list[Deed]:
    return [
        Deed(t_ms=i, actor="li", verb="note", object=f"incident I-{i}", before=None, after={"note": HOSTILE})
        for i in range(n)
    ]


async def fill(books, n: int = 5) -> None:
    await books.writer.run(lambda c: audit.record(c, deeds(n)))


async def tamper(books, *statements: str) -> None:
    """Do what only someone with the file in hand can do: take the guards away, then change rows."""

    def work(connection):
        if books.url.drivername == "sqlite":
            guards = ("DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete")
        else:
            guards = ("DROP TRIGGER audit_guard ON audit",)
        for statement in (*guards, *statements):
            connection.execute(text(statement))

    await books.writer.run(work)


async def test_an_untouched_chain_is_found_whole(books):
    await fill(books)
    await fill(books, 3)
    assert await books.reader.ask(audit.verify) == (8, None)


async def test_the_database_refuses_to_change_or_delete_a_row(books):
    await fill(books)
    for words in ("UPDATE audit SET actor = 'wang' WHERE n = 2", "DELETE FROM audit WHERE n = 5"):
        with pytest.raises(DBAPIError, match="append-only"):
            await books.writer.run(lambda c, words=words: c.execute(text(words)))


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE audit SET after = 'null' WHERE n = 3", "row 3 was changed"),
        ("UPDATE audit SET t_ms = 999 WHERE n = 1", "row 1 was changed"),
        ("DELETE FROM audit WHERE n = 3", "row 3 is missing"),
        ("UPDATE audit SET prev_hash = hash WHERE n = 4", "row 4 does not follow row 3"),
        ("UPDATE audit SET hash = prev_hash WHERE n = 5", "row 5 was changed"),
    ],
)
async def test_the_first_bad_row_is_named(books, statement, sentence):
    await fill(books)
    await tamper(books, statement)
    good, fault = await books.reader.ask(audit.verify)
    assert sentence in fault
    assert good == int(sentence.split()[1]) - 1
