import asyncio

from api.doors import Delivery
from drills.clock import StageClock
from drills.door import StageDoor
from simulators.post import Said

T0 = 1_000_001  # no instant of a canary


class Twin:
    """Takes letters, has room or not, and says what it has stored."""

    def __init__(self, door: StageDoor) -> None:
        self.door = door
        self.heard: list[tuple[int, str]] = []
        self.deliveries: list[Delivery] = []
        self.room = True
        self.stores = True

    def hear(self, delivery: Delivery) -> bool:
        if not self.room:
            return False
        self.heard.append((delivery.letter.heard_ms, delivery.letter.topic.removeprefix("yugang/r/p/")))
        self.deliveries.append(delivery)
        if self.stores:
            self.door.acknowledge([delivery])
        return True


def door() -> tuple[StageDoor, Twin]:
    made = StageDoor("yugang/r/p", StageClock(T0))
    twin = Twin(made)
    made.attach(twin.hear)
    return made, twin


def said(t_ms: int, topic: str, qos: int = 1) -> Said:
    return Said(t_ms, topic, b"{}", qos)


def test_letters_are_heard_at_their_own_instants_in_the_order_of_time_and_topic():
    at, twin = door()
    at.carry([said(7, "b"), said(9, "a"), said(7, "a")], T0)
    assert twin.heard == [(7, "a"), (7, "b"), (9, "a")]


def test_while_the_broker_is_away_qos_0_is_lost_and_qos_1_comes_afterwards_in_order():
    at, twin = door()
    at.fall()
    at.carry([said(1, "fix", 0), said(1, "sos"), said(2, "answer")], T0)
    assert (twin.heard, at.is_up, at.state().up) == ([], False, False)
    at.rise()
    at.carry([said(3, "fix", 0)], T0)
    assert twin.heard == [(T0, "sos"), (T0, "answer"), (3, "fix")]
    assert (at.counts["lost"], at.counts["kept"], at.counts["again"]) == (1, 2, 2)


def test_what_a_killed_twin_had_not_stored_comes_again_to_the_next_one():
    at, twin = door()
    twin.stores = False
    at.carry([said(1, "sos"), said(1, "zfix", 0)], T0)
    at.detach()
    at.carry([said(2, "answer"), said(2, "fix", 0)], T0)
    at.acknowledge(twin.deliveries)  # too late: that connection is gone
    fresh = Twin(at)
    at.attach(fresh.hear)
    at.carry([], T0)
    assert fresh.heard == [(T0, "sos"), (T0, "answer")]


def test_qos_1_without_room_stays_with_the_broker_and_qos_0_is_lost():
    at, twin = door()
    twin.room = False
    at.carry([said(1, "sos"), said(1, "fix", 0)], T0)
    twin.room = True
    at.carry([], T0)
    assert (twin.heard, at.counts["lost"]) == ([(T0, "sos")], 1)


def test_the_canary_sings_every_five_seconds_while_both_ends_stand():
    at, twin = door()
    at.carry([], 1_005_000)
    at.fall()
    at.carry([], 1_010_000)
    at.rise()
    at.carry([], 1_021_000)
    assert [topic for _, topic in twin.heard] == ["feed/engine-canary/heartbeat"] * 3
    assert [at_ms for at_ms, _ in twin.heard] == [1_005_000, 1_015_000, 1_020_000]


async def test_what_the_twin_sends_waits_for_the_broker():
    at, _ = door()
    at.fall()
    sending = asyncio.create_task(at.deliver("yugang/r/p/terminal/cell/1/call", b"{}"))
    await asyncio.sleep(0)
    assert at.sent() == []
    at.rise()
    await sending
    assert at.sent() == [("terminal/cell/1/call", b"{}")]
    assert at.sent() == []


def test_what_lies_on_the_broker_is_heard_as_retained_by_whoever_subscribes_and_by_nobody_twice():
    at, twin = door()
    at.retain("terminal/ais-b/1/sos", b"{}")
    at.carry([], T0)
    at.carry([], T0)
    assert [(one.letter.retained, one.qos) for one in twin.deliveries] == [(True, 0)]
    at.detach()
    again = Twin(at)
    at.attach(again.hear)
    at.carry([], T0)
    assert [topic for _, topic in again.heard] == ["terminal/ais-b/1/sos"]
    at.fall()
    at.carry([], T0)
    at.rise()
    at.carry([], T0)
    assert len(again.heard) == 2
