"""kill -9 under load: nothing that was receipted or confirmed is lost, and nothing is doubled."""

import asyncio
import os
import random
import signal
from collections import Counter
from pathlib import Path

import pytest

from tests.faults.rig import Boats, HouseProcess, Officer

pytestmark = pytest.mark.broker
CRIES_PER_LIFE = 4


async def kill_again_and_again(home: Path, kills: int, seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311  # repeats a failure
    house = HouseProcess(home)
    await house.start()
    async with Boats(house) as boats:
        officer = Officer(house)
        working = asyncio.create_task(officer.work())
        for _ in range(kills):
            for _ in range(CRIES_PER_LIFE):
                boats.cry()
                await asyncio.sleep(draw.uniform(0, 0.4))
            await asyncio.sleep(draw.uniform(0, 0.3))
            await house.end(signal.SIGKILL)
            await house.start()
        boats.cry()
        await boats.all_heard(60)
        await asyncio.sleep(1)
        health = await house.health()
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        assert await house.end(signal.SIGTERM) == 0
    facts, audit_fault = house.books()
    assert audit_fault is None
    assert health["replay"]["differing"] == 0
    assert [fact["seq"] for fact in facts] == list(range(1, len(facts) + 1))
    heard = Counter(fact["event_id"] for fact in facts if fact["kind"] == "sos-heard")
    assert heard == Counter(list(boats.said)), "a distress message was lost or doubled"
    assert set(boats.receipts) == set(boats.said)
    of_sos = [fact for fact in facts if fact["kind"] == "incident-opened" and fact["rule"] == "sos"]
    opened = Counter(fact["subject"]["id"] for fact in of_sos)
    assert len(opened) == len(boats.said)
    assert set(opened.values()) == {1}, "a boat in distress has more than one case"
    acted = Counter(fact["request_id"] for fact in facts if fact["kind"] == "incident-acted")
    assert set(officer.confirmed) <= set(acted), "a confirmed act was lost"
    assert set(acted.values()) <= {1}, "an act was carried out twice"
    assert officer.confirmed


async def test_five_kills_under_load_lose_and_double_nothing(tmp_path):
    await kill_again_and_again(tmp_path, 5, seed=5)


@pytest.mark.soak
async def test_twenty_kills_under_load_lose_and_double_nothing(tmp_path):
    await kill_again_and_again(tmp_path, int(os.environ.get("YUGANG_KILLS", "20")), seed=20)


async def test_ctrl_c_ends_every_child_and_a_second_start_keeps_all(tmp_path):
    house = HouseProcess(tmp_path)
    await house.start()
    async with Boats(house, fixes_per_s=10) as boats:
        boats.cry()
        await boats.all_heard(20)
        first = house.opened.sign_ins
        epoch = (await house.health())["epoch"]
        assert await house.end(signal.SIGINT) == 0
    left = [path.read_text(encoding="ascii") for path in tmp_path.glob("broker/*.pid")]
    assert not left
    facts, _ = house.books()
    await house.start()
    assert house.opened.sign_ins == first
    health = await house.health()
    assert health["epoch"] == epoch
    assert health["replay"] == {"replayed": 0, "differing": 0, "snapshots_passed_over": []}
    assert await house.end(signal.SIGTERM) == 0
    assert house.books()[0][: len(facts)] == facts
