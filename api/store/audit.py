"""The audit chain: who did what, each row's hash covering the one before (reliability.md §2.4).

Tamper-evident, not tamper-proof: a change, gap or swap inside the chain is found; whoever can rewrite the
whole table can also make a new chain, and cutting off the newest rows needs an outside note of the last hash.
"""

import hashlib
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select

from api.store.tables import AUDIT
from twin.facts import (
    AlarmReturned,
    AlarmShelved,
    AnyFact,
    ClockTurned,
    IncidentActed,
    IncidentOpened,
    OrderEnded,
    OrderGiven,
    PermitGranted,
    Refused,
    ZoneChanged,
)

GENESIS = "0" * 64


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """One thing a person or machine account did, before it has a place in the chain."""

    t_ms: int
    actor: str
    verb: str
    object: str
    before: Any = None
    after: Any = None
    request_id: str = ""


def record(connection: Connection, deeds: list[Deed]) -> None:
    """Append deeds to the chain, in the transaction of the change they tell of."""
    if not deeds:
        return
    last = connection.execute(select(AUDIT.c.n, AUDIT.c.hash).order_by(AUDIT.c.n.desc()).limit(1)).first()
    n, prev_hash = (last.n, last.hash) if last else (0, GENESIS)
    rows = []
    for deed in deeds:
        n += 1
        row = _row(n, deed)
        row["prev_hash"] = prev_hash
        row["hash"] = prev_hash = _hash(row)
        rows.append(row)
    connection.execute(insert(AUDIT), rows)


def verify(connection: Connection) -> tuple[int, str | None]:
    """Return how many rows stand in the chain and, if it is broken, a sentence naming the first bad row."""
    prev_hash, expected = GENESIS, 1
    for row in connection.execute(select(AUDIT).order_by(AUDIT.c.n)).mappings():
        if row["n"] != expected:
            return expected - 1, f"row {expected} is missing: row {row['n']} follows row {expected - 1}"
        if row["prev_hash"] != prev_hash:
            return expected - 1, f"row {expected} does not follow row {expected - 1}: its link is wrong"
        if row["hash"] != _hash(dict(row)):
            return expected - 1, f"row {expected} was changed: its hash does not fit its words"
        prev_hash, expected = row["hash"], expected + 1
    return expected - 1, None


def deed_of(fact: AnyFact) -> Deed | None:
    """Return the deed a fact tells of, or None where no person acted."""
    match fact:
        case IncidentActed():
            return Deed(
                t_ms=fact.t_ms,
                actor=fact.actor,
                verb=fact.verb,
                object=f"incident {fact.incident}",
                before=fact.before,
                after=_said(fact, "after", "version", "note", "to", "evidence", "other", "call_id"),
                request_id=fact.request_id,
            )
        case IncidentOpened() if fact.actor is not None:
            return Deed(
                t_ms=fact.t_ms,
                actor=fact.actor,
                verb="open",
                object=f"incident {fact.incident}",
                after=_said(fact, "priority", "subject", "words", "caller", "persons"),
            )
        case Refused():
            return Deed(
                t_ms=fact.t_ms,
                actor=fact.actor,
                verb=f"refused {fact.verb}",
                object=f"incident {fact.incident}" if fact.incident else "",
                after=_said(fact, "code", "words"),
                request_id=fact.request_id,
            )
    return _set_aside(fact) if isinstance(fact, AlarmShelved | AlarmReturned) else _commanded(fact)


def _commanded(fact: AnyFact) -> Deed | None:
    """Return the deed of a command that is not about a case."""
    names: tuple[str, ...]
    match fact:
        case ZoneChanged():
            verb, about, names = "put", f"zone {fact.zone}", ("version", "geometry", "properties")
        case PermitGranted():
            verb, about = "grant", f"permit {fact.permit}"
            names = ("vessels", "permit_kind", "from_ms", "to_ms", "note", "zone")
        case OrderGiven():
            verb, about = "order", f"order {fact.order}"
            names = ("order_kind", "vessels", "everyone", "state", "zone", "to_ms", "note")
        case OrderEnded() if fact.actor is not None:
            verb, about, names = "end", f"order {fact.order}", ("order_kind", "why")
        case ClockTurned():
            verb, about, names = "turn", "clock", ("rate", "resume", "until_ms")
        case _:
            return None
    actor = fact.actor or ""
    return Deed(t_ms=fact.t_ms, actor=actor, verb=verb, object=about, after=_said(fact, *names))


def _set_aside(fact: AlarmShelved | AlarmReturned) -> Deed | None:
    """Return the deed of a person who set an alarm aside or returned it; time and danger end one undone."""
    if fact.actor is None:
        return None
    if isinstance(fact, AlarmShelved):
        verb, after = "shelve", _said(fact, "how", "rule", "subject", "until_ms", "once", "note", "checks")
    else:
        verb, after = "return", _said(fact, "why", "note", "checked")
    return Deed(t_ms=fact.t_ms, actor=fact.actor, verb=verb, object=f"alarm {fact.shelf}", after=after)


def _said(fact: AnyFact, *names: str) -> dict[str, Any]:
    return {name: getattr(fact, name) for name in names}


def _row(n: int, deed: Deed) -> dict[str, Any]:
    return {
        "n": n,
        "t_ms": deed.t_ms,
        "actor": deed.actor.replace("\0", "\ufffd"),  # PostgreSQL text holds no NUL
        "verb": deed.verb,
        "object": deed.object.replace("\0", "\ufffd"),
        "before": msgspec.json.encode(deed.before, order="sorted").decode(),
        "after": msgspec.json.encode(deed.after, order="sorted").decode(),
        "request_id": deed.request_id.replace("\0", "\ufffd"),
    }


def _hash(row: dict[str, Any]) -> str:
    words = [row[name] for name in ("n", "t_ms", "actor", "verb", "object", "before", "after", "request_id")]
    return hashlib.sha256(row["prev_hash"].encode() + msgspec.json.encode(words)).hexdigest()
