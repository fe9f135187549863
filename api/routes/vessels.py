"""Vessels and where they have been."""

from functools import partial
from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Depends, Query
from fastapi import Path as InPath
from starlette.requests import Request
from starlette.responses import Response

from api.identity import Actor, authorize, may
from api.problems import ProblemError
from api.routes.answering import json_answer, not_found, settled_world
from api.routes.bodies import Id, Millis
from api.served import Asks, Served, boat, served_by
from api.store.tracks import MAX_POINTS, Fixes, read_track
from twin import card
from twin.facts import VesselKnown
from twin.wire import Words

router = APIRouter(prefix="/api/vessels", tags=["vessels"])
LONGEST_TRACK_MS = 7 * 24 * 3_600_000
_UNKNOWN = Words("没有这艘船。", "No vessel of that id is known.")
_TOO_LONG = Words("航迹查询最长 7 天。", "A track is asked for at most 7 days, from before to.")


@router.get("")
async def vessels(request: Request, actor: Annotated[Actor, Depends(Asks("see-boat"))]) -> Response:
    """Every vessel the asker may see."""
    world = await settled_world(served_by(request))
    seen = [k for k in world.fleet.known if may(actor, "see-boat", boat(k.vessel, k.township))]
    return json_answer({"vessels": seen})


@router.get("/{vessel}")
async def vessel(
    request: Request, vessel: Annotated[Id, InPath()], actor: Annotated[Actor, Depends(Asks("see-boat"))]
) -> Response:
    """All that is known of one vessel."""
    served = served_by(request)
    await _seen(served, vessel, actor)
    return json_answer(card.vessel(await settled_world(served), vessel))


@router.get("/{vessel}/track")
async def track(
    request: Request,
    vessel: Annotated[Id, InPath()],
    actor: Annotated[Actor, Depends(Asks("see-boat"))],
    from_ms: Annotated[Millis, Query()],
    to_ms: Annotated[Millis, Query()],
) -> Response:
    """Where a vessel has been between two instants, oldest first; the newest points if there are too many."""
    if not 0 <= to_ms - from_ms <= LONGEST_TRACK_MS:
        raise ProblemError(422, _TOO_LONG, code="invalid")
    served = served_by(request)
    known = await _seen(served, vessel, actor)
    fixes = served.books.tracks.unwritten(known.number, from_ms, to_ms)
    written = await served.books.reader.ask(
        partial(read_track, number=known.number, from_ms=from_ms, to_ms=to_ms)
    )
    return json_answer(_columns(vessel, np.concatenate([written, fixes])))


async def _seen(served: Served, vessel: str, actor: Actor) -> VesselKnown:
    """Return a vessel the asker may see.

    Raises:
        ProblemError: nobody knows it.
        ForbiddenError: it is not theirs to see.
    """
    world = await settled_world(served)
    row = world.fleet.row_of.get(vessel)
    if row is None:
        authorize(actor, "see-boat", boat(vessel, None))  # who may not see a boat learns not if there is one
        raise not_found(_UNKNOWN)
    known = world.fleet.known[row]
    authorize(actor, "see-boat", boat(known.vessel, known.township))
    return known


def _columns(vessel: str, fixes: Fixes) -> dict[str, Any]:
    fixes = np.unique(fixes)  # a chunk written between the two readings holds what memory held
    fixes = fixes[np.argsort(fixes["t_ms"], kind="stable")]
    truncated = len(fixes) > MAX_POINTS
    fixes = fixes[-MAX_POINTS:]
    return {
        "vessel": vessel,
        "t_ms": fixes["t_ms"].tolist(),
        "lon": np.round(fixes["lon"], 6).tolist(),
        "lat": np.round(fixes["lat"], 6).tolist(),
        "sog_kn": [None if np.isnan(sog) else round(float(sog), 1) for sog in fixes["sog_kn"]],
        **({"truncated": True} if truncated else {}),
    }
