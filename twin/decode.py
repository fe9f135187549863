"""From a letter to what was said: strict decoding, in which a bad message is a value with a reason."""

import json
from functools import lru_cache
from typing import Any

import msgspec

from twin import wire


class TerminalSaid(msgspec.Struct, frozen=True, gc=False):
    """A terminal's fix, static claim, SOS, health or answer; `terminal` is `kind:id`, the terminal's key."""

    terminal: str
    kind: str
    body: wire.FixBody | wire.StaticBody | wire.SosBody | wire.HealthBody | wire.AnswerBody
    heard_ms: int


class VesselReported(msgspec.Struct, frozen=True):
    """A skipper's departure or arrival report (`what`)."""

    vessel: str
    what: str
    body: wire.ReportBody
    heard_ms: int


class GatePassed(msgspec.Struct, frozen=True):
    """A hull seen crossing a harbour mouth."""

    gate: str
    body: wire.PassBody
    heard_ms: int


class PersonMustered(msgspec.Struct, frozen=True):
    """A person seen ashore or aboard."""

    person: str
    body: wire.MusterBody
    heard_ms: int


class StationSensed(msgspec.Struct, frozen=True):
    """One value of a shore station, in `wire.UNIT_OF[quantity]`."""

    station: str
    quantity: str
    body: wire.SenseBody
    heard_ms: int


class FeedBeat(msgspec.Struct, frozen=True):
    """A receiver's or gateway's sign of life, its last will, or the twin's own canary come back."""

    feed: str
    body: wire.HeartbeatBody
    heard_ms: int


class WeatherTold(msgspec.Struct, frozen=True):
    """A typhoon track, forecast or warning (`what`) of a weather source."""

    source: str
    what: str
    body: wire.WeatherBody
    heard_ms: int


class Rejected(msgspec.Struct, frozen=True):
    """A message that was refused: why (a stable word), detail for a person, and the first 8 KiB of it."""

    topic: str
    reason: str
    detail: str
    payload: bytes
    heard_ms: int


Heard = TerminalSaid | VesselReported | GatePassed | PersonMustered | StationSensed | FeedBeat | WeatherTold

KEPT_PAYLOAD_BYTES = 8 * 1024
_TERMINAL_KINDS = frozenset(wire.TerminalKind.__args__)  # type: ignore[attr-defined]  # typing's Literal
_TERMINAL_BODY: dict[str, msgspec.json.Decoder[Any]] = {
    "fix": msgspec.json.Decoder(wire.FixBody),
    "static": msgspec.json.Decoder(wire.StaticBody),
    "sos": msgspec.json.Decoder(wire.SosBody),
    "health": msgspec.json.Decoder(wire.HealthBody),
    "answer": msgspec.json.Decoder(wire.AnswerBody),
}
_REPORT = msgspec.json.Decoder(wire.ReportBody)
_PASS = msgspec.json.Decoder(wire.PassBody)
_MUSTER = msgspec.json.Decoder(wire.MusterBody)
_SENSE = msgspec.json.Decoder(wire.SenseBody)
_BEAT = msgspec.json.Decoder(wire.HeartbeatBody)
_WEATHER = msgspec.json.Decoder(wire.WeatherBody)
_ANY = msgspec.json.Decoder()
BACKSLASH = ord("\\")
KNOWN_FEEDS = 256
"""How many names of feeds are known again without being read; more are read each time anew."""


class _RefusedError(Exception):
    """Carries the reason word and the detail out of the decoders below."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


def decode(letter: wire.Letter, root: str) -> Heard | Rejected:
    """Return what a letter says, or why it is refused; never raises on any bytes.

    Args:
        letter: the message as heard.
        root: `yugang/{realm}/{port}`, the only topics this twin believes.
    """
    try:
        return _decode(letter, root)
    except _RefusedError as refused:
        reason, detail = refused.reason, refused.detail
    except msgspec.ValidationError as fault:
        reason, detail = "bad-field", str(fault)
    except msgspec.DecodeError as fault:
        reason, detail = "not-json", str(fault)
    except UnicodeDecodeError:
        reason, detail = "not-utf8", "payload is not UTF-8"
    except RecursionError:
        reason, detail = "too-deep", f"nested deeper than {wire.MAX_NESTING}"
    return Rejected(letter.topic, reason, detail, letter.payload[:KEPT_PAYLOAD_BYTES], letter.heard_ms)


def _decode(letter: wire.Letter, root: str) -> Heard:
    topic, payload, heard_ms = letter.topic, letter.payload, letter.heard_ms
    if len(payload) > wire.MAX_PAYLOAD_BYTES:
        raise _RefusedError("too-large", f"{len(payload)} bytes, at most {wire.MAX_PAYLOAD_BYTES}")
    words = topic[len(root) :].split("/")
    if words[0] or not topic.startswith(root):  # not empty: the last word of the root goes on
        raise _RefusedError("foreign-topic", f"not under {root}")
    if letter.retained and words[1:2] != ["weather"]:
        raise _RefusedError("retained", "retained telemetry is never fresh evidence")
    match words:
        case ["", "terminal", kind, terminal, what]:
            return _decode_terminal(kind, terminal, what, letter)
        case ["", "report", vessel, ("departure" | "arrival") as what]:
            return VesselReported(_id(vessel), what, _body(_REPORT, payload), heard_ms)
        case ["", "gate", gate, "pass"]:
            return GatePassed(_id(gate), _body(_PASS, payload), heard_ms)
        case ["", "person", person, "muster"]:
            return PersonMustered(_id(person), _body(_MUSTER, payload), heard_ms)
        case ["", "station", station, quantity] if quantity in wire.UNIT_OF:
            return StationSensed(_id(station), quantity, _sense(quantity, payload), heard_ms)
        case ["", "feed", feed, "heartbeat"]:
            return FeedBeat(_feed(feed), _body(_BEAT, payload), heard_ms)
        case ["", "weather", source, ("typhoon" | "forecast" | "warning") as what]:
            return WeatherTold(_id(source), what, _body(_WEATHER, payload), heard_ms)
    raise _RefusedError("unknown-topic", "no such topic in the contract")


def _decode_terminal(kind: str, terminal: str, what: str, letter: wire.Letter) -> TerminalSaid:
    if kind not in _TERMINAL_KINDS or what not in _TERMINAL_BODY:
        raise _RefusedError("unknown-topic", f"no such terminal kind or word: {kind[:40]}, {what[:40]}")
    body = _body(_TERMINAL_BODY[what], letter.payload)
    if what == "fix":
        body = _without_sentinels(body)
    return TerminalSaid(f"{kind}:{_id(terminal)}", kind, body, letter.heard_ms)


def _sense(quantity: str, payload: bytes) -> wire.SenseBody:
    sense: wire.SenseBody = _body(_SENSE, payload)
    if sense.unit != wire.UNIT_OF[quantity]:
        raise _RefusedError("bad-unit", f"{quantity} travels in {wire.UNIT_OF[quantity]!r}")
    return sense


def _id(word: str) -> str:
    if not wire.ID_PATTERN.match(word):
        raise _RefusedError("bad-id", f"id {word[:40]!r}: letters, digits, - and _, at most 32")
    return word


@lru_cache(KNOWN_FEEDS)
def _feed_named(word: str) -> None:
    """Refuse what cannot be the name of a feed; the few that speak all day are known again."""
    if not wire.ID_PATTERN.match(word):
        raise _RefusedError("bad-field", f"via {word[:40]!r}: letters, digits, - and _, at most 32")


def _feed(word: str) -> str:
    if word == wire.LINK:
        raise _RefusedError("reserved-feed", "the broker link is nobody's to speak for")
    return _id(word)


def _body(decoder: "msgspec.json.Decoder[Any]", payload: bytes) -> Any:
    if BACKSLASH in payload and b"\\u0000" in payload:  # most have none, which is soon seen
        raise _RefusedError("bad-field", "a text holds a NUL")
    try:
        body = decoder.decode(payload)
    except msgspec.ValidationError:
        _refuse_newer_version(payload)
        raise
    if body.v != wire.SCHEMA_VERSION:
        raise _RefusedError(
            "newer-version", f"schema version {body.v}, this twin speaks {wire.SCHEMA_VERSION}"
        )
    if body.via is not None:
        _feed_named(body.via)
    if wire.encode(body) != payload:  # what we would say in the very same bytes has no key twice
        _refuse_duplicate_keys(payload)
    return body


def _refuse_newer_version(payload: bytes) -> None:
    said = _ANY.decode(payload)
    version = said.get("v") if isinstance(said, dict) else None
    if isinstance(version, int) and version > wire.SCHEMA_VERSION:
        raise _RefusedError(
            "newer-version", f"schema version {version}, this twin speaks {wire.SCHEMA_VERSION}"
        )


def _refuse_duplicate_keys(payload: bytes) -> None:
    """Refuse a key said twice, which the fast decoder would settle silently by taking the last.

    A flat object with as many `":` as keys cannot repeat one; anything else is read once more, slowly.
    """
    said = _ANY.decode(payload)
    if len(said) != payload.count(b'":') or payload.count(b'"') != 2 * (
        payload.count(b'":') + _strings(said)
    ):
        json.loads(payload, object_pairs_hook=_unique)


def _strings(said: dict[str, Any]) -> int:
    return [*map(type, said.values())].count(str)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    unique = dict(pairs)
    if len(unique) != len(pairs):
        raise _RefusedError("duplicate-key", "a key stands twice in one object")
    return unique


def _without_sentinels(fix: wire.FixBody) -> wire.FixBody:
    """Return the fix with the field's not-available values absent (ITU-R M.1371-5: 91, 181, 102.3, 360, 511).

    Raises:
        _RefusedError: a heading between 360 and 511, or a longitude or latitude between its range and its
            not-available value.
    """
    lon, lat, sog_kn, heading_deg = fix.lon, fix.lat, fix.sog_kn, fix.heading_deg
    changes: dict[str, None] = {}
    if lat is None or lon is None or lat == 91.0 or lon == 181.0:
        changes |= {"lat": None, "lon": None}
    elif not (-90.0 <= lat <= 90.0 and -180.0 <= lon <= 180.0):
        raise _RefusedError("bad-field", f"position {lon}, {lat} is not on earth")
    if sog_kn is not None and sog_kn >= 102.25:
        changes["sog_kn"] = None
    if fix.cog_deg == 360.0:
        changes["cog_deg"] = None
    if heading_deg is not None and heading_deg >= 360.0:
        if heading_deg != 511.0:
            raise _RefusedError("bad-field", f"heading {heading_deg}")
        changes["heading_deg"] = None
    return msgspec.structs.replace(fix, **changes) if changes else fix
