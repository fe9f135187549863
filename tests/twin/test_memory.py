import numpy as np
import pytest

from tests.twin.harbour import T0, boat, fix, port
from tests.twin.play import Play, sos
from tests.twin.test_command import do
from twin import memory, picture
from twin.engine import step
from twin.facts import VesselKnown


def busy() -> Play:
    """A world with boats, a stranger, alerts pending and open, a case in hand, a call out and an SOS."""
    play = Play().sail("ais-b:1", [(20_300, 0)] * 16)
    do(play, "acknowledge")
    do(play, "call", note="return")
    play.hear(fix("ais-b:77", 6_000, 5_400, play.now))
    sos(play, "ais-b:2")
    return play.wait(7)


def test_a_world_that_was_stored_goes_on_as_if_nothing_had_happened():
    play = busy()
    again = memory.load(memory.dump(play.world), port())
    assert picture.snapshot(again) == picture.snapshot(play.world)
    assert picture.positions(again) == picture.positions(play.world)
    for n in range(1, 400):
        now = play.now + n * 1000
        said = [fix("ais-b:1", 20_300 - 10 * n, 0, now)] if n % 30 == 0 else []
        assert step(again, said, now).facts == step(play.world, said, now).facts
    assert memory.dump(again) == memory.dump(play.world)


def test_damaged_bytes_and_other_ports_are_refused_with_a_sentence():
    stored = memory.dump(busy().world)
    with pytest.raises(ValueError, match="damaged"):
        memory.load(stored[: len(stored) // 2], port())
    with pytest.raises(ValueError, match="port"):
        memory.load(stored, port(id="other"))


def test_a_port_folder_that_grew_is_taken_at_the_next_start():
    play = busy()
    grown = port(vessels=(*port().vessels, boat("new", "ais-b:500")))
    again = memory.load(memory.dump(play.world), grown)
    from twin.engine import Gap  # noqa: PLC0415 -- only this test starts a world twice

    facts = step(again, [Gap(play.now, "start")], play.now + 60_000).facts
    born = [fact for fact in facts if isinstance(fact, VesselKnown)]
    assert [(fact.vessel, fact.number) for fact in born] == [("new", len(play.world.fleet))]
    assert np.array_equal(again.fleet.vessels["fix_ms"][:-1], play.world.fleet.vessels["fix_ms"])
    assert T0
