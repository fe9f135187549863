"""What every HTTP request passes before any route sees it: host, origin, type, size, time, strict JSON.

One gate for all doors, so that none can be forgotten (reliability.md §0.10). WebSockets are judged by
`api.feed`, which asks `is_own_origin` too.
"""

import asyncio
from urllib.parse import urlsplit

import msgspec
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import ProblemError, language_of, problem_response
from twin.wire import Words

MAX_BODY_BYTES = 256 * 1024
BODY_TIMEOUT_S = 10.0
_SAFE = ("GET", "HEAD", "OPTIONS")
POLICY = (
    "default-src 'self'; script-src 'self'; worker-src 'self'; img-src 'self' data:; style-src 'self'; "
    "connect-src 'self'; font-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}
_FOREIGN = ProblemError(
    403,
    Words("拒绝来自其他网站的操作。", "Requests from other sites are refused."),
    code="foreign-origin",
)
_HOST = ProblemError(421, Words("主机名不对。", "This is not a name of this server."), code="foreign-host")
_TYPE = ProblemError(415, Words("只接受 application/json。", "Only application/json is accepted."))
_SIZE = ProblemError(
    413, Words("请求内容过大。", f"The request is too large: {MAX_BODY_BYTES // 1024} KiB at most.")
)
_SLOW = ProblemError(408, Words("请求内容发送过慢。", "The request took too long to arrive."))
_JSON = ProblemError(
    422, Words("请求内容不是规范的 JSON。", "The request is not strict JSON."), code="not-json"
)


class OriginList:
    """The origins this server is reached at, such as `http://127.0.0.1:8000`."""

    def __init__(self, origins: frozenset[str]) -> None:
        self._origins = origins
        self._hosts = frozenset(urlsplit(origin).netloc for origin in origins)

    def is_own_origin(self, origin: str | None) -> bool:
        """Return whether a browser's Origin header names this server; an absent one does not."""
        return origin in self._origins

    def is_own_host(self, host: str | None) -> bool:
        """Return whether a Host header names this server, so that a rebound name reaches nothing."""
        return host in self._hosts


class Guard:
    """The gate around the whole application."""

    def __init__(self, app: ASGIApp, origins: OriginList) -> None:
        self._app = app
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request that passes, answer one that does not with its problem."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        dressed = _dressed(scope, send)
        try:
            self._check_sender(scope)
            if scope["method"] not in _SAFE:
                body = await _strict_body(Headers(scope=scope), receive)
                receive = _replayed(body, receive)
        except ProblemError as problem:
            language = language_of(Headers(scope=scope).get("accept-language"))
            await problem_response(problem, language)(scope, receive, dressed)
            return
        await self._app(scope, receive, dressed)

    def _check_sender(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        if not self._origins.is_own_host(headers.get("host")):
            raise _HOST
        if scope["method"] in _SAFE:
            return
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if site not in (None, "same-origin") or (
            origin is not None and not self._origins.is_own_origin(origin)
        ):
            raise _FOREIGN


async def _strict_body(headers: Headers, receive: Receive) -> bytes:
    """Return the body of a state-changing request: in time, in bounds, and JSON that msgspec accepts.

    Raises:
        ProblemError: it is not; NaN, Infinity, 1e999, lone surrogates, NUL and deep nesting are no JSON here.
    """
    declared = headers.get("content-length", "")
    if declared.isdigit() and int(declared) > MAX_BODY_BYTES:
        raise _SIZE
    try:
        async with asyncio.timeout(BODY_TIMEOUT_S):
            body = await _read(receive)
    except TimeoutError:
        raise _SLOW from None
    if not body:
        return body
    if headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
        raise _TYPE
    try:
        msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError, ValueError):
        raise _JSON from None
    if b"\\u0000" in body:  # PostgreSQL keeps no NUL in a text
        raise _JSON
    return body


async def _read(receive: Receive) -> bytes:
    body = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _SLOW
        body += message.get("body", b"")
        if len(body) > MAX_BODY_BYTES:
            raise _SIZE
        more = message.get("more_body", False)
    return bytes(body)


def _replayed(body: bytes, receive: Receive) -> Receive:
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> Message:
        return waiting.pop() if waiting else await receive()

    return replayed


def _dressed(scope: Scope, send: Send) -> Send:
    """Return a sender that adds the security headers to every answer, and no-store to the API's."""

    async def dressed(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers[name] = value
            if scope["path"].startswith("/api"):
                headers["Cache-Control"] = "no-store"
        await send(message)

    return dressed
