"""Orders: a recall, the state of the port, an organised move; given, listed and ended."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi import Path as InPath
from starlette.requests import Request
from starlette.responses import Response

from api.identity import Actor, authorize
from api.problems import ProblemError
from api.routes.answering import USED, carried_out, json_answer, settled_world
from api.routes.bodies import Id, OrderAsked, OrderEndAsked
from api.served import Asks, served_by
from twin import orders as book
from twin.acts import EndOrder, GiveOrder
from twin.facts import OrderEnded, OrderGiven

router = APIRouter(prefix="/api", tags=["orders"])


@router.get("/orders")
async def orders(request: Request, _actor: Annotated[Actor, Depends(Asks("see"))]) -> Response:
    """The state of the port, and the orders that stand: who still waits to be told, who cannot be."""
    world = await settled_world(served_by(request))
    standing = book.as_json(world.orders, world.now_ms)
    return json_answer({"port_state": world.orders.port_state, "orders": standing})


@router.post("/orders")
async def give_order(
    request: Request, body: OrderAsked, actor: Annotated[Actor, Depends(Asks("give-order"))]
) -> Response:
    """Recall boats, change the state of the port, or move boats to another anchorage."""
    authorize(actor, f"order-{body.order_kind}")
    act = GiveOrder(
        actor=actor.name,
        role=actor.role,
        request_id=body.request_id,
        order_kind=body.order_kind,
        to_ms=body.to_ms,
        note=body.note,
        vessels=tuple(body.vessels),
        state=body.state,
        zone=body.zone,
    )
    answered = await carried_out(served_by(request), act)
    if not isinstance(answered.fact, OrderGiven):
        raise ProblemError(409, USED, code="request-id-used")
    return json_answer({"seq": answered.seq, "order": answered.fact.order}, 201)


@router.post("/orders/{order}/end")
async def end_order(
    request: Request,
    order: Annotated[Id, InPath()],
    body: OrderEndAsked,
    actor: Annotated[Actor, Depends(Asks("give-order"))],
) -> Response:
    """End an order that stands; who may give its kind may end it."""
    authorize(actor, f"order-{body.order_kind}")
    act = EndOrder(
        actor=actor.name,
        role=actor.role,
        request_id=body.request_id,
        order=order,
        order_kind=body.order_kind,
        note=body.note,
    )
    answered = await carried_out(served_by(request), act)
    if not isinstance(answered.fact, OrderEnded) or answered.fact.order != order:
        raise ProblemError(409, USED, code="request-id-used")
    return json_answer({"seq": answered.seq, "order": order})
