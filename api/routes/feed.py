"""The WebSocket: who asks is known before it is accepted, and nothing is said before."""

from fastapi import APIRouter
from starlette.requests import HTTPConnection
from starlette.websockets import WebSocket

from api.identity import Actor, ForbiddenError, authorize
from api.problems import ProblemError, language_of, problem_response
from api.served import NOT_SIGNED_IN, Served, served_by
from twin.wire import Words

router = APIRouter()
_FOREIGN = Words("拒绝来自其他网站的连接。", "Connections from other sites are refused.")
_FULL = Words("连接过多。", "Too many screens are open.")


@router.websocket("/api/feed")
async def feed(socket: WebSocket) -> None:
    """Everything that becomes true, as it does (contract.md §4)."""
    served = served_by(socket)
    try:
        actor = _welcome_or_not(served, socket)
    except ProblemError as problem:
        language = language_of(socket.headers.get("accept-language"))
        await socket.send_denial_response(problem_response(problem, language))
        return
    await socket.accept()
    await served.feed.serve(socket, actor, lambda: served.actor_of(socket))


def _welcome_or_not(served: Served, connection: HTTPConnection) -> Actor:
    """Return who may watch.

    Raises:
        ProblemError: the page that asks is not ours, nobody is signed in, they may not, or it is full.
    """
    headers = connection.headers
    own = served.origins.is_own_host(headers.get("host"))
    if not own or not served.origins.is_own_origin(headers.get("origin")):
        raise ProblemError(403, _FOREIGN, code="foreign-origin")
    actor = served.actor_of(connection)
    if actor is None:
        raise ProblemError(401, NOT_SIGNED_IN, code="not-signed-in")
    try:
        authorize(actor, "see")
    except ForbiddenError as forbidden:
        raise ProblemError(403, forbidden.words, code="forbidden") from None
    if not served.feed.has_room(actor):
        raise ProblemError(503, _FULL, code="full", headers={"Retry-After": "5"})
    return actor
