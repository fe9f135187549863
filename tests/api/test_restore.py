import sqlite3

import pytest
from sqlalchemy import text

from api.store.inputs import UnreadableInputsError
from tests.api.hand_clock import HandClock
from tests.api.house import House
from tests.twin.harbour import T0


async def killed(home, seconds: float = 30) -> House:
    """A house that lived for a while and was killed."""
    async with House(home) as house:
        for _ in range(3):
            house.fix("ais-b/1", 10, 0)
            await house.turn(seconds / 3)
        house.sos()
        await house.turn(1)
        await house.leave(politely=False)
    return house


def reopened(home) -> House:
    return House(home, HandClock(T0 + 300_000))


async def test_a_damaged_newest_snapshot_is_passed_over_and_the_world_is_the_same(tmp_path):
    await killed(tmp_path)
    snapshots = sorted((tmp_path / "snapshots").iterdir())
    assert len(snapshots) >= 1
    async with reopened(tmp_path) as whole:
        expected, replayed = whole.keeper.restored.world.book.incidents, whole.restored.replayed
        await whole.leave(politely=False)
    snapshots[-1].write_bytes(snapshots[-1].read_bytes()[:-7])
    async with reopened(tmp_path) as house:
        assert house.restored.world.book.incidents == expected
        assert house.restored.replayed > replayed
        assert house.restored.differing == 0
        assert house.books.snapshots.passed_over


async def test_without_any_snapshot_the_whole_journal_is_stepped_again(tmp_path):
    await killed(tmp_path)
    for path in (tmp_path / "snapshots").iterdir():
        path.unlink()
    async with reopened(tmp_path) as house:
        assert house.restored.replayed > 30
        assert house.restored.differing == 0
        assert list(house.restored.world.book.incidents) == ["I-1"]


async def test_stored_facts_win_over_what_would_be_judged_today_and_the_difference_is_told(tmp_path):
    first = await killed(tmp_path)
    for path in (tmp_path / "snapshots").iterdir():
        path.unlink()
    async with reopened(tmp_path) as house:
        await house.leave(politely=False)
    with sqlite3.connect(tmp_path / "yugang.sqlite3") as connection:
        connection.execute(
            "UPDATE facts SET body = replace(body, '\"priority\":1', '\"priority\":2') "
            "WHERE kind IN ('alert-raised', 'incident-opened')"
        )
    async with reopened(tmp_path) as house:
        # The alert with its case; and the next role was asked as for a P1, sooner than for a P2.
        assert house.restored.differing == 2
        assert house.restored.world.book.incidents["I-1"].priority == 2
        async with house.client() as client:
            assert (await client.get("/api/health")).json()["replay"]["differing"] == 2
    assert first.books.header.epoch == house.books.header.epoch


async def test_a_damaged_step_stops_the_start_instead_of_being_skipped(tmp_path):
    await killed(tmp_path)
    for path in (tmp_path / "snapshots").iterdir():
        path.unlink()
    async with reopened(tmp_path) as house:
        await house.books.writer.run(lambda c: c.execute(text("UPDATE steps SET inputs = x'00' WHERE n = 3")))
        await house.leave(politely=False)
    for path in (tmp_path / "snapshots").iterdir():
        path.unlink()
    with pytest.raises(UnreadableInputsError):
        await reopened(tmp_path).__aenter__()
