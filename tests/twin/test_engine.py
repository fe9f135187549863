import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.twin.harbour import T0, beat, fix, port
from tests.twin.play import Play
from twin.decode import Rejected
from twin.engine import Gap, new_world, step
from twin.facts import AlertRaised, FeedChanged
from twin.feeds import CANARY


def test_time_never_runs_backwards():
    play = Play()
    with pytest.raises(ValueError, match="backwards"):
        step(play.world, [], T0 - 1)


said = st.lists(
    st.tuples(
        st.sampled_from(["ais-b:1", "ais-b:2", "beidou:2", "ais-b:50"]),
        st.integers(-25, 25),
        st.integers(0, 90),
    ),
    max_size=25,
)


def played(events: list[tuple[str, int, int]]) -> bytes:
    play = Play()
    for terminal, x_km, passed_s in events:
        play.wait(passed_s)
        play.hear(fix(terminal, x_km * 1000.0, 0, play.now))
    return msgspec.msgpack.encode(play.facts)


@given(said)
@settings(max_examples=10)
def test_the_same_inputs_give_the_same_facts_byte_for_byte(events):
    assert played(events) == played(events)


def test_instants_with_nothing_due_change_no_fact():
    def run(stride_ms: int) -> list:
        world = new_world(port(), "sim")
        facts = list(step(world, [Gap(T0 - 1, "start")], T0).facts)
        for now in range(T0, T0 + 1_200_000, 100):
            said = []
            if (now - T0) % 5000 == 0:
                said = [beat(CANARY, now), beat("rx", now, heard=now)]
            if (now - T0) % 30_000 == 0 and now < T0 + 200_000:
                said.append(fix("ais-b:1", 20_300, 0, now))
            if said or now >= world.next_due_ms or (now - T0) % stride_ms == 0:
                facts += step(world, said, now).facts
        return facts

    sparse, dense = run(10_000_000), run(100)
    assert sparse == dense
    assert any(isinstance(fact, AlertRaised) for fact in sparse)


def test_a_stall_is_said_and_freezes_the_silence_clocks():
    play = Play().sail("ais-b:1", [(3_000, 0)] * 4)
    play.now += 3_600_000
    taken = step(play.world, [Gap(play.now - 3_600_000, "stall")], play.now)
    assert {fact.state for fact in taken.facts if isinstance(fact, FeedChanged)} == {"starting"}
    play.wait(30)
    assert play.raised("went-dark") == []


@pytest.mark.parametrize("why", ["start", "stall"])
def test_the_hours_we_did_not_listen_are_nobodys_silence(why):
    play = Play().sail("ais-b:1", [(3_000, 0)] * 4).wait(600)
    row = play.world.fleet.row_of["a"]
    before_s = play.world.fleet.vessels["silence_s"][row]
    gap = Gap(play.now, why)
    play.now += 6 * 3_600_000
    step(play.world, [gap], play.now)
    play.wait(30)
    assert before_s == pytest.approx(600, abs=10)
    assert play.world.fleet.vessels["silence_s"][row] == pytest.approx(before_s + 30, abs=10)
    play.wait(600)
    assert play.raised("went-dark") == [("a", None, 4)]


def test_rejected_messages_are_counted_and_handed_on():
    play = Play()
    refused = Rejected("x", "not-json", "bad", b"{", play.now)
    taken = play.hear(refused)
    assert taken.rejected == [refused]
    assert play.world.counters["rejected-not-json"] == 1
