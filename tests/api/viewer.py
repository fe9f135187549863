"""A WebSocket client of the feed, as tests use it."""

import asyncio
import json
from typing import Any

import pytest
import websockets
from websockets.asyncio.client import ClientConnection, connect

from tests.api.house import PATIENCE_S, House


class Viewer:
    """One WebSocket, which has said hello."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.frames: list[dict[str, Any]] = []

    async def until(self, what: str, **wanted: object) -> dict[str, Any]:
        """Read frames until one of this kind with these values comes, and return it."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                frame = json.loads(await self.socket.recv())
                self.frames.append(frame)
                if frame["type"] == what and all(frame.get(k) == v for k, v in wanted.items()):
                    return frame

    async def catch_up(self) -> None:
        """Read every frame that the server sent before now."""
        reading = asyncio.create_task(self.until("no such frame"))
        await (await self.socket.ping())
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)

    async def closed(self) -> int:
        """Read on until the server closes; return its code."""
        async with asyncio.timeout(PATIENCE_S):
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


async def refused(connecting: connect) -> int:
    with pytest.raises(websockets.InvalidStatus) as answer:
        await connecting
    return answer.value.response.status_code
