"""The loop by API: a case is carried to its end, by the roles that may."""

from tests.api.desk import PROOF, distress
from tests.api.hand_clock import HandClock
from tests.api.house import House


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
    dispatcher, noted = (
        await desk.client("dispatcher"),
        body | {"verb": "note", "note": "seen", "seen_version": 1},
    )
    for client, said in ((officer, noted), (dispatcher, noted), (dispatcher, body)):
        again = await client.post("/api/incidents/I-1/acts", json=said)
        assert (again.status_code, again.json()["code"]) == (409, "request-id-used")
    assert len(await house.facts("incident-acted")) == 1


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


async def test_a_boat_taken_out_of_a_case_of_two_has_a_case_and_a_timeline_of_its_own(house, desk):
    await distress(house)
    house.fix("ais-b/2", 500, 0)
    await house.turn(1)
    house.sos("ais-b/2", "E2")
    await house.settle()
    assert (await desk.act("dispatcher", "merge", "I-2", to="I-1", note="one raft")).status_code == 200
    for role in ("viewer", "patrol", "admin"):
        assert (await desk.act(role, "split", to="b", note="x")).status_code == 403
    refused = await desk.act("officer", "split", to="ship", note="x")
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
    answer = await desk.act("officer", "split", to="b", note="not tied to it after all")
    assert answer.status_code == 200, answer.text
    both, own = (await desk.incident(), await desk.incident("I-3"))
    assert both["incident"]["split_off"] == ["I-3"]
    assert (own["incident"]["split_from"], own["incident"]["subject"]["id"]) == ("I-1", "b")
    assert (own["incident"]["state"], own["incident"]["priority"]) == ("open", 1)
    assert set(own["incident"]["alerts"]).isdisjoint(both["incident"]["alerts"])
    await desk.act("officer", "acknowledge", "I-3")
    await desk.act("dispatcher", "resolve", "I-3", evidence=PROOF)
    both, own = (await desk.incident(), await desk.incident("I-3"))
    split = next(row for row in both["timeline"] if row["kind"] == "incident-split")
    assert (split["why"], split["actor"], split["into"]) == ("by-hand", "officer", "I-3")
    assert "alert-cleared" not in {row["kind"] for row in both["timeline"]}
    told = [row["kind"] for row in own["timeline"]]
    assert told[0] == "alert-raised"
    assert told[-1] == "alert-cleared"
