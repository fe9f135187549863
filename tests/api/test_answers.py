"""What the routes answer is what the page's types say."""

import msgspec
import pytest

from api import answers
from tests.api.house import House

SHAPES = (
    ("/api/me", answers.Me),
    ("/api/port", answers.PortSeen),
    ("/api/incidents/I-1", answers.IncidentFile),
    ("/api/vessels/a/track?from_ms=0&to_ms=1", answers.Track),
)


@pytest.mark.parametrize(("path", "shape"), SHAPES, ids=[path for path, _ in SHAPES])
async def test_a_route_answers_in_the_shape_the_page_expects(house: House, path: str, shape: type) -> None:
    house.fix("ais-b/1", 0, 0)
    await house.turn(1)
    house.sos()
    await house.settle()
    answer = await (await house.signed_in("officer")).get(path)
    assert answer.status_code == 200, answer.text
    msgspec.convert(answer.json(), shape)


async def test_a_refusal_says_why_in_both_languages_and_how_the_incident_stands(house: House) -> None:
    house.fix("ais-b/1", 0, 0)
    await house.turn(1)
    house.sos()
    await house.settle()
    officer = await house.signed_in("officer")
    act = {"verb": "acknowledge", "seen_version": 7, "request_id": "r"}
    refused = await officer.post("/api/incidents/I-1/acts", json=act)
    problem = msgspec.convert(refused.json(), answers.Problem)
    assert (refused.status_code, problem.code) == (409, "stale")
    assert problem.words is not None
    assert problem.current is not None
    assert problem.current.version == 0


async def test_an_act_answers_with_the_state_it_led_to(house: House) -> None:
    house.fix("ais-b/1", 0, 0)
    await house.turn(1)
    house.sos()
    await house.settle()
    officer = await house.signed_in("officer")
    act = {"verb": "acknowledge", "seen_version": 0, "request_id": "r"}
    done = await officer.post("/api/incidents/I-1/acts", json=act)
    assert msgspec.convert(done.json(), answers.ActDone).state == "acknowledged"
