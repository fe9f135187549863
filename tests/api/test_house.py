"""`yugang up` as a person runs it; what happens under load and kill -9 is tested in tests/faults."""

import asyncio
import signal
from pathlib import Path

import pytest

from api.bench.outside import Boats, HouseProcess
from api.broker_home import home_lock
from api.house import run_house
from api.settings import HouseOptions, bound_socket
from api.store.books import open_books
from twin.port import ConfigError


def options(home: Path, **more: object) -> HouseOptions:
    return HouseOptions(home=home, listen="127.0.0.1:0", mqtt_listen="127.0.0.1:0", simulator=False, **more)


async def begin(what: HouseOptions) -> None:
    async with asyncio.timeout(30):
        await run_house(what, lambda _: pytest.fail("it stood"))


async def test_a_wrong_port_folder_stops_the_start_before_anything_is_made(tmp_path):
    with pytest.raises(ConfigError, match="is not there"):
        await begin(options(tmp_path / "home", port="nowhere"))
    assert not (tmp_path / "home").exists()


async def test_the_books_of_another_realm_stop_the_start(tmp_path):
    books = await open_books(tmp_path, None, "live", "shipu", "h", 1)
    await books.close()
    with pytest.raises(ConfigError, match="belongs to realm live"):
        await begin(options(tmp_path))


async def test_a_second_twin_on_the_same_home_is_refused(tmp_path):
    with home_lock(tmp_path), pytest.raises(ConfigError, match="another twin"):
        await begin(options(tmp_path))


async def test_a_taken_address_stops_the_start_and_no_broker_was_begun(tmp_path):
    with bound_socket(("127.0.0.1", 0)) as taken:
        at = taken.getsockname()[1]
        what = HouseOptions(home=tmp_path, listen=f"127.0.0.1:{at}", mqtt_listen="127.0.0.1:0")
        with pytest.raises(ConfigError, match="cannot be used"):
            await begin(what)
    assert not (tmp_path / "broker").exists()


@pytest.mark.broker
async def test_a_house_stands_hears_a_boat_shows_it_and_ends(tmp_path):
    house = HouseProcess(tmp_path)
    await house.start()
    async with asyncio.timeout(40):
        while set((await doors(house)).values()) != {"up"}:  # noqa: ASYNC110  # another process's doing
            await asyncio.sleep(0.1)
    assert set(await doors(house)) == {"broker", "mqtt-events", "mqtt-fixes"}
    async with Boats(house) as boats:
        await boats.fix("499900001", 122.0, qos=1)
        cookie = await house.cookie("viewer")
        async with asyncio.timeout(40):
            while not (heard := await known(house, cookie)):  # noqa: ASYNC110  # another process's doing
                await asyncio.sleep(0.1)
        assert heard[0]["registered"] is False
    assert await house.end(signal.SIGTERM) == 0


async def doors(house: HouseProcess) -> dict[str, str]:
    told = (await house.ask("GET", "/api/health")).body["doors"]
    return {door["door"]: door["state"] for door in told}


async def known(house: HouseProcess, cookie: str) -> list[dict]:
    vessels = (await house.ask("GET", "/api/vessels", cookie=cookie)).body["vessels"]
    return [vessel for vessel in vessels if "ais-b:499900001" in vessel.get("terminals", [])]
