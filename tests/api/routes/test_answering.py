import asyncio
import sqlite3

import pytest

from api import keeper
from tests.api.desk import distress
from tests.api.house import PATIENCE_S


@pytest.fixture
def locked(house, monkeypatch):
    """The journal held by a stranger, as by a backup program that forgot to let go."""
    monkeypatch.setattr(keeper, "PATIENCE_S", 0.2)
    monkeypatch.setattr(keeper, "ACT_S", 0.2)
    connection = sqlite3.connect(house.home / "yugang.sqlite3", isolation_level=None)
    yield connection
    connection.close()


async def test_while_the_journal_is_away_nothing_is_confirmed_and_nothing_is_lost(house, desk, locked):
    await distress(house)
    officer = await desk.client("officer")
    locked.execute("BEGIN IMMEDIATE")
    body = {"verb": "acknowledge", "seen_version": 0, "request_id": "r"}
    answer = await officer.post("/api/incidents/I-1/acts", json=body)
    assert (answer.status_code, answer.json()["code"]) == (503, "journal-away")
    assert answer.headers["retry-after"]
    seen = await officer.get("/api/incidents")
    assert seen.status_code == 503
    number = house.sos("ais-b/2", "E2")
    async with asyncio.timeout(PATIENCE_S):
        while house.books.writer.trouble is None:  # noqa: ASYNC110  # the database's own time-out
            await asyncio.sleep(0.05)
    health = await officer.get("/api/health")
    assert (health.status_code, health.json()["status"]) == (503, "degraded")
    assert number not in house.acknowledged
    locked.execute("ROLLBACK")
    await house.settle()
    assert number in house.acknowledged
    again = await officer.post("/api/incidents/I-1/acts", json=body)
    assert again.status_code == 200
    assert len(await house.facts("incident-acted")) == 1
    assert {fact["event_id"] for fact in await house.facts("sos-heard")} == {"E1", "E2"}
