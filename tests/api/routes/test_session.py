from tests.api.house import PASSWORD


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(house):
    await house.account("officer")
    async with house.client() as client:
        answer = await client.post("/api/session", json={"name": "officer", "password": PASSWORD})
        assert answer.json() == {"name": "officer", "role": "officer", "realm": "sim", "port": "test"}
        cookie = answer.headers["set-cookie"].lower()
        assert all(word in cookie for word in ("httponly", "samesite=strict", "path=/"))
        assert (await client.get("/api/me")).json()["name"] == "officer"


async def test_guessing_a_password_is_slowed_down(house):
    await house.account("officer")
    async with house.client() as client:
        body = {"name": "officer", "password": "wrong"}
        codes = [(await client.post("/api/session", json=body)).status_code for _ in range(7)]
        assert codes == [401] * 5 + [429] * 2
        answer = await client.post("/api/session", json=body)
        assert int(answer.headers["retry-after"]) > 0
