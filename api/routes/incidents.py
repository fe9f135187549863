"""Alerts, cases, and what people do about them."""

from functools import partial
from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Depends, Query
from fastapi import Path as InPath
from starlette.requests import Request
from starlette.responses import Response

from api.identity import Actor, Thing, authorize
from api.problems import ProblemError
from api.routes.answering import USED, carried_out, json_answer, not_found, settled_world
from api.routes.bodies import ActAsked, CaseId, IncidentAsked, PermitAsked
from api.served import Asks, served_by
from api.store import queries
from twin import alf, picture
from twin.acts import Evidence, GrantPermit, OpenIncident, WorkIncident
from twin.facts import IncidentActed, IncidentOpened, PermitGranted
from twin.incident_loop import ENDED
from twin.wire import Words

router = APIRouter(prefix="/api", tags=["incidents"])
_UNKNOWN = Words("没有这个处置单。", "There is no incident of that number.")


@router.get("/alerts")
async def alerts(
    request: Request,
    _actor: Annotated[Actor, Depends(Asks("see"))],
    state: Annotated[Literal["active"], Query()] = "active",
) -> Response:
    """The alerts that stand, each also in the letters of ALF (`twin.alf`)."""
    world = await settled_world(served_by(request))
    letters = alf.told(world, world.alerts.open)
    standing = [picture.alert(world, name) | {"alf": letters[name]} for name in world.alerts.open]
    return json_answer({"state": state, "alerts": standing})


@router.get("/incidents")
async def incidents(
    request: Request,
    _actor: Annotated[Actor, Depends(Asks("see"))],
    state: Annotated[Literal["open", "all"], Query()] = "open",
) -> Response:
    """The cases still being worked, or all that are in memory."""
    world = await settled_world(served_by(request))
    names = [n for n, case in world.book.incidents.items() if state == "all" or case.state not in ENDED]
    return json_answer({"state": state, "incidents": [picture.incident(world, name) for name in names]})


@router.get("/incidents/{incident}")
async def incident(
    request: Request,
    incident: Annotated[CaseId, InPath()],
    _actor: Annotated[Actor, Depends(Asks("see"))],
) -> Response:
    """One case and its whole timeline; a case that has left memory has only its timeline."""
    served = served_by(request)
    timeline = await served.books.reader.ask(partial(queries.timeline, incident=incident))
    current = picture.incident(await settled_world(served), incident)
    if current is None and not timeline:
        raise not_found(_UNKNOWN)
    return json_answer({"incident": current, "timeline": timeline})


@router.post("/incidents/{incident}/acts")
async def act(
    request: Request,
    incident: Annotated[CaseId, InPath()],
    body: ActAsked,
    actor: Annotated[Actor, Depends(Asks("work-incident"))],
) -> Response:
    """Do something about a case; the same `request_id` gets the first answer again."""
    served = served_by(request)
    current = picture.incident(await settled_world(served), incident)
    authorize(actor, body.verb, Thing(priority=current["priority"] if current else None))
    if current is None:
        raise not_found(_UNKNOWN)
    work = WorkIncident(
        actor=actor.name,
        role=actor.role,
        request_id=body.request_id,
        incident=incident,
        verb=body.verb,
        seen_version=body.seen_version,
        note=body.note,
        to=body.to,
        evidence=tuple(Evidence(piece.kind, piece.text) for piece in body.evidence),
    )
    answered = await carried_out(served, work)
    fact = answered.fact
    if not isinstance(fact, IncidentActed):
        raise ProblemError(409, USED, code="request-id-used")
    return json_answer({"seq": answered.seq, "state": fact.after, "version": fact.version})


@router.post("/incidents")
async def open_incident(
    request: Request, body: IncidentAsked, actor: Annotated[Actor, Depends(Asks("open-incident"))]
) -> Response:
    """Open a case by hand, or from an alert that stands."""
    act = OpenIncident(
        actor=actor.name,
        role=actor.role,
        request_id=body.request_id,
        vessel=body.vessel,
        sos_kind=body.kind,
        priority=body.priority,
        note=body.note,
        caller=body.caller,
        persons=body.persons,
        lon=body.lon,
        lat=body.lat,
        alert=body.alert,
    )
    answered = await carried_out(served_by(request), act)
    if not isinstance(answered.fact, IncidentOpened):
        raise ProblemError(409, USED, code="request-id-used")
    return json_answer({"seq": answered.seq, "incident": answered.fact.incident}, 201)


@router.get("/permits")
async def permits(request: Request, _actor: Annotated[Actor, Depends(Asks("see"))]) -> Response:
    """The permits that stand or are still to begin."""
    world = await settled_world(served_by(request))
    standing: list[dict[str, Any]] = [msgspec.to_builtins(p) for p in world.permits.standing.values()]
    return json_answer({"permits": standing})


@router.post("/permits")
async def grant_permit(
    request: Request, body: PermitAsked, actor: Annotated[Actor, Depends(Asks("grant-permit"))]
) -> Response:
    """Let boats do for a time what a rule would flag."""
    act = GrantPermit(
        actor=actor.name,
        role=actor.role,
        request_id=body.request_id,
        vessels=tuple(body.vessels),
        permit_kind=body.permit_kind,
        from_ms=body.from_ms,
        to_ms=body.to_ms,
        note=body.note,
        zone=body.zone,
    )
    answered = await carried_out(served_by(request), act)
    if not isinstance(answered.fact, PermitGranted):
        raise ProblemError(409, USED, code="request-id-used")
    return json_answer({"seq": answered.seq, "permit": answered.fact.permit}, 201)
