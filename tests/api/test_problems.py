import pytest


async def test_a_refusal_does_not_repeat_what_was_sent(house):
    async with await house.signed_in("admin") as client:
        answer = await client.post("/api/accounts", json={"name": 7, "password": "SECRET-WORD", "role": "x"})
        assert answer.status_code == 422
        assert "SECRET-WORD" not in answer.text
        assert {error["place"] for error in answer.json()["errors"]} >= {"body.name", "body.role"}


async def test_a_refusal_speaks_the_asker_s_language(house):
    async with house.client() as client:
        for language, word in (("zh-CN,zh;q=0.9,en;q=0.8", "登录"), ("en", "Sign in")):
            answer = await client.get("/api/me", headers={"accept-language": language})
            assert word in answer.json()["detail"]


@pytest.mark.parametrize(
    "query",
    [
        "/api/quarantine?limit=0",
        "/api/quarantine?limit=1000000000",
        "/api/quarantine?limit=-1",
        "/api/quarantine?before=abc",
        "/api/audit?limit=1001",
        "/api/alerts?state=everything",
        "/api/incidents?state=%ff",
        "/api/vessels/a/track",
        "/api/vessels/a/track?from_ms=5&to_ms=1",
        "/api/vessels/a/track?from_ms=0&to_ms=9007199254740993",
        "/api/vessels/a/track?from_ms=0&to_ms=99999999999",
        "/api/vessels/..%2f..%2fetc%2fpasswd",
        "/api/vessels/%00",
        "/api/incidents/%F0%9F%98%80%ED%A0%80",
        "/..%2f..%2fapi%2fapp.py",
        "/%2e%2e/app.py",
    ],
)
async def test_odd_questions_are_answered_with_a_reason(house, query):
    async with await house.signed_in("leader") as client:
        answer = await client.get(query)
        assert answer.status_code in (404, 422), answer.text
        assert answer.headers["content-type"] == "application/problem+json"
