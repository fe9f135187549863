"""How near boats truly passed, and what the twin had said by then: `python -m drills misses`.

The simulated world knows where every boat is each second. A **near miss** is a pass nearer than the limit
that `collision-risk` has for the water it happens in, of two boats under way that are no company of each
other and came at each other as fast as the rule asks; a **grave** one is nearer than a third of it. An alert
is for nothing when the two never came within its limit, and an officer's business (P2) when never within half
of it. Boats that are warned turn aside, so that some of those are warnings that helped.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from geo.near import pairs_within
from geo.units import MS_PER_SECOND, mps_to_kn
from simulators.vessel import Hulls
from twin.facts import AlertChanged, AlertCleared, AlertRaised, AlertRetracted, AnyFact
from twin.fences import Mouths
from twin.fleet import CLASS_CODE
from twin.port import VesselRecord
from twin.rules.collision_risk import RULE, CollisionRiskParams
from twin.table import Array
from twin.world import World

GRAVE = 2
"""Priority at which an officer is asked."""
AFTER_MS = 60 * MS_PER_SECOND
"""An alert that ended so long before a pass, or earlier, said nothing of it; ours."""
WATERS = ("mouth", "harbour", "ship", "approach", "sea")

Pair = tuple[str, str]


class Pass(NamedTuple):
    """One near miss: who, in which water, since when within its limit, when nearest, and how near."""

    pair: Pair
    water: str
    limit_m: float
    from_ms: int
    nearest_ms: int
    nearest_m: float
    counts: bool


class Said:
    """One alert about a pair, and how near the two came since it was raised, and since it was grave."""

    def __init__(self, raised: AlertRaised) -> None:
        self.pair: Pair = _pair(raised.subject.id, raised.other or "")
        self.limit_m = raised.limit or 0.0
        self.raised_ms, self.grave_ms, self.ended_ms = raised.t_ms, -1, -1
        self.nearest_m = self.grave_nearest_m = np.inf
        if raised.priority <= GRAVE:
            self.grave_ms = raised.t_ms

    @property
    def water(self) -> str:
        """The water whose limit it names."""
        params = settings()
        limits_m = {params.basin_m: "harbour", params.ship_m: "ship", params.approach_m: "approach"}
        limits_m[round(params.boats_m, 1)] = "sea"
        return limits_m.get(self.limit_m, "mouth")

    def see(self, away_m: float) -> None:
        """Take note of how far apart the two are now."""
        self.nearest_m = min(self.nearest_m, away_m)
        if self.grave_ms >= 0:
            self.grave_nearest_m = min(self.grave_nearest_m, away_m)


def settings() -> CollisionRiskParams:
    """Return the settings of the rule that is measured."""
    if not isinstance(RULE.params, CollisionRiskParams):
        raise TypeError("collision-risk has settings of its own")
    return RULE.params


class Passes:
    """What truly happens between boats on a day, and what is said of it.

    Args:
        hulls: where boats truly are, changed by whoever plays them.
        vessels: their records, in the order of the hulls.
        companies: of each, the name that boats of one company share; empty for none.
        world: of the twin that hears of them; its chart tells the waters.

    Attributes:
        missed: near misses that are over.
        said: every alert about a pair, by its id.
    """

    def __init__(
        self, hulls: Hulls, vessels: Sequence[VesselRecord], companies: Sequence[str], world: World
    ) -> None:
        self._hulls, self._world = hulls, world
        self._names = [vessel.id for vessel in vessels]
        self._row_of = {name: row for row, name in enumerate(self._names)}
        self._sort = np.array([CLASS_CODE[vessel.vessel_class] for vessel in vessels])
        number_of = {name: number for number, name in enumerate(sorted(set(companies) - {""}))}
        self._company = np.array([number_of.get(name, -1) for name in companies])
        self._going: dict[Pair, Pass] = {}
        self.missed: list[Pass] = []
        self.said: dict[str, Said] = {}

    def look(self, facts: Iterable[AnyFact], now_ms: int) -> None:
        """Take note of a second: what the twin said, and where all boats are."""
        for fact in facts:
            self._hear(fact)
        for said in self.said.values():
            if said.ended_ms < 0 or now_ms - said.ended_ms <= AFTER_MS:
                one, other = (self._hulls.xy_m[self._row_of[name]] for name in said.pair)
                said.see(float(np.hypot(*(one - other))))
        near = {one.pair: one for one in self._near(now_ms)}
        for pair in self._going.keys() - near.keys():
            done = self._going.pop(pair)
            if done.counts:
                self.missed.append(done)
        for pair, now in near.items():
            before = self._going.get(pair, now)
            closer = now.nearest_m < before.nearest_m
            nearest = (now.nearest_ms, now.nearest_m) if closer else (before.nearest_ms, before.nearest_m)
            self._going[pair] = before._replace(nearest_ms=nearest[0], nearest_m=nearest[1])

    def _hear(self, fact: AnyFact) -> None:
        match fact:
            case AlertRaised() if fact.rule == RULE.id and all(
                name in self._row_of for name in (fact.subject.id, fact.other)
            ):
                self.said[fact.alert] = Said(fact)
            case AlertChanged() if fact.alert in self.said and fact.priority <= GRAVE:
                self.said[fact.alert].grave_ms = fact.t_ms
            case AlertCleared() | AlertRetracted() if fact.alert in self.said:
                self.said[fact.alert].ended_ms = fact.t_ms

    def _near(self, now_ms: int) -> list[Pass]:
        """Return the pairs that are within the limit of their water now."""
        params, hulls, names = settings(), self._hulls, self._names
        rows = (mps_to_kn(hulls.speed_mps) > params.basin_kn).nonzero()[0]
        ship = self._sort[rows] == CLASS_CODE["merchant"]
        reach_m = np.where(ship, params.ship_m - params.boats_m / 2, params.boats_m / 2)
        first, second = pairs_within(hulls.xy_m[rows, 0], hulls.xy_m[rows, 1], reach_m)
        one, other = rows[first], rows[second]
        water, limit_m = waters_of(
            self._world, hulls.xy_m[one], hulls.xy_m[other], ship[first] | ship[second]
        )
        apart_m = hulls.xy_m[other] - hulls.xy_m[one]
        away_m = np.hypot(*apart_m.T)
        counts = self._comes(one, other, apart_m / np.maximum(away_m, 1e-9)[:, None], water)
        columns = (one, other, water, limit_m, away_m, counts)
        return [
            Pass(_pair(names[a], names[b]), WATERS[where], limit, now_ms, now_ms, away, meant)
            for a, b, where, limit, away, meant in zip(*(column.tolist() for column in columns), strict=True)
            if away <= limit
        ]

    def _comes(self, one: Array, other: Array, towards: Array, water: Array) -> Array:
        """Return which pairs come at each other as the rule asks, and are its business, bool [k]."""
        params, speed_kn = settings(), mps_to_kn(self._hulls.speed_mps)
        closing_kn = mps_to_kn(
            -((_going_mps(self._hulls, other) - _going_mps(self._hulls, one)) * towards).sum(1)
        )
        open_sea = np.isin(water, [WATERS.index("approach"), WATERS.index("sea")])
        counts = closing_kn >= np.where(open_sea, params.closing_kn, params.closing_least_kn)
        counts &= ~open_sea | (np.maximum(speed_kn[one], speed_kn[other]) >= params.fast_kn)
        sort, service = self._sort, [CLASS_CODE["patrol"], CLASS_CODE["supply"]]
        counts &= ~((sort[one] == CLASS_CODE["merchant"]) & (sort[other] == CLASS_CODE["merchant"]))
        counts &= ~(open_sea & (np.isin(sort[one], service) | np.isin(sort[other], service)))
        related = (self._company[one] == self._company[other]) & (self._company[one] >= 0)
        return np.asarray(counts & ~related)


def _going_mps(hulls: Hulls, rows: Array) -> Array:
    course = np.radians(hulls.course_deg[rows])
    return np.column_stack([np.sin(course), np.cos(course)]) * hulls.speed_mps[rows, None]


def waters_of(world: World, one_m: Array, other_m: Array, with_ship: Array) -> tuple[Array, Array]:
    """Return the water of pairs by their true places, as index into `WATERS`, and its limit in metres, [k].

    Args:
        world: whose chart it is.
        one_m: [k, 2] places in metres of the port frame.
        other_m: [k, 2] places of the others.
        with_ship: bool [k], one of the two is a ship.
    """
    params, mouths = settings(), world.fences.mouths(world.port.gates)
    inside = [world.fences.set.inside(*place.T) for place in (one_m, other_m)]
    sheltered = (inside[0] | inside[1])[:, world.fences.shelter].any(axis=1)
    width_m = np.full(len(one_m), np.nan)
    for zone, wide_m in mouths.widths_m:
        width_m[inside[0][:, zone] | inside[1][:, zone]] = wide_m
    passage_m = np.clip(params.mouth_factor * width_m, params.mouth_least_m, params.mouth_most_m)
    cases = [~np.isnan(width_m), sheltered, with_ship, _approaching(one_m, mouths, params.approach_off_m)]
    limits_m = [params.basin_m, params.ship_m, params.approach_m]
    water = np.select(cases, [np.full(len(one_m), at) for at in range(len(cases))], len(cases))
    limit_m = np.select(cases, [passage_m, *(np.full(len(one_m), m) for m in limits_m)], params.boats_m)
    return water, limit_m


def _approaching(place_m: Array, mouths: Mouths, off_m: float) -> Array:
    off = np.hypot(place_m[:, :1] - mouths.x_m, place_m[:, 1:] - mouths.y_m)
    return np.asarray(off.min(axis=1, initial=np.inf) <= off_m)


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)
