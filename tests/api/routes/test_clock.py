import pytest

from tests.api.house import House
from tests.twin.harbour import T0


async def asked(client, **what):
    return await client.post("/api/clock", json={"request_id": what.pop("request_id", "r1"), **what})


async def test_a_turn_of_the_clock_is_a_fact_with_name_and_time_before_the_clock_runs_so(house, desk):
    director = await desk.client("director")
    answer = await asked(director, rate=20)
    assert answer.status_code == 200
    (fact,) = await house.facts("clock-turned")
    assert fact["actor"] == "director"
    assert (fact["rate"], fact["t_ms"], fact["seq"]) == (20.0, T0, answer.json()["seq"])
    assert house.clock.asked == (20.0, None, 20.0)
    seen = (await director.get("/api/clock")).json()
    assert seen["clock"]["asked"] == 20.0
    assert seen["turned"]["actor"] == "director"
    assert seen["turnable"]


async def test_a_pause_remembers_the_rate_that_a_resumption_goes_on_with(house, desk):
    director = await desk.client("director")
    await asked(director, rate=10)
    await asked(director, pause=True, request_id="r2")
    assert house.clock.asked == (0.0, None, 10.0)
    await asked(director, pause=True, request_id="r3")
    await asked(director, pause=False, request_id="r4")
    assert house.clock.asked == (10.0, None, 10.0)


async def test_a_run_ahead_keeps_the_rate_that_follows_it(house, desk):
    admin = await desk.client("admin")
    await asked(admin, rate=5)
    assert (await asked(admin, until_ms=T0 + 600_000, request_id="r2")).status_code == 200
    assert house.clock.asked == (5.0, T0 + 600_000, 5.0)


async def test_the_same_request_turns_the_clock_once(house, desk):
    director = await desk.client("director")
    first = await asked(director, rate=10)
    assert (await asked(director, rate=10)).json() == first.json()
    assert len(await house.facts("clock-turned")) == 1


@pytest.mark.parametrize("role", ["viewer", "officer", "dispatcher", "leader", "patrol", "service"])
async def test_whoever_works_or_watches_does_not_turn_the_clock(house, desk, role):
    client = await desk.client(role)
    assert (await asked(client, rate=5)).status_code == 403
    assert (await client.get("/api/clock")).status_code == 200
    assert house.clock.asked == (1.0, None, 1.0)


@pytest.mark.parametrize(
    "what",
    [
        {},
        {"rate": 2, "pause": True},
        {"rate": 101},
        {"rate": 0.5},
        {"rate": -1},
        {"rate": "5"},
        {"until_ms": T0 - 1},
        {"until_ms": T0 + 10**9},
        {"until_ms": T0 + 1_000, "rate": 5},
    ],
)
async def test_what_no_clock_can_do_is_refused_and_nothing_turns(house, desk, what):
    answer = await asked(await desk.client("director"), **what)
    assert answer.status_code == 422
    assert house.clock.asked == (1.0, None, 1.0)


async def test_the_clock_of_a_live_realm_is_refused_with_a_sentence(house, desk):
    house.keeper._world.realm = "live"
    answer = await asked(await desk.client("director"), rate=5)
    assert answer.status_code == 403
    assert "real time" in answer.json()["words"]["en"]
    assert house.clock.asked == (1.0, None, 1.0)


async def test_the_last_turn_is_found_in_the_books_after_a_restart(tmp_path):
    async with House(tmp_path) as before:
        director = await before.signed_in("director")
        await asked(director, rate=50)
        await asked(director, pause=True, request_id="r2")
    async with House(tmp_path) as after:
        seen = (await (await after.signed_in("viewer")).get("/api/clock")).json()
    assert (seen["turned"]["rate"], seen["turned"]["resume"]) == (0.0, 50.0)
    assert seen["turned"]["request_id"] == "r2"


async def test_a_touched_console_stands_the_watch_until_its_person_signs_off(house):
    client = await house.signed_in("officer")
    assert (await client.post("/api/watch", json={"request_id": "w-1"})).status_code == 200
    body = {"request_id": "w-2", "leaves": True}
    assert (await client.post("/api/watch", json=body)).status_code == 200
    said = await house.facts("watch-kept")
    assert [fact.get("leaves", False) for fact in said] == [False, True]
