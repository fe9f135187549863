"""What is wrong with a file of shapes, in words that lead a person to the place and to the remedy."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

MAX_FAULTS = 200
"""More than a person mends before trying again; the rest of a file's faults is counted."""

Position: TypeAlias = tuple[float, float]
"""Longitude and latitude in degrees."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file of shapes something is.

    Attributes:
        feature: such as "feature 3 (harbour)", counted from 0, or "the file".
        ring: such as "ring 1" (the first hole), "polygon 2, ring 0" (a shell) or "line"; empty for the whole.
        coordinate: number of the position within the ring, counted from 0.
        at: the position itself, or where edges meet, as it stands in the file.
    """

    feature: str
    ring: str = ""
    coordinate: int | None = None
    at: Position | None = None

    def __str__(self) -> str:
        """Return the place as a person reads it."""
        coordinate = None if self.coordinate is None else f"coordinate {self.coordinate}"
        at = None if self.at is None else f"at {self.at[0]:.10g}, {self.at[1]:.10g}"
        return ", ".join(part for part in (self.feature, self.ring, coordinate, at) if part)


@dataclass(frozen=True, slots=True)
class GeometryFault:
    """One fault of a file of shapes.

    Attributes:
        place: feature, ring and coordinate.
        why: what is wrong there.
        remedy: what to do about it.
    """

    place: Place
    why: str
    remedy: str

    def __str__(self) -> str:
        """Return one line: place, what is wrong, what to do."""
        return f"{self.place}: {self.why}; {self.remedy}"


@dataclass(slots=True)
class FaultList:
    """Faults as they are found: the first 200 in full, the others counted."""

    _listed: list[GeometryFault] = field(default_factory=list)
    _unlisted: int = 0

    def add(self, place: Place, why: str, remedy: str) -> None:
        """Note a fault."""
        if len(self._listed) < MAX_FAULTS:
            self._listed.append(GeometryFault(place, why, remedy))
        else:
            self._unlisted += 1

    def add_group(
        self, place: Place, found: Iterable[tuple[int, Position | None]], why: str, remedy: str
    ) -> None:
        """Note one fault for all the positions of a ring that share it, at the first of them."""
        shared = list(found)
        if not shared:
            return
        more = f" (and {len(shared) - 1} more here)" if len(shared) > 1 else ""
        coordinate, at = shared[0]
        self.add(replace(place, coordinate=coordinate, at=at), why + more, remedy)

    @property
    def count(self) -> int:
        """How many faults were noted."""
        return len(self._listed) + self._unlisted

    def all(self) -> tuple[GeometryFault, ...]:
        """Return the faults in the order of the file, and at their end how many there was no room for."""
        if not self._unlisted:
            return tuple(self._listed)
        why = f"it has {self._unlisted} faults more than the {MAX_FAULTS} listed"
        return (*self._listed, GeometryFault(Place("the file"), why, "mend these first"))
