import asyncio

import pytest

from api import webserver
from tests.api.house import PATIENCE_S
from tests.api.viewer import Viewer, dial, view


async def test_a_frame_that_is_too_large_closes_the_connection(house):
    address = await house.listen()
    async with dial(house, address, await house.secret_of("viewer")) as client:
        await client.send("x" * 100_000)
        assert await Viewer(client).closed() == 1009


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\nHost: "])
async def test_who_sends_no_whole_request_is_let_go_and_who_watches_is_not(house, monkeypatch, said):
    monkeypatch.setattr(webserver, "HEAD_S", 0.3)
    address = await house.listen()
    watching = await view(house, address)
    host, at = address.removeprefix("://").split(":")
    reader, writer = await asyncio.open_connection(host, int(at))
    writer.write(said)
    async with asyncio.timeout(PATIENCE_S):
        assert await reader.read() == b""
    writer.close()
    await watching.until("positions")
    await watching.until("heartbeat")
    await watching.socket.close()
