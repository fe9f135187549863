import msgspec

from api.answers import CoverageSeen, SquareRun

HOUR_MS = 3_600_000


def body(house, **more):
    said = {
        "request_id": "s-1",
        "rule": "strong-wind",
        "subject_kind": "station",
        "subject": "met",
        "until_ms": house.clock.now_ms() + HOUR_MS,
        "note": "gusts in the lee of the crane",
    }
    return said | more


async def test_an_officer_shelves_an_alarm_and_it_is_listed_audited_and_returned(house, desk):
    await house.turn(1)
    officer = await desk.client("officer")
    answer = await officer.post("/api/shelves", json=body(house))
    assert answer.status_code == 201, answer.text
    shelf = answer.json()["shelf"]
    told = (await (await desk.client("viewer")).get("/api/alarms")).json()
    assert [(one["shelf"], one["actor"], one["overdue"]) for one in told["shelves"]] == [
        (shelf, "officer", False)
    ]
    back = await officer.post(f"/api/shelves/{shelf}/return", json={"request_id": "r-1"})
    assert back.status_code == 200, back.text
    assert (await officer.get("/api/alarms")).json()["shelves"] == []
    rows = (await (await desk.client("leader")).get("/api/audit")).json()["rows"]
    deeds = [(row["verb"], row["object"]) for row in rows]
    assert {("shelve", f"alarm {shelf}"), ("return", f"alarm {shelf}")} <= set(deeds)


async def test_maintenance_is_the_leaders_to_permit_and_a_viewer_sets_nothing_aside(house, desk):
    await house.turn(1)
    out = body(house, how="out-of-service", rule=None, checks=["cups turn", "cable dry"])
    for role, status in (("viewer", 403), ("officer", 403), ("leader", 201)):
        answer = await (await desk.client(role)).post("/api/shelves", json=out | {"request_id": role})
        assert answer.status_code == status, answer.text
    leader = await desk.client("leader")
    hasty = await leader.post("/api/shelves/S-1/return", json={"request_id": "r-1", "checked": ["cable dry"]})
    assert hasty.status_code == 422
    done = {"request_id": "r-2", "checked": ["cable dry", "cups turn"]}
    assert (await leader.post("/api/shelves/S-1/return", json=done)).status_code == 200


async def test_a_danger_to_life_is_not_shelved(house, desk):
    await house.turn(1)
    officer = await desk.client("officer")
    sos = body(house, rule="sos", subject_kind="vessel", subject="a")
    answer = await officer.post("/api/shelves", json=sos)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def test_where_we_are_blind_and_whom_we_cannot_see_is_told_with_an_owner(house, desk):
    house.beat("east")
    house.fix("ais-b/1", 9_000, 9_000, via="east")
    await house.turn(25)
    assert (await house.client().get("/api/coverage")).status_code == 401
    answer = await (await desk.client("viewer")).get("/api/coverage")
    assert answer.status_code == 200, answer.text
    told = msgspec.json.decode(answer.content, type=CoverageSeen)
    assert [(one.vessel, one.feed) for one in told.boats.shown] == [("a", "east")]
    assert [(one.feed, one.owner, one.duty) for one in told.feeds if one.hidden] == [
        ("east", None, "officer")
    ]
    runs = [msgspec.convert(one["properties"], SquareRun) for one in told.features]
    assert [one.hidden for one in runs if one.hearing == "blind"] == [1]
