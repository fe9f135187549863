"""Orders on their way to boats: paced, because a BeiDou card carries one message in a minute."""

import numpy as np

from geo.units import MS_PER_SECOND
from twin import calls
from twin.columns import NEVER
from twin.facts import OrderGiven
from twin.fleet import Fleet
from twin.response import callable_terminal, take
from twin.world import Outgoing, Step, World

CARD_MS = 60_000
"""A civil BeiDou card sends, and is sent, one message in 60 s (domain.md §3.3)."""
CALLS_A_SECOND = 50
"""Orders that leave in one second of the realm, ours: 2,500 boats are told within a minute, and neither the
broker nor the journal takes them all in one step."""
REPLY_MS = 600_000
"""Time to answer an order; a boat that obeys without a word answers by what it does (domain.md §3.3)."""
AGAIN_MS = 10_000
"""How often it is looked whether a boat that could not be told is heard by now; ours."""
CARDS_KEPT = 20_000


def at_sea(fleet: Fleet) -> list[str]:
    """Return the ids of the boats that a recall of everyone is for: registered, not fast, seen at sea."""
    vessels = fleet.vessels
    rows = np.flatnonzero(vessels["at_sea"] & (vessels["fix_ms"] != NEVER) & ~vessels["fast"])
    return [fleet.known[row].vessel for row in rows.tolist() if fleet.known[row].registered]


def send(world: World, step: Step) -> None:
    """Send orders to boats that wait for them, oldest order first, as fast as the channels carry them.

    A boat without a terminal that can be told is listed as unreached, and counted, until one of its terminals
    is heard; one whose card is busy keeps its place in the queue.
    """
    book = world.orders
    if step.now_ms % AGAIN_MS < MS_PER_SECOND:
        _try_again(world)
    room = CALLS_A_SECOND
    for order in [one for one in book.standing.values() if book.waiting.get(one.order)]:
        waiting = book.waiting[order.order]
        for vessel in list(waiting):
            if room <= 0:
                return
            room -= _call(world, step, order, vessel)
        if not waiting:
            del book.waiting[order.order]
    while len(book.carried_ms) > CARDS_KEPT:
        del book.carried_ms[next(iter(book.carried_ms))]


def _try_again(world: World) -> None:
    """Let those boats wait to be told again that could not be, and can be now."""
    book = world.orders
    for order, unreached in list(book.unreached.items()):
        heard = [vessel for vessel in unreached if callable_terminal(world, vessel) is not None]
        if heard:
            book.unreached[order] = [vessel for vessel in unreached if vessel not in heard]
            waiting = book.waiting.setdefault(order, [])
            waiting += [vessel for vessel in heard if vessel not in waiting]


def _call(world: World, step: Step, order: OrderGiven, vessel: str) -> bool:
    """Return whether a call to the boat left now."""
    terminal, book = callable_terminal(world, vessel), world.orders
    if terminal is None:
        book.waiting[order.order].remove(vessel)
        book.unreached.setdefault(order.order, []).append(vessel)
        world.count("order-unreached")
        return False
    if step.now_ms - book.carried_ms.get(terminal, -CARD_MS) < CARD_MS:
        return False
    sent = calls.send(
        world.calls, vessel, terminal, "order", order.words, step.now_ms, REPLY_MS, order=order.order
    )
    take(world, step, sent)
    step.letters.append(Outgoing(*calls.letter_of(sent)))
    return True
