import asyncio

import pytest

from api.remote import RefusedError, add_device, add_user
from api.secrets import Secrets
from api.sign_ins import make_first_accounts
from twin.port import ConfigError


@pytest.fixture
async def address(house):
    drawn = Secrets.load_or_make(house.home, {})
    house.served.secrets.accounts = drawn.accounts
    await make_first_accounts(house.accounts, drawn, house.home, "live", house.port)
    return f"http{await house.listen()}"


LONG = "long enough a password"


async def add(address: str, house, name: str, role: str = "officer", password: str = LONG) -> None:
    await asyncio.to_thread(add_user, address, house.home, name, role, password, [], "")


async def test_a_user_is_added_through_the_running_twin(address, house):
    await add(address, house, "值班员01")
    assert await house.accounts.sign_in("值班员01", "long enough a password", "x") is not None


async def test_what_the_twin_refuses_is_told_in_its_own_words(address, house):
    await add(address, house, "li")
    with pytest.raises(RefusedError, match="already"):
        await add(address, house, "li")
    with pytest.raises(RefusedError, match="at least 12"):
        await add(address, house, "wang", password="short")
    with pytest.raises(RefusedError):
        await add(address, house, "wang", role="king")


async def test_a_device_gets_its_account_once(address, house):
    made = await asyncio.to_thread(add_device, address, house.home, "412000001", "ais-b")
    assert made["user"] == "ais-b.412000001"
    assert Secrets.load(house.home).accounts["ais-b.412000001"].password == made["password"]
    with pytest.raises(RefusedError, match="already"):
        await asyncio.to_thread(add_device, address, house.home, "412000001", "ais-b")
    with pytest.raises(RefusedError):
        await asyncio.to_thread(add_device, address, house.home, "x", "spaceship")


async def test_where_no_twin_answers_the_remedy_is_told(tmp_path):
    Secrets.load_or_make(tmp_path, {})
    for url in ("http://127.0.0.1:1", "127.0.0.1:8000", "ftp://x"):
        with pytest.raises(ConfigError) as refused:
            await asyncio.to_thread(add_user, url, tmp_path, "li", "officer", "x" * 12, [], "")
        assert refused.value.faults[0].remedy
