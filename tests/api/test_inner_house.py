from tests.api.house import House


async def test_a_house_opened_again_on_its_home_goes_on_where_its_journal_ends(tmp_path):
    async with House(tmp_path) as first:
        first.fix("ais-b/1", 0, 0)
        await first.turn(1)
        await first.inner.leave()
        facts = first.books.journal.last_seq
        assert first.keeping.cancelled()
        assert all(task.done() for task in first.inner.beside)
        first._left = True
    async with House(tmp_path, clock=first.clock) as again:
        assert again.restored.replayed > 0
        assert again.inside.keeper.last_seq > facts
        assert again.restored.world.now_ms >= first.clock.now_ms() - 1000
