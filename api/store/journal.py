"""The journal: what each step was given and what became true, in one transaction, before anyone hears."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, update

from api.store import audit
from api.store.inputs import Inputs, fingerprint, pack
from api.store.tables import FACTS, OPEN_ALERTS, OUTBOX, QUARANTINE, QUARANTINE_COUNTS, STEPS, SUSPECTS
from api.store.writer import Writer
from twin.decode import Rejected
from twin.facts import AlertCleared, AlertRaised, AlertRetracted, AnyFact

QUARANTINE_KEPT = 10_000
QUARANTINE_PER_STEP = 100
_ENCODER = msgspec.json.Encoder()
_NONE: Mapping[str, AnyFact] = {}


class Owed(msgspec.Struct, frozen=True):
    """A letter the twin owes the world; `id` orders and names it until it is sent."""

    id: int
    topic: str
    payload: bytes
    qos: int
    retain: bool


class StoredFact(msgspec.Struct, frozen=True):
    """A fact in its place.

    Attributes:
        body: its JSON, exactly as it stands in the journal.
        request_id: the act it answers.
    """

    seq: int
    fact: AnyFact
    body: bytes
    request_id: str | None = None


class StepTaken(msgspec.Struct, frozen=True, kw_only=True):
    """All that one step leaves in the journal; `sent` are outbox ids that have left since."""

    now_ms: int
    inputs: Inputs
    facts: tuple[StoredFact, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    owed: tuple[Owed, ...] = ()
    sent: tuple[int, ...] = ()


class Journal:
    """Appends steps; only the keeper calls it, one step at a time."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self.last_step = 0
        self.last_seq = 0
        self._last_owed = 0
        self._last_quarantined = 0

    async def resume(self) -> None:
        """Take up where the books end."""
        ends = await self._writer.run(_ends)
        self.last_step, self.last_seq, self._last_owed, self._last_quarantined = ends

    def place(
        self, facts: Sequence[AnyFact], answers: Mapping[str, AnyFact] = _NONE
    ) -> tuple[StoredFact, ...]:
        """Return facts with their places in the journal; the next `append` must be given them.

        Args:
            facts: what a step made true, in order.
            answers: which of them answer which requests.
        """
        asked = {id(fact): request_id for request_id, fact in answers.items()}
        first = self.last_seq + 1
        return tuple(
            StoredFact(first + i, fact, _ENCODER.encode(fact), asked.get(id(fact)))
            for i, fact in enumerate(facts)
        )

    def next_owed(self) -> int:
        """Return the number of the next letter owed, and count it as given out."""
        self._last_owed += 1
        return self._last_owed

    async def append(self, taken: StepTaken) -> None:
        """Return once all of the step is on disk.

        Waits as long as the database is locked, full or away: nothing may be shown or acknowledged before.
        """
        stored = taken.facts
        n = self.last_step + 1
        step = {
            "n": n,
            "now_ms": taken.now_ms,
            "first_seq": self.last_seq + 1,
            "facts": len(stored),
            "letters": len(taken.inputs.letters),
            "inputs": pack(taken.inputs),
        }
        quarantine = _quarantine_rows(taken.rejected, self._last_quarantined)

        def write(connection: Connection) -> None:
            connection.execute(insert(STEPS), step)
            _insert_facts(connection, stored, n)
            _keep_open_alerts(connection, (one.fact for one in stored))
            _keep_outbox(connection, taken.owed, taken.sent)
            _keep_quarantine(connection, quarantine, taken.rejected)
            audit.record(connection, [deed for one in stored if (deed := audit.deed_of(one.fact))])

        await self._writer.run(write)
        self.last_step += 1
        self.last_seq += len(stored)
        self._last_quarantined += len(quarantine)

    async def forget_sent(self, sent: tuple[int, ...]) -> None:
        """Strike letters from the outbox that have left, between steps or at the end."""
        if sent:
            await self._writer.run(lambda connection: _keep_outbox(connection, (), sent))

    async def note_failure(self, inputs: Inputs, why: str, wall_ms: int) -> int:
        """Write down which letters were in a step that raised; return how many were newly found guilty.

        One letter that was stepped alone is guilty and will be quarantined unstepped; of several, each is
        stepped alone when it comes again.
        """
        guilty = int(len(inputs.letters) == 1 and not inputs.acts)
        rows = [
            {
                "fingerprint": fingerprint(letter),
                "guilty": guilty,
                "noted_ms": wall_ms,
                "topic": letter.topic,
                "why": why[:1000],
            }
            for letter in inputs.letters
        ]

        def write(connection: Connection) -> None:
            for row in rows:
                connection.execute(delete(SUSPECTS).where(SUSPECTS.c.fingerprint == row["fingerprint"]))
            if rows:
                connection.execute(insert(SUSPECTS), rows)

        await self._writer.run(write)
        return guilty


def refer(fact: AnyFact) -> dict[str, str | None]:
    """Return what a fact can be found by: its incident, its subject, its alert or call."""
    subject = getattr(fact, "subject", None)
    named = (getattr(fact, name, None) for name in ("vessel", "station", "feed", "zone", "berth", "person"))
    return {
        "incident": getattr(fact, "incident", None),
        "subject": subject.id if subject is not None else next((name for name in named if name), None),
        "ref": getattr(fact, "alert", None) or getattr(fact, "call_id", None),
    }


def _insert_facts(connection: Connection, stored: Iterable[StoredFact], step: int) -> None:
    rows: list[dict[str, Any]] = [
        {
            "seq": one.seq,
            "step": step,
            "t_ms": one.fact.t_ms,
            "kind": one.fact.__struct_config__.tag,
            "body": one.body.decode(),
            **refer(one.fact),
            "request_id": one.request_id,
        }
        for one in stored
    ]
    if rows:
        connection.execute(insert(FACTS), rows)


def _keep_open_alerts(connection: Connection, facts: Iterable[AnyFact]) -> None:
    for fact in facts:
        match fact:
            case AlertRaised():
                row = {
                    "alert": fact.alert,
                    "rule": fact.rule,
                    "subject_kind": fact.subject.kind,
                    "subject": fact.subject.id,
                    "zone": fact.other or fact.zone or "",
                }
                connection.execute(insert(OPEN_ALERTS), row)
            case AlertCleared() | AlertRetracted():
                connection.execute(delete(OPEN_ALERTS).where(OPEN_ALERTS.c.alert == fact.alert))


def _keep_outbox(connection: Connection, owed: Sequence[Owed], sent: Sequence[int]) -> None:
    if sent:
        connection.execute(delete(OUTBOX).where(OUTBOX.c.id.in_(sent)))
    if owed:
        rows = [msgspec.structs.asdict(letter) | {"retain": int(letter.retain)} for letter in owed]
        connection.execute(insert(OUTBOX), rows)


def _quarantine_rows(rejected: Sequence[Rejected], last_id: int) -> list[dict[str, Any]]:
    return [
        {
            "id": last_id + 1 + i,
            "heard_ms": one.heard_ms,
            "topic": _plain(one.topic),
            "reason": one.reason,
            "detail": _plain(one.detail),
            "payload": one.payload,
        }
        for i, one in enumerate(rejected[:QUARANTINE_PER_STEP])
    ]


def _plain(text: str) -> str:
    """Return the text as every database can store it: no lone surrogate, no NUL, 1,000 characters."""
    return text[:1000].encode(errors="replace").decode().replace("\0", "\ufffd")


def _keep_quarantine(
    connection: Connection, rows: list[dict[str, Any]], rejected: Sequence[Rejected]
) -> None:
    if not rejected:
        return
    connection.execute(insert(QUARANTINE), rows)
    connection.execute(delete(QUARANTINE).where(QUARANTINE.c.id <= rows[-1]["id"] - QUARANTINE_KEPT))
    counts: dict[str, int] = {}
    for one in rejected:
        counts[one.reason] = counts.get(one.reason, 0) + 1
    for reason, count in counts.items():
        more = {"count": QUARANTINE_COUNTS.c.count + count, "last_ms": rejected[-1].heard_ms}
        if not connection.execute(
            update(QUARANTINE_COUNTS).where(QUARANTINE_COUNTS.c.reason == reason).values(more)
        ).rowcount:
            row = {"reason": reason, "count": count, "last_ms": rejected[-1].heard_ms}
            connection.execute(insert(QUARANTINE_COUNTS), row)


def _ends(connection: Connection) -> tuple[int, int, int, int]:
    columns = (STEPS.c.n, FACTS.c.seq, OUTBOX.c.id, QUARANTINE.c.id)
    last = [connection.execute(select(func.max(column))).scalar() or 0 for column in columns]
    return last[0], last[1], last[2], last[3]
