"""The shore: stations, people, berths, and what was refused at the door."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from api.identity import Actor
from api.routes.answering import json_answer, settled_world
from api.routes.bodies import Millis
from api.served import Asks, served_by
from api.store import queries
from twin import picture

router = APIRouter(prefix="/api", tags=["shore"])
Limit = Annotated[int, Query(ge=1, le=queries.PAGE)]


@router.get("/stations")
async def stations(request: Request, _actor: Annotated[Actor, Depends(Asks("see"))]) -> Response:
    """Every station and the newest value of each of its quantities."""
    served = served_by(request)
    world = await settled_world(served)
    return json_answer({"stations": served.port.stations, "readings": picture.readings(world)})


@router.get("/people")
async def people(request: Request, _actor: Annotated[Actor, Depends(Asks("see"))]) -> Response:
    """The ledger of people, balanced, and where each of them was last said to be."""
    served = served_by(request)
    world = await settled_world(served)
    names = {record.id: record for record in served.port.people}
    persons = [
        {
            "person": id_,
            "name": names[id_].name if id_ in names else None,
            "role": names[id_].role if id_ in names else None,
            "state": person.state,
            "vessel": person.vessel,
            "said_ms": person.said_ms,
            "registered": person.registered,
        }
        for id_, person in list(world.people.persons.items())[: queries.PAGE * 5]
    ]
    return json_answer({**picture.ledger(world), "persons": persons})


@router.get("/berths")
async def berths(request: Request, _actor: Annotated[Actor, Depends(Asks("see"))]) -> Response:
    """Every berth and who lies there."""
    world = await settled_world(served_by(request))
    return json_answer({"berths": picture.snapshot(world)["berths"]})


@router.get("/quarantine")
async def quarantine(
    request: Request,
    _actor: Annotated[Actor, Depends(Asks("see-quarantine"))],
    limit: Limit = 100,
    before: Annotated[Millis | None, Query()] = None,
) -> Response:
    """The newest refused letters, and how many were refused for each reason."""
    page = partial(queries.quarantine, limit=limit, before_id=before)
    return json_answer(await served_by(request).books.reader.ask(page))


@router.get("/audit")
async def audit(
    request: Request,
    _actor: Annotated[Actor, Depends(Asks("see-audit"))],
    limit: Limit = 100,
    before: Annotated[Millis | None, Query()] = None,
) -> Response:
    """The newest rows of the audit chain."""
    page = partial(queries.audit_page, limit=limit, before_n=before)
    return json_answer({"rows": await served_by(request).books.reader.ask(page)})
