"""What every fact is: when it became true, and about whom; the facts themselves are in `twin.facts`."""

from typing import Literal

import msgspec

Priority = Literal[1, 2, 3, 4]
"""1 emergency (life now), 2 alarm (act now), 3 warning (act soon), 4 caution (list only): domain.md §2."""
SubjectKind = Literal["vessel", "station", "feed", "port", "person", "berth"]


class Fact(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", omit_defaults=True, gc=False):
    """Base of all facts; frozen values of values form no cycle that the collector need look for."""

    t_ms: int


class Mark(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Something a map may draw to explain an alert: places in degrees (lon, lat), radius in metres.

    Attributes:
        shape: `point`, `line` from place to place, or `circle` of `radius_m` about the one place.
    """

    shape: Literal["point", "line", "circle"]
    places: tuple[tuple[float, float], ...]
    radius_m: float | None = None


class Subject(msgspec.Struct, frozen=True):
    """Whom an alert or incident is about; `id` is `unknown` for a caller nobody could name."""

    kind: SubjectKind
    id: str

    @property
    def key(self) -> str:
        """Its identity among all subjects."""
        return f"{self.kind}:{self.id}"
