"""Who may do what: the one function that HTTP, the feed and every act ask (contract.md §3)."""

import msgspec

from twin.acts import ROLES, VERBS, Role
from twin.wire import Words


class Actor(msgspec.Struct, frozen=True):
    """Someone signed in; `vessels` and `township` bound what a skipper or township may see."""

    name: str
    role: Role
    vessels: frozenset[str] = frozenset()
    township: str = ""


class Thing(msgspec.Struct, frozen=True):
    """What an action is about, as far as rights depend on it: a boat, or an incident's priority."""

    vessel: str = ""
    township: str = ""
    priority: int | None = None


class ForbiddenError(Exception):
    """The actor may not do this; `words` says so in both languages."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


_WATCH = frozenset({"officer", "dispatcher", "leader"})
_SEERS = frozenset(ROLES) - {"skipper", "township"}
_OFFICER = frozenset({"acknowledge", "verify", "confirm", "call", "note", "false-alarm", "split"})
_DISPATCHER = _OFFICER | {"dispatch", "assign", "control", "resolve", "merge", "transfer"}
LOOP_RIGHTS: dict[str, frozenset[str]] = {
    "officer": _OFFICER,
    "dispatcher": _DISPATCHER,
    "patrol": frozenset({"arrive", "control", "note"}),
    "leader": frozenset(VERBS),
}
"""The verbs of the loop each role may use; an officer calls a false alarm only of P3 and P4."""
RIGHTS: dict[str, frozenset[str]] = {
    "see": _SEERS,
    "see-self": frozenset(ROLES),
    "see-chart": frozenset(ROLES),
    "see-boat": frozenset(ROLES),
    "see-quarantine": _WATCH | {"admin"},
    "see-audit": frozenset({"leader", "admin"}),
    "work-incident": frozenset(LOOP_RIGHTS),
    "open-incident": _WATCH | {"patrol"},
    "grant-permit": frozenset({"leader"}),
    "shelve-alarm": _WATCH | {"admin"},
    "take-out-of-service": frozenset({"leader", "admin"}),
    "give-order": frozenset({"dispatcher", "leader"}),
    "order-recall": frozenset({"leader"}),
    "order-port-state": frozenset({"leader"}),
    "order-move": frozenset({"dispatcher", "leader"}),
    "keep-watch": _WATCH,
    "put-zone": frozenset({"admin"}),
    "turn-clock": frozenset({"director", "admin"}),
    "see-accounts": frozenset({"admin"}),
    "add-account": frozenset({"admin"}),
    "change-account": frozenset({"admin"}),
    "add-device": frozenset({"admin"}),
}
"""Everything else a role may do, by action."""
OFFICER_FALSE_ALARM = 3
"""The gravest priority an officer may call a false alarm."""


def authorize(actor: Actor, verb: str, thing: Thing | None = None) -> None:
    """Return if the actor may do this to this thing.

    Args:
        actor: who asks.
        verb: a verb of the loop, or a key of `RIGHTS`.
        thing: what it is about, where that matters.

    Raises:
        ForbiddenError: they may not, or nobody knows such a verb.
    """
    if verb in VERBS:
        _authorize_loop(actor, verb, thing)
    elif actor.role not in RIGHTS.get(verb, frozenset()):
        raise _forbidden(actor, verb)
    if verb == "see-boat" and actor.role not in _SEERS and not _owns(actor, thing):
        raise ForbiddenError(Words("只能查看自己的渔船。", "You may see only your own boats."))


def may(actor: Actor, verb: str, thing: Thing | None = None) -> bool:
    """Return whether `authorize` would let the actor do this."""
    try:
        authorize(actor, verb, thing)
    except ForbiddenError:
        return False
    return True


def _authorize_loop(actor: Actor, verb: str, thing: Thing | None) -> None:
    if verb not in LOOP_RIGHTS.get(actor.role, frozenset()):
        raise _forbidden(actor, verb)
    grave = thing is None or thing.priority is None or thing.priority < OFFICER_FALSE_ALARM
    if verb == "false-alarm" and actor.role == "officer" and grave:
        raise ForbiddenError(
            Words(
                "一级、二级险情由调度员或带班领导定为误报。",
                "A dispatcher or leader decides whether a P1 or P2 was a false alarm.",
            )
        )


def _owns(actor: Actor, thing: Thing | None) -> bool:
    if thing is None:
        return True
    if actor.role == "skipper":
        return thing.vessel in actor.vessels
    return bool(actor.township) and thing.township == actor.township


def _forbidden(actor: Actor, verb: str) -> ForbiddenError:
    return ForbiddenError(
        Words(f"角色 {actor.role} 无权执行 {verb}。", f"The role {actor.role} may not do this: {verb}.")
    )
