"""From an assembled AIS message to what it says of a vessel, in the meaning of ITU-R M.1371-5.

pyais decodes the bits. What it does not do is done here: payloads of the wrong length for their type are
rejected (a satellite receiver hears noise with a sound checksum), numbers that cannot be a terminal's too,
and the field's "not available" values become absent.

| said | message types | terminal kind |
|---|---|---|
| a fix | 1, 2, 3, 11 (a ship's answer to a time inquiry), 27 | `ais-a` |
| a fix | 18, 19 | `ais-b` |
| static claims | 5 | `ais-a` |
| static claims | 19, 24 | `ais-b` |
| distress | a position report of MMSI 970 (SART), 972 (man overboard) or 974 (EPIRB) | `ais-a` |
| distress | 14 with the words of such a beacon, or from such a number | `ais-a` |

A beacon's report is a test where it carries a navigational status that is not 14. Status 14 from any other
number is carried as a status: no distress.

Base stations (type 4), aids to navigation (type 21, MMSI 99) and search aircraft (type 9, MMSI 111) are no
vessels: they are passed over and counted, so that no buoy becomes a fishing boat. Numbers of the wrong shape
(`000018927`) are carried as they are: real boats are misconfigured, and that is no reason to lose one.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pyais
from pyais.exceptions import AISBaseException

from api.gateways.assembly import Message
from api.gateways.said import Distress, Fix, Heard, Said, Static
from api.gateways.sentences import EARLIEST_MS, LATEST_MS, PassedOver, Rejected
from twin import wire

MAX_MMSI = 999_999_999
"""Nine digits; the field's 30 bits could hold more (M.1371-5 Annex 8 section 3.1)."""
COUNTRIES = range(201, 776)
"""Maritime identification digits (M.585-9 Annex 1)."""
_BITS: dict[int, tuple[int, int]] = {
    1: (168, 168),
    2: (168, 168),
    3: (168, 168),
    4: (168, 168),
    5: (420, 426),  # 424; some transponders leave out the spare bits or pad to whole characters
    9: (168, 168),
    11: (168, 168),
    14: (46, 1008),
    18: (168, 168),
    19: (312, 312),
    21: (272, 360),
    24: (160, 168),  # part A has 160 bits, part B 168 and some have 162
    27: (96, 168),  # 96; some receivers pad it like the others
}
"""Shortest and longest payload of each type read here (M.1371-5 Annex 8 section 3)."""
_NOT_VESSELS = {4: "base-station", 9: "sar-aircraft", 21: "aid-to-navigation"}
_BEACONS: dict[int, wire.SosKind] = {970: "distress", 972: "man-overboard", 974: "distress"}
"""Form of identity by the first three digits of the number (M.585-9 Annex 2)."""
_WORDS: dict[str, wire.SosKind] = {"SART": "distress", "MOB": "man-overboard", "EPIRB": "distress"}
_BEACON_TEXT = re.compile(r"\b(SART|MOB|EPIRB)\W*(ACTIVE|TEST)\b")
"""The texts of message 14 (IEC 61097-14, IMO SN.1/Circ.322)."""
ACTIVE_STATUS = 14
"""Navigational status "AIS-SART is active"; a beacon under test sends 15 (M.1371-5 table 48)."""
_ACCURATE_M = 10.0
"""Position accuracy flag 1 means 10 m or better (M.1371-5 table 48)."""


def understand(message: Message) -> Heard | Rejected | PassedOver:
    """Return what a message says, or why it says nothing; never raises on any payload.

    Args:
        message: its sentences, checksums verified.
    """
    payload = message.payload
    if len(payload) < 7:
        return Rejected("wrong-length")
    kind, mmsi = _head(payload)
    refusal = _unfit(kind, mmsi, message.bits)
    if refusal:
        return refusal
    try:
        decoded = pyais.decode(*(sentence.raw for sentence in message.sentences))
    except (AISBaseException, ValueError):
        return Rejected("bad-payload")  # a part number or an enumeration that M.1371 does not have
    remarks: list[str] = [s.remark for s in message.sentences if s.remark]
    said = _READERS[kind](decoded, f"{mmsi:09d}", remarks)
    if isinstance(said, Rejected | PassedOver):
        return said
    return Heard(message.received_ms, said, len(message.sentences), tuple(remarks))


def base_station_time(message: Message) -> tuple[int, int] | None:
    """Return MMSI and UTC ms of a base station's report (type 4); None for all others and without a date."""
    payload = message.payload
    if payload[:1] != b"4" or message.bits != _BITS[4][0]:
        return None
    try:
        said: Any = pyais.decode(*(sentence.raw for sentence in message.sentences))
        told = datetime(said.year, said.month, said.day, said.hour, said.minute, said.second, tzinfo=UTC)
    except (AISBaseException, ValueError):
        return None  # 0, 24 and 60 stand for "not available" and are no date either
    at_ms = round(told.timestamp() * 1000)
    return (said.mmsi, at_ms) if EARLIEST_MS <= at_ms <= LATEST_MS else None


def _head(payload: bytes) -> tuple[int, int]:
    """Return message type (6 bits) and MMSI (bits 8-37) of a payload of at least seven characters."""
    bits = 0
    for character in payload[:7]:
        six = character - 48
        bits = bits << 6 | (six - 8 if six > 40 else six)
    return bits >> 36, bits >> 4 & 0x3FFF_FFFF


def _unfit(kind: int, mmsi: int, bits: int) -> Rejected | PassedOver | None:
    """Return why a message is not decoded: its type, its length or its number."""
    if kind not in _BITS:
        return PassedOver("safety-text" if kind == 12 else "silent")
    low, high = _BITS[kind]
    if not low <= bits <= high:
        return Rejected("wrong-length")
    if kind in _NOT_VESSELS and 0 < mmsi <= MAX_MMSI:
        return PassedOver(_NOT_VESSELS[kind])
    return unfit_number(mmsi)


def unfit_number(mmsi: int) -> Rejected | PassedOver | None:
    """Return why a number is no vessel's terminal (forms of identity: M.585-9 Annexes 1 and 2), or None."""
    if mmsi == 0:
        return Rejected("mmsi-zero")
    if not 0 < mmsi <= MAX_MMSI:
        return Rejected("mmsi")
    if mmsi // 10_000_000 == 99:
        return PassedOver("aid-to-navigation")
    if mmsi // 1_000_000 == 111 and mmsi // 1000 % 1000 in COUNTRIES:
        return PassedOver("sar-aircraft")
    return None


def beacon(mmsi: int) -> wire.SosKind | None:
    """Return what the number of a distress beacon means (M.585-9 Annex 2), None for any other number."""
    return _BEACONS.get(mmsi // 1_000_000)


def _present(value: float | None, low: float, high: float, missing: float) -> tuple[float | None, bool]:
    """Return a field, None where it is not available, and whether it stood outside its range."""
    if value is None or value == missing:
        return None, False
    return (value, False) if low <= value <= high else (None, True)


def _fix(said: Any, kind: wire.TerminalKind, mmsi: str, remarks: list[str]) -> Fix | Rejected:
    """Return the position report that `said` carries: fields a type does not have are absent."""
    coarse = said.msg_type == 27
    lon, wrong_lon = _present(said.lon, -180, 180, 181)
    lat, wrong_lat = _present(said.lat, -90, 90, 91)
    if wrong_lon or wrong_lat:
        return Rejected("not-on-earth")
    sog_kn, _ = _present(getattr(said, "speed", None), 0, 102.2, 63 if coarse else 102.3)
    cog_deg, wrong_cog = _present(getattr(said, "course", None), 0, 359.95, 511 if coarse else 360)
    heading_deg, wrong_heading = _present(getattr(said, "heading", None), 0, 359, 511)
    remarks += [name for name, wrong in (("course", wrong_cog), ("heading", wrong_heading)) if wrong]
    status = getattr(said, "status", None)
    second = getattr(said, "second", None)
    has_position = lon is not None and lat is not None
    return Fix(
        kind=kind,
        terminal=mmsi,
        lon=lon if has_position else None,
        lat=lat if has_position else None,
        sog_kn=sog_kn,
        cog_deg=cog_deg,
        heading_deg=heading_deg,
        status=None if status is None else int(status),
        accuracy_m=_ACCURATE_M if has_position and said.accuracy else None,
        second=second if second is not None and second < 60 else None,
    )


def _position(said: Any, mmsi: str, remarks: list[str]) -> tuple[Said, ...] | Rejected:
    """Read types 1, 2, 3, 11, 18 and 27; a beacon's report is a distress as well, even without a place."""
    kind: wire.TerminalKind = "ais-b" if said.msg_type in (18, 19) else "ais-a"
    sos = beacon(int(mmsi))
    fix = _fix(said, "ais-a" if sos else kind, mmsi, remarks)
    if not sos:
        return fix if isinstance(fix, Rejected) else (fix,)
    test = getattr(said, "status", ACTIVE_STATUS) != ACTIVE_STATUS
    if isinstance(fix, Rejected):
        remarks.append("position")
        return (Distress(kind="ais-a", terminal=mmsi, sos=sos, test=test),)
    return Distress(kind="ais-a", terminal=mmsi, sos=sos, test=test, lon=fix.lon, lat=fix.lat), fix


def _class_b_whole(said: Any, mmsi: str, remarks: list[str]) -> tuple[Said, ...] | Rejected | PassedOver:
    """Read type 19: a position report and static claims in one message."""
    position = _position(said, mmsi, remarks)
    if isinstance(position, Rejected):
        return position
    claims = _static(said, mmsi, remarks)
    return position if isinstance(claims, PassedOver) else (*position, *claims)


def _static(said: Any, mmsi: str, _: list[str]) -> tuple[Said, ...] | PassedOver:
    """Read types 5, 19 and 24: names, call sign, size and type; 0 and "@" mean "not available"."""
    length_m = (getattr(said, "to_bow", None) or 0) + (getattr(said, "to_stern", None) or 0)
    beam_m = (getattr(said, "to_port", None) or 0) + (getattr(said, "to_starboard", None) or 0)
    static = Static(
        kind="ais-a" if said.msg_type == 5 else "ais-b",
        terminal=mmsi,
        name=(getattr(said, "shipname", None) or "").strip(" @") or None,
        callsign=(getattr(said, "callsign", None) or "").strip(" @") or None,
        length_m=length_m or None,
        beam_m=beam_m or None,
        ship_type=int(getattr(said, "ship_type", None) or 0) or None,
    )
    return PassedOver("empty-static") if static.claims_nothing else (static,)


def _safety_text(said: Any, mmsi: str, _: list[str]) -> tuple[Said, ...] | PassedOver:
    """Read type 14: a beacon's words are a distress from any number, a beacon's number with any words."""
    text = (said.text or "").strip(" @")
    words = _BEACON_TEXT.search(text.upper())
    sos = beacon(int(mmsi)) or (_WORDS[words.group(1)] if words else None)
    if not sos:
        return PassedOver("safety-text")
    test = words.group(2) == "TEST" if words else "TEST" in text.upper()
    return (Distress(kind="ais-a", terminal=mmsi, sos=sos, test=test, text=text or None),)


_Reader = Callable[[Any, str, list[str]], "tuple[Said, ...] | Rejected | PassedOver"]
_READERS: dict[int, _Reader] = {
    1: _position,
    2: _position,
    3: _position,
    5: _static,
    11: _position,
    14: _safety_text,
    18: _position,
    19: _class_b_whole,
    24: _static,
    27: _position,
}
