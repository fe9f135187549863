from hypothesis import given
from hypothesis import strategies as st

from api.gateways.assembly import MAX_PENDING, MAX_WAIT_LINES, MAX_WAIT_MS, Assembler
from api.gateways.sentences import Sentence
from api.gateways.tally import Tally


def part(
    number: int, of: int = 2, seq: int = 1, *, at_ms: int | None = None, text: bytes = b"0000"
) -> Sentence:
    key = b"AI,M,A,%d" % seq
    return Sentence(at_ms, key, of, number, text, 0, b"!%s%d%d%s" % (key, number, of, text), None)


def test_parts_make_one_message_in_order_with_the_earliest_time():
    assembler = Assembler(Tally())
    assert assembler.add(part(2, at_ms=1_500), 1_500) is None
    whole = assembler.add(part(1, at_ms=1_000), 1_500)
    assert whole is not None
    assert [sentence.part for sentence in whole.sentences] == [1, 2]
    assert (whole.received_ms, whole.bits) == (1_000, 48)


def test_messages_of_other_sequence_numbers_do_not_mix():
    assembler = Assembler(Tally())
    assert assembler.add(part(1, seq=1), None) is None
    assert assembler.add(part(2, seq=2), None) is None
    assert assembler.add(part(2, seq=1), None) is not None


def test_a_part_heard_twice_is_counted_and_does_no_harm():
    assembler = Assembler(tally := Tally())
    assembler.add(part(1), None)
    assembler.add(part(1), None)
    assert tally.passed_over == {"repeated": 1}
    assert assembler.add(part(2), None) is not None


def test_a_new_message_under_the_same_number_replaces_the_unfinished_one():
    assembler = Assembler(tally := Tally())
    assembler.add(part(1, text=b"old0"), None)
    assembler.add(part(1, text=b"new0"), None)
    whole = assembler.add(part(2), None)
    assert whole is not None
    assert whole.payload == b"new00000"
    assert tally.refused == {"part-replaced": 1}


def test_a_part_waits_so_long_and_no_longer():
    assembler = Assembler(tally := Tally())
    assembler.add(part(1, at_ms=0), 0)
    assert assembler.add(part(2, at_ms=MAX_WAIT_MS), MAX_WAIT_MS) is not None
    assembler.add(part(1, at_ms=0), 0)
    assert assembler.add(part(2, at_ms=MAX_WAIT_MS + 1), MAX_WAIT_MS + 1) is None
    assert tally.refused == {"part-missing": 1}


def test_without_times_the_wait_is_counted_in_lines():
    assembler = Assembler(tally := Tally())
    assembler.add(part(1, seq=9), None)
    for _ in range(MAX_WAIT_LINES):
        assembler.add(part(1, of=1), None)
    assert not tally.refused
    assembler.add(part(1, of=1), None)
    assert tally.refused == {"part-missing": 1}


def test_unfinished_messages_are_bounded_and_the_oldest_goes_first():
    assembler = Assembler(tally := Tally())
    for seq in range(MAX_PENDING + 3):
        assembler.add(part(1, seq=seq), None)
    assert tally.refused == {"part-overrun": 3}
    assert assembler.add(part(2, seq=3), None) is not None
    assembler.flush()
    assert tally.refused == {"part-overrun": 3, "part-missing": MAX_PENDING - 1}


@given(
    st.lists(
        st.integers(1, 4).flatmap(
            lambda of: st.builds(
                part,
                st.integers(1, of),
                of=st.just(of),
                seq=st.integers(0, 2),
                at_ms=st.none() | st.integers(0, 100_000),
                text=st.sampled_from([b"0", b"w"]),
            )
        )
    )
)
def test_every_part_is_in_a_message_or_in_a_count(parts: list[Sentence]):
    assembler = Assembler(tally := Tally())
    whole = [message for p in parts if (message := assembler.add(p, p.received_ms))]
    assembler.flush()
    in_messages = sum(len(message.sentences) for message in whole)
    assert in_messages + tally.refused.total() + tally.passed_over.total() == len(parts)
    assert all([s.part for s in m.sentences] == list(range(1, m.sentences[0].parts + 1)) for m in whole)
