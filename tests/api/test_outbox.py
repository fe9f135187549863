import asyncio
from pathlib import Path

import pytest

from api import outbox as module
from api.outbox import Outbox
from api.store.books import open_books
from api.store.inputs import Inputs
from api.store.journal import StepTaken
from twin.facts import AlertCleared, GapNoted
from twin.wire import Words
from twin.world import Outgoing

WORDS = Words("好", "fine")
CLEARED = AlertCleared(t_ms=1, alert="a-1", words=WORDS)


class Broker:
    """Takes letters while it is up."""

    def __init__(self) -> None:
        self.up = asyncio.Event()
        self.has: list[tuple[str, bytes]] = []

    async def deliver(self, topic: str, payload: bytes, *, retain: bool = False) -> None:  # noqa: ARG002  # as the real door
        await self.up.wait()
        self.has.append((topic, payload))


@pytest.fixture
async def books(tmp_path: Path):
    opened = await open_books(tmp_path, None, "sim", "shipu", "h", 1)
    yield opened
    await opened.close()


async def test_what_was_committed_and_did_not_leave_is_sent_after_a_restart(tmp_path, books):
    broker = Broker()
    first = Outbox("root", books.journal, broker.deliver)
    owed = first.owe([Outgoing("t/receipt", b"1"), Outgoing("t/call", b"2")], ())
    await books.journal.append(StepTaken(now_ms=1, inputs=Inputs(), owed=owed))
    again = await open_books(tmp_path, None, "sim", "shipu", "h", 1)
    second = Outbox("root", again.journal, broker.deliver)
    await second.recover(again.reader)
    assert len(second) == 2
    broker.up.set()
    sending = asyncio.create_task(second.run())
    while len(second):  # noqa: ASYNC110  # the outbox's doing
        await asyncio.sleep(0)
    sending.cancel()
    assert sorted(broker.has) == [("root/t/call", b"2"), ("root/t/receipt", b"1")]
    await again.journal.forget_sent(second.strike())
    third = Outbox("root", again.journal, broker.deliver)
    await third.recover(again.reader)
    assert len(third) == 0
    await again.close()


async def test_alerts_and_cases_are_owed_to_other_platforms_with_their_place_and_nothing_else(books):
    outbox = Outbox("root", books.journal, Broker().deliver)
    placed = books.journal.place([GapNoted(t_ms=1, from_ms=0, why="start"), CLEARED])
    (owed,) = outbox.owe([], placed)
    assert owed.topic == "root/out/alert"
    assert owed.payload.startswith(b'{"seq":2,"kind":"alert-cleared"')


async def test_when_the_broker_is_away_for_long_platforms_lose_counted_letters_and_boats_none(
    books, monkeypatch
):
    monkeypatch.setattr(module, "MAX_WAITING", 3)
    outbox = Outbox("root", books.journal, Broker().deliver)
    for _ in range(5):
        placed = books.journal.place([CLEARED])
        outbox.post(outbox.owe([Outgoing("t/receipt", b"")], placed))
    assert outbox.refused == 3
    assert len(outbox) == 7
