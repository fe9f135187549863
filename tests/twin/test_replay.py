import msgspec

from tests.twin.harbour import port
from tests.twin.play import Play
from tests.twin.test_command import PROOF, do
from twin import memory, picture
from twin.engine import step
from twin.port import Port
from twin.replay import Entry, restore


class Journalled(Play):
    """A play that keeps a journal of what it was told."""

    def __init__(self, of: Port | None = None) -> None:
        self.journal: list[Entry] = []
        super().__init__(of)

    def _take(self, inputs, now_ms):
        taken = super()._take(inputs, now_ms)
        self.journal.append(Entry(list(inputs), now_ms, list(taken.facts)))
        return taken


def worked() -> Journalled:
    play = Journalled()
    play.sail("ais-b:1", [(20_300, 0)] * 16)
    do(play, "acknowledge")
    do(play, "resolve", who="li", role="dispatcher", evidence=PROOF)
    return play


def test_a_journal_without_a_snapshot_gives_the_same_world():
    play = worked()
    again = restore(None, port(), "sim", lambda: play.journal)
    assert (again.entries, again.differences) == (len(play.journal), 0)
    assert memory.dump(again.world) == memory.dump(play.world)


def test_a_snapshot_and_the_journal_since_give_the_same_world():
    play = worked()
    half = len(play.journal) // 2
    first = restore(None, port(), "sim", lambda: play.journal[:half])
    again = restore(memory.dump(first.world), port(), "sim", lambda: play.journal[half:])
    assert memory.dump(again.world) == memory.dump(play.world)


def test_stored_facts_win_over_an_engine_that_judges_otherwise_today():
    play = worked()
    lenient = port(rules={"left-zone": {"margin_m": 5000}})
    again = restore(None, lenient, "sim", lambda: play.journal)
    assert again.differences > 0
    assert again.world.book == play.world.book
    assert set(again.world.alerts.open) == set(play.world.alerts.open)
    assert picture.incident(again.world, "I-1") == picture.incident(play.world, "I-1")
    now = play.now + 1000
    assert msgspec.to_builtins(step(again.world, [], now).facts) is not None
