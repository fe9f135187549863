"""What calls the seat and what does not: floods, chatter, alarms set aside, and boats that nobody hears."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi import Path as InPath
from starlette.requests import Request
from starlette.responses import Response

from api.identity import Actor, authorize
from api.problems import ProblemError
from api.routes.answering import USED, carried_out, json_answer, settled_world
from api.routes.bodies import CaseId, ReturnAsked, ShelveAsked
from api.served import Asks, served_by
from twin import quiet, unseen
from twin.acts import ReturnAlarm, ShelveAlarm
from twin.facts import AlarmReturned, AlarmShelved, Subject

router = APIRouter(prefix="/api", tags=["alarms"])


@router.get("/alarms")
async def alarms(request: Request, _actor: Annotated[Actor, Depends(Asks("see"))]) -> Response:
    """Floods and chatter, what is shelved or out of service, and what is suppressed by design."""
    return json_answer(quiet.as_json(await settled_world(served_by(request))))


@router.get("/coverage")
async def coverage(request: Request, _actor: Annotated[Actor, Depends(Asks("see"))]) -> Response:
    """Where the port hears and where it is blind, as GeoJSON; the boats nobody hears, and their owner."""
    return json_answer(unseen.as_json(await settled_world(served_by(request))))


@router.post("/shelves")
async def shelve(
    request: Request, body: ShelveAsked, actor: Annotated[Actor, Depends(Asks("shelve-alarm"))]
) -> Response:
    """Shelve an alarm for at most eight hours, or take it out of service with a list of checks."""
    if body.how == "out-of-service":
        authorize(actor, "take-out-of-service")
    act = ShelveAlarm(
        actor=actor.name,
        role=actor.role,
        request_id=body.request_id,
        how=body.how,
        rule=body.rule,
        subject=Subject(body.subject_kind, body.subject),
        until_ms=body.until_ms,
        note=body.note,
        once=body.once,
        checks=tuple(body.checks),
    )
    answered = await carried_out(served_by(request), act)
    if not isinstance(answered.fact, AlarmShelved):
        raise ProblemError(409, USED, code="request-id-used")
    return json_answer({"seq": answered.seq, "shelf": answered.fact.shelf}, 201)


@router.post("/shelves/{shelf}/return")
async def put_back(
    request: Request,
    shelf: Annotated[CaseId, InPath()],
    body: ReturnAsked,
    actor: Annotated[Actor, Depends(Asks("shelve-alarm"))],
) -> Response:
    """Let an alarm call people again; from maintenance a leader or admin does, every check confirmed."""
    act = ReturnAlarm(
        actor=actor.name,
        role=actor.role,
        request_id=body.request_id,
        shelf=shelf,
        note=body.note,
        checked=tuple(body.checked),
    )
    answered = await carried_out(served_by(request), act)
    if not isinstance(answered.fact, AlarmReturned):
        raise ProblemError(409, USED, code="request-id-used")
    return json_answer({"seq": answered.seq, "shelf": answered.fact.shelf})
