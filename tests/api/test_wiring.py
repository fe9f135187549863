import asyncio

from api.restore import restore
from api.store.books import open_books
from api.wiring import wire_inside
from tests.api.house import ROOT, House


async def test_every_loss_has_a_name(house):
    assert {
        *("waiting.urgent", "waiting.events", "waiting.fixes", "feed.slow", "feed.opened"),
        *("outbox.waiting", "outbox.refused", "sign-ins.refused"),
    } <= set(house.inside.losses())


async def test_what_is_started_ends_when_it_is_stopped(tmp_path):
    still = House(tmp_path)
    books = await open_books(tmp_path, None, "sim", "test", "test", 1)
    restored = await restore(books, still.port, "sim", ROOT)
    inside = await wire_inside(books, restored, "sim", ROOT, still.clock, still._acknowledge, still._deliver)
    async with asyncio.TaskGroup() as group:
        keeping = inside.start(group, still.clock.now_ms())
        await asyncio.sleep(0.05)
        inside.keeper.stop()
        await still.clock.turn(200)
        await keeping
        await inside.keeper.close()
        inside.stop()
    inside.close()
    await books.close()
    assert books.journal.last_step >= 1
