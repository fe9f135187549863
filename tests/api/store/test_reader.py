import asyncio

from sqlalchemy import text


async def test_questions_do_not_wait_for_the_writer_and_see_only_what_is_committed(books):
    began, go_on = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def slow(connection):
        connection.execute(text("INSERT INTO quarantine_counts VALUES ('x', 1, 1)"))
        loop.call_soon_threadsafe(began.set)
        asyncio.run_coroutine_threadsafe(go_on.wait(), loop).result(10)

    writing = asyncio.create_task(books.writer.run(slow))
    await began.wait()
    assert await books.reader.ask(books.count("quarantine_counts")) == 0
    go_on.set()
    await writing
    assert await books.reader.ask(books.count("quarantine_counts")) == 1
