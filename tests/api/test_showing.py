import asyncio

import pytest

from tests.api.house import House
from tests.api.viewer import view


@pytest.mark.parametrize("hello", [{"epoch": "other", "seq": 1}, {"seq": 1}, {"epoch": None}, {"seq": 10**9}])
async def test_another_history_or_a_place_ahead_of_us_gets_the_picture_anew(house, hello):
    address = await house.listen()
    viewer = await view(house, address, **hello)
    assert not (await viewer.until("welcome"))["resumed"]
    await viewer.until("snapshot")
    await viewer.socket.close()


async def test_a_keeper_that_does_not_come_round_sends_no_heartbeat(house, monkeypatch):
    monkeypatch.setattr("api.feed.HEARTBEAT_S", 0.02)
    address = await house.listen()
    viewer = await view(house, address)
    await viewer.until("heartbeat")
    hangs, stuck, waits = asyncio.Event(), asyncio.Event(), house.inbox.wait

    async def hang(_until_ms):
        hangs.set()
        await stuck.wait()

    house.inbox.wait = hang
    await hangs.wait()
    try:
        house.clock._now_ms += 10_000
        house.keeper.beat_s -= 10
        await ticks(house, 2)
        await viewer.catch_up()
        before = len(viewer.frames)
        await ticks(house, 5)
        await viewer.catch_up()
        assert [frame["type"] for frame in viewer.frames[before:]].count("heartbeat") == 0
        await viewer.socket.close()
    finally:
        house.inbox.wait = waits
        stuck.set()


async def ticks(house: House, count: int) -> None:
    """Return when the feed has ticked so often, whether or not it had anything to say."""
    ticked, look = asyncio.Semaphore(0), house.feed._drop_slow

    def drop_slow():
        ticked.release()
        look()

    house.feed._drop_slow = drop_slow
    for _ in range(count + 1):  # the first may have been under way
        await ticked.acquire()
    house.feed._drop_slow = look
