"""Every route, every role, and everything a hostile client may send."""

import itertools
import re

import pytest
from fastapi.routing import APIRoute

from api.guard import MAX_BODY_BYTES
from api.served import Asks
from tests.api.house import ORIGIN, PASSWORD, House
from twin.acts import ROLES

OPEN = {("POST", "/api/session"), ("GET", "/api/health"), ("GET", "/metrics"), ("GET", "/{path:path}")}
WATCH = {"officer", "dispatcher", "leader"}
SEERS = set(ROLES) - {"skipper", "township"}
# Who is let in where; written down apart from the code, as a port would sign it.
MATRIX: dict[tuple[str, str], set[str]] = {
    ("DELETE", "/api/session"): set(ROLES),
    ("GET", "/api/me"): set(ROLES),
    ("GET", "/api/port"): set(ROLES),
    ("GET", "/api/chart/land"): set(ROLES),
    ("GET", "/api/zones"): set(ROLES),
    ("PUT", "/api/zones/{zone}"): {"admin"},
    ("GET", "/api/vessels"): set(ROLES),
    ("GET", "/api/vessels/{vessel}"): SEERS,
    ("GET", "/api/vessels/{vessel}/track"): SEERS,
    ("GET", "/api/alerts"): SEERS,
    ("GET", "/api/incidents"): SEERS,
    ("POST", "/api/incidents"): WATCH | {"patrol"},
    ("GET", "/api/incidents/{incident}"): SEERS,
    ("POST", "/api/incidents/{incident}/acts"): WATCH | {"patrol"},
    ("GET", "/api/permits"): SEERS,
    ("POST", "/api/permits"): {"leader"},
    ("GET", "/api/stations"): SEERS,
    ("GET", "/api/people"): SEERS,
    ("GET", "/api/berths"): SEERS,
    ("GET", "/api/quarantine"): WATCH | {"admin"},
    ("GET", "/api/audit"): {"leader", "admin"},
    ("GET", "/api/accounts"): {"admin"},
    ("POST", "/api/accounts"): {"admin"},
    ("PATCH", "/api/accounts/{name}"): {"admin"},
    ("POST", "/api/devices"): {"admin"},
    ("GET", "/api/openapi.json"): SEERS,
}
SAMPLES = {
    "zone": "reef",
    "vessel": "a",
    "incident": "I-1",
    "name": "nobody",
}
BODIES = {
    "/api/incidents/{incident}/acts": {"verb": "note", "seen_version": 0, "request_id": "r", "note": "n"},
}


def address_of(path: str) -> str:
    query = "?from_ms=0&to_ms=1" if path.endswith("/track") else ""
    return re.sub(r"\{(\w+)\}", lambda m: SAMPLES[m[1]], path) + query


def routes(house: House) -> dict[tuple[str, str], APIRoute]:
    found = {}
    for route in flat(house.app.routes):
        for method in (route.methods or set()) - {"HEAD"}:
            found[method, route.path] = route
    return found


def flat(routes: list) -> list[APIRoute]:
    """Return the HTTP routes, however deep routers are nested."""
    found = []
    for route in routes:
        if isinstance(route, APIRoute):
            found.append(route)
        else:
            inner = getattr(route, "routes", None) or getattr(
                getattr(route, "original_router", None), "routes", None
            )
            found += flat(inner) if inner else []
    return found


def asks(route: APIRoute) -> list[str]:
    return [d.call.verb for d in route.dependant.dependencies if isinstance(d.call, Asks)]


async def test_every_route_asks_for_a_right_or_is_one_of_the_open_ones(house):
    found = routes(house)
    assert {key for key, route in found.items() if not asks(route)} == OPEN
    assert set(found) - OPEN == set(MATRIX)


async def test_each_role_is_let_in_exactly_where_the_matrix_says(house):
    for role in ROLES:
        more = {"vessels": frozenset({"zzz"})} if role == "skipper" else {}
        client = await house.signed_in(role, **more)
        for (method, path), roles in sorted(MATRIX.items(), reverse=True):
            if path == "/api/session":
                continue
            address = address_of(path)
            body = BODIES.get(path, {}) if method in ("POST", "PUT", "PATCH") else None
            answer = await client.request(method, address, json=body)
            assert (answer.status_code != 403) == (role in roles), (role, method, path, answer.text)
            assert answer.status_code not in (401, 500), (role, method, path, answer.text)


async def test_without_signing_in_nothing_but_the_open_routes_answers(house):
    async with house.client() as client:
        for method, path in MATRIX:
            address = address_of(path)
            answer = await client.request(method, address, json={} if method in ("POST", "PUT") else None)
            assert answer.status_code == 401, (method, path)
            assert answer.headers["content-type"] == "application/problem+json"


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


async def test_without_a_built_page_the_way_to_build_it_is_told(house):
    async with house.client() as client:
        answer = await client.get("/")
        assert answer.status_code == 503
        assert "make setup" in answer.json()["detail"]


async def test_only_files_of_the_built_page_are_served(house):
    house.page["index.html"] = (b"<!doctype html>", "text/html; charset=utf-8")
    house.page["assets/a.js"] = (b"1", "text/javascript")
    async with house.client() as client:
        assert (await client.get("/")).text == "<!doctype html>"
        assert "immutable" in (await client.get("/assets/a.js")).headers["cache-control"]
        for path in ("/assets/", "/assets/b.js", "/index.html/", "/api/page/index.html"):
            assert (await client.get(path)).status_code == 404, path


async def test_the_openapi_description_names_every_route(house):
    async with await house.signed_in("viewer") as client:
        paths = (await client.get("/api/openapi.json")).json()["paths"]
    named = {(method.upper(), path) for path, methods in paths.items() for method in methods}
    hidden = {("GET", "/metrics"), ("GET", "/{path:path}"), ("GET", "/api/openapi.json")}
    assert named == set(routes(house)) - hidden
