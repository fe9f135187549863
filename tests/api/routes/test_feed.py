import pytest
from websockets.asyncio.client import connect

from tests.api.viewer import Viewer, dial, refused


async def test_nobody_is_let_in_before_it_is_known_who_asks_and_from_where(house):
    address = await house.listen()
    secret = await house.secret_of("viewer")
    assert await refused(dial(house, address, None)) == 401
    assert await refused(dial(house, address, "guess")) == 401
    assert await refused(dial(house, address, await house.secret_of("skipper"))) == 403
    cookie = {"Cookie": f"yugang_session={secret}"}
    for origin in ("https://evil.example", None, "null"):
        assert (
            await refused(connect(f"ws{address}/api/feed", additional_headers=cookie, origin=origin)) == 403
        )
    assert len(house.feed) == 0


@pytest.mark.parametrize("greets", [True, False])
async def test_screens_are_bounded_for_each_account(house, greets):
    address = await house.listen()
    secret = await house.secret_of("viewer")
    clients = []
    for _ in range(10):
        client = await dial(house, address, secret)
        if greets:
            await client.send('{"type":"hello"}')
            await Viewer(client).until("welcome")
        clients.append(client)
    assert await refused(dial(house, address, secret)) == 503
    for client in clients:
        await client.close()
