import msgspec


async def test_behind_tls_the_browser_binds_the_cookie_to_this_host(house):
    assert house.served.cookie == "yugang_session"
    secure = msgspec.structs.replace(house.served, secure=True)
    assert secure.cookie == "__Host-yugang_session"
    house.app.state.served = secure
    name = await house.account("officer")
    async with house.client() as client:
        answer = await client.post("/api/session", json={"name": name, "password": "a password for tests"})
    assert "secure" in answer.headers["set-cookie"].lower()
    assert answer.headers["set-cookie"].startswith("__Host-")
