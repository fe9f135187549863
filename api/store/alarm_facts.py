"""The facts of alarms and cases, read from the journal for the figures of their quality."""

import msgspec
from sqlalchemy import Connection, func, or_, select

from api.store.tables import FACTS, OPEN_ALERTS
from geo.units import MS_PER_HOUR
from twin import quality
from twin.facts import AnyFact

WARM_MS = 24 * MS_PER_HOUR
"""How far before the time in question reading begins, so that cases which began earlier are known; ours."""
KINDS = (
    "alert-raised",
    "alert-changed",
    "alert-cleared",
    "alert-retracted",
    "incident-opened",
    "incident-joined",
    "incident-acted",
)
SHELVINGS = ("alarm-shelved", "alarm-returned")
PAGE = 5_000
_FACT = msgspec.json.Decoder(AnyFact)


def read_record(connection: Connection, from_ms: int, to_ms: int) -> quality.Record:
    """Return what is known of the alarms until before `to_ms`, from a day before `from_ms` on.

    A case that began more than a day before is not known, and what it did afterwards is not counted. Alerts
    that stood at `to_ms` and what was set aside are known however old they are.
    """
    record = quality.Record()
    ended_since = FACTS.c.kind.in_(("alert-cleared", "alert-retracted")) & (FACTS.c.t_ms >= to_ms)
    stood = FACTS.c.ref.in_(select(OPEN_ALERTS.c.alert).union(select(FACTS.c.ref).where(ended_since)))
    stands = FACTS.c.kind.in_(("alert-raised", "alert-changed")) & stood
    lately = FACTS.c.kind.in_(KINDS) & (FACTS.c.t_ms >= from_ms - WARM_MS)
    wanted = (
        select(FACTS.c.seq, FACTS.c.body)
        .where(or_(lately, stands, FACTS.c.kind.in_(SHELVINGS)), FACTS.c.t_ms < to_ms)
        .order_by(FACTS.c.seq)
        .limit(PAGE)
    )
    after = 0
    while page := connection.execute(wanted.where(FACTS.c.seq > after)).all():
        for row in page:
            quality.take(record, _FACT.decode(row.body))
        after = page[-1].seq
    return record


def span(connection: Connection) -> tuple[int, int] | None:
    """Return the instants of the first and the last fact, UTC ms; None in a new journal."""
    first, last = connection.execute(select(func.min(FACTS.c.t_ms), func.max(FACTS.c.t_ms))).one()
    return None if first is None else (first, last)
