"""The web door of a drill: it stands while the twin behind it is killed and comes back."""

from http import HTTPStatus

from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from drills.stage import Stage


class Front:
    """An ASGI application that hands everything to the house that stands; while none does it says so."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if self._stage.house is not None:
            await self._stage.house.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1013})
        else:
            away = "演练中系统已被中断，稍后恢复 · the twin has been killed in this drill and will be back\n"
            status = HTTPStatus.SERVICE_UNAVAILABLE
            answer = PlainTextResponse(away, status, headers={"Retry-After": "2"})
            await answer(scope, receive, send)
