"""The loop's states and its one transition table: what people may do with a case, and where it leads.

States are those of domain.md §3.1, verbs those of contract.md §3. The usual way is straight ahead, but
`dispatch` need not wait for `verify`: a P1 is verified while help is under way (domain.md §3.2), by calls and
notes, which move nothing.
"""

import enum
from typing import NamedTuple

from twin.acts import Verb
from twin.facts import Priority


class State(enum.StrEnum):
    """Where a case stands."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    VERIFYING = "verifying"
    CONFIRMED = "confirmed"
    DISPATCHED = "dispatched"
    ON_SCENE = "on_scene"
    CONTROLLED = "controlled"
    RESOLVED = "resolved"
    REVIEWED = "reviewed"
    CLOSED = "closed"
    FALSE_ALARM = "false_alarm"
    MERGED = "merged"
    TRANSFERRED = "transferred"


TAKEN = (
    State.ACKNOWLEDGED,
    State.VERIFYING,
    State.CONFIRMED,
    State.DISPATCHED,
    State.ON_SCENE,
    State.CONTROLLED,
)
WORKING = (State.OPEN, *TAKEN)
ASKED_AGAIN = (*TAKEN, State.RESOLVED, State.REVIEWED)
"""Where a case that grew graver may be acknowledged again; that moves nothing."""
ENDED = (State.CLOSED, State.FALSE_ALARM, State.MERGED, State.TRANSFERRED)
_NOT_ENDED = (*WORKING, State.RESOLVED, State.REVIEWED)


class Move(NamedTuple):
    """The states a verb may come from, and the one it leads to; None = the case stays where it is."""

    comes_from: tuple[State, ...]
    leads_to: State | None


TABLE: dict[Verb, Move] = {
    "acknowledge": Move((State.OPEN,), State.ACKNOWLEDGED),
    "verify": Move((State.ACKNOWLEDGED,), State.VERIFYING),
    "confirm": Move((State.ACKNOWLEDGED, State.VERIFYING), State.CONFIRMED),
    "dispatch": Move((State.ACKNOWLEDGED, State.VERIFYING, State.CONFIRMED), State.DISPATCHED),
    "arrive": Move((State.DISPATCHED,), State.ON_SCENE),
    "control": Move((State.ON_SCENE,), State.CONTROLLED),
    "resolve": Move(TAKEN, State.RESOLVED),
    "review": Move((State.RESOLVED,), State.REVIEWED),
    "close": Move((State.RESOLVED, State.REVIEWED), State.CLOSED),
    "reopen": Move(
        (State.RESOLVED, State.REVIEWED, State.CLOSED, State.FALSE_ALARM, State.TRANSFERRED), State.OPEN
    ),
    "false-alarm": Move(WORKING, State.FALSE_ALARM),
    "merge": Move(WORKING, State.MERGED),
    "split": Move(_NOT_ENDED, None),
    "transfer": Move(TAKEN, State.TRANSFERRED),
    "call": Move(_NOT_ENDED, None),
    "note": Move(tuple(State), None),
    "assign": Move(_NOT_ENDED, None),
}


def next_state(verb: Verb, state: State, *, waits: bool = False) -> State | None:
    """Return the state after a verb, None where the table does not allow it.

    Args:
        verb: what somebody wants to do.
        state: where the case stands.
        waits: it grew graver after it was acknowledged, and waits for that again.
    """
    move = TABLE[verb]
    if state in move.comes_from:
        return move.leads_to or state
    return state if verb == "acknowledge" and waits and state in ASKED_AGAIN else None


def verbs_now(state: State, priority: Priority, *, waits: bool = False) -> list[Verb]:
    """Return the verbs possible in a state, whoever asks, in the order of the table."""
    possible = [verb for verb in TABLE if next_state(verb, state, waits=waits) is not None]
    return [verb for verb in possible if not skips_review(verb, state, priority)]


def skips_review(verb: Verb, state: State, priority: Priority) -> bool:
    """Return whether the verb would close a P1 or P2 that no leader has reviewed (contract.md §3)."""
    return verb == "close" and priority <= 2 and state != State.REVIEWED
