import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyais.encode import encode_dict

from api.gateways.ais import understand
from api.gateways.assembly import Assembler, Message
from api.gateways.said import Distress, Fix, Heard, Static
from api.gateways.sentences import PassedOver, Rejected, Sentence, checksum, read_line
from api.gateways.tally import WHY, Tally

Speak = Callable[..., list[bytes]]
SHIP = 412_345_678
BASE = {
    "type": 1,
    "mmsi": SHIP,
    "lon": 121.95,
    "lat": 29.2,
    "speed": 8.4,
    "course": 90.5,
    "heading": 92,
    "second": 17,
}


def message_of(lines: list[bytes]) -> Message:
    assembler = Assembler(Tally())
    whole = None
    for line in lines:
        sentence = read_line(line)
        assert isinstance(sentence, Sentence), sentence
        whole = assembler.add(sentence, None)
    assert whole is not None
    return whole


def read(speak: Speak, **fields: Any) -> Heard | Rejected | PassedOver:
    return understand(message_of(speak(**fields)))


def said(speak: Speak, **fields: Any) -> tuple[Fix | Static | Distress, ...]:
    heard = read(speak, **fields)
    assert isinstance(heard, Heard), heard
    return heard.said


def armoured(payload: bytes, fill: int = 0) -> Message:
    body = b"AIVDM,1,1,,A,%s,%d" % (payload, fill)
    return message_of([b"!%s*%02X" % (body, checksum(body))])


@pytest.mark.parametrize(
    ("kind", "terminal_kind"), [(1, "ais-a"), (2, "ais-a"), (3, "ais-a"), (18, "ais-b"), (19, "ais-b")]
)
def test_a_position_report_becomes_a_fix(speak: Speak, kind: int, terminal_kind: str):
    fix = said(speak, **BASE | {"type": kind})[0]
    assert isinstance(fix, Fix)
    assert (fix.kind, fix.terminal) == (terminal_kind, str(SHIP))
    assert (fix.lon, fix.lat, fix.sog_kn, fix.cog_deg) == (121.95, 29.2, 8.4, 90.5)
    assert (fix.heading_deg, fix.second, fix.accuracy_m) == (92, 17, None)


def test_a_long_range_report_becomes_a_coarse_fix_without_a_second(speak: Speak):
    (fix,) = said(speak, type=27, mmsi=SHIP, lon=121.95, lat=29.2, speed=8, course=90, accuracy=1, status=5)
    assert fix == Fix(
        kind="ais-a",
        terminal=str(SHIP),
        lon=121.95,
        lat=29.2,
        sog_kn=8,
        cog_deg=90,
        status=5,
        accuracy_m=10,
    )


def test_a_ships_answer_to_a_time_inquiry_is_a_fix(speak: Speak):
    (fix,) = said(speak, msg_type=11, mmsi=SHIP, lon=121.95, lat=29.2, second=3)
    assert isinstance(fix, Fix)
    assert (fix.lon, fix.lat, fix.sog_kn, fix.second) == (121.95, 29.2, None, 3)


@pytest.mark.parametrize("kind", [1, 3, 18])
def test_values_that_are_not_available_are_absent(speak: Speak, kind: int):
    nothing = {"lon": 181, "lat": 91, "speed": 102.3, "course": 360, "heading": 511, "second": 60}
    (fix,) = said(speak, **BASE | nothing | {"type": kind, "accuracy": 1})
    assert isinstance(fix, Fix)
    assert {fix.lon, fix.lat, fix.sog_kn, fix.cog_deg, fix.heading_deg, fix.second, fix.accuracy_m} == {None}


def test_half_a_position_is_none(speak: Speak):
    (fix,) = said(speak, **BASE | {"lat": 91})
    assert isinstance(fix, Fix)
    assert (fix.lon, fix.lat) == (None, None)


def test_a_place_that_is_not_on_earth_is_refused_and_a_wrong_course_left_out(speak: Speak):
    assert read(speak, **BASE | {"lat": 95}) == Rejected("not-on-earth")
    assert read(speak, **BASE | {"lon": -190}) == Rejected("not-on-earth")
    heard = read(speak, **BASE | {"course": 380, "heading": 400})
    assert isinstance(heard, Heard)
    assert heard.remarks == ("course", "heading")
    (fix,) = heard.said
    assert isinstance(fix, Fix)
    assert (fix.cog_deg, fix.heading_deg, fix.lon) == (None, None, 121.95)


def test_static_claims_come_from_types_5_and_24_and_19(speak: Speak):
    claims = {
        "mmsi": SHIP,
        "shipname": "ZHE XIANG YU 50277",
        "callsign": "BZXY",
        "ship_type": 30,
        "to_bow": 20,
        "to_stern": 15,
        "to_port": 3,
        "to_starboard": 4,
    }
    whole = Static(
        kind="ais-a",
        terminal=str(SHIP),
        name="ZHE XIANG YU 50277",
        callsign="BZXY",
        length_m=35,
        beam_m=7,
        ship_type=30,
    )
    assert said(speak, type=5, **claims) == (whole,)
    (name,) = said(speak, type=24, partno=0, **claims)
    assert name == Static(kind="ais-b", terminal=str(SHIP), name=whole.name)
    (hull,) = said(speak, type=24, partno=1, **claims)
    assert hull == Static(
        kind="ais-b", terminal=str(SHIP), callsign="BZXY", length_m=35, beam_m=7, ship_type=30
    )
    fix, both = said(speak, type=19, lon=121.95, lat=29.2, **claims)
    assert isinstance(fix, Fix)
    assert both == Static(
        kind="ais-b", terminal=str(SHIP), name=whole.name, length_m=35, beam_m=7, ship_type=30
    )
    assert read(speak, type=24, mmsi=SHIP, partno=0, shipname="") == PassedOver("empty-static")


@pytest.mark.parametrize(
    ("mmsi", "sos"),
    [(970_123_456, "distress"), (972_123_456, "man-overboard"), (974_123_456, "distress")],
)
@pytest.mark.parametrize(("status", "test"), [(14, False), (15, True), (0, True)])
def test_a_beacons_position_is_a_distress_and_a_fix(
    speak: Speak, mmsi: int, sos: str, status: int, test: bool
):
    distress, fix = said(speak, **BASE | {"mmsi": mmsi, "status": status})
    assert distress == Distress(kind="ais-a", terminal=str(mmsi), sos=sos, test=test, lon=121.95, lat=29.2)
    assert isinstance(fix, Fix)


def test_a_beacon_that_cannot_say_test_is_taken_at_its_word(speak: Speak):
    distress = said(speak, **BASE | {"mmsi": 972_123_456, "type": 18})[0]
    assert isinstance(distress, Distress)
    assert not distress.test


@pytest.mark.parametrize("place", [{"lon": 181, "lat": 91}, {"lon": -190, "lat": 95}])
def test_a_beacon_without_a_usable_place_is_a_distress_all_the_same(speak: Speak, place: dict[str, float]):
    distress = said(speak, **BASE | place | {"mmsi": 970_123_456, "status": 14})[0]
    assert distress == Distress(kind="ais-a", terminal="970123456", sos="distress", test=False)


def test_status_14_of_an_ordinary_ship_is_a_status_and_no_distress(speak: Speak):
    (fix,) = said(speak, **BASE | {"status": 14})
    assert isinstance(fix, Fix)
    assert fix.status == 14


@pytest.mark.parametrize(
    ("mmsi", "text", "sos", "test"),
    [
        (970_000_001, "SART ACTIVE", "distress", False),
        (970_000_001, "SART TEST", "distress", True),
        (972_000_001, "MOB ACTIVE", "man-overboard", False),
        (974_000_001, "EPIRB ACTIVE", "distress", False),
        (974_000_001, "EPIRB TEST", "distress", True),
        (SHIP, "MOB ACTIVE", "man-overboard", False),
        (SHIP, "MOB TEST", "man-overboard", True),
        (972_000_001, "HELP", "man-overboard", False),
        (972_000_001, "SELF TEST", "man-overboard", True),
    ],
)
def test_message_14_of_a_beacon_is_a_distress(speak: Speak, mmsi: int, text: str, sos: str, test: bool):
    assert said(speak, type=14, mmsi=mmsi, text=text) == (
        Distress(kind="ais-a", terminal=str(mmsi), sos=sos, test=test, text=text),
    )


@pytest.mark.parametrize("text", ["GALE WARNING", "MOBILE ACTIVE", "SMART ACTIVE", "ACTIVE"])
def test_other_safety_texts_are_no_distress(speak: Speak, text: str):
    assert read(speak, type=14, mmsi=SHIP, text=text) == PassedOver("safety-text")


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ({"type": 4, "mmsi": 4_120_001}, PassedOver("base-station")),
        ({"type": 21, "mmsi": 994_121_234, "lon": 1, "lat": 1}, PassedOver("aid-to-navigation")),
        ({"type": 9, "mmsi": 111_412_001, "lon": 1, "lat": 1}, PassedOver("sar-aircraft")),
        (BASE | {"mmsi": 994_121_234}, PassedOver("aid-to-navigation")),
        (BASE | {"mmsi": 111_412_001}, PassedOver("sar-aircraft")),
        (BASE | {"mmsi": 0}, Rejected("mmsi-zero")),
        ({"type": 10, "mmsi": SHIP, "dest_mmsi": SHIP}, PassedOver("silent")),
        ({"type": 12, "mmsi": SHIP, "dest_mmsi": SHIP, "text": "HI"}, PassedOver("safety-text")),
    ],
)
def test_what_is_no_vessel_says_nothing_and_is_counted(
    speak: Speak, fields: dict[str, Any], outcome: PassedOver | Rejected
):
    assert read(speak, **fields) == outcome


@pytest.mark.parametrize("mmsi", [18_927, 111_111_111, 817_488_802, 982_123_456])
def test_a_number_of_the_wrong_shape_still_carries_its_boat(speak: Speak, mmsi: int):
    (fix,) = said(speak, **BASE | {"mmsi": mmsi})
    assert fix.terminal == f"{mmsi:09d}"


@pytest.mark.parametrize(
    ("payload", "outcome"),
    [
        (b"", Rejected("wrong-length")),
        (b"15", Rejected("wrong-length")),
        (b"15DCR`000Bb", Rejected("wrong-length")),
        (b"15DCR`000BbmIUadM6ia1Pn40@280", Rejected("wrong-length")),
        (b"0000000000000000000000000000", PassedOver("silent")),
        (b"wa?NCnmBsOug?G?Vgm?4?w0", PassedOver("silent")),
        (b"1wwwwwwwwwwwwwwwwwwwwwwwwwww", Rejected("mmsi")),
    ],
)
def test_payloads_that_cannot_be_a_report_are_refused(payload: bytes, outcome: Rejected | PassedOver):
    assert understand(armoured(payload)) == outcome


SIX_BIT = bytes(range(48, 88)) + bytes(range(96, 120))


@given(
    st.sampled_from(b"123459;>BCEHK"),
    st.lists(st.sampled_from(SIX_BIT), min_size=8, max_size=71),
    st.integers(0, 5),
)
def test_no_payload_raises_and_all_it_says_is_in_range(first: int, rest: list[int], fill: int):
    outcome = understand(armoured(bytes([first, *rest]), fill))
    if not isinstance(outcome, Heard):
        assert outcome.reason in WHY
        return
    for one in outcome.said:
        body = one if isinstance(one, Distress) else one.body(0, "x", "x", 0)
        assert one.terminal.isdigit()
        assert len(one.terminal) == 9
        lon, lat = getattr(body, "lon", None), getattr(body, "lat", None)
        assert (lon is None) == (lat is None)
        assert lon is None or (abs(lon) <= 180 and abs(lat) <= 90)


@given(
    mmsi=st.integers(200_000_000, 799_999_999),
    kind=st.sampled_from([1, 2, 3, 18]),
    lon=st.floats(-180, 180),
    lat=st.floats(-90, 90),
    speed=st.integers(0, 1022),
    course=st.integers(0, 3599),
    heading=st.integers(0, 359),
    second=st.integers(0, 59),
)
def test_a_fix_survives_the_way_through_the_air(
    mmsi: int, kind: int, lon: float, lat: float, speed: int, course: int, heading: int, second: int
):
    lines = encode_dict(
        {"type": kind, "mmsi": mmsi, "lon": lon, "lat": lat, "speed": speed / 10}
        | {"course": course / 10, "heading": heading, "second": second}
    )
    heard = understand(message_of([line.encode() for line in lines]))
    assert isinstance(heard, Heard)
    (fix,) = heard.said
    assert isinstance(fix, Fix)
    assert math.isclose(fix.lon, lon, abs_tol=2e-6)
    assert math.isclose(fix.lat, lat, abs_tol=2e-6)
    assert (fix.terminal, fix.heading_deg, fix.second) == (f"{mmsi:09d}", heading, second)
    assert (fix.sog_kn, fix.cog_deg) == (speed / 10, course / 10)
