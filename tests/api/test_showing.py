import asyncio

import pytest

from tests.api.viewer import view


@pytest.mark.parametrize("hello", [{"epoch": "other", "seq": 1}, {"seq": 1}, {"epoch": None}, {"seq": 10**9}])
async def test_another_history_or_a_place_ahead_of_us_gets_the_picture_anew(house, hello):
    address = await house.listen()
    viewer = await view(house, address, **hello)
    assert not (await viewer.until("welcome"))["resumed"]
    await viewer.until("snapshot")
    await viewer.socket.close()


async def test_a_keeper_that_does_not_come_round_sends_no_heartbeat(house):
    address = await house.listen()
    viewer = await view(house, address)
    await viewer.until("heartbeat")
    hangs, stuck, waits = asyncio.Event(), asyncio.Event(), house.inbox.wait

    async def hang(_until_ms):
        hangs.set()
        await stuck.wait()

    house.inbox.wait = hang
    await hangs.wait()
    house.clock._now_ms += 10_000
    house.keeper.beat_s -= 10
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(2.5):
            await viewer.until("heartbeat")
    await viewer.socket.close()
    house.inbox.wait = waits
    stuck.set()
