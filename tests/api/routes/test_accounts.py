from api.secrets import Secrets


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


async def test_a_device_account_is_told_once_and_is_in_the_audit_chain(house):
    Secrets.load_or_make(house.home, {})
    admin = await house.signed_in("admin")
    answer = await admin.post("/api/devices", json={"name": "met", "kind": "station"})
    assert answer.status_code == 201
    assert set(answer.json()) == {"user", "password", "client_id"}
    assert (await admin.post("/api/devices", json={"name": "met", "kind": "station"})).status_code == 422
    rows = (await admin.get("/api/audit?limit=1")).json()["rows"]
    assert (rows[0]["verb"], rows[0]["object"]) == ("add", "device station.met")
    assert answer.json()["password"] not in (await admin.get("/api/audit")).text
