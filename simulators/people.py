"""The people: crews come aboard and go ashore, skippers report, and the mouths see hulls pass."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

import numpy as np

from geo.arrays import BoolArray
from geo.units import MS_PER_SECOND
from simulators.mouths import Crossing
from simulators.post import CELL, SHORE, Post
from simulators.scene import MOORED, Scene
from twin.wire import CrewMember, MusterBody, PassBody, ReportBody

FIRST_S = 60.0
"""After the start the crews of boats at sea are accounted for within a minute (ours)."""
ROLL_CALL_S = 1_800.0
"""Everybody else is called once, one by one, in the first half hour: 20,000 people, ten a second (ours)."""
ABOARD_S = 240.0
"""The crew comes aboard over this time before the boat leaves."""
ASHORE_S = 600.0
WAY_FACTOR = 1.5
"""A skipper reckons with so many times the straight line home; ours."""
LEAST_TRIP_MS = 3_600_000
"""Where a scenario says when a crew meant to be back, it told so an hour before that at the latest (ours)."""
REPORTS_FROM_M = 12.0
"""Boats of 12 m and up must report before leaving and entering (`domain.md` §1.2)."""
RECOGNISED = 0.93
"""Share of passes in which the mouth's camera or tag reader knows the hull (示例)."""


Lapse = Literal["left-ashore", "left-aboard", "one-more", "one-fewer", "return-short", "masked", "unnamed"]
LAPSES: tuple[str, ...] = Lapse.__args__  # type: ignore[attr-defined]  # typing's Literal
"""What goes wrong with a crew on its voyage: somebody declared misses the boat; somebody stays aboard when
all go ashore; the mouths count one more, or one fewer, than was declared; the boat comes home one short;
masks and light from behind: the machine is sure of no face and no hull, and counts one fewer; the mouths
see a hull without tag or name."""
UNSURE, SURE = (0.60, 0.79), (0.82, 0.99)
"""How well faces match: below 0.80 a person must look (`domain.md` §1.3), the rest is of machines (示例)."""


class People:
    """The crews of a scene and what they, their skippers and the mouths report.

    Args:
        scene: whose crews.
        post: by which they report.
        start_ms: when it begins, UTC ms.
        seed: of their draws.
        back_s: row -> when its crew told that it would be back, seconds after the start, whatever its trip.
    """

    def __init__(
        self,
        scene: Scene,
        post: Post,
        start_ms: int,
        seed: int,
        back_s: Mapping[int, float] = MappingProxyType({}),
    ) -> None:
        self._scene = scene
        self._told_back_s = back_s
        self._post = post
        self._start_ms = start_ms
        self._rng = np.random.default_rng([seed, 4])
        self._lapses: dict[int, Lapse] = {}
        self._crews: list[list[CrewMember]] = [[] for _ in scene.vessels]
        for person in scene.port.people:
            if person.vessel in scene.row_of:
                self._crews[scene.row_of[person.vessel]].append(CrewMember(person.id, person.role))
        self._spoken_of: set[str] = set()
        self._roll: list[tuple[float, str]] = []

    def lapse(self, row: int, lapse: Lapse) -> None:
        """Let something go wrong with a crew until it has gone ashore; the last on its list is the one."""
        self._lapses[row] = lapse

    def open_ledger(self) -> None:
        """Say who is at sea, a crew in one letter where its boat must report, and begin the roll-call.

        Whoever is not at sea is called within `ROLL_CALL_S`, unless something was said of them before.
        """
        for row in np.flatnonzero(self._at_sea()).tolist():
            after_s = float(self._rng.uniform(1, FIRST_S))
            if self._scene.vessels[row].length_m >= REPORTS_FROM_M:
                self._file(row, "departure", after_s)
            else:
                self._muster_some(row, self._crews[row], "aboard", (1, FIRST_S))
        ashore = [person.id for person in self._scene.port.people if person.id not in self._spoken_of]
        at_s = self._scene.now_s + self._rng.uniform(1, ROLL_CALL_S - 1, len(ashore))
        self._roll = sorted(zip(at_s.tolist(), ashore, strict=True), reverse=True)

    def step(self) -> None:
        """Call those whose turn in the roll-call has come: they are ashore."""
        while self._roll and self._roll[-1][0] <= self._scene.now_s:
            person = self._roll.pop()[1]
            if person not in self._spoken_of:
                self._muster(person, None, "ashore", 0.0)

    def report(self, row: int, word: str) -> None:
        """Let a crew say what its pilot asks for: departure, arrival, or that it goes ashore."""
        if word == "departure":
            self._muster_some(row, self._without_the_last(row, "left-ashore"), "aboard", (10, ABOARD_S))
            self._file(row, "departure", ABOARD_S + 20)
        elif word == "arrival":
            self._file(row, "arrival", 5)
        elif word == "ashore":
            crew = self._without_the_last(row, "left-aboard", "return-short")
            self._muster_some(row, crew, "ashore", (60, ASHORE_S))
            self._lapses.pop(row, None)

    def passed(self, crossing: Crossing) -> None:
        """Let a mouth say that a hull passed, and whose it is if it was recognised."""
        vessel = self._scene.vessels[crossing.row]
        masked = self._lapses.get(crossing.row) == "masked"
        known = bool(self._rng.random() < RECOGNISED) or masked
        known &= self._lapses.get(crossing.row) != "unnamed"
        t_ms = self._ms(0.0)
        body = PassBody(
            t_ms=t_ms,
            direction=crossing.direction,
            vessel=vessel.id if known else None,
            length_m=round(vessel.length_m * float(self._rng.uniform(0.93, 1.07)), 1),
            persons=self._counted(crossing) or None,
            match=round(float(self._rng.uniform(*(UNSURE if masked else (0.85, 0.99)))), 2)
            if known
            else None,
        )
        device = crossing.mouth.id
        self._post.send(t_ms, f"gate/{device}/pass", body, SHORE, device, 1, 800)

    def _without_the_last(self, row: int, *lapses: Lapse) -> list[CrewMember]:
        """Return a crew, without its last member where one of these lapses holds."""
        crew = self._crews[row]
        return crew[:-1] if self._lapses.get(row) in lapses else crew

    def _counted(self, crossing: Crossing) -> int:
        """Return how many people a mouth counts aboard."""
        lapse = self._lapses.get(crossing.row)
        short = lapse in ("one-fewer", "left-ashore", "masked") or (
            lapse == "return-short" and crossing.direction == "in"
        )
        return len(self._crews[crossing.row]) + (lapse == "one-more") - short

    def _at_sea(self) -> BoolArray:
        """Return for every row whether the boat is away from its harbour place and not moored elsewhere."""
        off_m = np.hypot(*(self._scene.hulls.xy_m - self._scene.spot_m).T)
        return np.asarray((off_m > 1.0) & (self._scene.status != MOORED))

    def _muster_some(
        self,
        row: int,
        crew: list[CrewMember],
        state: Literal["ashore", "aboard"],
        within_s: tuple[float, float],
    ) -> None:
        for member in crew:
            self._muster(member.person, row, state, float(self._rng.uniform(*within_s)))

    def _muster(
        self, person: str, row: int | None, state: Literal["ashore", "aboard"], after_s: float
    ) -> None:
        self._spoken_of.add(person)
        t_ms = self._ms(after_s)
        vessel = self._scene.vessels[row].id if row is not None and state == "aboard" else None
        masked = row is not None and self._lapses.get(row) == "masked"
        match = round(float(self._rng.uniform(*(UNSURE if masked else SURE))), 2)
        body = MusterBody(t_ms=t_ms, state=state, vessel=vessel, match=match)
        self._post.send(t_ms, f"person/{person}/muster", body, SHORE, person, 1, 300)

    def _file(self, row: int, what: Literal["departure", "arrival"], after_s: float) -> None:
        vessel = self._scene.vessels[row]
        if vessel.length_m < REPORTS_FROM_M:
            return
        self._spoken_of.update(member.person for member in self._crews[row])
        t_ms = said_ms = self._ms(after_s)
        out = what == "departure"
        planned_ms = self._planned_ms(row) if out else None
        if planned_ms is not None and row in self._told_back_s:
            said_ms = min(t_ms, planned_ms - LEAST_TRIP_MS)
        body = ReportBody(
            t_ms=said_ms,
            crew=tuple(self._crews[row]),
            gear=vessel.gear,
            area=self._area(row) if out else None,
            planned_return_ms=planned_ms,
        )
        self._post.send(t_ms, f"report/{vessel.id}/{what}", body, CELL, f"app-{vessel.id}", 1, 1_000)

    def _planned_ms(self, row: int) -> int | None:
        """Return when a boat plans to be back, UTC ms; a ship that passes by plans no return."""
        if self._scene.vessels[row].vessel_class == "merchant":
            return None
        return self._start_ms + round(self._back_s(row) * MS_PER_SECOND)

    def _back_s(self, row: int) -> float:
        """Return when a boat means to be back: turned home in time, and the way from its ground behind it."""
        scene = self._scene
        if row in self._told_back_s:
            return self._told_back_s[row]
        far_m = float(np.hypot(*(scene.ground_m[row] - scene.spot_m[row])))
        return float(scene.home_at_s[row]) + WAY_FACTOR * far_m / float(scene.cruise_mps[row])

    def _area(self, row: int) -> str | None:
        water = self._scene.places.home_water(self._scene.vessels[row])
        return water.name.zh if water else None

    def _ms(self, after_s: float) -> int:
        return self._start_ms + round((self._scene.now_s + after_s) * MS_PER_SECOND)
