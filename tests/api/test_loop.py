"""The loop by API: a boat leaves its waters and the case is carried to its end, by the roles that may."""

import httpx
import pytest

from tests.api.hand_clock import HandClock
from tests.api.house import House


class Desk:
    """The people of a watch, each with their own session."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._clients: dict[str, httpx.AsyncClient] = {}
        self._asked = 0

    async def client(self, role: str) -> httpx.AsyncClient:
        if role not in self._clients:
            self._clients[role] = await self.house.signed_in(role)
        return self._clients[role]

    async def act(self, role: str, verb: str, incident: str = "I-1", **more: object) -> httpx.Response:
        client = await self.client(role)
        self._asked += 1
        if "seen_version" not in more:
            current = (await client.get(f"/api/incidents/{incident}")).json()["incident"]
            more["seen_version"] = current["version"]
        body = {"verb": verb, "request_id": f"{role}-{self._asked}", **more}
        return await client.post(f"/api/incidents/{incident}/acts", json=body)

    async def incident(self, name: str = "I-1") -> dict:
        return (await (await self.client("leader")).get(f"/api/incidents/{name}")).json()


@pytest.fixture
def desk(house: House) -> Desk:
    return Desk(house)


async def distress(house: House) -> None:
    house.fix("ais-b/1", 0, 0)
    await house.turn(1)
    house.sos()
    await house.settle()


PROOF = [{"kind": "call", "text": "skipper says the pump holds, crew of 8 safe"}]


async def test_a_case_is_carried_to_its_end_and_its_timeline_tells_it_all(house, desk):
    await distress(house)
    acts = [
        ("officer", "acknowledge", {}),
        ("officer", "verify", {"note": "calling on channel 16"}),
        ("officer", "confirm", {}),
        ("officer", "call", {"note": "Do you need help?", "to": "question"}),
        ("dispatcher", "dispatch", {"to": "patrol 1", "note": "go"}),
        ("patrol", "arrive", {}),
        ("patrol", "control", {}),
        ("dispatcher", "resolve", {"evidence": PROOF, "note": "pump holds"}),
        ("leader", "review", {"note": "well done"}),
        ("leader", "close", {}),
    ]
    for role, verb, more in acts:
        answer = await desk.act(role, verb, **more)
        assert answer.status_code == 200, (verb, answer.text)
    told = await desk.incident()
    assert told["incident"]["state"] == "closed"
    done = [row["verb"] for row in told["timeline"] if row["kind"] == "incident-acted"]
    assert done == [verb for _, verb, _ in acts]
    kinds = {row["kind"] for row in told["timeline"]}
    assert {"alert-raised", "incident-opened", "call-sent", "alert-cleared"} <= kinds
    assert [row["seq"] for row in told["timeline"]] == sorted(row["seq"] for row in told["timeline"])
    calls = [body for topic, body in house.sent if topic == "terminal/ais-b/1/call"]
    assert calls[0]["text"]["en"] == "Do you need help?"


async def test_a_stale_view_is_refused_with_what_stands_now(house, desk):
    await distress(house)
    assert (await desk.act("officer", "acknowledge")).status_code == 200
    answer = await desk.act("officer", "verify", seen_version=0)
    body = answer.json()
    assert (answer.status_code, body["code"]) == (409, "stale")
    assert body["current"]["state"] == "acknowledged"
    assert body["words"]["zh"] != body["words"]["en"]


async def test_the_same_request_gets_the_first_answer_again_also_after_a_restart(tmp_path):
    body = {"verb": "acknowledge", "seen_version": 0, "request_id": "r-1"}
    async with House(tmp_path) as first:
        await distress(first)
        client = await first.signed_in("officer")
        answer = (await client.post("/api/incidents/I-1/acts", json=body)).json()
        again = (await client.post("/api/incidents/I-1/acts", json=body)).json()
        assert again == answer
        assert len(await first.facts("incident-acted")) == 1
        await first.leave(politely=False)
        async with House(tmp_path, HandClock(first.clock.now_ms() + 5000)) as second:
            client = await second.signed_in("officer")
            assert (await client.post("/api/incidents/I-1/acts", json=body)).json() == answer
            assert len(await second.facts("incident-acted")) == 1


async def test_a_request_number_used_for_one_thing_does_not_answer_for_another(house, desk):
    await distress(house)
    officer = await desk.client("officer")
    body = {"verb": "acknowledge", "seen_version": 0, "request_id": "r-1"}
    assert (await officer.post("/api/incidents/I-1/acts", json=body)).status_code == 200
    opened = await officer.post("/api/incidents", json={"request_id": "r-1", "note": "a call"})
    assert (opened.status_code, opened.json()["code"]) == (409, "request-id-used")


async def test_the_wrong_role_the_wrong_state_and_missing_proof_each_get_their_sentence(house, desk):
    await distress(house)
    assert (await desk.act("viewer", "acknowledge")).status_code == 403
    assert (await desk.act("admin", "acknowledge")).status_code == 403
    assert (await desk.act("officer", "resolve", evidence=PROOF)).status_code == 403
    answer = await desk.act("officer", "false-alarm", note="by mistake")
    assert answer.status_code == 403
    answer = await desk.act("dispatcher", "resolve", evidence=PROOF)
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    await desk.act("officer", "acknowledge")
    answer = await desk.act("dispatcher", "resolve", note="done")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert answer.json()["detail"]


async def test_a_case_is_opened_by_hand_and_from_a_standing_alert(house, desk):
    officer = await desk.client("officer")
    body = {
        "request_id": "hand-1",
        "vessel": "unknown",
        "kind": "flooding",
        "priority": 1,
        "note": "a caller says a boat is sinking off the east gate",
        "caller": "139...",
        "persons": 6,
        "lon": 122.01,
        "lat": 29.0,
    }
    answer = await officer.post("/api/incidents", json=body)
    assert answer.status_code == 201, answer.text
    incident = answer.json()["incident"]
    told = await desk.incident(incident)
    assert told["incident"]["priority"] == 1
    assert told["timeline"][0]["persons"] == 6
    missing = await officer.post("/api/incidents", json={"request_id": "a-1", "alert": "nothing-1"})
    assert (missing.status_code, missing.json()["code"]) == (409, "conflict")


async def test_a_permit_is_granted_by_the_leader_and_listed(house, desk):
    leader = await desk.client("leader")
    now = house.clock.now_ms()
    body = {
        "request_id": "p-1",
        "vessels": ["a", "b"],
        "permit_kind": "move",
        "from_ms": now,
        "to_ms": now + 3_600_000,
        "note": "moved to the inner anchorage",
    }
    answer = await leader.post("/api/permits", json=body)
    assert answer.status_code == 201, answer.text
    permits = (await (await desk.client("viewer")).get("/api/permits")).json()["permits"]
    assert permits[0]["permit"] == answer.json()["permit"]


async def test_a_zone_is_drawn_versioned_and_survives_a_restart_and_a_bad_one_changes_nothing(tmp_path):
    square = [[122.05, 29.05], [122.06, 29.05], [122.06, 29.06], [122.05, 29.06], [122.05, 29.05]]
    bow_tie = [[122.05, 29.05], [122.06, 29.06], [122.06, 29.05], [122.05, 29.06], [122.05, 29.05]]
    swapped = [[lat, lon] for lon, lat in square]

    def asked(ring: list, request_id: str) -> dict:
        properties = {"id": "reef", "name_zh": "礁", "name_en": "Reef", "kind": "forbidden", "source": "test"}
        geometry = {"type": "Polygon", "coordinates": [ring]}
        feature = {"type": "Feature", "properties": properties, "geometry": geometry}
        return {"request_id": request_id, "feature": feature}

    async with House(tmp_path) as first:
        admin = await first.signed_in("admin")
        for ring in (bow_tie, square[:3], swapped):
            answer = await admin.put("/api/zones/reef", json=asked(ring, f"bad-{len(ring)}-{ring[0][0]}"))
            assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), answer.text
        answer = await admin.put("/api/zones/reef", json=asked(square, "good"))
        assert (answer.status_code, answer.json()["version"]) == (200, 2), answer.text
        await first.leave(politely=False)
        async with House(tmp_path, HandClock(first.clock.now_ms() + 1000)) as second:
            client = await second.signed_in("viewer")
            features = (await client.get("/api/zones")).json()["features"]
            reef = next(f for f in features if f["properties"]["id"] == "reef")
            assert reef["properties"]["version"] == 2
            assert sorted(map(tuple, reef["geometry"]["coordinates"][0])) == sorted(map(tuple, square))


async def test_what_was_refused_at_the_door_can_be_opened_by_an_officer(house, desk):
    house.hear("terminal/ais-b/1/fix", b"{not json")
    house.hear("station/met/wind", {"t_ms": 1, "value": 1.0, "unit": "kn"})
    house.hear("nonsense", b"\xff")
    await house.turn(1)
    seen = (await (await desk.client("officer")).get("/api/quarantine")).json()
    assert seen["counts"] == {"not-json": 1, "bad-unit": 1, "unknown-topic": 1}
    assert {letter["topic"].split("/")[-1] for letter in seen["letters"]} == {"fix", "wind", "nonsense"}
    assert len(house.acknowledged) >= 3


async def test_a_skipper_sees_the_own_boat_and_no_other(house):
    client = await house.signed_in("skipper", vessels=frozenset({"b"}))
    assert [v["vessel"] for v in (await client.get("/api/vessels")).json()["vessels"]] == ["b"]
    assert (await client.get("/api/vessels/b")).status_code == 200
    assert (await client.get("/api/vessels/a")).status_code == 403
    assert (await client.get("/api/vessels/nobody")).status_code == 403
    assert (await client.get("/api/vessels/a/track?from_ms=0&to_ms=1")).status_code == 403


async def test_an_account_made_by_the_admin_can_sign_in_and_a_changed_one_loses_its_rights(house):
    admin = await house.signed_in("admin")
    body = {"name": "值班员01", "role": "officer", "password": "a long enough one"}
    assert (await admin.post("/api/accounts", json=body)).status_code == 201
    assert (await admin.post("/api/accounts", json=body)).status_code == 422
    async with house.client() as fresh:
        signed = await fresh.post("/api/session", json={k: body[k] for k in ("name", "password")})
        assert signed.json()["role"] == "officer"
        assert (await fresh.get("/api/quarantine")).status_code == 200
        await admin.patch("/api/accounts/值班员01", json={"role": "viewer"})
        assert (await fresh.get("/api/quarantine")).status_code == 403


async def test_people_berths_and_stations_are_told(house, desk):
    await house.turn(2)
    viewer = await desk.client("viewer")
    ledger = (await viewer.get("/api/people")).json()
    parts = [ledger[part] for part in ("ashore", "aboard", "at_sea", "unknown")]
    assert sum(parts) == ledger["registered"] == 2
    assert (await viewer.get("/api/berths")).json()["berths"][0]["berth"] == "q1"
    assert {s["id"] for s in (await viewer.get("/api/stations")).json()["stations"]} == {"met", "tide"}
