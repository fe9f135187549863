import httpx

from api.guard import OriginList
from api.inner_house import Ground, InnerHouse
from tests.api.hand_clock import HandClock
from tests.api.house import ORIGIN, House
from tests.twin.harbour import T0, port


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


async def test_screens_may_be_told_of_another_pace_than_the_keeper_turns_at(tmp_path):
    clock = HandClock(T0)
    ground = Ground(
        home=tmp_path,
        realm="sim",
        port=port(),
        clock=clock,
        acknowledge=lambda _: None,
        deliver=never,
        doors=list,
        origins=OriginList(frozenset({ORIGIN})),
        shown=HandClock(T0, rate=50),
    )
    house = await InnerHouse.open(ground)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(house.app), base_url=ORIGIN) as client:
        assert (await client.get("/api/health")).json()["rate"] == 50
    assert house.inside.keeper._next_turn_ms() == T0 + 100
    await house.leave()


async def never(topic: str, payload: bytes, *, retain: bool = False) -> None:
    raise AssertionError(topic)
