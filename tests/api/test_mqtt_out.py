import asyncio

import pytest

from api.mqtt_out import Outbound
from twin.wire import MAX_PAYLOAD_BYTES


async def taken(out, count):
    return [await out.next() for _ in range(count)]


async def test_letters_leave_in_order_and_count_until_settled():
    out = Outbound(10)
    for number in range(3):
        out.put("t", b"%d" % number, 1, retain=False)
    letters = await taken(out, 3)
    assert [letter.payload for letter in letters] == [b"0", b"1", b"2"]
    assert len(out) == 3
    out.settle(letters[1])
    assert len(out) == 2
    assert letters[1].settled.is_set()
    assert out.counts == {"accepted": 3, "settled": 1}


async def test_letters_under_way_when_the_connection_ends_go_first_and_in_order_again():
    out = Outbound(10)
    for number in range(5):
        out.put("t", b"%d" % number, 1, retain=False)
    letters = await taken(out, 3)
    out.settle(letters[0])
    out.take_back()
    assert [letter.payload for letter in await taken(out, 4)] == [b"1", b"2", b"3", b"4"]
    assert out.counts["resent"] == 2


async def test_a_full_queue_refuses_and_counts_and_has_room_again_after_a_settlement():
    out = Outbound(2)
    assert out.put("t", b"", 1, retain=False)
    assert out.put("t", b"", 1, retain=False)
    assert out.put("t", b"", 1, retain=False) is None
    assert out.counts["refused"] == 1
    waiting = asyncio.create_task(out.room())
    (first,) = await taken(out, 1)
    await asyncio.sleep(0)
    assert not waiting.done()
    out.settle(first)
    await waiting
    assert out.put("t", b"", 1, retain=False)


async def test_empty_returns_when_everything_is_settled():
    out = Outbound(5)
    await out.empty()
    out.put("t", b"", 1, retain=False)
    waiting = asyncio.create_task(out.empty())
    (letter,) = await taken(out, 1)
    assert not waiting.done()
    out.settle(letter)
    await waiting


async def test_a_letter_no_broker_takes_is_refused_before_it_can_break_every_connection():
    out = Outbound(5)
    assert out.put("t", b"x" * MAX_PAYLOAD_BYTES, 1, retain=False)
    with pytest.raises(ValueError, match="at most 65536"):
        out.put("t", b"x" * (MAX_PAYLOAD_BYTES + 1), 1, retain=False)
