"""Who stands the watch at a console, and when anybody of each role last did something there.

A person stands the watch from the first touch that the page reports until signing off. Every act of those
roles counts as a touch, a logged call as well (domain.md §2.3.9).
"""

import msgspec

from twin.acts import Act, KeepWatch, TurnClock
from twin.facts import WatchKept

SEATS = ("officer", "dispatcher", "leader")
"""The roles of the watch, each asked when the one before does not answer (domain.md §3.2)."""


class Duty(msgspec.Struct):
    """The watch.

    Attributes:
        standing: who stands it -> as what.
        touched_ms: role -> when anybody of it last did something, UTC ms.
        rate: realm seconds in a real one: people are awake by real time, also where the realm runs faster.
    """

    standing: dict[str, str] = msgspec.field(default_factory=dict)
    touched_ms: dict[str, int] = msgspec.field(default_factory=dict)
    rate: float = 1.0

    @property
    def seat(self) -> str | None:
        """The role that has the watch: the first of the order that anybody stands, None for nobody."""
        roles = set(self.standing.values())
        return next((role for role in SEATS if role in roles), None)


def kept(act: KeepWatch, now_ms: int) -> WatchKept:
    """Return the fact that somebody stands the watch, or leaves it."""
    return WatchKept(t_ms=now_ms, actor=act.actor, role=act.role, leaves=act.leaves)


def touch(duty: Duty, act: Act, now_ms: int) -> None:
    """Take any act as a sign that its role is awake; whoever turns the clock wakes all until it has turned.

    Args:
        duty: the watch.
        act: what anybody did, refused or not.
        now_ms: the step's instant.
    """
    if isinstance(act, TurnClock):
        duty.rate = max(act.rate or act.resume, 1.0)
        for role in SEATS:
            duty.touched_ms[role] = max(now_ms, act.until_ms or now_ms)
    if act.role in SEATS:
        duty.touched_ms[act.role] = max(now_ms, duty.touched_ms.get(act.role, now_ms))
    if isinstance(act, KeepWatch):
        duty.rate = max(act.rate, 1.0)
        if act.leaves:
            duty.standing.pop(act.actor, None)
        else:
            duty.standing[act.actor] = act.role
