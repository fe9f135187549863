import asyncio

from hypothesis import given
from hypothesis import strategies as st

from api.mailbox import MAX_FACTS, STUCK_S, Due, Mailbox

ROWS = st.frozensets(st.integers(0, 20), min_size=1)
OPERATION = st.one_of(st.just("take"), st.just("fact"), ROWS)


async def drain(box: Mailbox) -> list[Due]:
    taken = []
    while True:
        try:
            async with asyncio.timeout(0.01):
                taken.append(await box.next())
        except TimeoutError:
            return taken


async def test_facts_come_first_in_order_and_none_is_lost():
    box = Mailbox()
    box.put_heartbeat("beat")
    for i in range(5):
        box.put_fact(str(i))
    assert [due.text for due in await drain(box)] == ["0", "1", "2", "3", "4", "beat"]


async def test_positions_of_a_slow_client_are_merged_and_no_boat_is_forgotten():
    box = Mailbox()
    box.put_positions("a", frozenset({1, 2}))
    box.put_positions("b", frozenset({2, 3}))
    box.put_positions("c", frozenset({9}))
    assert await drain(box) == [Due(rows=frozenset({1, 2, 3, 9}))]
    box.put_positions("d", frozenset({1}))
    assert await drain(box) == [Due("d")]


async def test_only_the_newest_heartbeat_waits_and_missed_readings_are_all_sent():
    box = Mailbox()
    box.put_heartbeat("old")
    box.put_heartbeat("new")
    box.put_readings("a")
    box.put_readings("b")
    assert await drain(box) == [Due(readings=True), Due("new")]
    box.put_readings("c")
    assert await drain(box) == [Due("c")]


@given(st.lists(OPERATION, max_size=60))
def test_whatever_the_pace_every_fact_comes_once_in_order_and_every_moved_boat_at_last(operations):
    async def play() -> None:
        box = Mailbox()
        put, got, moved, told, frames = 0, [], set(), set(), {}
        for number, operation in enumerate([*operations, *["take"] * len(operations)]):
            if operation == "fact":
                box.put_fact(f"f{put}")
                put += 1
            elif operation == "take":
                due = box._take()
                if due is not None and due.text.startswith("f"):
                    got.append(due.text)
                elif due is not None:
                    told |= due.rows | frames.get(due.text, frozenset())
            else:
                frames[f"p{number}"] = operation
                moved |= operation
                box.put_positions(f"p{number}", operation)
        assert got == [f"f{i}" for i in range(put)]
        assert told == moved

    asyncio.run(play())


def test_a_client_that_takes_nothing_or_has_too_much_waiting_is_too_slow():
    box = Mailbox()
    assert not box.too_slow(1000)
    box.sending_since_s = 1000
    assert not box.too_slow(1000 + STUCK_S)
    assert box.too_slow(1001 + STUCK_S)
    box.sending_since_s = None
    for i in range(MAX_FACTS + 1):
        box.put_fact(str(i))
    assert box.too_slow(1000)
