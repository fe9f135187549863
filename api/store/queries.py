"""Questions to the books; each takes a connection and reads, nothing more."""

import base64
from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, RowMapping, or_, select

from api.store.tables import AUDIT, FACTS, OUTBOX, QUARANTINE, QUARANTINE_COUNTS, STEPS, SUSPECTS
from twin.facts import ClockTurned

_TURN = msgspec.json.Decoder(ClockTurned)
PAGE = 1000
"""Most rows one answer holds (reliability.md §4, expensive queries)."""


def fact_bodies(connection: Connection, after_seq: int, limit: int) -> list[tuple[int, bytes]]:
    """Return up to `limit` facts after a place, as (seq, JSON), in order."""
    rows = connection.execute(
        select(FACTS.c.seq, FACTS.c.body).where(FACTS.c.seq > after_seq).order_by(FACTS.c.seq).limit(limit)
    )
    return [(row.seq, row.body.encode()) for row in rows]


def timeline(connection: Connection, incident: str) -> list[dict[str, Any]]:
    """Return every fact of an incident, its alerts and its calls, oldest first, at most `PAGE` newest.

    What befell an alert after its boat left for a case of its own is told there.
    """
    own = (
        connection.execute(select(FACTS).where(FACTS.c.incident == incident).order_by(FACTS.c.seq))
        .mappings()
        .all()
    )
    refs = {row["ref"] for row in own if row["ref"]}
    left = _left(own)
    for row in own:
        if row["kind"] == "incident-opened":
            refs.update(msgspec.json.decode(row["body"]).get("alerts", ()))
        if row["kind"] == "incident-acted":
            refs.add(msgspec.json.decode(row["body"]).get("call_id"))
    told = select(FACTS.c.seq, FACTS.c.body).where(
        or_(FACTS.c.incident == incident, FACTS.c.ref.in_(refs - {None}))
    )
    newest = connection.execute(told.order_by(FACTS.c.seq.desc()).limit(PAGE)).all()
    facts = ({"seq": row.seq, **msgspec.json.decode(row.body)} for row in reversed(newest))
    return [
        fact
        for fact in facts
        if fact.get("incident") == incident or fact["seq"] < left.get(fact.get("alert", ""), fact["seq"] + 1)
    ]


def _left(own: Iterable[RowMapping]) -> dict[str, int]:
    """Return by alert the place from which it is no longer this incident's, though it was."""
    left: dict[str, int] = {}
    for row in own:
        if row["kind"] == "incident-split":
            left |= dict.fromkeys(msgspec.json.decode(row["body"])["alerts"], row["seq"])
        if row["kind"] == "incident-joined":
            left.pop(row["ref"], None)
    return left


def answer_seq(connection: Connection, request_id: str) -> int | None:
    """Return the place of the fact that first answered a request, if any did."""
    found = select(FACTS.c.seq).where(FACTS.c.request_id == request_id).order_by(FACTS.c.seq).limit(1)
    return connection.execute(found).scalar()


def steps_after(connection: Connection, n: int, limit: int) -> list[RowMapping]:
    """Return up to `limit` steps after the `n`th, in order."""
    return list(
        connection.execute(select(STEPS).where(STEPS.c.n > n).order_by(STEPS.c.n).limit(limit)).mappings()
    )


def facts_of_steps(connection: Connection, first: int, last: int) -> dict[int, list[str]]:
    """Return the JSON of the facts of steps `first`..`last`, by step, in order."""
    within = (FACTS.c.step >= first) & (FACTS.c.step <= last)
    bodies: dict[int, list[str]] = {}
    for row in connection.execute(select(FACTS.c.step, FACTS.c.body).where(within).order_by(FACTS.c.seq)):
        bodies.setdefault(row.step, []).append(row.body)
    return bodies


def last_instant(connection: Connection) -> int | None:
    """Return the instant of the newest step, or None in a new journal."""
    return connection.execute(select(STEPS.c.now_ms).order_by(STEPS.c.n.desc()).limit(1)).scalar()


def last_turn(connection: Connection) -> ClockTurned | None:
    """Return how the realm's clock was last turned, if anybody ever did."""
    newest = select(FACTS.c.body).where(FACTS.c.kind == "clock-turned").order_by(FACTS.c.seq.desc()).limit(1)
    body = connection.execute(newest).scalar()
    return None if body is None else _TURN.decode(body)


def owed_letters(connection: Connection) -> list[RowMapping]:
    """Return the letters that were committed and may not have left, oldest first."""
    return list(connection.execute(select(OUTBOX).order_by(OUTBOX.c.id)).mappings())


def suspects(connection: Connection) -> dict[str, tuple[bool, str]]:
    """Return the letters that were in a step which raised: fingerprint -> (guilty, why)."""
    rows = connection.execute(select(SUSPECTS)).mappings()
    return {row["fingerprint"]: (bool(row["guilty"]), row["why"]) for row in rows}


def quarantine(connection: Connection, limit: int, before_id: int | None) -> dict[str, Any]:
    """Return the newest refused letters before an id, and how many were ever refused, by reason."""
    newest = select(QUARANTINE).order_by(QUARANTINE.c.id.desc()).limit(limit)
    if before_id is not None:
        newest = newest.where(QUARANTINE.c.id < before_id)
    rows = [
        {**row, "payload": base64.b64encode(row["payload"]).decode(), "text": _readable(row["payload"])}
        for row in connection.execute(newest).mappings()
    ]
    return {"counts": quarantine_counts(connection), "letters": rows}


def refused_after(connection: Connection, after_id: int, limit: int) -> list[dict[str, Any]]:
    """Return up to `limit` refused letters after an id, in order: id, t_ms (heard), topic, reason, detail."""
    columns = (QUARANTINE.c.id, QUARANTINE.c.heard_ms.label("t_ms"))
    told = select(*columns, QUARANTINE.c.topic, QUARANTINE.c.reason, QUARANTINE.c.detail)
    page = told.where(QUARANTINE.c.id > after_id).order_by(QUARANTINE.c.id).limit(limit)
    return [dict(row) for row in connection.execute(page).mappings()]


def quarantine_counts(connection: Connection) -> dict[str, int]:
    """Return how many letters were ever refused, by reason."""
    rows = connection.execute(select(QUARANTINE_COUNTS).order_by(QUARANTINE_COUNTS.c.reason)).mappings()
    return {row["reason"]: row["count"] for row in rows}


def audit_page(connection: Connection, limit: int, before_n: int | None) -> list[dict[str, Any]]:
    """Return the newest rows of the audit chain before row `before_n`."""
    newest = select(AUDIT).order_by(AUDIT.c.n.desc()).limit(limit)
    if before_n is not None:
        newest = newest.where(AUDIT.c.n < before_n)
    return [dict(row) for row in connection.execute(newest).mappings()]


def _readable(payload: bytes) -> str:
    return payload.decode("utf-8", "replace")
