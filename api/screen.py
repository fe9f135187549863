"""One open screen: it says hello, is told where the story stands, and then everything that becomes true."""

import asyncio
from collections.abc import Callable

import msgspec
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from api.doors import Clock
from api.frames import Hello, fact_frame
from api.identity import Actor
from api.mailbox import Mailbox
from api.showing import Showing

HELLO_S = 10.0
PAGE = 500
CLOSE_AUTH, CLOSE_SLOW, CLOSE_PROTOCOL, CLOSE_AGAIN = 4001, 4008, 4010, 1013
_CLOSING_S = 1.0


class Screen:
    """A client of the feed, served by the task that made it.

    Args:
        socket: accepted, nothing said yet.
        actor: who it belongs to.
        who: who it belongs to now; None once the session has ended.
        open_mailbox: called in the same moment as the picture is taken; from then on facts are put in.
    """

    def __init__(
        self,
        socket: WebSocket,
        actor: Actor,
        who: Callable[[], Actor | None],
        showing: Showing,
        clock: Clock,
        open_mailbox: Callable[["Screen"], None],
    ) -> None:
        self._socket = socket
        self._showing = showing
        self._clock = clock
        self._open_mailbox = open_mailbox
        self._task = asyncio.current_task()
        self.actor = actor
        self.who = who
        self.mailbox = Mailbox()
        self.close_code = 0

    def end(self, code: int) -> None:
        """Close the screen with this code, whatever it is doing."""
        self.close_code = code
        if self._task is not None:
            self._task.cancel()

    async def serve(self) -> None:
        """Serve until the client leaves or breaks the protocol, or until `end`.

        Raises:
            JournalAwayError: the journal cannot be written just now.
        """
        try:
            await self._converse()
        except asyncio.CancelledError:
            if not self.close_code or self._task is None:
                raise
            self._task.uncancel()
        except WebSocketDisconnect:
            return

    async def close(self) -> None:
        """Say why, if the client still listens."""
        if self._socket.application_state is not WebSocketState.CONNECTED:
            return
        try:
            async with asyncio.timeout(_CLOSING_S):
                await self._socket.close(self.close_code or CLOSE_PROTOCOL)
        except (TimeoutError, WebSocketDisconnect, RuntimeError):
            return  # gone or stuck: the server's own time-out drops the connection

    async def _converse(self) -> None:
        hello = await self._hello()
        if hello is None:
            self.close_code = CLOSE_PROTOCOL
            return
        world = await self._showing.settle()
        self._open_mailbox(self)  # until the next await picture, place and mailbox agree
        upto, resumed = self._showing.last_seq, self._showing.can_resume(hello)
        since = hello.seq or 0
        opening = [self._showing.welcome(self.actor, resumed=resumed)]
        if not resumed:
            text, since = self._showing.whole(world)
            opening.append(text)
        now = [self._showing.everyone(world), self._showing.readings(world)]
        for text in opening:
            await self._send(text)
        await self._replay(since, upto)
        for text in now:
            await self._send(text)
        await self._stream()

    async def _hello(self) -> Hello | None:
        """Return what the client said first, or None: nothing in time, or no hello."""
        try:
            async with asyncio.timeout(HELLO_S):
                said = await self._socket.receive()
        except TimeoutError:
            return None
        if said["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(said.get("code", 1005))
        try:
            return msgspec.json.decode(said.get("text") or "", type=Hello)
        except msgspec.DecodeError:
            return None

    async def _replay(self, since: int, upto: int) -> None:
        while since < upto:
            page = await self._showing.past(since, min(PAGE, upto - since))
            for seq, body in page:
                await self._send(fact_frame(seq, body))
            since = page[-1][0]

    async def _stream(self) -> None:
        """Send what comes into the mailbox; the client may say nothing more."""
        sending = asyncio.create_task(self._send_all())
        hearing = asyncio.create_task(self._socket.receive())
        try:
            await asyncio.wait({sending, hearing}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            sending.cancel()
            hearing.cancel()
            ended = await asyncio.gather(sending, hearing, return_exceptions=True)
        for end in ended:
            if isinstance(end, Exception):
                raise end
        if isinstance(ended[1], dict) and ended[1]["type"] != "websocket.disconnect":
            self.close_code = CLOSE_PROTOCOL

    async def _send_all(self) -> None:
        while True:
            due = await self.mailbox.next()
            text = due.text
            if due.rows:
                text = self._showing.some(await self._showing.settle(), due.rows, degraded=True)
            elif due.readings:
                text = self._showing.readings(await self._showing.settle())
            await self._send(text)

    async def _send(self, text: str) -> None:
        self.mailbox.sending_since_s = self._clock.mono_s()
        await self._socket.send_text(text)
        self.mailbox.sending_since_s = None
