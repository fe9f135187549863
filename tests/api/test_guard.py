"""Everything a hostile client may send."""

import itertools

import pytest

from api.guard import MAX_BODY_BYTES
from tests.api.house import ORIGIN

HOSTILE = [
    b"",
    b"{",
    b"null",
    b"[]",
    b"1",
    b'"x"',
    b"\xff\xfe{}",
    b'\xef\xbb\xbf{"name":"a"}',
    b'{"name":NaN}',
    b'{"name":1e999,"password":"x"}',
    b'{"name":"a\\u0000","password":"x"}',
    b'{"seen_version":1e999}',
    b'{"seen_version":Infinity}',
    b'{"name":"\\ud800","password":"\\udfff"}',
    b'{"request_id":"\\ud800","verb":"note","seen_version":0}',
    b'{"request_id":"r","verb":"note","seen_version":true}',
    b'{"request_id":"r","verb":"note","seen_version":"0"}',
    b'{"request_id":"r","verb":"note","seen_version":0.5}',
    b'{"request_id":"r","verb":"launch","seen_version":0}',
    b'{"request_id":"r","verb":"note","seen_version":0,"role":"admin"}',
    b'{"request_id":"' + b"x" * 100 + b'","verb":"note","seen_version":0}',
    b'{"verb":"note","seen_version":' + b"9" * 5000 + b"}",
    b'{"\\ud800":1}',
    b'{"__proto__":{"a":1}}',
    b"[" * 50_000,
    b'{"a":' * 20_000,
    b'{"feature":{"type":"Feature"},"request_id":"q"}',
    b'{"feature":{"type":"Feature","geometry":{"type":"Polygon","coordinates":[]}},"request_id":"q2"}',
    b'{"name":"a\\u0000","password":"b\\u0000"}',
    b'{"role":"admin","disabled":1}',
    b'{"name":"x","kind":"../../etc"}',
]


WRITES = [
    ("POST", "/api/session"),
    ("POST", "/api/incidents"),
    ("POST", "/api/incidents/I-1/acts"),
    ("POST", "/api/permits"),
    ("POST", "/api/orders"),
    ("POST", "/api/orders/O-1/end"),
    ("PUT", "/api/zones/reef"),
    ("POST", "/api/accounts"),
    ("PATCH", "/api/accounts/li"),
    ("POST", "/api/devices"),
]


async def test_no_body_whatever_makes_the_server_fail_or_changes_anything(house):
    house.sos()
    await house.settle()
    before = await house.facts()
    clients = [await house.signed_in(role) for role in ("admin", "leader")]
    headers = {"content-type": "application/json"}
    for client, (method, path), body in itertools.product(clients, WRITES, HOSTILE):
        house.clock._now_ms += 3000  # the limiter of sign-ins is not what is tried here
        answer = await client.request(method, path, content=body, headers=headers)
        assert 400 <= answer.status_code < 500, (method, path, body[:80], answer.text)
        assert answer.headers["content-type"] == "application/problem+json"
        assert set(answer.json()) >= {"type", "title", "status", "detail"}
    await house.settle_now()
    done = [fact for fact in (await house.facts())[len(before) :] if "actor" in fact]
    assert {fact["kind"] for fact in done} <= {"refused"}


@pytest.mark.parametrize("path", ["/api/session", "/api/nothing", "/api/incidents/I-1/acts", "/anything"])
async def test_a_body_that_is_too_large_is_refused_declared_or_not(house, path):
    async def chunks():
        for _ in range(MAX_BODY_BYTES // 1000 + 2):
            yield b"x" * 1000

    async with house.client() as client:
        headers = {"content-type": "application/json"}
        for content in (b"x" * (MAX_BODY_BYTES + 1), chunks()):
            answer = await client.post(path, content=content, headers=headers)
            assert answer.status_code == 413
            assert answer.headers["content-type"] == "application/problem+json"


FOREIGN_TYPES = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]


@pytest.mark.parametrize("content_type", FOREIGN_TYPES)
async def test_only_json_is_accepted(house, content_type):
    async with house.client() as client:
        headers = {"content-type": content_type} if content_type else {}
        answer = await client.post("/api/session", content=b'{"name":"a","password":"b"}', headers=headers)
        assert answer.status_code == 415


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:8001", "sec-fetch-site": "same-origin"},
    ],
)
async def test_another_site_cannot_act_with_our_cookie(house, headers):
    async with await house.signed_in("leader") as client:
        answer = await client.delete("/api/session", headers=headers)
        assert answer.status_code == 403
        assert (await client.get("/api/me")).status_code == 200
        own = {"origin": ORIGIN, "sec-fetch-site": "same-origin"}
        assert (await client.delete("/api/session", headers=own)).status_code == 204
        assert (await client.get("/api/me")).status_code == 401


async def test_a_name_that_was_rebound_to_us_reaches_nothing(house):
    async with await house.signed_in("leader") as client:
        for host in ("evil.example", "127.0.0.1:9", ""):
            assert (await client.get("/api/me", headers={"host": host})).status_code == 421


async def test_every_answer_carries_the_strict_headers_and_the_api_is_never_stored(house):
    async with house.client() as client:
        for path in ("/", "/api/me", "/api/health", "/nothing"):
            answer = await client.get(path)
            policy = answer.headers["content-security-policy"]
            assert "default-src 'self'" in policy
            assert "frame-ancestors 'none'" in policy
            assert "unsafe" not in policy
            assert answer.headers["x-content-type-options"] == "nosniff"
            if path.startswith("/api"):
                assert answer.headers["cache-control"] == "no-store"
