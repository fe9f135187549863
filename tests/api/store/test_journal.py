import asyncio
import os
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from api.store import audit, queries
from api.store.inputs import Inputs, fingerprint, unpack
from api.store.journal import QUARANTINE_KEPT, QUARANTINE_PER_STEP, Owed
from twin.acts import WorkIncident
from twin.decode import Rejected
from twin.engine import Gap
from twin.facts import AlertCleared, AlertRaised, GapNoted, IncidentActed, IncidentOpened, SosHeard, Subject
from twin.wire import Letter, Words

NOW = 1_780_000_000_000
WORDS = Words(zh="离区", en="left its zone")
LETTER = Letter("yugang/sim/shipu/terminal/ais-a/412000001/fix", b'{"t_ms":1}', NOW)
ACT = WorkIncident(
    actor="li", role="officer", request_id="r1", incident="I-1", verb="acknowledge", seen_version=0
)


@dataclass
class Facts:
    """Facts as the engine would give them."""

    n: int = 0

    def raised(self, zone: str | None = "z1", other: str | None = None) -> AlertRaised:
        self.n += 1
        return AlertRaised(
            t_ms=NOW,
            alert=f"zone-left-{self.n}",
            rule="zone-left",
            subject=Subject("vessel", "V1"),
            priority=3,
            since_ms=NOW,
            words=WORDS,
            zone=zone,
            other=other,
        )


def acted(request_id: str = "r1") -> IncidentActed:
    return IncidentActed(
        t_ms=NOW,
        incident="I-1",
        verb="acknowledge",
        actor="li",
        role="officer",
        before="open",
        after="acknowledged",
        version=1,
        request_id=request_id,
    )


def rejected(reason: str = "not-json", topic: str = "yugang/sim/shipu/x") -> Rejected:
    return Rejected(topic, reason, "why", b"{", NOW)


async def test_facts_get_contiguous_places_over_steps_and_restarts(books):
    first = await books.step(GapNoted(t_ms=NOW, from_ms=1, why="start"), acted())
    empty = await books.step()
    again = await books.reopen()
    later = await again.step(acted("r2"))
    assert [*first, *empty, *later] == [1, 2, 3]
    assert [row[0] for row in await again.reader.ask(lambda c: queries.fact_bodies(c, 1, 10))] == [2, 3]
    assert again.header.epoch == books.header.epoch
    await again.close()


async def test_what_a_step_was_given_is_read_back_as_it_was(books):
    given = Inputs((Gap(NOW - 1, "start"),), (rejected(),), (LETTER,), (ACT,))
    await books.step(inputs=given)
    (row,) = await books.reader.ask(lambda c: queries.steps_after(c, 0, 10))
    assert unpack(row["inputs"]) == given
    assert (row["n"], row["now_ms"], row["letters"]) == (1, NOW, 1)


async def test_a_step_that_breaks_a_rule_of_the_books_leaves_nothing_of_itself(books):
    facts = Facts()
    await books.step(facts.raised())
    with pytest.raises(IntegrityError):
        await books.step(acted(), facts.raised(), rejected=(rejected(),))
    for table, rows in (("steps", 1), ("facts", 1), ("quarantine", 0), ("audit", 0)):
        assert await books.reader.ask(books.count(table)) == rows, table
    assert books.journal.last_seq == 1


async def test_the_store_allows_a_second_alert_after_the_first_cleared_or_for_another_zone(books):
    facts = Facts()
    first, other = facts.raised(), facts.raised(zone=None)
    cleared = AlertCleared(t_ms=NOW, alert=first.alert, words=WORDS)
    given = (first, other, cleared, facts.raised())
    await books.step(*given)
    assert await books.reader.ask(books.count("open_alerts")) == 2


async def test_a_boat_may_stand_in_two_pairs_at_once_but_not_twice_in_one(books):
    facts = Facts()
    await books.step(facts.raised(other="b", zone=None), facts.raised(other="c", zone=None))
    assert await books.reader.ask(books.count("open_alerts")) == 2
    with pytest.raises(IntegrityError):
        await books.step(facts.raised(other="c", zone=None))


async def test_a_letter_owed_stays_until_it_was_sent(books):
    owed = tuple(Owed(books.journal.next_owed(), f"t{i}", b"x", 1, retain=False) for i in range(3))
    await books.step(owed=owed)
    await books.step(sent=(owed[0].id, owed[2].id))
    left = await books.reader.ask(queries.owed_letters)
    assert [(row["topic"], row["payload"], row["retain"]) for row in left] == [("t1", b"x", 0)]
    again = await books.reopen()
    assert again.journal.next_owed() == owed[1].id + 1
    await again.close()


async def test_the_quarantine_keeps_the_newest_and_counts_all(books):
    many = (rejected(),) * (QUARANTINE_PER_STEP + 5) + (rejected("bad-unit"),)
    await books.step(rejected=many)
    books.journal._last_quarantined = QUARANTINE_KEPT + 49  # as if as many had come in between
    await books.step(rejected=(rejected("bad-unit"),))
    seen = await books.reader.ask(lambda c: queries.quarantine(c, 1000, None))
    assert seen["counts"] == {"not-json": QUARANTINE_PER_STEP + 5, "bad-unit": 2}
    assert len(seen["letters"]) == 51
    assert seen["letters"][0]["reason"] == "bad-unit"


async def test_hostile_text_in_a_refused_letter_can_be_stored(books):
    hostile = rejected(topic="yugang/\ud800\0/" + "x" * 5000)
    await books.step(rejected=(hostile,))
    seen = await books.reader.ask(lambda c: queries.quarantine(c, 10, None))
    assert len(seen["letters"][0]["topic"]) == 1000


async def test_the_timeline_of_an_incident_tells_of_its_alerts_and_calls_and_of_nothing_else(books):
    facts = Facts()
    raised, stranger = facts.raised(), facts.raised(zone="z2")
    opened = IncidentOpened(
        t_ms=NOW,
        incident="I-1",
        priority=3,
        rule="zone-left",
        subject=Subject("vessel", "V1"),
        words=WORDS,
        alerts=(raised.alert,),
    )
    cleared = AlertCleared(t_ms=NOW, alert=raised.alert, words=WORDS)
    given = (raised, stranger, opened, acted(), cleared)
    await books.step(*given)
    told = await books.reader.ask(lambda c: queries.timeline(c, "I-1"))
    assert [(row["seq"], row["kind"]) for row in told] == [
        (1, "alert-raised"),
        (3, "incident-opened"),
        (4, "incident-acted"),
        (5, "alert-cleared"),
    ]


async def test_the_first_answer_to_a_request_is_found(books):
    await books.step(one := acted("a"), two := acted("b"), answers={"a": one, "b": two})
    assert await books.reader.ask(lambda c: queries.answer_seq(c, "b")) == 2
    assert await books.reader.ask(lambda c: queries.answer_seq(c, "none")) is None


async def test_a_lone_letter_of_a_failed_step_is_guilty_and_one_of_several_a_suspect(books):
    other = Letter("other", b"", NOW)
    assert await books.journal.note_failure(Inputs(letters=(LETTER, other)), "ValueError", NOW) == 0
    assert await books.journal.note_failure(Inputs(letters=(LETTER,)), "ValueError", NOW) == 1
    known = await books.reader.ask(queries.suspects)
    assert known == {fingerprint(LETTER): (True, "ValueError"), fingerprint(other): (False, "ValueError")}


async def test_every_act_of_a_person_is_in_the_audit_chain_of_its_step(books):
    sos = SosHeard(t_ms=NOW, event_id="e", terminal="ais-a:1", vessel="V1", sos_kind="fire", said_ms=NOW)
    await books.step(sos, acted())
    (row,) = await books.reader.ask(lambda c: queries.audit_page(c, 10, None))
    assert (row["n"], row["actor"], row["verb"], row["object"]) == (1, "li", "acknowledge", "incident I-1")
    assert await books.reader.ask(audit.verify) == (1, None)


async def test_a_locked_database_is_waited_for_and_nothing_is_lost(books):
    if books.url.drivername != "sqlite":
        pytest.skip("PostgreSQL does not lock the whole database")
    with sqlite3.connect(books.url.database, isolation_level=None) as stranger:
        stranger.execute("BEGIN IMMEDIATE")
        waiting = asyncio.create_task(books.step(acted()))
        while books.writer.trouble is None:  # noqa: ASYNC110  # the writer's own time-out sets it
            await asyncio.sleep(0.05)
        assert "locked" in books.writer.trouble
        assert not waiting.done()
        stranger.execute("ROLLBACK")
    assert await waiting == [1]
    assert books.writer.trouble is None


async def test_a_full_disk_is_waited_for_and_nothing_is_lost(books):
    if books.url.drivername != "sqlite":
        pytest.skip("the limit is a PRAGMA of SQLite")

    def limit(pages: int) -> Callable[[Connection], object]:
        return lambda c: c.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    await books.writer.run(limit(1))  # not below what is used: no page more
    big = Owed(books.journal.next_owed(), "t", os.urandom(200_000), 1, retain=False)
    waiting = asyncio.create_task(books.step(acted(), owed=(big,)))
    while books.writer.trouble is None:  # noqa: ASYNC110  # the writer's own failure sets it
        await asyncio.sleep(0.05)
    assert "full" in books.writer.trouble
    await books.writer.once(limit(1_000_000))
    assert await waiting == [1]
    assert await books.reader.ask(books.count("outbox")) == 1
