"""kill -9 under load: nothing that was receipted or confirmed is lost, and nothing is doubled."""

import asyncio
import os
import signal

import pytest

from api.bench.crash import kill_again_and_again, stored_facts
from api.bench.outside import Boats, HouseProcess

pytestmark = pytest.mark.broker


async def test_five_kills_under_load_lose_and_double_nothing(tmp_path):
    account = await kill_again_and_again(tmp_path, 5, seed=5)
    assert account.faults == []
    assert account.said == 21
    assert account.confirmed > 0


@pytest.mark.soak
async def test_many_kills_under_load_lose_and_double_nothing(tmp_path):
    kills = int(os.environ.get("YUGANG_KILLS", "50"))
    assert (await kill_again_and_again(tmp_path, kills, seed=kills)).faults == []


async def test_ctrl_c_ends_every_child_and_a_second_start_keeps_all(tmp_path):
    house = HouseProcess(tmp_path)
    await house.start()
    async with Boats(house) as boats:
        await boats.cry("E1")
        await boats.all_heard(60)
        first = house.sign_ins()
        epoch = (await house.ask("GET", "/api/health")).body["epoch"]
        assert await house.end(signal.SIGINT) == 0
    assert not list(tmp_path.glob("broker/*.pid"))
    facts, _ = stored_facts(tmp_path)
    await house.start()
    assert house.sign_ins() == first
    async with asyncio.timeout(60):
        while (health := await house.ask("GET", "/api/health")).status != 200:  # noqa: ASYNC110  # starting
            await asyncio.sleep(0.1)
    assert health.body["epoch"] == epoch
    assert health.body["replay"] == {"replayed": 0, "differing": 0, "snapshots_passed_over": []}
    assert await house.end(signal.SIGTERM) == 0
    assert stored_facts(tmp_path)[0][: len(facts)] == facts
