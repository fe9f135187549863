"""How good the alarms are, measured."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from api.identity import Actor
from api.problems import ProblemError
from api.routes.answering import json_answer
from api.routes.bodies import Millis
from api.served import Asks, served_by
from api.store import alarm_facts
from geo.units import MS_PER_HOUR
from twin.quality_report import lives_json, report
from twin.wire import Words

router = APIRouter(prefix="/api", tags=["quality"])
LONGEST_MS = 31 * 24 * MS_PER_HOUR
"""The longest time one question may be about: a month of a port is read in seconds (ours)."""
_BAD_SPAN = Words(
    "结束时间须晚于开始时间，且最长31天。请改正后再查。",
    "`to_ms` must be after `from_ms`, and at most 31 days. Correct them and ask again.",
)


@router.get("/quality")
async def quality(
    request: Request,
    _actor: Annotated[Actor, Depends(Asks("see"))],
    from_ms: Annotated[Millis, Query()],
    to_ms: Annotated[Millis, Query()],
    alerts: Annotated[int, Query(ge=0, le=1000)] = 0,
) -> Response:
    """Alarms per operator-hour, mix and labels, by rule and watch; the newest `alerts` with their labels."""
    if not from_ms < to_ms <= from_ms + LONGEST_MS:
        raise ProblemError(422, _BAD_SPAN, code="invalid")
    served = served_by(request)
    read = partial(alarm_facts.read_record, from_ms=from_ms, to_ms=to_ms)
    record = await served.books.reader.ask(read)
    figures = report(record, from_ms, to_ms, served.port.utc_offset_h)
    return json_answer(figures | {"alerts": lives_json(record, from_ms, to_ms, alerts)})
