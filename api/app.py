"""The web door put together; `create_app` is what the house serves and what tests are served by."""

from functools import partial

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.guard import Guard
from api.identity import ForbiddenError
from api.problems import ProblemError, answer_http, answer_invalid, answer_problem
from api.routes import (
    accounts,
    alarms,
    clock,
    feed,
    health,
    incidents,
    orders,
    page,
    port,
    quality,
    session,
    shore,
    vessels,
)
from api.served import Served
from twin.wire import Words

_LOG = structlog.get_logger(__name__)
_BROKEN = Words("系统内部错误，已记录。", "Something broke inside; it is noted.")


def create_app(served: Served) -> FastAPI:
    """Return the whole web door of a twin: routes, problems, guard, page."""
    app = FastAPI(title="Yugang", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.served = served
    for part in (
        session,
        port,
        vessels,
        incidents,
        shore,
        alarms,
        orders,
        quality,
        clock,
        accounts,
        health,
        feed,
        page,
    ):
        app.include_router(part.router)
    app.add_exception_handler(ProblemError, answer_problem)
    app.add_exception_handler(RequestValidationError, answer_invalid)
    app.add_exception_handler(HTTPException, answer_http)
    app.add_exception_handler(ForbiddenError, _answer_forbidden)
    app.add_exception_handler(Exception, _answer_broken)
    app.add_middleware(partial(Guard, origins=served.origins))
    return app


async def _answer_forbidden(request: Request, forbidden: Exception) -> Response:
    assert isinstance(forbidden, ForbiddenError)  # noqa: S101  # registered for this class only
    return await answer_problem(request, ProblemError(403, forbidden.words, code="forbidden"))


async def _answer_broken(request: Request, fault: Exception) -> Response:
    _LOG.error("a request broke", path=request.url.path, exc_info=fault)
    return await answer_problem(request, ProblemError(500, _BROKEN))
