import asyncio
from pathlib import Path

from api.metrics import Metrics
from api.snapshotter import SNAPSHOT_S, Snapshotter
from api.store.books import open_books
from tests.api.hand_clock import HandClock
from tests.twin.harbour import port
from twin.engine import new_world


async def snapshotter(home: Path) -> tuple[Snapshotter, HandClock, object]:
    books, clock = await open_books(home, None, "sim", "test", "h", 1), HandClock()
    return Snapshotter(books, clock, Metrics()), clock, books


async def test_a_snapshot_is_taken_now_and_then_and_not_more_often(tmp_path):
    taker, clock, books = await snapshotter(tmp_path)
    world = new_world(port(), "sim")
    taker.now_and_then(world)
    assert not list(tmp_path.glob("snapshots/*"))
    for expected in (1, 1, 2):
        await clock.turn(round(SNAPSHOT_S * 1000) if expected != 1 or not books.journal.last_step else 1)
        books.journal.last_step += 1
        taker.now_and_then(world)
        await taker.finish()
        assert len(list(tmp_path.glob("snapshots/*"))) == expected
    await books.close()


async def test_it_may_be_taken_less_often(tmp_path):
    taker, clock, books = await snapshotter(tmp_path)
    taker.every_s = 2 * SNAPSHOT_S
    for expected in (0, 1):
        await clock.turn(round(SNAPSHOT_S * 1000))
        books.journal.last_step += 1
        taker.now_and_then(new_world(port(), "sim"))
        await taker.finish()
        assert len(list(tmp_path.glob("snapshots/*"))) == expected
    await books.close()


async def test_a_snapshot_that_cannot_be_written_is_counted_and_stops_nothing(tmp_path):
    taker, clock, books = await snapshotter(tmp_path)
    (tmp_path / "snapshots").write_text("in the way")
    await clock.turn(20_000)
    taker.now_and_then(new_world(port(), "sim"))
    await taker.finish()
    assert taker.failures == 1
    await books.close()


async def test_the_keeper_is_not_kept_waiting_by_a_snapshot(tmp_path):
    taker, clock, books = await snapshotter(tmp_path)
    await clock.turn(20_000)
    taker.now_and_then(new_world(port(), "sim"))
    assert not list(tmp_path.glob("snapshots/*"))
    await asyncio.sleep(0)
    await taker.finish()
    assert len(list(tmp_path.glob("snapshots/*"))) == 1
    await books.close()
