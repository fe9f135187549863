"""Accounts of people and devices, for the admin."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi import Path as InPath
from starlette.requests import Request
from starlette.responses import Response

from api.accounts import Account, UnfitAccountError
from api.identity import Actor
from api.passwords import TooBusyError
from api.problems import ProblemError
from api.routes.answering import json_answer
from api.routes.bodies import AccountAsked, AccountChanged, DeviceAsked, Name
from api.served import Asks, served_by
from api.store import audit
from api.store.audit import Deed
from twin.port import ConfigError
from twin.wire import Words

router = APIRouter(prefix="/api", tags=["accounts"])
_BUSY = Words("系统繁忙，请稍后再试。", "Too much is being done at once. Try again in a moment.")


@router.get("/accounts")
async def accounts(request: Request, _actor: Annotated[Actor, Depends(Asks("see-accounts"))]) -> Response:
    """Every account, without its password."""
    known = [
        {
            "name": one.name,
            "role": one.role,
            "vessels": sorted(one.vessels),
            "township": one.township,
            "disabled": one.disabled,
        }
        for one in served_by(request).accounts.accounts
    ]
    return json_answer({"accounts": known})


@router.post("/accounts")
async def add_account(
    request: Request, body: AccountAsked, actor: Annotated[Actor, Depends(Asks("add-account"))]
) -> Response:
    """Make an account."""
    account = Account(body.name, body.role, "", frozenset(body.vessels), body.township)
    try:
        await served_by(request).accounts.add(account, body.password, by=actor.name)
    except UnfitAccountError as unfit:
        raise ProblemError(422, unfit.words, code="invalid") from None
    except TooBusyError:
        raise ProblemError(429, _BUSY, code="busy", headers={"Retry-After": "2"}) from None
    return json_answer({"name": body.name, "role": body.role}, 201)


@router.patch("/accounts/{name}")
async def change_account(
    request: Request,
    name: Annotated[Name, InPath()],
    body: AccountChanged,
    actor: Annotated[Actor, Depends(Asks("change-account"))],
) -> Response:
    """Give an account another role, or shut or open it; holds at once, for open sessions too."""
    try:
        await served_by(request).accounts.change(name, body.role, disabled=body.disabled, by=actor.name)
    except UnfitAccountError as unfit:
        raise ProblemError(404, unfit.words, code="unknown") from None
    return json_answer({"name": name, "role": body.role, "disabled": body.disabled})


@router.post("/devices")
async def add_device(
    request: Request, body: DeviceAsked, actor: Annotated[Actor, Depends(Asks("add-device"))]
) -> Response:
    """Make a broker account for a device; its password is told once, here."""
    served = served_by(request)
    try:
        account = served.secrets.add_device(body.name, body.kind)
    except ConfigError as fault:
        first = fault.faults[0]
        said = f"{first.what}. {first.remedy}"
        raise ProblemError(422, Words(said, said), code="invalid") from None
    deed = Deed(t_ms=served.clock.now_ms(), actor=actor.name, verb="add", object=f"device {account.user}")
    await served.books.writer.run(lambda connection: audit.record(connection, [deed]))
    answer = {"user": account.user, "password": account.password, "client_id": account.client_id}
    return json_answer(answer, 201)
