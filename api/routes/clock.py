"""The realm's clock: how it runs, and the door by which a drill director turns it."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from api.answers import ClockSeen
from api.doors import ClockState
from api.identity import Actor
from api.problems import ProblemError
from api.routes.answering import USED, carried_out, json_answer
from api.routes.bodies import ClockAsked, WatchAsked
from api.served import Asks, Served, served_by
from api.store import queries
from twin.acts import KeepWatch, TurnClock
from twin.facts import ClockTurned
from twin.wire import Words, simulated

router = APIRouter(prefix="/api", tags=["clock"])


@router.get("/clock")
async def clock(request: Request, _actor: Annotated[Actor, Depends(Asks("see"))]) -> Response:
    """The realm's instant, how its clock runs, what slows it down, and who turned it last."""
    return json_answer(await _seen(served_by(request)))


@router.post("/clock")
async def turn_clock(
    request: Request, body: ClockAsked, actor: Annotated[Actor, Depends(Asks("turn-clock"))]
) -> Response:
    """Pause the realm, go on, change its rate, or let it run ahead; a fact with name and time."""
    served = served_by(request)
    state = served.clock.state()
    rate = _rate(body, state)
    act = TurnClock(
        actor=actor.name,
        role=actor.role,
        request_id=body.request_id,
        rate=rate,
        resume=rate or state.resume,
        until_ms=body.until_ms,
    )
    answered = await carried_out(served, act)
    if not isinstance(answered.fact, ClockTurned):
        raise ProblemError(409, USED, code="request-id-used")
    return json_answer({"seq": answered.seq, "turned": answered.fact})


@router.post("/watch")
async def keep_watch(
    request: Request, body: WatchAsked, actor: Annotated[Actor, Depends(Asks("keep-watch"))]
) -> Response:
    """Stand the watch at a console: a page on watch says when it is touched, at most once a minute."""
    served = served_by(request)
    act = KeepWatch(
        actor=actor.name,
        role=actor.role,
        request_id=body.request_id,
        leaves=body.leaves,
        rate=served.clock.state().asked,
    )
    answered = await carried_out(served, act)
    return json_answer({"seq": answered.seq})


def _rate(body: ClockAsked, state: ClockState) -> float:
    """Return the rate from now on: what is asked, or what it is and was where none is."""
    if body.rate is not None:
        return body.rate
    if body.pause is None:
        return state.asked
    return 0.0 if body.pause else state.resume


async def _seen(served: Served) -> ClockSeen:
    state = served.clock.state()
    return ClockSeen(
        realm=served.realm,
        now_ms=served.keeper.live_ms,
        clock=state,
        turnable=simulated(served.realm),
        words=_late_words(state) if state.late else None,
        turned=await served.books.reader.ask(queries.last_turn),
    )


def _late_words(state: ClockState) -> Words:
    asked, running = f"{state.asked:g}", f"{state.running:g}"
    return Words(
        f"要求 ×{asked}，实际 ×{running}：模拟器跟不上，时钟已放慢。",
        f"asked x{asked}, running x{running}: the simulator cannot keep up, so the clock was slowed down.",
    )
