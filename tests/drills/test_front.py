import httpx

from drills.front import Front
from drills.stage import ORIGIN
from tests.drills.plays import LEAVER, played, stage

KILLED = '\n[[inject]]\nat_s = 2\nkind = "twin-restart"\nfor_s = 3\n'


async def test_the_page_says_that_the_twin_was_killed_and_serves_it_again_when_it_is_back(tmp_path):
    async with stage(tmp_path, LEAVER + KILLED) as on:
        front = Front(on)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(front), base_url=ORIGIN) as client:
            assert (await client.get("/api/health")).json()["realm"] == "drill-trial"
            await played(on, 3)
            away = await client.get("/api/health")
            assert (away.status_code, away.headers["retry-after"]) == (503, "2")
            assert "killed" in away.text
            await played(on, 3)
            assert (await client.get("/api/health")).status_code == 200


async def test_a_feed_is_sent_away_while_the_twin_is_dead(tmp_path):
    async with stage(tmp_path, LEAVER + KILLED) as on:
        await played(on, 3)
        said: list[dict] = []

        async def send(message: dict) -> None:
            said.append(message)

        async def receive() -> dict:
            return {"type": "websocket.connect"}

        await Front(on)({"type": "websocket", "path": "/api/feed", "headers": []}, receive, send)
    assert said == [{"type": "websocket.close", "code": 1013}]
