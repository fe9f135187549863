"""Every route and every role."""

import re

from fastapi.routing import APIRoute

from api.served import Asks
from tests.api.house import House
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
    ("GET", "/api/clock"): SEERS,
    ("POST", "/api/clock"): {"director", "admin"},
    ("GET", "/api/alerts"): SEERS,
    ("GET", "/api/incidents"): SEERS,
    ("POST", "/api/incidents"): WATCH | {"patrol"},
    ("GET", "/api/incidents/{incident}"): SEERS,
    ("POST", "/api/incidents/{incident}/acts"): WATCH | {"patrol"},
    ("GET", "/api/permits"): SEERS,
    ("POST", "/api/permits"): {"leader"},
    ("GET", "/api/quality"): SEERS,
    ("POST", "/api/watch"): WATCH,
    ("GET", "/api/alarms"): SEERS,
    ("GET", "/api/coverage"): SEERS,
    ("POST", "/api/shelves"): WATCH | {"admin"},
    ("POST", "/api/shelves/{shelf}/return"): WATCH | {"admin"},
    ("GET", "/api/orders"): SEERS,
    ("POST", "/api/orders"): {"dispatcher", "leader"},
    ("POST", "/api/orders/{order}/end"): {"dispatcher", "leader"},
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
    "order": "O-1",
    "shelf": "S-1",
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


async def test_the_openapi_description_names_every_route(house):
    async with await house.signed_in("viewer") as client:
        paths = (await client.get("/api/openapi.json")).json()["paths"]
    named = {(method.upper(), path) for path, methods in paths.items() for method in methods}
    hidden = {("GET", "/metrics"), ("GET", "/{path:path}"), ("GET", "/api/openapi.json")}
    assert named == set(routes(house)) - hidden
