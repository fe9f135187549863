async def test_what_was_refused_at_the_door_can_be_opened_by_an_officer(house, desk):
    house.hear("terminal/ais-b/1/fix", b"{not json")
    house.hear("station/met/wind", {"t_ms": 1, "value": 1.0, "unit": "kn"})
    house.hear("nonsense", b"\xff")
    await house.turn(1)
    seen = (await (await desk.client("officer")).get("/api/quarantine")).json()
    assert seen["counts"] == {"not-json": 1, "bad-unit": 1, "unknown-topic": 1}
    assert {letter["topic"].split("/")[-1] for letter in seen["letters"]} == {"fix", "wind", "nonsense"}
    assert len(house.acknowledged) >= 3


async def test_people_berths_and_stations_are_told(house, desk):
    await house.turn(2)
    viewer = await desk.client("viewer")
    ledger = (await viewer.get("/api/people")).json()
    parts = [ledger[part] for part in ("ashore", "aboard", "at_sea", "unknown")]
    assert sum(parts) == ledger["registered"] == 2
    assert (await viewer.get("/api/berths")).json()["berths"][0]["berth"] == "q1"
    assert {s["id"] for s in (await viewer.get("/api/stations")).json()["stations"]} == {"met", "tide"}
