import asyncio

import pytest

from api.bench.outside import HouseProcess


async def test_where_no_house_stands_nobody_answers(tmp_path):
    with pytest.raises(OSError, match="refused"):
        await HouseProcess(tmp_path).ask("GET", "/api/health")


async def test_a_house_that_cannot_begin_is_told_and_says_why_in_its_log(tmp_path):
    (tmp_path / "secrets.toml").write_text("nonsense")
    house = HouseProcess(tmp_path)
    with pytest.raises(RuntimeError, match=r"house\.log"):
        async with asyncio.timeout(30):
            await house.start()
    assert "secrets.toml" in (tmp_path / "house.log").read_text()
