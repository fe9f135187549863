"""The tables, as SQLModel classes; ranges are CHECK constraints, because `table=True` does not validate.

The same classes make SQLite (STRICT) and PostgreSQL tables. Instants are UTC milliseconds.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

from twin.acts import ROLES

SCHEMA_VERSION = 1
_BIG = BigInteger().with_variant(Integer(), "sqlite")
_STRICT = {"sqlite_strict": True}
_ROLE_LIST = ", ".join(f"'{role}'" for role in ROLES)


def _number(*, key: bool = False, optional: bool = False, index: bool = False) -> Any:
    column: Column[int] = Column(_BIG, primary_key=key, nullable=optional, index=index, autoincrement=False)
    return Field(default=None if optional else ..., sa_column=column)


def _counted() -> Any:
    return Field(default=None, sa_column=Column(_BIG, primary_key=True, autoincrement=True))


def _text(*, key: bool = False, optional: bool = False, index: bool = False) -> Any:
    column: Column[str] = Column(Text, primary_key=key, nullable=optional, index=index)
    return Field(default=None if optional else ..., sa_column=column)


def _blob() -> Any:
    return Field(sa_column=Column(LargeBinary, nullable=False))


class HeaderRow(SQLModel, table=True):
    """One row: whose books these are; `epoch` is made once and names the sequence of facts for ever."""

    __tablename__ = "header"
    __table_args__ = (CheckConstraint("id = 1"), CheckConstraint("schema_version >= 1"), _STRICT)
    id: int = _number(key=True)
    epoch: str = _text()
    realm: str = _text()
    port: str = _text()
    port_hash: str = _text()
    schema_version: int = _number()
    made_ms: int = _number()


class StepRow(SQLModel, table=True):
    """One step of the engine: its instant and, as one zstd msgpack blob, everything it was given."""

    __tablename__ = "steps"
    __table_args__ = (CheckConstraint("n >= 1 AND first_seq >= 1 AND facts >= 0 AND letters >= 0"), _STRICT)
    n: int = _number(key=True)
    now_ms: int = _number()
    first_seq: int = _number()
    facts: int = _number()
    letters: int = _number()
    inputs: bytes = _blob()


class FactRow(SQLModel, table=True):
    """One fact; `seq` is contiguous. `ref` is its alert or call, `subject` its vessel, station or feed."""

    __tablename__ = "facts"
    __table_args__ = (
        CheckConstraint("seq >= 1 AND step >= 1"),
        Index("facts_incident", "incident"),
        Index("facts_ref", "ref"),
        Index("facts_request", "request_id"),
        _STRICT,
    )
    seq: int = _number(key=True)
    step: int = _number(index=True)
    t_ms: int = _number()
    kind: str = _text()
    incident: str | None = _text(optional=True)
    subject: str | None = _text(optional=True)
    ref: str | None = _text(optional=True)
    request_id: str | None = _text(optional=True)
    body: str = _text()


class OpenAlertRow(SQLModel, table=True):
    """An alert that stands; the store itself allows one for each (rule, subject, zone or other of a pair).

    Attributes:
        zone: the zone it names, or the other vessel of a pair, as in `twin.alerts.key`; else empty.
    """

    __tablename__ = "open_alerts"
    __table_args__ = (UniqueConstraint("rule", "subject_kind", "subject", "zone"), _STRICT)
    alert: str = _text(key=True)
    rule: str = _text()
    subject_kind: str = _text()
    subject: str = _text()
    zone: str = _text()


class OutboxRow(SQLModel, table=True):
    """A letter the twin owes the world, committed with the step that made it, gone once it is sent."""

    __tablename__ = "outbox"
    __table_args__ = (CheckConstraint("qos IN (0, 1) AND retain IN (0, 1)"), _STRICT)
    id: int = _number(key=True)
    topic: str = _text()
    payload: bytes = _blob()
    qos: int = _number()
    retain: int = _number()


class QuarantineRow(SQLModel, table=True):
    """A refused letter, with the reason and its first bytes; only the newest are kept."""

    __tablename__ = "quarantine"
    __table_args__ = (CheckConstraint("length(payload) <= 8192"), _STRICT)
    id: int = _number(key=True)
    heard_ms: int = _number()
    topic: str = _text()
    reason: str = _text(index=True)
    detail: str = _text()
    payload: bytes = _blob()


class QuarantineCountRow(SQLModel, table=True):
    """How many letters were ever refused for a reason, kept or not."""

    __tablename__ = "quarantine_counts"
    __table_args__ = (CheckConstraint("count >= 1"), _STRICT)
    reason: str = _text(key=True)
    count: int = _number()
    last_ms: int = _number()


class SuspectRow(SQLModel, table=True):
    """A letter that was in a step which raised: stepped alone next time, and never again if it was alone."""

    __tablename__ = "suspects"
    __table_args__ = (CheckConstraint("guilty IN (0, 1)"), _STRICT)
    fingerprint: str = _text(key=True)
    guilty: int = _number()
    noted_ms: int = _number()
    topic: str = _text()
    why: str = _text()


class AccountRow(SQLModel, table=True):
    """Who may sign in; `vessels` (ids, blank-separated) and `township` bound what some roles see."""

    __tablename__ = "accounts"
    __table_args__ = (
        CheckConstraint(f"role IN ({_ROLE_LIST})"),
        CheckConstraint("length(name) BETWEEN 1 AND 64 AND disabled IN (0, 1)"),
        _STRICT,
    )
    name: str = _text(key=True)
    role: str = _text()
    password_hash: str = _text()
    vessels: str = _text()
    township: str = _text()
    disabled: int = _number()
    made_ms: int = _number()


class SessionRow(SQLModel, table=True):
    """A signed-in browser or script; only the SHA-256 of its secret is kept."""

    __tablename__ = "sessions"
    __table_args__ = (CheckConstraint("length(secret_hash) = 64 AND expires_ms > made_ms"), _STRICT)
    secret_hash: str = _text(key=True)
    name: str = _text(index=True)
    made_ms: int = _number()
    expires_ms: int = _number(index=True)


class AuditRow(SQLModel, table=True):
    """Who did what: a chain, because each hash covers the one before; rows are never changed."""

    __tablename__ = "audit"
    __table_args__ = (CheckConstraint("n >= 1 AND length(hash) = 64 AND length(prev_hash) = 64"), _STRICT)
    n: int = _number(key=True)
    t_ms: int = _number()
    actor: str = _text()
    verb: str = _text()
    object: str = _text()
    before: str = _text()
    after: str = _text()
    request_id: str = _text()
    prev_hash: str = _text()
    hash: str = _text()


class TrackRow(SQLModel, table=True):
    """Accepted fixes of some steps as one zstd chunk of columns, sorted by vessel number and time."""

    __tablename__ = "tracks"
    __table_args__ = (
        CheckConstraint("from_ms <= to_ms AND fixes >= 1 AND last_step >= 1"),
        Index("tracks_time", "to_ms", "from_ms"),
        _STRICT,
    )
    id: int | None = _counted()
    last_step: int = _number()
    from_ms: int = _number()
    to_ms: int = _number()
    fixes: int = _number()
    columns: bytes = _blob()


def _table(row: type[SQLModel]) -> Table:
    return SQLModel.metadata.tables[str(row.__tablename__)]


HEADER = _table(HeaderRow)
STEPS = _table(StepRow)
FACTS = _table(FactRow)
OPEN_ALERTS = _table(OpenAlertRow)
OUTBOX = _table(OutboxRow)
QUARANTINE = _table(QuarantineRow)
QUARANTINE_COUNTS = _table(QuarantineCountRow)
SUSPECTS = _table(SuspectRow)
ACCOUNTS = _table(AccountRow)
SESSIONS = _table(SessionRow)
AUDIT = _table(AuditRow)
TRACKS = _table(TrackRow)
