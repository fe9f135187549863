"""The feed as a browser hears it: a real server, a real WebSocket client."""

import asyncio
import socket

import numpy as np
import pytest

from api.feed import TICK_S
from api.store.journal import StoredFact
from tests.api.house import PATIENCE_S, House
from tests.api.viewer import Viewer, dial, view


async def test_a_newcomer_gets_the_picture_then_positions_then_every_fact_once_in_order(house):
    house.fix("ais-b/1", 0, 0)
    await house.turn(2)
    address = await house.listen()
    viewer = await view(house, address)
    welcome = await viewer.until("welcome")
    assert (welcome["resumed"], welcome["realm"], welcome["role"]) == (False, "sim", "viewer")
    picture = await viewer.until("snapshot")
    positions = await viewer.until("positions", full=True)
    assert (positions["n"], len(positions["lon"])) == (1, 1)
    house.sos()
    await house.settle()
    await viewer.until("fact", kind="incident-opened")
    assert viewer.seqs() == list(range(picture["as_of"] + 1, viewer.seqs()[-1] + 1))
    await viewer.socket.close()


@pytest.mark.parametrize("greets", [True, False])
@pytest.mark.parametrize("how", ["sign-out", "lower-role", "shut"])
async def test_who_may_no_longer_watch_is_closed_at_once_even_before_a_hello(house, how, greets):
    address = await house.listen()
    secret = await house.secret_of("officer")
    async with dial(house, address, secret) as client:
        viewer = Viewer(client)
        if greets:
            await client.send('{"type":"hello"}')
            await viewer.until("positions")
        if how == "sign-out":
            await house.accounts.sign_out(secret)
        elif how == "lower-role":
            await house.accounts.change("officer", "skipper", disabled=False, by="admin")
        else:
            await house.accounts.change("officer", "officer", disabled=True, by="admin")
        assert await viewer.closed() == 4001


async def test_positions_come_at_most_four_times_a_second_and_only_of_boats_that_moved(house):
    house.fix("ais-b/1", 0, 0)
    house.fix("ais-b/2", 50, 0)
    await house.turn(1)
    address = await house.listen()
    began = asyncio.get_running_loop().time()
    viewer = await view(house, address)
    full = await viewer.until("positions", full=True)
    assert full["n"] == 2
    frames = []
    for i in range(3):
        house.fix("ais-b/1", 10 * i, 0)
        await house.turn(1)
        frames.append(await viewer.until("positions", full=False))
    assert asyncio.get_running_loop().time() - began >= 2 * TICK_S  # from the first of three to the last
    assert [frame["pos_seq"] for frame in frames] == [full["pos_seq"] + i for i in (1, 2, 3)]
    assert all(frame["number"] == [0] or frame["n"] <= 2 for frame in frames)
    await viewer.socket.close()


async def test_a_client_that_never_reads_is_closed_and_disturbs_nobody(house):
    address = await house.listen()
    host, at = address.removeprefix("://").split(":")
    secret = await house.secret_of("viewer")
    sleeper = socket.create_connection((host, int(at)))
    sleeper.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    request = (
        f"GET /api/feed HTTP/1.1\r\nHost: {host}:{at}\r\nOrigin: http{address}\r\nUpgrade: websocket\r\n"
        f"Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        f"Sec-WebSocket-Version: 13\r\nCookie: yugang_session={secret}\r\n\r\n"
    )
    sleeper.sendall(request.encode())
    sleeper.setblocking(False)  # the standard library's own signature
    await asyncio.get_running_loop().sock_recv(sleeper, 1000)
    hello = b'{"type":"hello"}'
    mask = b"\0\0\0\0"
    sleeper.sendall(bytes([0x81, 0x80 | len(hello)]) + mask + hello)
    watching = await view(house, address, "officer")
    await watching.until("positions")
    async with asyncio.timeout(PATIENCE_S):
        while len(house.feed) < 2:  # noqa: ASYNC110  # a stranger's doing
            await asyncio.sleep(0.01)
    body = b'{"kind":"gap-noted","t_ms":1,"from_ms":1,"why":"' + b"x" * 4000 + b'"}'
    for seq in range(1500):
        _publish(house, seq, body)
        if seq % 100 == 99:
            await watching.until("fact", seq=seq)
    house.clock._now_ms += 11_000  # it has now taken nothing for longer than is patience
    async with asyncio.timeout(PATIENCE_S):
        while len(house.feed) > 1:  # noqa: ASYNC110  # a stranger's doing
            await asyncio.sleep(0.05)
    assert house.feed.counts["slow"] == 1
    sleeper.close()
    await watching.socket.close()


def _publish(house: House, seq: int, body: bytes) -> None:
    house.feed.publish([StoredFact(seq, None, body)], np.zeros(0, dtype=np.int64))
