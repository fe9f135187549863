import pytest
from pydantic import ValidationError

from api.routes.bodies import AccountAsked, ActAsked, IncidentAsked, PermitAsked

PERMIT = {
    "request_id": "r",
    "vessels": ["a"],
    "permit_kind": "move",
    "from_ms": 0,
    "to_ms": 1,
    "note": "",
}
ACT = {"verb": "note", "seen_version": 0, "request_id": "r-1", "note": "渔"}


def test_a_sound_act_is_read_as_it_is():
    assert ActAsked.model_validate(ACT).note == "渔"
    assert PermitAsked.model_validate(PERMIT).zone is None


@pytest.mark.parametrize(
    ("model", "body"),
    [
        (ActAsked, ACT | {"seen_version": True}),
        (ActAsked, ACT | {"seen_version": "0"}),
        (ActAsked, ACT | {"seen_version": -1}),
        (ActAsked, ACT | {"actor": "admin"}),
        (ActAsked, ACT | {"request_id": "a b"}),
        (ActAsked, ACT | {"note": "x" * 2001}),
        (ActAsked, ACT | {"evidence": [{"kind": "photo", "text": ""}]}),
        (ActAsked, ACT | {"evidence": [{"kind": "photo", "text": "x"}] * 21}),
        (IncidentAsked, {"request_id": "r", "lon": float("nan")}),
        (IncidentAsked, {"request_id": "r", "lat": 95}),
        (IncidentAsked, {"request_id": "r", "persons": 1.0}),
        (
            PermitAsked,
            {"request_id": "r", "vessels": [], "permit_kind": "move", "from_ms": 0, "to_ms": 1, "note": ""},
        ),
        (AccountAsked, {"name": "a", "role": "king", "password": "x"}),
    ],
)
def test_what_is_not_exactly_so_is_refused(model, body):
    with pytest.raises(ValidationError):
        model.model_validate(body)
