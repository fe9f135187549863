import pytest

from tests.api.hand_clock import HandClock
from tests.api.house import House
from tests.api.viewer import Viewer, dial, view


async def test_who_comes_back_is_told_exactly_what_was_missed_also_after_a_restart(tmp_path):
    async with House(tmp_path) as first:
        address = await first.listen()
        viewer = await view(first, address)
        welcome = await viewer.until("welcome")
        await viewer.socket.close()
        first.sos()
        await first.settle()
        again = await view(first, address, epoch=welcome["epoch"], seq=welcome["seq"])
        assert (await again.until("welcome"))["resumed"]
        await again.until("positions", full=True)
        assert again.seqs() == list(range(welcome["seq"] + 1, first.keeper.last_seq + 1))
        assert "snapshot" not in {frame["type"] for frame in again.frames}
        await again.socket.close()
        await first.leave(politely=False)
        async with House(tmp_path, HandClock(first.clock.now_ms() + 5000)) as second:
            address = await second.listen()
            third = await view(second, address, epoch=welcome["epoch"], seq=welcome["seq"])
            assert (await third.until("welcome"))["resumed"]
            await third.until("positions", full=True)
            assert third.seqs() == list(range(welcome["seq"] + 1, second.keeper.last_seq + 1))
            await third.socket.close()


@pytest.mark.parametrize(
    "said", ["", "{", "[]", '{"type":"hello","seq":"1"}', '{"type":"act"}', b"\x00", '{"type":"hello","x":1}']
)
async def test_whoever_does_not_say_hello_is_closed_having_heard_nothing(house, said):
    address = await house.listen()
    async with dial(house, address, await house.secret_of("viewer")) as client:
        await client.send(said)
        assert await Viewer(client).closed() == 4010


async def test_whoever_speaks_after_hello_is_closed(house):
    address = await house.listen()
    viewer = await view(house, address)
    await viewer.until("positions")
    await viewer.socket.send('{"type":"hello"}')
    assert await viewer.closed() == 4010
