"""uvicorn as this house runs it: bounded, without compression, its signals left to the house."""

import asyncio
import contextlib
from collections.abc import Generator
from pathlib import Path
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

WS_MAX_BYTES = 65_536
ABORT_S = 5.0
GRACEFUL_S = 10
PING_S, PONG_S = 5.0, 10.0
HEAD_S = 10.0
"""Who has not sent the whole head of a request by then is let go: silent connections would fill the house."""


class FeedProtocol(WebSocketsSansIOProtocol):
    """uvicorn's websockets protocol, but a client that reads nothing cannot keep its buffer for ever."""

    async def run_asgi(self) -> None:
        """Serve the socket; what it has not taken `ABORT_S` after the end is thrown away."""
        await super().run_asgi()
        self.loop.call_later(ABORT_S, self.transport.abort)


class RequestProtocol(H11Protocol):
    """uvicorn's HTTP protocol, but a head of a request may not take for ever to arrive."""

    _head_due: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """Take bytes; wait on while no request is whole and none is being answered."""
        super().data_received(data)
        answering = self.cycle is not None and not self.cycle.response_complete
        if answering or self.transport.get_protocol() is not self:
            self._stop_waiting()
        elif self._head_due is None:
            self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _await_head(self) -> None:
        self._head_due = asyncio.get_running_loop().call_later(HEAD_S, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._head_due is not None:
            self._head_due.cancel()
            self._head_due = None


class WebServer(uvicorn.Server):
    """A server that leaves the process's signals alone, and says when it listens."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Capture nothing: the house stops its parts in its own order."""
        yield

    async def listening(self) -> None:
        """Return once the server listens."""
        while not self.started:  # noqa: ASYNC110  # uvicorn has no event for it
            await asyncio.sleep(0.01)


def web_server(app: ASGIApp, tls: tuple[Path, Path] | None = None) -> WebServer:
    """Return a server for `app`, to be started on a socket that listens: `serve(sockets=[...])`.

    Args:
        app: what to serve.
        tls: certificate and key; None serves plain http, which is for loopback only.
    """
    more: dict[str, Any] = {"ssl_certfile": str(tls[0]), "ssl_keyfile": str(tls[1])} if tls else {}
    return WebServer(
        uvicorn.Config(
            app,
            http=RequestProtocol,
            ws=FeedProtocol,
            ws_max_size=WS_MAX_BYTES,
            ws_per_message_deflate=False,
            ws_ping_interval=PING_S,
            ws_ping_timeout=PONG_S,
            limit_concurrency=2000,
            timeout_graceful_shutdown=GRACEFUL_S,
            lifespan="off",
            proxy_headers=False,
            server_header=False,
            access_log=False,
            log_config=None,
            **more,
        )
    )
