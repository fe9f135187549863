from collections import Counter
from types import SimpleNamespace

from api.bench.crash import _held_against_the_books, stored_facts
from api.store.books import open_books
from api.store.inputs import Inputs
from api.store.journal import StepTaken
from twin.facts import IncidentOpened, SosHeard, Subject
from twin.wire import Words

WORDS = Words("求救", "distress")


def heard(event: str) -> SosHeard:
    return SosHeard(t_ms=1, event_id=event, terminal="cell:1", vessel=event, sos_kind="fire", said_ms=1)


def opened(number: int, boat: str) -> IncidentOpened:
    subject = Subject("vessel", boat)
    return IncidentOpened(
        t_ms=1, incident=f"I-{number}", priority=1, rule="sos", subject=subject, words=WORDS
    )


async def faults(home, facts, said=(), confirmed=(), receipts=()):
    books = await open_books(home, None, "sim", "shipu", "h", 1)
    await books.journal.append(StepTaken(now_ms=1, inputs=Inputs(), facts=books.journal.place(facts)))
    await books.close()
    boats = SimpleNamespace(said={event: event for event in said}, receipts=Counter(receipts or said))
    return _held_against_the_books(home, boats, SimpleNamespace(confirmed=set(confirmed)))


async def test_books_that_hold_everything_once_have_no_fault(tmp_path):
    assert await faults(tmp_path, [heard("E1"), opened(1, "E1")], ["E1"]) == []
    assert [fact["seq"] for fact in stored_facts(tmp_path)[0]] == [1, 2]


async def test_each_loss_and_each_doubling_is_named(tmp_path):
    facts = [heard("E1"), heard("E1"), opened(1, "E1"), opened(2, "E1")]
    told = await faults(tmp_path, facts, ["E1", "E2"], ["ack-1"], ["E1", "E2", "E9"])
    assert told == [
        "E1: stored 2 times",
        "E2: stored 0 times",
        "E9: receipted, never said",
        "E1: 2 cases",
        "1 cases of 2 boats in distress",
        "ack-1: confirmed, not stored",
    ]
