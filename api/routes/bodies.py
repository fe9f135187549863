"""What a request may say: strict models, unknown fields refused, every text and number bounded."""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from twin.acts import OrderKind, PortState, Role, Verb

Name = Annotated[str, Field(min_length=1, max_length=64)]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$")]
CaseId = Annotated[str, Field(min_length=1, max_length=64)]
RequestId = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.:-]+$")]
Note = Annotated[str, Field(max_length=2000)]
Millis = Annotated[int, Field(ge=0, le=2**53)]


class Body(BaseModel):
    """Base of all bodies: no unknown field, no number that is none, nothing turned into something else."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False, frozen=True)


class SignIn(Body):
    """`POST /api/session`."""

    name: Name
    password: Annotated[str, Field(min_length=1, max_length=1024)]


class Piece(Body):
    """What proves a step of the loop."""

    kind: Literal["position", "photo", "call", "document", "waiver"]
    text: Annotated[str, Field(min_length=1, max_length=2000)]


class ActAsked(Body):
    """`POST /api/incidents/{id}/acts`; `request_id` makes a repeat of the same request harmless."""

    verb: Verb
    seen_version: Annotated[int, Field(ge=0, le=2**31)]
    request_id: RequestId
    note: Note = ""
    to: Annotated[str, Field(max_length=200)] | None = None
    evidence: Annotated[list[Piece], Field(max_length=20)] = []


class IncidentAsked(Body):
    """`POST /api/incidents`: a case opened by hand; `vessel` is `unknown` where nobody could name it.

    `alert` opens it from a standing alert instead, without waiting for the alert's grace.
    """

    request_id: RequestId
    vessel: Id = "unknown"
    kind: Annotated[str, Field(min_length=1, max_length=32)] = "distress"
    priority: Literal[1, 2, 3, 4] = 2
    note: Note = ""
    caller: Annotated[str, Field(max_length=200)] = ""
    persons: Annotated[int, Field(ge=0, le=5000)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    alert: Annotated[str, Field(min_length=1, max_length=64)] | None = None


class PermitAsked(Body):
    """`POST /api/permits`."""

    request_id: RequestId
    vessels: Annotated[list[Id], Field(min_length=1, max_length=5000)]
    permit_kind: Literal["ban-transfer", "repair", "planned-silence", "opening-day", "move"]
    from_ms: Millis
    to_ms: Millis
    note: Note
    zone: Id | None = None


Check = Annotated[str, Field(min_length=1, max_length=200)]


class ShelveAsked(Body):
    """`POST /api/shelves`; `rule` may be left out for all alarms of a station that goes out of service."""

    request_id: RequestId
    how: Literal["shelved", "out-of-service"] = "shelved"
    rule: Annotated[str, Field(min_length=1, max_length=64)] | None = None
    subject_kind: Literal["vessel", "station", "feed", "port", "person", "berth"]
    subject: Id
    until_ms: Millis
    note: Note
    once: bool = False
    checks: Annotated[list[Check], Field(max_length=20)] = []


class ReturnAsked(Body):
    """`POST /api/shelves/{id}/return`; `checked` are the checks that were made, word for word."""

    request_id: RequestId
    note: Note = ""
    checked: Annotated[list[Check], Field(max_length=20)] = []


class OrderAsked(Body):
    """`POST /api/orders`: `state` for a port state, `zone` for a move; a recall of nobody is for all."""

    request_id: RequestId
    order_kind: OrderKind
    to_ms: Millis
    note: Note
    vessels: Annotated[list[Id], Field(max_length=10_000)] = []
    state: PortState | None = None
    zone: Id | None = None


class OrderEndAsked(Body):
    """`POST /api/orders/{id}/end`."""

    request_id: RequestId
    order_kind: OrderKind
    note: Note


class WatchAsked(Body):
    """`POST /api/watch`: the console was touched, or its person signs off."""

    request_id: RequestId
    leaves: bool = False


class ClockAsked(Body):
    """`POST /api/clock`: exactly one of `rate` (1 to 100, 0 = pause), `pause` and `until_ms`."""

    request_id: RequestId
    rate: Annotated[float, Field(ge=0, le=100)] | None = None
    pause: bool | None = None
    until_ms: Millis | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        if sum(asked is not None for asked in (self.rate, self.pause, self.until_ms)) != 1:
            raise ValueError("exactly one of rate, pause and until_ms")
        return self


class ZoneAsked(Body):
    """`PUT /api/zones/{id}`: a GeoJSON feature, read strictly by the engine's own rules."""

    request_id: RequestId
    feature: dict[str, Any]


class AccountAsked(Body):
    """`POST /api/accounts`."""

    name: Name
    role: Role
    password: Annotated[str, Field(min_length=1, max_length=1024)]
    vessels: Annotated[list[Id], Field(max_length=50)] = []
    township: Annotated[str, Field(max_length=64)] = ""


class AccountChanged(Body):
    """`PATCH /api/accounts/{name}`."""

    role: Role
    disabled: bool = False


class DeviceAsked(Body):
    """`POST /api/devices`."""

    name: Id
    kind: Annotated[str, Field(min_length=1, max_length=32)]
