"""How every route answers: JSON written by msgspec, problems as `api.problems`, acts through the keeper."""

from typing import Any

import msgspec
from starlette.responses import Response

from api.keeper import Answered, JournalAwayError
from api.problems import ProblemError
from api.served import Served
from twin import picture
from twin.acts import AnyAct, WorkIncident
from twin.engine import World
from twin.facts import AnyFact, IncidentActed, Refused
from twin.wire import Words

AWAY = Words(
    "系统暂时无法记录，操作未确认，请稍后重试。",
    "Nothing can be recorded just now, so this is not confirmed. Try again.",
)
USED = Words("这个请求编号已用于别的操作。", "This request_id was used for something else.")
_STATUS = {"stale": 409, "conflict": 409, "forbidden": 403, "invalid": 422, "unknown": 404}


def json_answer(content: Any, status: int = 200) -> Response:
    """Return an answer with this content as JSON."""
    return Response(msgspec.json.encode(content), status, media_type="application/json")


def not_found(words: Words) -> ProblemError:
    """Return the problem that there is no such thing."""
    return ProblemError(404, words, code="unknown")


async def settled_world(served: Served) -> World:
    """Return the world as everyone may know it; do not await before using it.

    Raises:
        ProblemError: the journal is away (503).
    """
    try:
        return await served.keeper.world()
    except JournalAwayError:
        raise ProblemError(503, AWAY, code="journal-away", headers={"Retry-After": "2"}) from None


async def carried_out(served: Served, act: AnyAct) -> Answered:
    """Return what became of an act.

    Raises:
        ProblemError: it was refused, with the sentence why and how the incident stands now; or its
            request_id was used before by another person or for another thing; or the journal is away.
    """
    try:
        answered = await served.keeper.act(act)
    except JournalAwayError:
        raise ProblemError(503, AWAY, code="journal-away", headers={"Retry-After": "2"}) from None
    fact = answered.fact
    if not _answers(fact, act):
        raise ProblemError(409, USED, code="request-id-used")
    if not isinstance(fact, Refused):
        return answered
    more: dict[str, Any] = {}
    if fact.incident is not None:
        current = picture.incident(await settled_world(served), fact.incident)
        more = {"current": current} if current is not None else {}
    raise ProblemError(_STATUS[fact.code], fact.words, code=fact.code, more=more)


def _answers(fact: AnyFact, act: AnyAct) -> bool:
    """Return whether a fact can be the answer to an act, and not to an earlier one of the same request_id."""
    if getattr(fact, "actor", None) != act.actor:
        return False
    if isinstance(act, WorkIncident):
        told = (fact.verb, fact.incident) if isinstance(fact, IncidentActed | Refused) else None
        return told == (act.verb, act.incident)
    return True
