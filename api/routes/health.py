"""How the twin itself is: open to all, without a secret; and its metrics, on this machine only."""

import ipaddress
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from api.identity import Actor
from api.keeper import JournalAwayError
from api.problems import ProblemError
from api.routes.answering import json_answer
from api.served import Asks, Served, served_by
from api.showing import SILENT_S, clock_shown
from api.store import queries
from twin import picture
from twin.wire import Words

router = APIRouter(tags=["health"])
_ELSEWHERE = Words("只能在本机查看。", "Only shown on the machine itself.")


@router.get("/api/health")
async def health(request: Request) -> Response:
    """The state of each door and feed, since when, and the hash of the port folder."""
    served = served_by(request)
    doors = [
        {"door": one.name, "state": "up" if one.up else "down", "since_ms": one.since_ms, "why": one.why}
        for one in served.doors()
    ]
    trouble = served.books.writer.trouble
    silent_s = served.clock.mono_s() - served.keeper.beat_s
    good = trouble is None and silent_s <= SILENT_S and all(door["state"] == "up" for door in doors)
    answer: dict[str, Any] = {
        "status": "up" if good else "degraded",
        "realm": served.realm,
        "port": served.port.id,
        "port_hash": served.port.hash,
        "epoch": served.books.header.epoch,
        "now_ms": served.keeper.live_ms,
        **clock_shown(served.clock.state()),
        "seq": served.keeper.last_seq,
        "doors": doors,
        "journal": {"state": "up" if trouble is None else "down", "why": trouble or ""},
        "keeper": {"state": "up" if silent_s <= SILENT_S else "down", "silent_ms": round(silent_s * 1000)},
        "replay": _replay(served),
        "screens": len(served.feed),
    }
    try:
        world = await served.keeper.world()
        answer |= {"feeds": picture.feeds(world), "counters": dict(world.counters)}
    except JournalAwayError:
        answer |= {"feeds": [], "counters": {}}
    answer["quarantine"] = await served.books.reader.ask(queries.quarantine_counts)
    answer["losses"] = dict(served.counts())
    return json_answer(answer, 200 if good else 503)


def _replay(served: Served) -> dict[str, Any]:
    restored = served.keeper.restored
    return {
        "replayed": restored.replayed,
        "differing": restored.differing,
        "snapshots_passed_over": served.books.snapshots.passed_over,
    }


@router.get("/metrics", include_in_schema=False)
async def metrics(request: Request) -> Response:
    """Everything counted, for Prometheus."""
    client = request.client
    if client is None or not ipaddress.ip_address(client.host).is_loopback:
        raise ProblemError(403, _ELSEWHERE)
    served = served_by(request)
    gauge = served.inside.metrics.gauges
    for name, value in served.counts().items():
        gauge.labels(name).set(value)
    gauge.labels("screens").set(len(served.feed))
    gauge.labels("journal-retries").set(served.books.writer.retries)
    gauge.labels("seq").set(served.keeper.last_seq)
    return Response(served.inside.metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")


@router.get("/api/openapi.json", include_in_schema=False)
async def openapi(request: Request, _actor: Annotated[Actor, Depends(Asks("see"))]) -> Response:
    """What this door serves, as OpenAPI."""
    return json_answer(request.app.openapi())
