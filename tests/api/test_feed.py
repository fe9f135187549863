"""The feed as a browser hears it: a real server, a real WebSocket client."""

import asyncio
import json
import socket
from typing import Any

import msgspec
import numpy as np
import pytest
import websockets
from websockets.asyncio.client import ClientConnection, connect

from api import shapes
from api.store.journal import StoredFact
from tests.api.hand_clock import HandClock
from tests.api.house import House
from twin.facts import AnyFact

FRAMES = shapes.Welcome | shapes.Snapshot | shapes.Positions | shapes.Readings | shapes.Heartbeat


class Viewer:
    """One WebSocket, which has said hello."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.frames: list[dict[str, Any]] = []

    async def until(self, what: str, **wanted: object) -> dict[str, Any]:
        """Read frames until one of this kind with these values comes, and return it."""
        async with asyncio.timeout(8):
            while True:
                frame = json.loads(await self.socket.recv())
                self.frames.append(frame)
                if frame["type"] == what and all(frame.get(k) == v for k, v in wanted.items()):
                    return frame

    async def closed(self) -> int:
        """Read on until the server closes; return its code."""
        async with asyncio.timeout(15):
            try:
                while True:
                    await self.socket.recv()
            except websockets.ConnectionClosed as end:
                return end.rcvd.code if end.rcvd else 1006

    def seqs(self) -> list[int]:
        return [frame["seq"] for frame in self.frames if frame["type"] == "fact"]


def dial(house: House, address: str, secret: str | None, **more: Any) -> connect:
    headers = {"Cookie": f"yugang_session={secret}"} if secret else {}
    return connect(f"ws{address}/api/feed", additional_headers=headers, origin=f"http{address}", **more)


async def view(house: House, address: str, role: str = "viewer", **hello: object) -> Viewer:
    viewer = Viewer(await dial(house, address, await house.secret_of(role)))
    await viewer.socket.send(json.dumps({"type": "hello", "positions": "json", **hello}))
    return viewer


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


async def test_every_frame_is_as_the_page_s_types_say(house):
    house.fix("ais-b/1", 0, 0)
    house.hear("station/met/wind", {"t_ms": house.clock.now_ms(), "value": 3.0, "unit": "m/s"})
    house.sos()
    await house.turn(2)
    address = await house.listen()
    viewer = await view(house, address)
    await viewer.until("readings")
    await viewer.until("heartbeat")
    house.sos("ais-b/2", "E2")
    await house.settle()
    await viewer.until("fact", kind="incident-opened")
    for frame in viewer.frames:
        if frame["type"] == "fact":
            msgspec.convert({k: v for k, v in frame.items() if k not in ("type", "seq")}, AnyFact)
        else:
            msgspec.convert(frame, FRAMES)
    assert {frame["type"] for frame in viewer.frames} == {
        *("welcome", "snapshot", "positions", "readings", "heartbeat", "fact")
    }
    await viewer.socket.close()


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


@pytest.mark.parametrize("hello", [{"epoch": "other", "seq": 1}, {"seq": 1}, {"epoch": None}, {"seq": 10**9}])
async def test_another_history_or_a_place_ahead_of_us_gets_the_picture_anew(house, hello):
    address = await house.listen()
    viewer = await view(house, address, **hello)
    assert not (await viewer.until("welcome"))["resumed"]
    await viewer.until("snapshot")
    await viewer.socket.close()


async def refused(connecting: connect) -> int:
    with pytest.raises(websockets.InvalidStatus) as answer:
        await connecting
    return answer.value.response.status_code


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


async def test_a_frame_that_is_too_large_closes_the_connection(house):
    address = await house.listen()
    async with dial(house, address, await house.secret_of("viewer")) as client:
        await client.send("x" * 100_000)
        assert await Viewer(client).closed() == 1009


@pytest.mark.parametrize("how", ["sign-out", "lower-role", "shut"])
async def test_who_may_no_longer_watch_is_closed_at_once(house, how):
    address = await house.listen()
    secret = await house.secret_of("officer")
    async with dial(house, address, secret) as client:
        viewer = Viewer(client)
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
    viewer = await view(house, address)
    full = await viewer.until("positions", full=True)
    assert full["n"] == 2
    began = asyncio.get_running_loop().time()
    frames = []
    for i in range(3):
        house.fix("ais-b/1", 10 * i, 0)
        await house.turn(1)
        frames.append(await viewer.until("positions", full=False))
    assert asyncio.get_running_loop().time() - began >= 0.5
    assert [frame["pos_seq"] for frame in frames] == [full["pos_seq"] + i for i in (1, 2, 3)]
    assert all(frame["number"] == [0] or frame["n"] <= 2 for frame in frames)
    await viewer.socket.close()


async def test_a_keeper_that_does_not_come_round_sends_no_heartbeat(house):
    address = await house.listen()
    viewer = await view(house, address)
    await viewer.until("heartbeat")
    house.clock._now_ms += 10_000  # time passes, and nobody wakes the keeper
    house.keeper.beat_s -= 10
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(2.5):
            await viewer.until("heartbeat")
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
    async with asyncio.timeout(5):
        while len(house.feed) < 2:  # noqa: ASYNC110  # a stranger's doing
            await asyncio.sleep(0.01)
    body = b'{"kind":"gap-noted","t_ms":1,"from_ms":1,"why":"' + b"x" * 4000 + b'"}'
    for seq in range(1500):
        _publish(house, seq, body)
        if seq % 100 == 0:
            await asyncio.sleep(0.01)
    await watching.until("fact", seq=1499)
    house.clock._now_ms += 11_000  # it has now taken nothing for longer than is patience
    async with asyncio.timeout(5):
        while len(house.feed) > 1:  # noqa: ASYNC110  # a stranger's doing
            await asyncio.sleep(0.05)
    assert house.feed.counts["slow"] == 1
    sleeper.close()
    await watching.socket.close()


def _publish(house: House, seq: int, body: bytes) -> None:
    house.feed.publish([StoredFact(seq, None, body)], np.zeros(0, dtype=np.int64))


async def test_screens_are_bounded_for_each_account(house):
    address = await house.listen()
    secret = await house.secret_of("viewer")
    clients = []
    for _ in range(10):
        client = await dial(house, address, secret)
        await client.send('{"type":"hello"}')
        await Viewer(client).until("welcome")
        clients.append(client)
    assert await refused(dial(house, address, secret)) == 503
    for client in clients:
        await client.close()
