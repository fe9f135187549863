import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api import inbox as inbox_module
from api.doors import Delivery
from api.inbox import ACTS_BOUND, Inbox, InboxFullError
from tests.api.hand_clock import HandClock
from twin.wire import Letter, SosBody, encode

ROOT = "yugang/sim/shipu"
NOW_MS = 1_800_000_000_000


class Setting:
    """An inbox with its clock in hand, and what it acknowledged."""

    def __init__(self):
        self.clock = HandClock(NOW_MS)
        self.acknowledged = []
        self.inbox = Inbox(self.acknowledged.extend, self.clock)
        self._mid = 0

    def hear(self, topic, payload=b"{}", qos=1):
        self._mid += 1
        letter = Letter(f"{ROOT}/{topic}", payload, self.clock.now_ms())
        return self.inbox.hear(Delivery(letter, qos, 0, 1, self._mid))

    def fix(self, terminal="a", payload=b"{}", qos=1):
        return self.hear(f"terminal/ais-a/{terminal}/fix", payload, qos)

    def sos(self, event, terminal="a", qos=1, text=None):
        body = SosBody(t_ms=NOW_MS, event_id=event, kind="fire", text=text)
        return self.hear(f"terminal/cell/{terminal}/sos", encode(body), qos)

    def take(self, most=10**6):
        return self.inbox.take(most)

    def words(self, most=10**6):
        return [entry.payload.topic.rpartition("/")[2] for entry in self.take(most)]

    def payloads(self):
        return [entry.payload.payload for entry in self.take()]


@pytest.fixture
def setting():
    return Setting()


async def test_what_cannot_be_repeated_goes_first(setting):
    for word in ("fix", "static", "sos", "health", "answer"):
        setting.hear(f"terminal/cell/1/{word}")
    setting.hear("station/s/wind")
    assert setting.words() == ["sos", "answer", "static", "health", "wind", "fix"]


async def test_a_take_is_bounded_and_the_rest_waits_in_order(setting):
    for number in range(5):
        setting.fix(payload=b"%d" % number)
    assert [entry.payload.payload for entry in setting.take(2)] == [b"0", b"1"]
    assert len(setting.inbox) == 3
    assert setting.payloads() == [b"2", b"3", b"4"]


async def test_nothing_is_acknowledged_before_it_is_done_and_then_exactly_once(setting):
    for number in range(3):
        setting.sos(f"e{number}", terminal=f"t{number}")
    entries = setting.take()
    assert not setting.acknowledged
    entries[1].done(None)
    assert [delivery.mid for delivery in setting.acknowledged] == [2]


@pytest.mark.parametrize(
    "topic", ["terminal/cell/1/sos", "terminal/cell/1/answer", "gate/g/pass", "weather/w/typhoon"]
)
async def test_a_full_lane_of_events_leaves_qos_1_with_the_broker_and_counts(setting, monkeypatch, topic):
    monkeypatch.setattr(inbox_module, "URGENT_BOUND", 2)
    monkeypatch.setattr(inbox_module, "EVENTS_BOUND", 2)
    heard = [setting.hear(topic, b"%d" % number) for number in range(10)]
    kept = heard.count(True)
    assert kept <= 4
    assert setting.inbox.counts["left"] == 10 - kept
    assert not setting.acknowledged
    assert len(setting.take()) == kept
    assert setting.hear(topic)


async def test_an_event_at_qos_0_without_room_is_lost_and_counted(setting, monkeypatch):
    monkeypatch.setattr(inbox_module, "EVENTS_BOUND", 1)
    assert setting.hear("gate/g/pass", qos=0)
    assert not setting.hear("gate/g/pass", qos=0)
    assert setting.inbox.counts["lost"] == 1


async def test_positions_never_take_the_room_of_a_distress(setting, monkeypatch):
    monkeypatch.setattr(inbox_module, "FIXES_BOUND", 5)
    heard = [setting.fix(terminal=f"t{number}") for number in range(10)]
    assert heard == [True] * 5 + [False] * 5
    assert setting.sos("e1")
    assert setting.words()[0] == "sos"


async def test_qos_0_positions_merge_to_the_newest_only_when_the_lane_fills(setting, monkeypatch):
    monkeypatch.setattr(inbox_module, "MERGE_FROM", 4)
    for number in range(10):
        assert setting.fix(payload=b"%d" % number, qos=0)
    assert setting.inbox.counts == {"merged": 5}
    assert setting.payloads() == [b"0", b"1", b"2", b"3", b"9"]
    assert setting.fix(qos=0)


async def test_qos_1_positions_are_never_merged(setting, monkeypatch):
    monkeypatch.setattr(inbox_module, "MERGE_FROM", 0)
    for number in range(10):
        assert setting.fix(payload=b"%d" % number)
    assert setting.payloads() == [b"%d" % number for number in range(10)]


async def test_a_device_that_floods_is_slowed_named_and_its_newest_position_kept(setting):
    for number in range(500):
        assert setting.fix("noisy", b"%d" % number)
    assert setting.fix("quiet", b"quiet")
    first = setting.payloads()
    assert first == [*(b"%d" % number for number in range(20)), b"quiet"]
    assert setting.inbox.counts == {"throttled": 479}
    assert len(setting.acknowledged) == 479
    assert setting.inbox.flooders() == {f"{ROOT}/terminal/ais-a/noisy/fix": 479}
    await setting.clock.turn(200)
    assert setting.payloads() == [b"499"]
    assert len(setting.inbox) == 0


async def test_a_flood_lets_through_no_more_than_its_rate(setting):
    through = 0
    for _ in range(100):
        for _ in range(50):
            setting.fix("noisy")
        through += len(setting.take())
        await setting.clock.turn(100)
    assert 20 + 45 <= through <= 20 + 50


async def test_a_device_that_floods_still_sends_its_distress(setting):
    for _ in range(1000):
        setting.fix("noisy")
    setting.sos("e1", terminal="noisy")
    assert setting.words(1) == ["sos"]


async def test_repeats_of_a_waiting_sos_merge_and_are_acknowledged_together(setting):
    for number in range(10):
        assert setting.sos("e1", text=str(number))
    assert setting.inbox.counts == {"sos-repeated": 9}
    (entry,) = setting.take()
    entry.done(None)
    assert len(setting.acknowledged) == 10


async def test_an_sos_repeated_after_it_was_taken_is_handed_on_again(setting):
    setting.sos("e1")
    setting.take()
    setting.sos("e1")
    assert setting.words() == ["sos"]


async def test_a_flood_of_different_sos_is_kept_whole_behind_everybody_elses_first(setting):
    for number in range(100):
        assert setting.sos(f"e{number}", terminal="liar")
    setting.sos("real", terminal="boat")
    entries = setting.take()
    assert len(entries) == 101
    assert b"real" in entries[1].payload.payload
    assert setting.inbox.counts == {"sos-flooded": 99}


async def test_a_malformed_sos_never_stands_for_a_good_one(setting):
    bad = b'{"event_id": "e1", "t_ms": "noon", "kind": "fire"}'
    setting.hear("terminal/cell/a/sos", bad)
    setting.sos("e1")
    setting.hear("terminal/cell/a/sos", b"[" * 100_000)
    setting.hear("terminal/cell/a/sos", bad.replace(b"e1", b"\xff"))
    setting.hear("terminal/cell/a/sos", b'{"event_id": "e1", "t_ms": 1, "kind": "fire", "via": "a/b"}')
    assert len(setting.take()) == 5


@given(
    st.sampled_from(("sos", "fix", "answer", "static")),
    st.binary(max_size=60).map(lambda said: b'{"t_ms":1,"event_id":"' + said + b'","kind":"fire"}')
    | st.binary(),
)
def test_no_bytes_whatever_make_the_inbox_fail(word, payload):
    setting = Setting()
    assert setting.hear(f"terminal/cell/a/{word}", payload)
    assert setting.payloads() == [payload]


async def test_the_newest_lane_is_bounded(setting, monkeypatch):
    monkeypatch.setattr(inbox_module, "MERGE_FROM", 0)
    monkeypatch.setattr(inbox_module, "NEWEST_BOUND", 3)
    heard = [setting.fix(f"t{number}", qos=0) for number in range(5)]
    assert heard == [True] * 3 + [False] * 2
    assert setting.inbox.counts == {"lost": 2}


async def test_an_act_waits_for_its_answer(setting):
    asking = asyncio.create_task(setting.inbox.ask("acknowledge"))
    await asyncio.sleep(0)
    (entry,) = setting.take()
    assert entry.payload == "acknowledge"
    assert not asking.done()
    entry.done("acted")
    assert await asking == "acted"


async def test_an_act_whose_person_hung_up_is_done_all_the_same(setting):
    asking = asyncio.create_task(setting.inbox.ask("act"))
    await asyncio.sleep(0)
    asking.cancel()
    await asyncio.sleep(0)
    (entry,) = setting.take()
    entry.done("acted")


async def test_too_many_acts_are_refused_and_counted_and_letters_are_not(setting):
    asking = [asyncio.create_task(setting.inbox.ask(number)) for number in range(ACTS_BOUND)]
    await asyncio.sleep(0)
    with pytest.raises(InboxFullError, match="waiting already"):
        await setting.inbox.ask("one too many")
    assert setting.inbox.counts == {"acts-refused": 1}
    assert setting.sos("e1")
    for entry in setting.take():
        entry.done("done")
    assert await asyncio.gather(*asking) == ["done"] * ACTS_BOUND
    again = asyncio.create_task(setting.inbox.ask("again"))
    await asyncio.sleep(0)
    setting.take()[0].done("yes")
    assert await again == "yes"


@pytest.mark.parametrize("urgent", ["sos", "answer"])
async def test_waiting_ends_at_once_for_what_is_urgent(setting, urgent):
    waiting = asyncio.create_task(setting.inbox.wait(NOW_MS + 100))
    await asyncio.sleep(0.01)
    setting.hear(f"terminal/cell/1/{urgent}")
    await waiting
    assert setting.clock.now_ms() == NOW_MS


async def test_waiting_ends_on_the_grid_for_everything_else(setting):
    setting.clock.come_round = asyncio.Event().wait  # nobody wakes just to look
    waiting = asyncio.create_task(setting.inbox.wait(NOW_MS + 100))
    await asyncio.sleep(0.01)
    setting.fix()
    setting.hear("station/s/wind")
    await setting.clock.turn(99)
    assert not waiting.done()
    await setting.clock.turn(1)
    await waiting


async def test_waiting_again_after_the_urgent_was_taken_does_not_return_at_once(setting):
    setting.clock.come_round = asyncio.Event().wait  # nobody wakes just to look
    setting.sos("e1")
    await setting.inbox.wait(NOW_MS + 100)
    setting.take()
    waiting = asyncio.create_task(setting.inbox.wait(NOW_MS + 100))
    await asyncio.sleep(0.01)
    assert not waiting.done()
    await setting.clock.turn(100)
    await waiting


SAID = st.lists(
    st.tuples(st.sampled_from(["fix", "sos", "answer", "static"]), st.sampled_from("abc"), st.integers(0, 1)),
    max_size=200,
)


@given(SAID, st.integers(1, 7))
def test_every_qos_1_letter_is_handed_on_once_or_acknowledged_as_dropped_and_no_safety_letter_is(said, most):
    setting = Setting()
    heard = [
        (word, setting.hear(f"terminal/cell/{terminal}/{word}", b"x", qos)) for word, terminal, qos in said
    ]
    assert all(taken for _, taken in heard)
    taken = []
    setting.clock._now_ms += 3_600_000
    while entries := setting.take(most):
        assert len(entries) <= most
        taken += entries
    safety = [entry for entry in taken if not entry.payload.topic.endswith("/fix")]
    assert len(safety) == sum(word != "fix" for word, _ in heard)
    for entry in taken:
        entry.done(None)
    mids = [delivery.mid for delivery in setting.acknowledged if delivery.qos]
    assert sorted(mids) == sorted({mid for mid, (_, _, qos) in enumerate(said, 1) if qos})
