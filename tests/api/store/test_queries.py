from api.store import queries
from tests.api.store.test_journal import acted, rejected


async def test_facts_are_paged_in_order(books):
    await books.step(*(acted(str(i)) for i in range(7)))
    pages = []
    seq = 0
    while page := await books.reader.ask(lambda c, seq=seq: queries.fact_bodies(c, seq, 3)):
        pages.append([row[0] for row in page])
        seq = page[-1][0]
    assert pages == [[1, 2, 3], [4, 5, 6], [7]]


async def test_the_quarantine_and_the_audit_are_paged_newest_first(books):
    await books.step(*(acted(str(i)) for i in range(3)), rejected=tuple(rejected(f"r{i}") for i in range(3)))
    newest = await books.reader.ask(lambda c: queries.quarantine(c, 2, None))
    assert [row["reason"] for row in newest["letters"]] == ["r2", "r1"]
    older = await books.reader.ask(lambda c: queries.quarantine(c, 2, newest["letters"][-1]["id"]))
    assert [row["reason"] for row in older["letters"]] == ["r0"]
    rows = await books.reader.ask(lambda c: queries.audit_page(c, 2, None))
    assert [row["n"] for row in rows] == [3, 2]


async def test_a_payload_is_shown_as_text_and_kept_as_bytes(books):
    await books.step(rejected=(rejected(),))
    (row,) = (await books.reader.ask(lambda c: queries.quarantine(c, 1, None)))["letters"]
    assert (row["text"], row["payload"]) == ("{", "ew==")


async def test_a_new_journal_has_no_last_instant(books):
    assert await books.reader.ask(queries.last_instant) is None
    await books.step()
    assert await books.reader.ask(queries.last_instant) is not None
