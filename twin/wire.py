"""The words on the wire: one struct for each message a device, gateway or the twin may say over MQTT.

The shapes are `contract.md` §2. Decoding lives in `twin.decode`; this module is only vocabulary, so that
simulators can speak the same words without knowing anything of the engine.
"""

import re
from collections.abc import Callable
from typing import Annotated, Literal

import msgspec

SCHEMA_VERSION = 1
MAX_PAYLOAD_BYTES = 64 * 1024
MAX_NESTING = 32
LINK, CANARY = "link", "engine-canary"
"""Names of feeds that are the twin's own: the broker link, and the canary that beats for it."""
ID_PATTERN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}\Z")
REALM_PATTERN = re.compile(r"(live|sim|(replay|drill)-[A-Za-z0-9][A-Za-z0-9_-]{0,31})\Z")

PROGRESS = "sim/progress"
"""Where a simulator says how far it has played."""

TerminalKind = Literal["ais-a", "ais-b", "beidou", "cell", "rfid", "radar", "wearable", "manual"]
SosKind = Literal["distress", "man-overboard", "flooding", "fire", "medical"]
AnswerWord = Literal["received", "complying", "unable", "need-help"]
CallKind = Literal["warning", "question", "order"]
Quantity = Literal[
    "wind",
    "gust",
    "wind-direction",
    "visibility",
    "water-level",
    "wave-height",
    "rain",
    "smoke",
    "heat",
    "person-at-edge",
    "person-in-water",
    "berth-occupancy",
    "battery",
]
UNIT_OF: dict[str, str] = {
    "wind": "m/s",
    "gust": "m/s",
    "wind-direction": "deg",
    "visibility": "m",
    "water-level": "m",
    "wave-height": "m",
    "rain": "mm/h",
    "smoke": "1",
    "heat": "degC",
    "person-at-edge": "1",
    "person-in-water": "1",
    "berth-occupancy": "1",
    "battery": "%",
}
"""The one unit each station quantity travels in; a value in any other unit is refused."""

Id = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$")]
FeedName = Annotated[
    str, msgspec.Meta(max_length=32, extra_json_schema={"pattern": r"^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$"})
]
"""An `Id` too, in every letter; the pattern is slow, and `twin.decode` asks it once for each name."""
Instant = Annotated[int, msgspec.Meta(ge=-(2**53), le=2**53)]
"""UTC milliseconds. Plausibility (not before 2024, not in the future) is judged by `twin.admit`, so that an
SOS with a wrong clock still pages."""
Seq = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
ShortText = Annotated[str, msgspec.Meta(max_length=1000)]


class Letter(msgspec.Struct, frozen=True, gc=False):
    """One message as heard: topic, bytes and arrival time on the realm's clock; nothing is believed yet."""

    topic: str
    payload: bytes
    heard_ms: int
    retained: bool = False


class Device(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, gc=False
):
    """Fields optional in every device payload: the feed that heard it and the device's own numbering.

    No payload can hold itself, so none needs the collector of cycles.
    """

    via: FeedName | None = None
    boot: Annotated[str, msgspec.Meta(max_length=64)] | Seq | None = None
    seq: Seq | None = None
    v: Seq = SCHEMA_VERSION


class FixBody(Device, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`terminal/{kind}/{terminal}/fix`: lon/lat in degrees WGS-84, None where the device has no position."""

    t_ms: Instant
    lon: Annotated[float, msgspec.Meta(ge=-180, le=181)] | None = None
    lat: Annotated[float, msgspec.Meta(ge=-90, le=91)] | None = None
    sog_kn: Annotated[float, msgspec.Meta(ge=0, le=102.3)] | None = None
    cog_deg: Annotated[float, msgspec.Meta(ge=0, le=360)] | None = None
    heading_deg: Annotated[float, msgspec.Meta(ge=0, le=511)] | None = None
    status: Annotated[int, msgspec.Meta(ge=0, le=15)] | None = None
    accuracy_m: Annotated[float, msgspec.Meta(ge=0, le=1e5)] | None = None


class StaticBody(Device, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`terminal/{kind}/{terminal}/static`: what a terminal claims of its vessel; a claim, never identity."""

    name: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    callsign: Annotated[str, msgspec.Meta(max_length=16)] | None = None
    length_m: Annotated[float, msgspec.Meta(ge=0, le=1022)] | None = None
    beam_m: Annotated[float, msgspec.Meta(ge=0, le=126)] | None = None
    ship_type: Annotated[int, msgspec.Meta(ge=0, le=255)] | None = None
    t_ms: Instant | None = None


class SosBody(Device, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`terminal/{kind}/{terminal}/sos`: repeated by the device until its receipt names `event_id`."""

    via: Id | None = None  # by this alone repeats are known: a malformed one must not pass for a good one
    t_ms: Instant
    event_id: Id
    kind: SosKind
    lon: Annotated[float, msgspec.Meta(ge=-180, le=181)] | None = None
    lat: Annotated[float, msgspec.Meta(ge=-90, le=91)] | None = None
    text: ShortText | None = None
    test: bool = False


class HealthBody(Device, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`terminal/{kind}/{terminal}/health`: battery percent, mains power, tamper switch."""

    t_ms: Instant | None = None
    battery_pct: Annotated[float, msgspec.Meta(ge=0, le=100)] | None = None
    power: bool | None = None
    tamper: bool | None = None


class AnswerBody(Device, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`terminal/{kind}/{terminal}/answer`: a skipper's reply to a call."""

    t_ms: Instant
    call_id: Id
    answer: AnswerWord
    text: ShortText | None = None


class CrewMember(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One person on a crew list and the post held aboard."""

    person: Id
    role: Annotated[str, msgspec.Meta(max_length=32)]


class ReportBody(Device, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`report/{vessel}/departure` or `/arrival`: the port report a skipper files (boats of 12 m and up)."""

    t_ms: Instant
    crew: Annotated[tuple[CrewMember, ...], msgspec.Meta(max_length=200)] = ()
    gear: Annotated[str, msgspec.Meta(max_length=32)] | None = None
    area: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    planned_return_ms: Instant | None = None


class PassBody(Device, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`gate/{gate}/pass`: a hull seen crossing a harbour mouth."""

    t_ms: Instant
    direction: Literal["in", "out"]
    vessel: Id | None = None
    length_m: Annotated[float, msgspec.Meta(ge=0, le=500)] | None = None
    persons: Annotated[int, msgspec.Meta(ge=0, le=500)] | None = None
    match: Annotated[float, msgspec.Meta(ge=0, le=1)] | None = None


class MusterBody(Device, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`person/{person}/muster`: a person seen ashore, or aboard a vessel."""

    t_ms: Instant
    state: Literal["ashore", "aboard"]
    vessel: Id | None = None
    match: Annotated[float, msgspec.Meta(ge=0, le=1)] | None = None


class SenseBody(Device, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`station/{station}/{quantity}`: one value in the quantity's own unit (`UNIT_OF`)."""

    t_ms: Instant
    value: Annotated[float, msgspec.Meta(ge=-1e6, le=1e6)]
    unit: Annotated[str, msgspec.Meta(max_length=8)]


class HeartbeatBody(Device, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`feed/{feed}/heartbeat`: every 5 s; `heard` counts what the receiver has heard; will = offline."""

    t_ms: Instant | None = None
    heard: Seq | None = None
    offline: bool = False
    canary: bool = False


class QuadrantRadii(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Wind radii in kilometres by quadrant for one Beaufort force."""

    force: Annotated[int, msgspec.Meta(ge=6, le=17)]
    ne_km: Annotated[float, msgspec.Meta(ge=0, le=2000)]
    se_km: Annotated[float, msgspec.Meta(ge=0, le=2000)]
    sw_km: Annotated[float, msgspec.Meta(ge=0, le=2000)]
    nw_km: Annotated[float, msgspec.Meta(ge=0, le=2000)]


class StormPoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A typhoon's centre at an instant: degrees, wind in m/s, pressure in hPa, radii by force."""

    t_ms: Instant
    lon: Annotated[float, msgspec.Meta(ge=-180, le=180)]
    lat: Annotated[float, msgspec.Meta(ge=-90, le=90)]
    wind_mps: Annotated[float, msgspec.Meta(ge=0, le=120)]
    pressure_hpa: Annotated[float, msgspec.Meta(ge=850, le=1050)] | None = None
    radii: Annotated[tuple[QuadrantRadii, ...], msgspec.Meta(max_length=6)] = ()


class WeatherBody(Device, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`weather/{source}/{typhoon|forecast|warning}`: with its instants; old weather is 'cannot tell'."""

    issued_ms: Instant
    valid_from_ms: Instant
    valid_to_ms: Instant
    name: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    area: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    force: Annotated[int, msgspec.Meta(ge=0, le=17)] | None = None
    level: Literal["blue", "yellow", "orange", "red"] | None = None
    track: Annotated[tuple[StormPoint, ...], msgspec.Meta(max_length=200)] = ()
    text: ShortText | None = None


class ClockBeat(msgspec.Struct, frozen=True):
    """`clock`, retained: the realm's instant in UTC ms and how many realm seconds pass in a real one."""

    now_ms: int
    rate: float


class ProgressBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`sim/progress`, from a simulator: every letter up to `played_ms` is with the broker.

    An extension of the contract: the realm's clock does not leave its simulator behind. `now_ms` is the
    realm's instant as the simulator knows it; a beat that comes late may put it back behind what is played.
    """

    played_ms: Instant
    now_ms: Instant


class Words(msgspec.Struct, frozen=True):
    """The same sentence in both languages."""

    zh: str
    en: str


class CallBody(msgspec.Struct, frozen=True):
    """`terminal/{kind}/{terminal}/call`, from the twin: a warning, question or order to a boat."""

    call_id: str
    t_ms: int
    kind: CallKind
    text: Words
    reply_by_ms: int


class ReceiptBody(msgspec.Struct, frozen=True):
    """`terminal/{kind}/{terminal}/receipt`, from the twin: the SOS `event_id` is stored; stop repeating."""

    event_id: str


def root(realm: str, port: str) -> str:
    """Return the topic root `yugang/{realm}/{port}` for checked names.

    Raises:
        ValueError: `realm` or `port` is not a word the contract allows.
    """
    if not REALM_PATTERN.match(realm):
        raise ValueError(f"realm {realm!r}: use live, sim, replay-NAME or drill-NAME")
    if not ID_PATTERN.match(port):
        raise ValueError(f"port {port!r}: letters, digits, - and _, at most 32")
    return f"yugang/{realm}/{port}"


def simulated(realm: str) -> bool:
    """Return whether a realm is played by a simulator, so that its time is ours to turn."""
    return realm == "sim" or realm.startswith("drill-")


encode: Callable[[msgspec.Struct], bytes] = msgspec.json.Encoder().encode
"""Gives the JSON bytes of a body; fields of a device that stand at their default are left out."""
