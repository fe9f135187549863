import asyncio

import pytest

from api.store import queries
from tests.api.hand_clock import HandClock
from tests.api.house import PATIENCE_S, ROOT, House
from tests.twin.harbour import T0
from twin import picture
from twin.engine import step


async def leave_ground(house: House) -> None:
    """Boat `a` sails out of its permitted waters and stays there."""
    await house.turn(10)
    for _ in range(8):
        house.fix("ais-b/1", 30_000, 0)
        await house.turn(30)


async def test_a_letter_is_acknowledged_only_once_it_is_in_the_journal(house):
    number = house.fix("ais-b/1", 0, 0)
    assert number not in house.acknowledged
    await house.turn()
    assert number in house.acknowledged
    steps = await house.books.reader.ask(lambda c: queries.steps_after(c, 0, 100))
    assert steps[-1]["letters"] == 1


async def test_a_distress_message_does_not_wait_for_the_grid_and_its_receipt_leaves_after_the_commit(house):
    house.clock._now_ms += 37
    house.sos()
    await house.settle()
    (heard,) = await house.facts("sos-heard")
    assert heard["event_id"] == "E1"
    await house.sent_all()
    assert ("terminal/ais-b/1/receipt", {"event_id": "E1"}) in house.sent


async def test_what_a_step_owes_is_struck_from_the_books_once_the_broker_has_it(house):
    house.link_up = False
    house.sos()
    await house.settle()
    owed = await house.books.reader.ask(queries.owed_letters)
    assert f"{ROOT}/terminal/ais-b/1/receipt" in [row["topic"] for row in owed]
    house.link_up = True
    await house.sent_all()
    await house.turn(2)
    assert await house.books.reader.ask(queries.owed_letters) == []


async def test_facts_for_other_platforms_carry_their_place_in_the_journal(house):
    house.sos()
    await house.settle()
    await house.sent_all()
    told = {topic: body for topic, body in house.sent if topic.startswith("out/")}
    facts = {fact["seq"]: fact for fact in await house.facts()}
    assert facts[told["out/alert"]["seq"]]["kind"] == "alert-raised"
    assert told["out/alert"]["alf"] == {"state": "V", "category": "B", "escalation": 0, "priority": "E"}
    assert facts[told["out/incident"]["seq"]]["kind"] == "incident-opened"


async def test_idle_instants_are_neither_stepped_nor_journalled(house):
    before = house.books.journal.last_step
    await house.turn(10)
    assert house.books.journal.last_step - before <= 13  # once a second, and the heartbeats


@pytest.mark.parametrize("politely", [True, False])
async def test_a_restart_finds_the_same_world_and_a_gap(tmp_path, politely):
    first = House(tmp_path)
    async with first:
        await leave_ground(first)
        first.sos("ais-b/2", "E2")
        await first.turn(5)
        before = picture.snapshot(first.restored.world)
        epoch, last = first.books.header.epoch, first.books.journal.last_seq
        await first.leave(politely=politely)
        second = House(tmp_path, HandClock(first.clock.now_ms() + 60_000))
        async with second:
            assert second.books.header.epoch == epoch
            assert second.restored.differing == 0
            after = picture.snapshot(second.restored.world)
            for case in before["incidents"]:
                case["escalated"] = 2  # nobody took the SOS in the minute that the house was away
            for part in ("alerts", "incidents", "people", "vessels"):
                assert after[part] == before[part], part
            facts = await second.facts()
            assert [fact["seq"] for fact in facts] == list(range(1, len(facts) + 1))
            later = [fact for fact in facts if fact["seq"] > last]
            assert later[0]["kind"] == "gap-noted"
            assert not [fact for fact in later if fact["kind"] in ("alert-raised", "incident-opened")]


async def test_a_polite_stop_leaves_nothing_to_replay_and_a_kill_leaves_the_whole_tail(tmp_path):
    first = House(tmp_path)
    async with first:
        await first.turn(5)
        await first.leave(politely=True)
    second = House(tmp_path, HandClock(T0 + 60_000))
    async with second:
        assert second.restored.replayed == 0
        await second.turn(5)
        steps = second.books.journal.last_step
        await second.leave(politely=False)
    async with House(tmp_path, HandClock(T0 + 120_000)) as third:
        assert 0 < third.restored.replayed < steps


async def test_tracks_survive_a_kill(tmp_path):
    async with House(tmp_path) as first:
        for minute in range(3):
            first.fix("ais-b/1", 100 * minute, 0)
            await first.turn(60)
        first.fix("ais-b/1", 400, 0)
        await first.turn(1)
        await first.leave(politely=False)
    async with House(tmp_path, HandClock(T0 + 600_000)) as second, await second.signed_in("viewer") as client:
        answer = await client.get(f"/api/vessels/a/track?from_ms={T0}&to_ms={T0 + 600_000}")
        assert len(answer.json()["t_ms"]) == 4


async def test_a_stall_is_a_gap(house):
    await house.clock.turn(20_000, asleep=True)
    await house.settle()
    assert [fact["why"] for fact in await house.facts("gap-noted")] == ["start", "stall"]


class Fragile:
    """An engine with a bug: it breaks on any fix whose payload holds `poison`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.broken = 0
        monkeypatch.setattr("api.keeper.step", self)

    def __call__(self, world, inputs, now_ms):
        if any("poison" in str(getattr(one, "body", "")) for one in inputs):
            self.broken += 1
            raise ZeroDivisionError("a bug of ours")
        return step(world, inputs, now_ms)


def poison(house: House) -> None:
    house.fix("ais-b/1", 0, 0, boot="poison")


def deliver_again(house: House) -> None:
    """Let the broker deliver the poison and a distress message, byte for byte as the first time."""
    now, house.clock._now_ms = house.clock.now_ms(), T0
    poison(house)
    house.sos("ais-b/2", "E7")
    house.clock._now_ms = now


async def broken_down(house: House) -> None:
    await house.turn()
    with pytest.raises(ZeroDivisionError):
        await house.keeping


async def test_a_letter_that_breaks_the_engine_is_found_and_set_aside_in_two_starts(tmp_path, monkeypatch):
    engine = Fragile(monkeypatch)
    async with House(tmp_path) as first:
        deliver_again(first)
        first.fix("ais-b/2", 10, 0)
        await broken_down(first)
        await first.leave(politely=False)
        assert first.acknowledged == []
    async with House(tmp_path, HandClock(T0 + 10_000)) as second:
        deliver_again(second)
        second.fix("ais-b/2", 10, 0)
        await broken_down(second)
        await second.leave(politely=False)
        assert len(second.acknowledged) >= 1
    async with House(tmp_path, HandClock(T0 + 20_000)) as third:
        deliver_again(third)
        await third.turn(1)
        assert not third.keeping.done()
        assert len(third.acknowledged) >= 2
        seen = await third.books.reader.ask(lambda c: queries.quarantine(c, 10, None))
        assert seen["counts"] == {"made-the-engine-fail": 1}
        assert "ZeroDivisionError" in seen["letters"][0]["detail"]
        assert len(await third.facts("sos-heard")) == 1
        assert engine.broken == 2
        await third.leave(politely=False)
    async with House(tmp_path, HandClock(T0 + 30_000)) as fourth:
        assert fourth.restored.differing == 0


async def test_an_act_in_a_step_that_breaks_is_not_confirmed(house, monkeypatch):
    house.sos()
    await house.settle()
    client = await house.signed_in("officer")
    Fragile(monkeypatch)
    poison(house)
    body = {"verb": "acknowledge", "seen_version": 0, "request_id": "r"}
    answering = asyncio.create_task(client.post("/api/incidents/I-1/acts", json=body))
    with pytest.raises(ZeroDivisionError):
        await house.keeping  # an act does not wait for the grid, and takes the letter along
    answer = await answering
    assert answer.status_code == 503
    assert not await house.facts("incident-acted")


async def test_a_keeper_comes_round_while_the_realm_is_paused(house):
    before_s = house.keeper.beat_s
    house.clock.mono_s = lambda: before_s + 7.0
    async with asyncio.timeout(PATIENCE_S):
        while house.keeper.beat_s == before_s:  # noqa: ASYNC110  # real time, in which nothing is turned
            await asyncio.sleep(0.05)
    del house.clock.mono_s
