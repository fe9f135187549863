async def test_metrics_are_for_this_machine_and_name_what_is_counted(house):
    await house.turn(2)
    async with house.client() as client:
        text = (await client.get("/metrics")).text
        assert "yugang_steps_total" in text
        assert 'yugang_now{what="seq"}' in text


async def test_health_is_open_and_tells_of_every_door_and_feed_and_no_secret(house):
    await house.turn(6)
    async with house.client() as client:
        answer = await client.get("/api/health")
        body = answer.json()
        assert answer.status_code == 200
        assert body["port_hash"] == house.port.hash
        assert {door["door"] for door in body["doors"]} == {"mqtt"}
        assert {"link", "rx"} <= {feed["feed"] for feed in body["feeds"]}
        assert "password" not in answer.text


async def test_a_door_that_is_down_is_told_since_when_and_why(house):
    house.doors[0] = house.doors[0].turned(house.clock.now_ms(), up=False, why="connection refused")
    async with house.client() as client:
        answer = await client.get("/api/health")
    assert (answer.status_code, answer.json()["status"]) == (503, "degraded")
    assert answer.json()["doors"][0]["why"] == "connection refused"
