async def test_a_skipper_sees_the_own_boat_and_no_other(house):
    client = await house.signed_in("skipper", vessels=frozenset({"b"}))
    assert [v["vessel"] for v in (await client.get("/api/vessels")).json()["vessels"]] == ["b"]
    assert (await client.get("/api/vessels/b")).status_code == 200
    assert (await client.get("/api/vessels/a")).status_code == 403
    assert (await client.get("/api/vessels/nobody")).status_code == 403
    assert (await client.get("/api/vessels/a/track?from_ms=0&to_ms=1")).status_code == 403


async def test_a_vessel_is_told_with_its_place_zones_and_terminals(house):
    house.fix("ais-b/1", 0, 0)
    await house.turn(2)
    async with await house.signed_in("viewer") as client:
        told = (await client.get("/api/vessels/a")).json()
    assert (told["vessel"], told["registered"], round(told["lon"], 3)) == ("a", True, 122.0)
    assert "harbour" in told["zones"]
    assert told["terminals_heard"][0]["terminal"] == "ais-b:1"


async def test_a_track_is_in_order_without_repeats_and_only_of_the_asked_span(house):
    began = house.clock.now_ms()
    for i in range(6):
        house.fix("ais-b/1", 20 * i, 0)
        await house.turn(30)
    async with await house.signed_in("viewer") as client:
        query = f"from_ms={began + 30_000}&to_ms={began + 120_000}"
        told = (await client.get(f"/api/vessels/a/track?{query}")).json()
    assert told["t_ms"] == [began + 30_000 * i for i in (1, 2, 3, 4)]
    assert told["lon"] == sorted(told["lon"])
    assert told["sog_kn"] == [5.0] * 4
