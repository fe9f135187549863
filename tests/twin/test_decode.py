import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin import wire
from twin.decode import FeedBeat, Rejected, StationSensed, TerminalSaid, decode

ROOT = "yugang/sim/shipu"
FIX = f"{ROOT}/terminal/ais-b/412000001/fix"


def said(payload: bytes, topic: str = FIX, *, retained: bool = False):
    return decode(wire.Letter(topic, payload, 7, retained), ROOT)


def test_a_fix_is_decoded_with_its_terminal_and_arrival():
    fix = said(b'{"t_ms":1,"lon":121.9,"lat":29.2,"sog_kn":5.5,"via":"ais"}')
    assert isinstance(fix, TerminalSaid)
    assert (fix.terminal, fix.kind, fix.heard_ms) == ("ais-b:412000001", "ais-b", 7)
    assert fix.body == wire.FixBody(t_ms=1, lon=121.9, lat=29.2, sog_kn=5.5, via="ais")


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"", "not-json"),
        (b"{", "not-json"),
        (b"\xff\xfe{\x00}\x00", "not-json"),
        (b"\xef\xbb\xbf{}", "not-json"),
        (b'{"t_ms":1,"lon":NaN,"lat":1}', "not-json"),
        (b'{"t_ms":1,"lon":Infinity,"lat":1}', "not-json"),
        (b'{"t_ms":1,"lon":"121.9","lat":29}', "bad-field"),
        (b'{"t_ms":"1"}', "bad-field"),
        (b'{"t_ms":true}', "bad-field"),
        (b'{"t_ms":1.5}', "bad-field"),
        (b'{"t_ms":1,"lat":95,"lon":1}', "bad-field"),
        (b'{"t_ms":1,"lat":90.5,"lon":1}', "bad-field"),
        (b'{"t_ms":1,"lat":1,"lon":180.5}', "bad-field"),
        (b'{"t_ms":1,"sog_kn":400}', "bad-field"),
        (b'{"t_ms":1,"heading_deg":400}', "bad-field"),
        (b'{"t_ms":1,"unknown":1}', "bad-field"),
        (b'{"t_ms":1,"__proto__":{}}', "bad-field"),
        (b'{"t_ms":1,"t_ms":2}', "duplicate-key"),
        (b'{"t_ms":1,"via":"a","via":"b"}', "duplicate-key"),
        (b'{"t_ms":1,"v":2,"new":3}', "newer-version"),
        (b'{"t_ms":1,"v":2}', "newer-version"),
        (b"[" * 60_000, "too-deep"),
        (b'{"t_ms":1,"x":' + b"[" * 5000 + b"]" * 5000 + b"}", "too-deep"),
        (b'{"t_ms":1,"via":"' + b"x" * 70_000 + b'"}', "too-large"),
        (b'{"t_ms":1,"via":"../etc"}', "bad-field"),
        (b'{"t_ms":1,"via":""}', "bad-field"),
        (b'{"t_ms":1,"via":"' + b"x" * 33 + b'"}', "bad-field"),
        (b"[]", "bad-field"),
        (b'{"t_ms":1,"via":"a\\u0000"}', "bad-field"),
    ],
)
def test_a_bad_payload_is_a_value_with_a_reason(payload, reason):
    refused = said(payload)
    assert isinstance(refused, Rejected)
    assert refused.reason == reason, refused.detail
    assert refused.detail
    assert refused.payload == payload[:8192]


@pytest.mark.parametrize(
    ("topic", "reason"),
    [
        ("yugang/live/shipu/terminal/ais-b/1/fix", "foreign-topic"),
        ("yugang/sim/shipu2/terminal/ais-b/1/fix", "foreign-topic"),
        ("/terminal/ais-b/1/fix", "foreign-topic"),
        (ROOT, "unknown-topic"),
        (f"{ROOT}/", "unknown-topic"),
        (f"{ROOT}/terminal/sonar/1/fix", "unknown-topic"),
        (f"{ROOT}/terminal/ais-b/1/call", "unknown-topic"),
        (f"{ROOT}/terminal/ais-b/a+b/fix", "bad-id"),
        (f"{ROOT}/terminal/ais-b/{'9' * 33}/fix", "bad-id"),
        (f"{ROOT}/terminal/ais-b//fix", "bad-id"),
        (f"{ROOT}/nothing", "unknown-topic"),
        (f"{ROOT}/feed/link/heartbeat", "reserved-feed"),
    ],
)
def test_a_topic_outside_the_contract_is_refused(topic, reason):
    assert said(b'{"t_ms":1}', topic).reason == reason


def test_not_available_values_of_the_field_are_absent():
    body = said(
        b'{"t_ms":1,"lat":91,"lon":181,"sog_kn":102.3,"cog_deg":360,"heading_deg":511,"status":15}'
    ).body
    assert body == wire.FixBody(t_ms=1, status=15)


def test_retained_telemetry_is_never_fresh_evidence():
    assert said(b'{"t_ms":1}', retained=True).reason == "retained"
    foreign = FIX.replace("shipu", "shipu2")
    assert said(b'{"t_ms":1}', foreign, retained=True).reason == "foreign-topic"


def test_a_station_speaks_in_its_quantitys_own_unit():
    topic = f"{ROOT}/station/met/wind"
    assert isinstance(said(b'{"t_ms":1,"value":3,"unit":"m/s"}', topic), StationSensed)
    assert said(b'{"t_ms":1,"value":3,"unit":"kn"}', topic).reason == "bad-unit"


def test_a_heartbeat_may_say_it_is_gone():
    beat = said(b'{"offline":true}', f"{ROOT}/feed/ais/heartbeat")
    assert isinstance(beat, FeedBeat)
    assert beat.body.offline


@given(st.binary(max_size=300))
def test_no_bytes_make_decode_raise(payload):
    said(payload)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["t_ms", "lon", "lat", "v", "via", "boot", "seq", "x"]), json_values))
def test_no_json_object_makes_decode_raise(value):
    said(json.dumps(value).encode())


@given(st.lists(st.sampled_from(["t_ms", "seq", "via"]), min_size=1, max_size=5), st.booleans())
def test_a_repeated_key_is_found_however_it_is_written(keys, spaced):
    colon = " : " if spaced else ":"
    values = {"t_ms": "1", "seq": "2", "via": '"a\\":b"' if spaced else '"a"'}
    text = "{" + ",".join(f'"{key}"{colon}{values[key]}' for key in ["t_ms", *keys, keys[0]]) + "}"
    refused = said(text.encode())
    assert isinstance(refused, Rejected)
    assert refused.reason in ("duplicate-key", "bad-field")


@given(
    st.builds(
        wire.FixBody,
        t_ms=st.integers(0, 2**52),
        lon=st.floats(-180, 180),
        lat=st.floats(-90, 90),
        sog_kn=st.none() | st.floats(0, 100),
        via=st.none() | st.just("rx1"),
        seq=st.none() | st.integers(0, 2**50),
    )
)
def test_what_is_encoded_is_decoded_alike(body):
    payload = wire.encode(body)
    assert said(payload).body == said(msgspec.json.format(payload)).body == body


def test_lone_surrogates_are_refused():
    refused = said(b'{"t_ms":1,"boot":"\\ud800"}')
    assert isinstance(refused, Rejected)
    assert msgspec.json.encode(refused.detail)
