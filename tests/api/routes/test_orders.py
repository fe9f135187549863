"""Orders by API: each role gives what is its own, and everyone sees what stands."""

from twin.columns import NEVER


def asked(house, **changes):
    body = {
        "request_id": "o-1",
        "order_kind": "recall",
        "to_ms": house.clock.now_ms() + 6 * 3_600_000,
        "note": "typhoon",
    }
    return body | changes


async def test_a_leader_recalls_everyone_sees_it_and_the_leader_ends_it(house, desk):
    leader, viewer = await desk.client("leader"), await desk.client("viewer")
    answer = await leader.post("/api/orders", json=asked(house, vessels=["a", "b"]))
    assert answer.status_code == 201, answer.text
    order = answer.json()["order"]
    assert (await leader.post("/api/orders", json=asked(house, vessels=["a", "b"]))).json() == answer.json()
    seen = (await viewer.get("/api/orders")).json()
    assert [(one["order"], one["vessels"]) for one in seen["orders"]] == [(order, ["a", "b"])]
    over = {"request_id": "e-1", "order_kind": "recall", "note": "the storm turned away"}
    ended = await leader.post(f"/api/orders/{order}/end", json=over)
    assert ended.status_code == 200, ended.text
    assert (await viewer.get("/api/orders")).json() == {"port_state": "open", "orders": []}
    again = await leader.post(f"/api/orders/{order}/end", json=over | {"request_id": "e-2"})
    assert again.status_code == 404
    kinds = [fact["kind"] for fact in await house.facts()]
    assert kinds.count("order-given") == kinds.count("order-ended") == 1
    rows = (await leader.get("/api/audit")).json()["rows"]
    assert {(row["verb"], row["object"]) for row in rows} >= {
        ("order", f"order {order}"),
        ("end", f"order {order}"),
    }


async def test_a_dispatcher_moves_boats_but_neither_recalls_nor_closes_the_port(house, desk):
    dispatcher = await desk.client("dispatcher")
    for kind in ("recall", "port-state"):
        answer = await dispatcher.post("/api/orders", json=asked(house, order_kind=kind, state="closed"))
        assert answer.status_code == 403, (kind, answer.text)
    body = asked(house, order_kind="move", vessels=["a"], zone="harbour")
    assert (await dispatcher.post("/api/orders", json=body)).status_code == 201
    refused = await (await desk.client("officer")).post("/api/orders", json=body)
    assert refused.status_code == 403


async def test_the_state_of_the_port_is_one_and_an_impossible_order_says_why(house, desk):
    leader = await desk.client("leader")
    for n, state in enumerate(("restricted", "closed")):
        body = asked(house, request_id=f"s-{n}", order_kind="port-state", state=state)
        assert (await leader.post("/api/orders", json=body)).status_code == 201
    seen = (await leader.get("/api/orders")).json()
    assert (seen["port_state"], len(seen["orders"])) == ("closed", 1)
    bad = await leader.post("/api/orders", json=asked(house, request_id="b", to_ms=NEVER))
    assert (bad.status_code, bad.json()["code"]) == (422, "invalid")
