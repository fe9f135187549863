"""Why a request was not served, as problem details (RFC 9457) in both languages; no input is ever echoed."""

from collections.abc import Mapping
from typing import Any

import msgspec
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from twin.wire import Words

MEDIA_TYPE = "application/problem+json"
_TITLES = {
    400: "Bad request",
    401: "Not signed in",
    403: "Forbidden",
    404: "Not found",
    405: "Method not allowed",
    408: "Request too slow",
    409: "Conflict",
    413: "Too large",
    415: "Unsupported media type",
    421: "Wrong host",
    422: "Not acceptable as it stands",
    429: "Too many requests",
    500: "Internal fault",
    503: "Not available",
}
_PLAIN = {
    404: Words("没有这个内容。", "There is nothing here by that name."),
    405: Words("此处不支持这个方法。", "This method is not served here."),
}
_UNREADABLE = Words("请求内容无法理解。", "The request could not be understood.")


class ProblemError(Exception):
    """A request is refused; `more` are extra members of the problem object, `headers` of the answer."""

    def __init__(
        self,
        status: int,
        words: Words,
        *,
        code: str = "",
        more: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(words.en)
        self.status = status
        self.words = words
        self.code = code
        self.more = dict(more or {})
        self.headers = dict(headers or {})


def problem_response(problem: ProblemError, language: str) -> Response:
    """Return the answer to a refused request, its `detail` in the asker's language."""
    detail = problem.words.zh if language == "zh" else problem.words.en
    body = {
        "type": "about:blank",
        "title": _TITLES.get(problem.status, "Refused"),
        "status": problem.status,
        "detail": detail,
        "words": problem.words,
        **({"code": problem.code} if problem.code else {}),
        **problem.more,
    }
    return Response(msgspec.json.encode(body), problem.status, problem.headers, MEDIA_TYPE)


def language_of(accept_language: str | None) -> str:
    """Return `zh` or `en`, whichever a browser's Accept-Language names first; `en` if neither."""
    for part in (accept_language or "").lower().split(","):
        if part.strip().startswith(("zh", "en")):
            return part.strip()[:2]
    return "en"


def _language(request: Request) -> str:
    return language_of(request.headers.get("accept-language"))


async def answer_problem(request: Request, problem: Exception) -> Response:
    """Answer a `ProblemError`."""
    assert isinstance(problem, ProblemError)  # noqa: S101  # registered for this class only
    return problem_response(problem, _language(request))


async def answer_invalid(request: Request, fault: Exception) -> Response:
    """Answer a request whose body or query does not fit: places and reasons, never what was sent."""
    assert isinstance(fault, RequestValidationError)  # noqa: S101  # registered for this class only
    errors = [
        {"place": ".".join(str(part) for part in error["loc"])[:200], "reason": str(error["type"])}
        for error in fault.errors()[:20]
    ]
    first = errors[0] if errors else {"place": "body", "reason": "invalid"}
    place = first["place"].encode(errors="replace").decode()
    words = Words(f"{place}：不符合要求。", f"{place}: not acceptable ({first['reason']}).")
    for error in errors:
        error["place"] = error["place"].encode(errors="replace").decode()
    return problem_response(
        ProblemError(422, words, code="invalid", more={"errors": errors}), _language(request)
    )


async def answer_http(request: Request, fault: Exception) -> Response:
    """Answer what the framework refuses by itself: unknown paths and methods."""
    assert isinstance(fault, HTTPException)  # noqa: S101  # registered for this class only
    status = fault.status_code
    problem = ProblemError(status, _PLAIN.get(status, _UNREADABLE), headers=fault.headers)
    return problem_response(problem, _language(request))
