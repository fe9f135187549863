import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin import wire

STORM = wire.StormPoint(1, 125.0, 25.0, 40.0)
BODIES = [
    wire.FixBody(t_ms=1, lon=122.0, lat=29.0),
    wire.StaticBody(name="LIAO YU"),
    wire.SosBody(t_ms=1, event_id="e1", kind="fire"),
    wire.HealthBody(battery_pct=80.0),
    wire.AnswerBody(t_ms=1, call_id="C-1", answer="complying"),
    wire.ReportBody(t_ms=1, crew=(wire.CrewMember("p1", "skipper"),)),
    wire.PassBody(t_ms=1, direction="in"),
    wire.MusterBody(t_ms=1, state="aboard", vessel="a"),
    wire.SenseBody(t_ms=1, value=3.5, unit="m/s"),
    wire.HeartbeatBody(heard=7, boot="b", seq=3),
    wire.WeatherBody(
        issued_ms=1, valid_from_ms=2, valid_to_ms=3, track=(wire.StormPoint(1, 125.0, 25.0, 40.0),)
    ),
]


@pytest.mark.parametrize("realm", ["live", "sim", "replay-us", "drill-2026_a", "drill-A"])
def test_a_topic_begins_with_realm_and_port(realm):
    assert wire.root(realm, "shipu") == f"yugang/{realm}/shipu"


@pytest.mark.parametrize(
    ("realm", "port"),
    [
        ("prod", "shipu"),
        ("live/x", "shipu"),
        ("sim\n", "shipu"),
        ("drill-", "shipu"),
        ("replay-" + "x" * 33, "shipu"),
        ("sim", ""),
        ("sim", "#"),
        ("sim", "a/b"),
        ("sim", "+"),
        ("sim", "石浦"),
    ],
)
def test_no_other_word_may_stand_in_a_topic(realm, port):
    with pytest.raises(ValueError, match=r"use live|letters"):
        wire.root(realm, port)


@given(st.text(max_size=40))
def test_an_id_can_never_be_a_piece_of_a_topic(word):
    if wire.ID_PATTERN.match(word):
        assert 1 <= len(word) <= 32
        assert not set(word) & set("/+#$\0\n ")


@pytest.mark.parametrize("body", BODIES, ids=lambda body: type(body).__name__)
def test_a_body_comes_back_as_it_was_said_and_says_only_what_it_knows(body):
    said = wire.encode(body)
    assert msgspec.json.decode(said, type=type(body)) == body
    spoken = json.loads(said)
    assert None not in spoken.values()
    assert "v" not in spoken
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        msgspec.json.decode(json.dumps(spoken | {"extra": 1}), type=type(body))


@pytest.mark.parametrize(
    ("body", "field", "bad"),
    [
        (0, "lon", 181.1),
        (0, "lat", -91),
        (0, "sog_kn", -0.1),
        (0, "accuracy_m", 1e6),
        (0, "status", 16),
        (0, "t_ms", 2**60),
        (0, "via", "a" * 33),
        (1, "name", "x" * 65),
        (2, "event_id", ""),
        (2, "kind", "boredom"),
        (3, "battery_pct", 101),
        (4, "answer", "maybe"),
        (6, "direction", "across"),
        (7, "match", 1.5),
        (8, "value", 1e7),
        (9, "seq", -1),
        (10, "force", 18),
    ],
)
def test_a_value_out_of_its_range_is_refused(body, field, bad):
    spoken = json.loads(wire.encode(BODIES[body])) | {field: bad}
    with pytest.raises(msgspec.ValidationError, match=field):
        msgspec.json.decode(json.dumps(spoken), type=type(BODIES[body]))


def test_every_quantity_travels_in_one_unit():
    assert set(wire.UNIT_OF) == set(wire.Quantity.__args__)
    assert all(wire.UNIT_OF.values())


def test_the_twins_own_feeds_have_names_that_are_ids():
    assert all(wire.ID_PATTERN.match(name) for name in (wire.LINK, wire.CANARY))
