import asyncio
import threading

import pytest
from sqlalchemy import text


async def test_a_piece_of_work_that_fails_leaves_nothing_and_the_next_goes_on(books):
    def work(connection):
        connection.execute(text("INSERT INTO quarantine_counts VALUES ('x', 1, 1)"))
        raise ValueError("half way")

    with pytest.raises(ValueError, match="half way"):
        await books.writer.run(work)
    assert await books.reader.ask(books.count("quarantine_counts")) == 0
    await books.step()
    assert books.writer.trouble is None


async def test_an_error_that_waiting_cannot_mend_is_not_waited_for(books):
    with pytest.raises(Exception, match=r"no such table|does not exist"):
        async with asyncio.timeout(60):
            await books.writer.run(lambda c: c.execute(text("SELECT * FROM no_such_place")))


async def test_pieces_of_work_run_one_after_the_other_in_one_thread(books):
    seen = await asyncio.gather(*(books.writer.run(lambda _: threading.get_ident()) for _ in range(20)))
    assert len(set(seen)) == 1
