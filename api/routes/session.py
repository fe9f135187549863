"""Signing in and out, and who I am."""

import math
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from api.accounts import SESSION_MS, TooManyTriesError
from api.identity import Actor
from api.passwords import TooBusyError
from api.problems import ProblemError
from api.routes.answering import json_answer
from api.routes.bodies import SignIn
from api.served import Asks, Served, served_by
from twin.wire import Words

router = APIRouter(prefix="/api", tags=["session"])
_WRONG = Words("账号或密码不对。", "Name and password do not fit.")
_BUSY = Words("登录请求过多，请稍后再试。", "Too many sign-ins at once. Try again in a moment.")


@router.post("/session")
async def sign_in(request: Request, body: SignIn) -> Response:
    """Sign in; the session lives in a cookie that no script can read."""
    served = served_by(request)
    address = request.client.host if request.client else "unknown"
    try:
        signed_in = await served.accounts.sign_in(body.name, body.password, address)
    except TooManyTriesError as tries:
        wait_s = math.ceil(tries.wait_s)
        words = Words(f"尝试过多，请在 {wait_s} 秒后再试。", f"Too many tries. Wait {wait_s} seconds.")
        raise ProblemError(429, words, code="slow-down", headers={"Retry-After": str(wait_s)}) from None
    except TooBusyError:
        raise ProblemError(429, _BUSY, code="busy", headers={"Retry-After": "2"}) from None
    if signed_in is None:
        raise ProblemError(401, _WRONG, code="wrong-credentials")
    secret, actor = signed_in
    answer = json_answer(_me(served, actor))
    answer.set_cookie(
        served.cookie,
        secret,
        max_age=SESSION_MS // 1000,
        httponly=True,
        samesite="strict",
        secure=served.secure,
        path="/",
    )
    return answer


@router.delete("/session")
async def sign_out(request: Request, _actor: Annotated[Actor, Depends(Asks("see-self"))]) -> Response:
    """End this session, on every open feed too."""
    served = served_by(request)
    await served.accounts.sign_out(request.cookies[served.cookie])
    answer = Response(status_code=204)
    answer.delete_cookie(served.cookie, path="/", secure=served.secure, httponly=True, samesite="strict")
    return answer


@router.get("/me")
async def me(request: Request, actor: Annotated[Actor, Depends(Asks("see-self"))]) -> Response:
    """Who is signed in here."""
    return json_answer(_me(served_by(request), actor))


def _me(served: Served, actor: Actor) -> dict[str, str]:
    return {"name": actor.name, "role": actor.role, "realm": served.realm, "port": served.port.id}
