"""What calls a seat: the one definition of a card that sounds or blinks, apart from the state behind it.

An annunciation is a case that opens, or is reopened, with a priority of 1 to 3, and a case that grows graver
afterwards. A warning to a boat that is not yet a case, a caution, a test of the button, and an alert that
joins a card as grave as itself call nobody (`domain.md` §3.4; web/src/sound does the same).

Beside it stand the figures of the alarm standards by which the load on one operator is judged; the editions
were not read, the figures are those of `domain.md` §3.4 with its sources S50, S51, S52.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

import msgspec

from twin.facts import (
    AlertChanged,
    AlertRaised,
    Fact,
    IncidentActed,
    IncidentJoined,
    IncidentOpened,
    Priority,
)
from twin.incident_loop import ENDED

FLOOD_BEGINS, FLOOD_ENDS, FLOOD_MS = 10, 5, 600_000
"""A flood begins with 10 in ten minutes and is over below 5 (ISA-18.2, IEC 62682); issue 4 allows at most 10
when 2,500 boats are recalled. EEMUA 191: below 10 in ten minutes manageable, over 100 excessive."""
STEADY_PER_HOUR, MOST_PER_HOUR, PROBLEM_PER_HOUR = 6, 12, 30
"""One operator: about 6 an hour acceptable, 12 the most that is manageable; an hour with over 30 is a problem
hour, and less than 1 % of hours should be (ISA-18.2, IEC 62682; EEMUA 191: under one in ten minutes)."""
WANTED_MIX = {1: 0.01, 2: 0.05, 3: 0.15}
"""The share a priority should not exceed: 80/15/5 low to high, at most 1 % of the gravest of four."""
GRAVEST_SILENT: Priority = 4
ENDED_KEPT = 1_000
"""Ended cases that are remembered in case somebody reopens them, as many as the case book keeps."""


class Annunciation(NamedTuple):
    """A card that sounds or blinks: when, how grave, by which rule, about whom, which case, and why now."""

    t_ms: int
    priority: Priority
    rule: str
    subject: str
    incident: str
    why: Literal["opened", "worsened", "reopened"]


class Attention(msgspec.Struct):
    """What must be known to tell which facts call the seat; plain data, so that a snapshot can hold it.

    Attributes:
        cases: case -> its newest annunciation, or what it would have been, were it not silent.
        case_of: alert -> its case.
        tests: alerts that are tests of the button and not yet a case.
        ended: cases that have ended, oldest first.
    """

    cases: dict[str, Annunciation] = msgspec.field(default_factory=dict)
    case_of: dict[str, str] = msgspec.field(default_factory=dict)
    tests: list[str] = msgspec.field(default_factory=list)
    ended: list[str] = msgspec.field(default_factory=list)


def hear(attention: Attention, fact: Fact) -> Annunciation | None:
    """Take the next fact; return the annunciation that it is, None for a fact that calls nobody."""
    match fact:
        case AlertRaised() if fact.test:
            attention.tests = [*attention.tests, fact.alert][-ENDED_KEPT:]
        case IncidentOpened():
            return _open(attention, fact)
        case IncidentJoined():
            attention.case_of[fact.alert] = fact.incident
            return _worsen(attention, fact.incident, fact.priority, fact.t_ms)
        case AlertChanged() if fact.alert in attention.case_of:
            return _worsen(attention, attention.case_of[fact.alert], fact.priority, fact.t_ms)
        case IncidentActed() if fact.verb == "reopen" and fact.incident in attention.cases:
            attention.ended = [case for case in attention.ended if case != fact.incident]
            return _again(attention, fact.incident, fact.t_ms)
        case IncidentActed() if fact.after in ENDED and fact.incident in attention.cases:
            _end(attention, fact.incident)
    return None


def _open(attention: Attention, fact: IncidentOpened) -> Annunciation | None:
    attention.case_of |= dict.fromkeys(fact.alerts, fact.incident)
    opened = Annunciation(fact.t_ms, fact.priority, fact.rule, fact.subject.id, fact.incident, "opened")
    attention.cases[fact.incident] = opened
    is_test = bool(fact.alerts) and set(attention.tests).issuperset(fact.alerts)
    return None if is_test or fact.priority >= GRAVEST_SILENT else opened


def _worsen(attention: Attention, case: str, priority: Priority, t_ms: int) -> Annunciation | None:
    known = attention.cases.get(case)
    if known is None or priority >= known.priority:
        return None
    attention.cases[case] = known._replace(t_ms=t_ms, priority=priority, why="worsened")
    return attention.cases[case]


def _again(attention: Attention, case: str, t_ms: int) -> Annunciation | None:
    again = attention.cases[case]._replace(t_ms=t_ms, why="reopened")
    attention.cases[case] = again
    return None if again.priority >= GRAVEST_SILENT else again


def _end(attention: Attention, case: str) -> None:
    attention.ended.append(case)
    while len(attention.ended) > ENDED_KEPT:
        gone = attention.ended.pop(0)
        del attention.cases[gone]
        attention.case_of = {alert: held for alert, held in attention.case_of.items() if held != gone}


def most_within(times_ms: Sequence[int], span_ms: int = FLOOD_MS) -> int:
    """Return the most instants, given in order, that fall into any span of so many milliseconds."""
    most = first = 0
    for last, t_ms in enumerate(times_ms):
        while t_ms - times_ms[first] >= span_ms:
            first += 1
        most = max(most, last - first + 1)
    return most


def flooded_ms(times_ms: Iterable[int], until_ms: int) -> int:
    """Return for how long up to `until_ms` the seat was flooded by these instants, given in order."""
    recent: list[int] = []
    since: int | None = None
    total = 0

    def fade(before_ms: int) -> None:
        """Let go what is ten minutes old before an instant; with fewer than five left the flood is over."""
        nonlocal since, total
        while recent and recent[0] + FLOOD_MS < before_ms:
            left_ms = recent.pop(0) + FLOOD_MS
            if since is not None and len(recent) < FLOOD_ENDS:
                total += left_ms - since
                since = None

    for t_ms, together in groupby(times_ms):
        fade(t_ms)
        recent += together
        fade(t_ms + 1)
        if since is None and len(recent) >= FLOOD_BEGINS:
            since = t_ms
    fade(until_ms)
    return total + (0 if since is None else until_ms - since)
