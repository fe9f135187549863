"""The case book as values: what is remembered of cases, and the bounds of that memory.

Only `twin.incidents.fold` changes a book.
"""

import msgspec

from twin.facts import Priority, Subject
from twin.incident_loop import ENDED, State
from twin.wire import Words

KEPT_ENDED = 1_000
KEPT_ENDED_MS = 24 * 3_600_000
KEPT_EVIDENCE, KEPT_ALERTS, KEPT_MEMBERS = 100, 200, 5_000
"""Bounds of memory; the journal has everything. A case full of alerts or members is not joined: one opens."""


class CaseCall(msgspec.Struct, omit_defaults=True):
    """A call as the case sees it; `answered` is None while the boat may still answer in time."""

    kind: str
    answered: bool | None = None
    answer: str | None = None
    vessel: str = ""


class Incident(msgspec.Struct, kw_only=True):
    """One case.

    Attributes:
        version: acts so far; the next act must have seen it.
        priority: the highest any of its alerts ever had; it never falls.
        acked_ms: when it was last acknowledged; None while it waits for that. A case that grows graver waits
            anew, for a higher priority is a new occurrence (domain.md §3.4).
        called_ms, escalated: when it last began to wait; steps of `twin.escalation.LADDER` taken since.
        actors: every person who acted on it -> the verbs they did, each once.
        evidence: the newest pieces; `evidence_left` older ones are in the journal only.
        calls: ids of `Book.calls`, oldest first.
        merged_into, reviewed_by: the case that took this one over; the leader who last reviewed it.
        split_from, split_off: the card its subject left, and the cases of those who left this one.
        parted_ms: when the newest few left because they were graver, UTC ms.
        eased_ms: when an alert of it last ended, -1 = not since one joined.
    """

    id: str
    rule: str
    subject: Subject
    words: Words
    priority: Priority
    opened_ms: int
    state: State = State.OPEN
    version: int = 0
    alerts: list[str] = msgspec.field(default_factory=list)
    acked_ms: int | None = None
    called_ms: int = -1
    escalated: int = 0
    owner: str | None = None
    actors: dict[str, list[str]] = msgspec.field(default_factory=dict)
    evidence: list[dict[str, str]] = msgspec.field(default_factory=list)
    evidence_left: int = 0
    lon: float | None = None
    lat: float | None = None
    calls: list[str] = msgspec.field(default_factory=list)
    reopened: int = 0
    reviewed_by: str | None = None
    merged_into: str | None = None
    split_from: str | None = None
    split_off: list[str] = msgspec.field(default_factory=list)
    parted_ms: list[int] = msgspec.field(default_factory=list)
    eased_ms: int = -1

    @property
    def waits(self) -> bool:
        """Whether it waits for an acknowledgement."""
        return self.acked_ms is None and self.state not in ENDED


class Book(msgspec.Struct):
    """All cases in memory.

    Attributes:
        incidents: by id, oldest first; cases that ended leave after a day, or when over a thousand ended.
        next_number: of the next case, `I-{n}`.
        of_alert: alert -> the one case, not yet ended, that holds it.
        working: `kind:id` of a subject -> its cases that are not yet resolved, newest last.
        calls, calls_of_alert: calls of cases, and of standing alerts that no case holds yet.
        ended: case -> when it ended, UTC ms, oldest first.
        archived: cases that have left memory.
    """

    incidents: dict[str, Incident] = msgspec.field(default_factory=dict)
    next_number: int = 1
    of_alert: dict[str, str] = msgspec.field(default_factory=dict)
    working: dict[str, list[str]] = msgspec.field(default_factory=dict)
    calls: dict[str, CaseCall] = msgspec.field(default_factory=dict)
    calls_of_alert: dict[str, list[str]] = msgspec.field(default_factory=dict)
    ended: dict[str, int] = msgspec.field(default_factory=dict)
    archived: int = 0
