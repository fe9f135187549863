import msgspec
import pytest

from tests.twin.casework import by_hand
from twin import acts
from twin.acts import AnyAct, EndOrder, Evidence, GiveOrder, GrantPermit, PutZone, WorkIncident
from twin.incident_loop import TABLE

PHOTO = Evidence("photo", "seen from the quay")
WHO = {"actor": "li", "role": "officer", "request_id": "r1"}
SAID = [
    WorkIncident(
        **WHO, incident="I-1", verb="resolve", seen_version=3, evidence=(Evidence("photo", "seen"),)
    ),
    by_hand(lon=122.0, lat=29.0),
    PutZone(**WHO, zone="reef", feature="{}"),
    GrantPermit(**WHO, vessels=("a",), permit_kind="move", from_ms=1, to_ms=2, note="ordered"),
    GiveOrder(**WHO, order_kind="port-state", state="in-only", to_ms=2, note="storm"),
    EndOrder(**WHO, order="O-1", order_kind="recall", note="over"),
]


@pytest.mark.parametrize("act", SAID, ids=lambda act: type(act).__name__)
def test_an_act_is_journalled_and_read_again_as_the_same_act(act):
    assert msgspec.json.decode(msgspec.json.encode(act), type=AnyAct) == act
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(act), type=AnyAct) == act


def test_every_verb_stands_in_the_table_of_the_loop():
    assert set(acts.VERBS) == set(TABLE)


@pytest.mark.parametrize(
    ("field", "bad"),
    [
        ("request_id", ""),
        ("request_id", "x" * 65),
        ("role", "king"),
        ("verb", "explode"),
        ("note", "x" * 2001),
        ("seen_version", "1"),
        ("evidence", [{"kind": "rumour", "text": "x"}]),
        ("evidence", [{"kind": "photo", "text": ""}]),
    ],
)
def test_an_act_outside_its_bounds_is_refused(field, bad):
    said = msgspec.to_builtins(SAID[0]) | {field: bad}
    with pytest.raises(msgspec.ValidationError, match=field):
        msgspec.convert(said, AnyAct)
