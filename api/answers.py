"""What a screen is told over HTTP: the JSON of the answers, as structs (the feed's frames: `api.shapes`)."""

from typing import Any, Literal

from api.doors import ClockState
from api.shapes import IncidentSeen, IncidentState, Shape
from twin.acts import Role
from twin.coverage import Hearing
from twin.facts import ClockTurned
from twin.feeds import FeedState
from twin.wire import Words


class Me(Shape, frozen=True, kw_only=True):
    """Who is signed in."""

    name: str
    role: Role
    realm: str
    port: str


class GatePlace(Shape, frozen=True, kw_only=True):
    """A harbour mouth: the line between its two sides, degrees (lon, lat)."""

    id: str
    name: Words
    ends: tuple[tuple[float, float], tuple[float, float]]
    width_m: float
    source: str = ""


class StationPlace(Shape, frozen=True, kw_only=True):
    """A shore station as the port lists it; `period_s` is the expected seconds between reports."""

    id: str
    name: Words
    lon: float
    lat: float
    quantities: tuple[str, ...]
    period_s: float
    marks_m: tuple[float, ...] = ()
    source: str = ""


class BerthPlace(Shape, frozen=True, kw_only=True):
    """A mooring place as the port lists it, degrees and metres."""

    id: str
    name: Words
    lon: float
    lat: float
    kind: Literal["quay", "anchorage"]
    radius_m: float
    places: int


class OpenAt(Shape, frozen=True, kw_only=True):
    """Where the map opens: degrees and a Web Mercator zoom."""

    lon: float
    lat: float
    zoom: float


class PortSeen(Shape, frozen=True, kw_only=True):
    """The port as a screen needs it; `box` is west, south, east, north in degrees."""

    id: str
    name: Words
    lon: float
    lat: float
    box: tuple[float, float, float, float]
    realm: str
    utc_offset_h: float
    gates: tuple[GatePlace, ...]
    stations: tuple[StationPlace, ...]
    berths: tuple[BerthPlace, ...]
    open_at: OpenAt


class Track(Shape, frozen=True, kw_only=True):
    """Where a vessel has been: columns in degrees and knots, oldest first."""

    vessel: str
    t_ms: tuple[int, ...]
    lon: tuple[float, ...]
    lat: tuple[float, ...]
    sog_kn: tuple[float | None, ...]


class IncidentFile(Shape, frozen=True, kw_only=True):
    """An incident and all that was done about it, in order; None once it has left the twin's memory."""

    incident: IncidentSeen | None
    timeline: tuple[dict[str, Any], ...]


class ActDone(Shape, frozen=True, kw_only=True):
    """The answer to an act: the fact it became and how the incident stands after it."""

    seq: int
    state: IncidentState
    version: int


class ClockSeen(Shape, frozen=True, kw_only=True):
    """`GET /api/clock`: the realm's instant, how it runs, and who turned it last.

    Attributes:
        turnable: this realm's clock may be turned, by those who may.
        words: what slows it down, where something does.
    """

    realm: str
    now_ms: int
    clock: ClockState
    turnable: bool
    words: Words | None = None
    turned: ClockTurned | None = None


class BlindFeed(Shape, frozen=True, kw_only=True):
    """A feed that is down or hides boats, and who answers for them.

    Attributes:
        hidden: boats last heard through it that no working feed hears.
        incident, owner: the case of its loss, and who took it; None = none, nobody yet.
        duty: the role that answers while nobody has taken it.
    """

    feed: str
    state: FeedState
    why: str
    since_ms: int
    hidden: int
    incident: str | None
    owner: str | None
    duty: Role


class HiddenBoat(Shape, frozen=True, kw_only=True):
    """A boat that no working feed hears: where and when it was last seen, and through which feed."""

    vessel: str
    feed: str
    fix_ms: int
    lon: float
    lat: float
    moored: bool


class HiddenBoats(Shape, frozen=True, kw_only=True):
    """All such boats counted, those at sea too; `left` more are not in `shown`."""

    n: int
    at_sea: int
    left: int
    shown: tuple[HiddenBoat, ...]


class SquareRun(Shape, frozen=True, kw_only=True):
    """What is heard in squares of the chart side by side; `heard_ms` their newest fix, -1 none."""

    hearing: Hearing
    hidden: int
    heard_ms: int


class CoverageSeen(Shape, frozen=True, kw_only=True):
    """`GET /api/coverage`: GeoJSON whose features are polygons with a `SquareRun` as properties."""

    type: Literal["FeatureCollection"]
    features: tuple[dict[str, Any], ...]
    now_ms: int
    lately_ms: int
    feeds: tuple[BlindFeed, ...]
    boats: HiddenBoats


class Problem(Shape, frozen=True, kw_only=True):
    """Problem details (RFC 9457); `words`: the sentence in both languages; `current`: what stands now."""

    type: str
    title: str
    status: int
    detail: str
    code: str | None = None
    words: Words | None = None
    current: IncidentSeen | None = None
