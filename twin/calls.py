"""Calls to boats, and whether they answer (叫应): each ends answered, or unanswered when its time is out.

A skipper's `received` may be followed by `need-help`: each new answer is a fact, a repeated one is not. An
answer after the reply time still counts, marked late, for as long as the call is remembered.
"""

import msgspec

from twin.decode import TerminalSaid
from twin.facts import CallAnswered, CallSent, CallUnanswered, Fact, Priority
from twin.wire import AnswerBody, CallBody, CallKind, Words, encode

EMERGENCY_REPLY_MS = 90_000
USUAL_REPLY_MS = 300_000
"""Time to answer a rung of the ladder: 90 s for P1, 5 minutes for the rest (domain.md §3.3)."""
KEPT_OVER = 5_000
KEPT_OVER_MS = 24 * 3_600_000
MOST_TEXTS = 8
"""Bounds of memory: calls that are over leave it after a day, or when over 5,000 are; and a call takes every
kind of answer once, and up to eight that differ in their text."""


class Call(msgspec.Struct):
    """A call that left.

    Attributes:
        answers: each answer so far, word and text.
    """

    vessel: str
    incident: str | None
    reply_by_ms: int
    answers: list[tuple[str, str]] = msgspec.field(default_factory=list)


class Calls(msgspec.Struct):
    """All calls in memory.

    Attributes:
        by_id: every call remembered, oldest first.
        waiting: calls without an answer whose time runs -> its end, UTC ms.
        over: calls answered or run out -> since when, UTC ms, oldest first.
        forgotten: calls that have left memory.
    """

    by_id: dict[str, Call] = msgspec.field(default_factory=dict)
    next_number: int = 1
    waiting: dict[str, int] = msgspec.field(default_factory=dict)
    over: dict[str, int] = msgspec.field(default_factory=dict)
    forgotten: int = 0


def reply_within_ms(priority: Priority) -> int:
    """Return how long a boat has to answer a call about something of this priority."""
    return EMERGENCY_REPLY_MS if priority == 1 else USUAL_REPLY_MS


def send(
    calls: Calls,
    vessel: str,
    terminal: str,
    kind: CallKind,
    words: Words,
    now_ms: int,
    reply_within_ms: int,
    *,
    alert: str | None = None,
    incident: str | None = None,
    actor: str | None = None,
    order: str | None = None,
) -> CallSent:
    """Return the call that leaves now for a vessel's terminal (`kind:id`); `actor` None = the machine calls.

    Fold it before the next one is sent, for each takes the next number.
    """
    return CallSent(
        t_ms=now_ms,
        call_id=f"C-{calls.next_number}",
        vessel=vessel,
        terminal=terminal,
        call_kind=kind,
        words=words,
        reply_by_ms=now_ms + reply_within_ms,
        alert=alert,
        incident=incident,
        actor=actor,
        order=order,
    )


def letter_of(call: CallSent) -> tuple[str, bytes]:
    """Return the letter that carries a call: its topic after the root, and its payload."""
    kind, terminal = call.terminal.split(":", 1)
    body = CallBody(call.call_id, call.t_ms, call.call_kind, call.words, call.reply_by_ms)
    return f"terminal/{kind}/{terminal}/call", encode(body)


def answered(calls: Calls, said: TerminalSaid, vessel: str, now_ms: int) -> CallAnswered | str:
    """Return the answer as a fact, or the reason why it is none.

    Lateness is judged by when it was heard: a boat's clock may be wrong.

    Args:
        calls: the calls as they stand.
        said: a terminal's answer.
        vessel: who carries that terminal.
        now_ms: the step's instant.

    Returns:
        `unknown-call` when no call of that id is remembered, `foreign-call` when it went to another vessel,
        `duplicate` when the same was answered before, `too-many-answers` past the bound.

    Raises:
        TypeError: `said` is not an answer.
    """
    if not isinstance(said.body, AnswerBody):
        raise TypeError(f"not an answer: {said.body!r}")
    call, word, text = calls.by_id.get(said.body.call_id), said.body.answer, said.body.text or ""
    if call is None:
        return "unknown-call"
    if call.vessel != vessel:
        return "foreign-call"
    if (word, text) in call.answers:
        return "duplicate"
    if len(call.answers) >= MOST_TEXTS and word in [before for before, _ in call.answers]:
        return "too-many-answers"
    return CallAnswered(
        t_ms=now_ms,
        call_id=said.body.call_id,
        vessel=vessel,
        answer=word,
        text=text,
        incident=call.incident,
        late=now_ms >= call.reply_by_ms,
    )


def expired(calls: Calls, now_ms: int) -> list[CallUnanswered]:
    """Return every call whose reply time ran out without an answer, in the order they were sent.

    Each is reported once, if the facts are folded.
    """
    due_ms = next_due_ms(calls)
    if due_ms is None or due_ms > now_ms:
        return []
    return [
        CallUnanswered(
            t_ms=now_ms, call_id=id_, vessel=calls.by_id[id_].vessel, incident=calls.by_id[id_].incident
        )
        for id_, reply_by_ms in calls.waiting.items()
        if reply_by_ms <= now_ms
    ]


def next_due_ms(calls: Calls) -> int | None:
    """Return when the next reply time runs out, None while no call waits."""
    return min(calls.waiting.values(), default=None)


def fold(calls: Calls, fact: Fact) -> None:
    """Bring the calls up to a fact; facts that do not concern calls change nothing."""
    match fact:
        case CallSent():
            calls.by_id[fact.call_id] = Call(fact.vessel, fact.incident, fact.reply_by_ms)
            calls.waiting[fact.call_id] = fact.reply_by_ms
            calls.next_number += 1
        case CallAnswered() if fact.call_id in calls.by_id:
            calls.by_id[fact.call_id].answers.append((fact.answer, fact.text))
            _end(calls, fact.call_id, fact.t_ms)
        case CallUnanswered() if fact.call_id in calls.by_id:
            _end(calls, fact.call_id, fact.t_ms)


def _end(calls: Calls, call_id: str, now_ms: int) -> None:
    calls.waiting.pop(call_id, None)
    calls.over.setdefault(call_id, now_ms)
    while calls.over:
        oldest, over_ms = next(iter(calls.over.items()))
        if len(calls.over) <= KEPT_OVER and now_ms - over_ms < KEPT_OVER_MS:
            return
        del calls.over[oldest], calls.by_id[oldest]
        calls.forgotten += 1
