"""Orders: a recall, the state of the port, an organised move (domain.md §1.3 "States", §2.3.12).

An order is a fact that every rule may read. It is sent to its boats one call after the other, because the
channels are narrow: who still waits to be told is part of the book, and is shown.
"""

import datetime as dt
from collections.abc import Container, Sequence
from typing import Any, NamedTuple

import msgspec

from geo.units import MS_PER_HOUR
from twin.acts import EndOrder, GiveOrder
from twin.facts import AlertRaised, CallAnswered, CallSent, Fact, OrderEnded, OrderGiven, Refused
from twin.permits import KEPT_MS
from twin.port import Port
from twin.wire import Words

LONGEST_MS = 7 * 24 * MS_PER_HOUR
"""An order is for one storm, one move; seven days is ours. A typhoon's recall takes a day or two [S2]."""
MOST_VESSELS = 20_000
MOST_STANDING = 100
"""Bounds, ours: as many boats as a port can hold, and as many orders as anyone can keep in mind."""
STATE_WORDS = {
    "open": Words("开放", "open"),
    "restricted": Words("限制通行", "restricted"),
    "in-only": Words("只进不出", "in only"),
    "closed": Words("封港", "closed"),
    "shelter": Words("避风", "shelter"),
}
EVACUATED = ("closed", "shelter")
"""States of the port in which nobody has business at the water's edge (domain.md §2.3.8)."""
RECALL_FAILING = "recall-failing"
"""The rule whose alert has a boat told again, in its turn: no flood of calls follows a flood of alerts."""
REPLACED, TIME_OVER = "replaced", "time-over"
"""Why an order ended, where no person ended it."""

NEEDS_VESSELS = Words(
    "没有收到命令的渔船。请选择渔船，或确认有船在海。",
    "Nobody would be told. Choose boats, or look whether any is at sea.",
)
TOO_MANY_VESSELS = Words(
    "一次命令最多20000艘船。请分批下达。", "An order is for at most 20,000 vessels. Divide it."
)
IN_THE_PAST = Words("期限须在将来。请改为将来的时间。", "The time must be in the future. Choose a later one.")
TOO_LONG = Words(
    "命令最长7天。请缩短期限，期满可再下。", "An order lasts at most 7 days. Give it again then."
)
NEEDS_REASON = Words("请写明下令理由。", "Write the reason for the order.")
NEEDS_STATE = Words(
    "港口状态命令须写明状态，其他命令不得写。", "A port state needs the state; other orders have none."
)
NEEDS_ZONE = Words(
    "移泊命令须写明本港的目的水域，其他命令不得写。",
    "A move needs the zone of this port to go to; other orders have none.",
)
TOO_MANY_STANDING = Words(
    "有效命令已达100项。请先结束不再需要的命令。", "A hundred orders stand. End those that are over first."
)


class Orders(msgspec.Struct):
    """Orders that stand, and who still has to be told.

    Attributes:
        standing: order id -> what was ordered, oldest first.
        next_number: of the next order, `O-{n}`.
        waiting: order id -> boats not called yet, in the order in which they will be.
        unreached: order id -> boats that no terminal can tell: by voice, or by somebody who goes there.
        carried_ms: BeiDou card -> when it last carried a message, UTC ms.
        answered: boat -> its newest answer to any call while a recall stands.
        moved: order id -> a move that is over, `to_ms` when it ended; kept for a day, for rules that judge
            what was done under it.
    """

    standing: dict[str, OrderGiven] = msgspec.field(default_factory=dict)
    next_number: int = 1
    waiting: dict[str, list[str]] = msgspec.field(default_factory=dict)
    unreached: dict[str, list[str]] = msgspec.field(default_factory=dict)
    carried_ms: dict[str, int] = msgspec.field(default_factory=dict)
    answered: dict[str, str] = msgspec.field(default_factory=dict)
    moved: dict[str, OrderGiven] = msgspec.field(default_factory=dict)

    @property
    def port_state(self) -> str:
        """The state of the port: `open` while nothing else is ordered."""
        states = [one.state for one in self.standing.values() if one.order_kind == "port-state"]
        return (states[-1] if states else None) or "open"

    @property
    def recalls(self) -> list[OrderGiven]:
        """The recalls that stand, the earliest deadline first."""
        found = [one for one in self.standing.values() if one.order_kind == "recall"]
        return sorted(found, key=lambda one: one.to_ms)


class Boats(NamedTuple):
    """Whom orders may name: ids of all vessels, those at sea, and the zones of the port."""

    known: Container[str]
    at_sea: Sequence[str]
    zones: Container[str]


def give(orders: Orders, act: GiveOrder, now_ms: int, boats: Boats, port: Port) -> OrderGiven | Refused:
    """Return the order as given, each boat once, or why it cannot be.

    Args:
        orders: what stands.
        act: the command, from a person whose role may give it.
        now_ms: the step's instant.
        boats: whom it may name; a recall that names nobody is for all at sea, now and later.
        port: whose name and local time the order is told in.
    """
    everyone = act.order_kind == "recall" and not act.vessels
    vessels = tuple(boats.at_sea) if everyone else tuple(dict.fromkeys(act.vessels))
    fault = _fault(orders, act, vessels, now_ms, boats)
    if fault is not None:
        return _refused(act, now_ms, "invalid", fault)
    return OrderGiven(
        t_ms=now_ms,
        order=f"O-{orders.next_number}",
        order_kind=act.order_kind,
        to_ms=act.to_ms,
        actor=act.actor,
        role=act.role,
        note=act.note,
        words=_told(act, port),
        vessels=vessels,
        everyone=everyone,
        state=act.state,
        zone=act.zone,
    )


def _fault(
    orders: Orders, act: GiveOrder, vessels: tuple[str, ...], now_ms: int, boats: Boats
) -> Words | None:
    strangers = [vessel for vessel in act.vessels if vessel not in boats.known]
    is_state = act.order_kind == "port-state"
    standing = sum(one.order_kind != "port-state" for one in orders.standing.values())
    faults = (
        (not is_state and not vessels and act.order_kind != "recall", NEEDS_VESSELS),
        (is_state != (act.state is not None) or (is_state and bool(vessels)), NEEDS_STATE),
        ((act.order_kind == "move") != (act.zone in boats.zones and act.zone is not None), NEEDS_ZONE),
        (act.order_kind != "move" and act.zone is not None, NEEDS_ZONE),
        (len(vessels) > MOST_VESSELS, TOO_MANY_VESSELS),
        (bool(strangers), _unknown(strangers)),
        (act.to_ms <= now_ms, IN_THE_PAST),
        (act.to_ms - now_ms > LONGEST_MS, TOO_LONG),
        (not act.note.strip(), NEEDS_REASON),
        (not is_state and standing >= MOST_STANDING, TOO_MANY_STANDING),
    )
    return next((words for holds, words in faults if holds), None)


def _unknown(vessels: list[str]) -> Words:
    some = "、".join(vessels[:5]), ", ".join(vessels[:5])
    return Words(
        f"没有这些渔船：{some[0]}（共{len(vessels)}艘）。请核对船号。",
        f"No such vessels: {some[1]} ({len(vessels)} in all). Check their ids.",
    )


def _told(act: GiveOrder, port: Port) -> Words:
    """Return the order as boats and screens read it, its time on the port's own clock."""
    zone = dt.timezone(dt.timedelta(hours=port.utc_offset_h))
    by = dt.datetime.fromtimestamp(act.to_ms / 1000, zone)
    when = f"{by.month}月{by.day}日{by:%H:%M}", f"{by:%d %b %H:%M} port time"
    if act.order_kind == "recall":
        return Words(
            f"{port.name.zh}命令：请于{when[0]}前进入港口或核准的避风水域，收到请回复",
            f"{port.name.en} orders: be in port or in an approved shelter by {when[1]}; answer this",
        )
    if act.order_kind == "move":
        return Words(
            f"{port.name.zh}命令：请于{when[0]}前移泊至 {act.zone}，收到请回复",
            f"{port.name.en} orders: move to {act.zone} by {when[1]}; answer this",
        )
    state = STATE_WORDS[act.state or "open"]
    return Words(
        f"{port.name.zh} 港口状态：{state.zh}，至{when[0]}", f"{port.name.en}: {state.en} until {when[1]}"
    )


def replaced(orders: Orders, given: OrderGiven) -> list[OrderEnded]:
    """Return the port states that end because the port now has another."""
    if given.order_kind != "port-state":
        return []
    return [
        OrderEnded(
            t_ms=given.t_ms,
            order=one.order,
            order_kind=one.order_kind,
            why=REPLACED,
            actor=given.actor,
            role=given.role,
        )
        for one in orders.standing.values()
        if one.order_kind == "port-state"
    ]


def end(orders: Orders, act: EndOrder, now_ms: int) -> OrderEnded | Refused:
    """Return that an order stands no more, or why it cannot be ended."""
    standing = orders.standing.get(act.order)
    if standing is None or standing.order_kind != act.order_kind:
        words = Words("没有这项有效命令，请刷新列表。", "No such order stands: look at the list again.")
        return _refused(act, now_ms, "unknown", words)
    if not act.note.strip():
        return _refused(act, now_ms, "invalid", NEEDS_REASON)
    return OrderEnded(
        t_ms=now_ms,
        order=act.order,
        order_kind=act.order_kind,
        why=act.note,
        actor=act.actor,
        role=act.role,
    )


def _refused(act: GiveOrder | EndOrder, now_ms: int, code: str, words: Words) -> Refused:
    return Refused(
        t_ms=now_ms,
        request_id=act.request_id,
        actor=act.actor,
        verb="order",
        code=code,  # type: ignore[arg-type]  # the callers above give words of the list
        words=words,
    )


def expired(orders: Orders, now_ms: int) -> list[OrderEnded]:
    """Return the port states and moves whose time is over; a recall stands until a person ends it."""
    return [
        OrderEnded(t_ms=now_ms, order=one.order, order_kind=one.order_kind, why=TIME_OVER)
        for one in orders.standing.values()
        if one.order_kind != "recall" and one.to_ms <= now_ms
    ]


def as_json(orders: Orders, now_ms: int) -> list[dict[str, Any]]:
    """Return the orders that stand, oldest first: how many boats wait to be told, how many cannot be."""
    return [
        msgspec.to_builtins(one)
        | {
            "waiting": len(orders.waiting.get(one.order, ())),
            "unreached": orders.unreached.get(one.order, []),
            "overdue": one.to_ms <= now_ms,
        }
        for one in orders.standing.values()
    ]


def fold(orders: Orders, fact: Fact) -> None:
    """Bring the orders up to a fact; facts that do not concern them change nothing."""
    match fact:
        case OrderGiven():
            orders.standing[fact.order] = fact
            orders.next_number += 1
            if fact.vessels:
                orders.waiting[fact.order] = list(fact.vessels)
        case OrderEnded():
            _keep_move(orders, fact)
            for book in (orders.standing, orders.waiting, orders.unreached):
                book.pop(fact.order, None)
            if not orders.recalls:
                orders.answered.clear()
        case CallAnswered() if orders.recalls:
            orders.answered[fact.vessel] = fact.answer
        case AlertRaised() if fact.rule == RECALL_FAILING:
            _remind(orders, fact.subject.id)
        case CallSent():
            if fact.terminal.startswith("beidou:"):
                orders.carried_ms.pop(fact.terminal, None)
                orders.carried_ms[fact.terminal] = fact.t_ms
            waiting = orders.waiting.get(fact.order or "", [])
            if fact.vessel in waiting:
                waiting.remove(fact.vessel)


def _keep_move(orders: Orders, ended: OrderEnded) -> None:
    """Remember a move that is over, and forget those of which nobody will ask any more."""
    orders.moved = {name: one for name, one in orders.moved.items() if ended.t_ms - one.to_ms < KEPT_MS}
    one = orders.standing.get(ended.order)
    if one is not None and one.order_kind == "move":
        orders.moved[ended.order] = msgspec.structs.replace(one, to_ms=min(one.to_ms, ended.t_ms))


def _remind(orders: Orders, vessel: str) -> None:
    """Put a boat that does not obey back among those to be told, once, in its turn."""
    meant = [one for one in orders.recalls if one.everyone or vessel in one.vessels]
    waiting = orders.waiting.setdefault(meant[0].order, []) if meant else [vessel]
    if vessel not in waiting:
        waiting.append(vessel)
