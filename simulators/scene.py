"""What is true in the simulated port: every boat, what it is doing and what it means to do next."""

from collections import deque
from typing import Literal, NamedTuple

import numpy as np

from geo.arrays import FloatArray
from geo.units import MS_PER_SECOND, SECONDS_PER_HOUR, kn_to_mps
from simulators.elements import Elements
from simulators.places import PATTERN_RADIUS_M, Places, by_telephone
from simulators.rafts import moor
from simulators.vessel import Hulls
from twin.port import Port, VesselRecord

UNDER_WAY, AT_ANCHOR, NOT_UNDER_COMMAND, MOORED, FISHING = 0, 1, 2, 5, 7
"""Navigational status, ITU-R M.1371-5 table 45."""

HARBOUR_KN = 5.5
"""Speed from berth to mouth; an example limit of 5 knots in the basin and 8 in the channel."""

Answering = Literal["complying", "late", "wrong", "unable", "need-help", "silent", "misplaced"]
"""How a skipper answers a call: at once; long after it was due; complying in words only; by saying that he
cannot, or needs help; not at all; or truly, but his terminal then gives a place where the boat is not."""


class Order(NamedTuple):
    """What a scenario asks of a boat's behaviour beside its word; a behaviour reads what it needs.

    Attributes:
        lon, lat: where it leads, degrees; None: the behaviour chooses.
        speed_kn: how fast; None: the boat's own speed.
        other: id of the other boat of a behaviour of two; empty: its pair, or the first of its group.
        track: places to go through in order, each (lon, lat) in degrees.
        cpa_m: how near to pass the other boat.
        for_s: how long to stay; 0: as long as the behaviour does by itself.
    """

    lon: float | None = None
    lat: float | None = None
    speed_kn: float | None = None
    other: str = ""
    track: tuple[tuple[float, float], ...] = ()
    cpa_m: float = 0.0
    for_s: float = 0.0


class Leg(NamedTuple):
    """One piece of a plan: a way in metres, shape (n, 2), starting where the boat is, then a stay.

    Attributes:
        report: what the crew says when the leg begins: departure, arrival, ashore, or nothing.
        adrift: whether stream and wind take the boat along during its stay; else it is held, or swings
            about its anchor if its status is at anchor.
        for_s: after this time the leg is over wherever the boat is; 0: when its way and its stay are.
        passes: whether the boat goes on to its next leg without stopping at the end of this one, and also
            when it has come past that end beside it.
    """

    way_m: FloatArray
    speed_mps: float
    status: int
    hold_s: float = 0.0
    report: str = ""
    adrift: bool = False
    for_s: float = 0.0
    passes: bool = False


class Plan(NamedTuple):
    """The legs of a behaviour and the behaviour that follows."""

    legs: tuple[Leg, ...]
    then: str


class Scene:
    """A port with its boats; columns and lists have one row for each vessel in `vessels`.

    Attributes:
        elements: sea and sky, functions of place and instant.
        now_s: seconds since the start.
        hulls: where boats are and how they move.
        behaviour: the behaviour each boat follows.
        legs: what is left of each boat's plan, the current leg first.
        then: the behaviour after the plan.
        status: AIS navigational status.
        home_at_s: when each boat means to turn home.
        ground_m: middle of the ground each boat fishes, shape (n, 2).
        spot_m, spot_deg: each boat's place in harbour and its heading there.
        dark_until_s: each boat's terminals are off before this instant.
        answering: how each skipper answers a call.
        warned_until_s: each skipper who heard a warning looks out for others until this instant.
        ignores: how many more calls each skipper will miss before answering one.
        orders: what a scenario asks of each boat's behaviour.
        starboard: how far to starboard of the shortest way each boat keeps, 0..1 of what is usual.
        bidden: whether a scenario says what a boat does, weather and season or not.
        beidou_dark_until_s: each boat's BeiDou terminals alone are off before this instant.
        out_at_s, back_at_s: when the boats of a company mean to leave and to turn home, by its name.
    """

    def __init__(
        self, port: Port, vessels: tuple[VesselRecord, ...], places: Places, seed: int, elements: Elements
    ) -> None:
        count = len(vessels)
        self.port = port
        self.vessels = vessels
        self.places = places
        self.elements = elements
        self.rng = np.random.default_rng([seed, 1])
        self.row_of = {vessel.id: row for row, vessel in enumerate(vessels)}
        self.now_s = 0.0
        self.hulls = Hulls(count)
        self.behaviour = ["moored"] * count
        self.legs: list[deque[Leg]] = [deque() for _ in vessels]
        self.then = ["moored"] * count
        self.status = np.full(count, MOORED, dtype=np.int64)
        self.home_at_s = np.zeros(count)
        self.ground_m = np.array([places.ground_m(vessel, self.rng) for vessel in vessels]).reshape(-1, 2)
        leads: dict[str, int] = {}
        for row in sorted(range(count), key=lambda row: not by_telephone(vessels[row])):
            company = self.company(row)
            if company:
                self.ground_m[row] = self.ground_m[leads.setdefault(company, row)]
        self.spot_m, self.spot_deg = moor(places, port.berths, count, self.rng)
        self.dark_until_s = np.full(count, -np.inf)
        self.beidou_dark_until_s = np.full(count, -np.inf)
        self.out_at_s: dict[str, float] = {}
        self.back_at_s: dict[str, float] = {}
        self.answering: list[Answering] = ["complying"] * count
        self.warned_until_s = np.full(count, -np.inf)
        self.ignores = [0] * count
        self.orders = [Order()] * count
        self.bidden = [False] * count
        self.starboard = np.random.default_rng([seed, 12]).random(count)
        self.cruise_mps = kn_to_mps(np.array([cruise_kn(vessel) for vessel in vessels]))

    @property
    def now_ms(self) -> int:
        """The instant, UTC ms."""
        return self.elements.start_ms + round(self.now_s * MS_PER_SECOND)

    def here(self, row: int) -> FloatArray:
        """Return a boat's place in metres."""
        return np.array(self.hulls.xy_m[row])

    def goal_m(self, row: int) -> FloatArray | None:
        """Return the place in metres that a boat's order leads to, or None if it leads nowhere."""
        order = self.orders[row]
        return None if order.lon is None or order.lat is None else self.places.xy_m(order.lon, order.lat)[0]

    def speed_mps(self, row: int) -> float:
        """Return the speed that a boat's order asks for, or its own."""
        said_kn = self.orders[row].speed_kn
        return float(self.cruise_mps[row]) if said_kn is None else kn_to_mps(said_kn)

    def company(self, row: int) -> str:
        """Return the name that boats which sail together share: their group, or the pair; empty for none."""
        vessel = self.vessels[row]
        return vessel.group or (vessel.pair and min(vessel.id, vessel.pair))

    def other(self, row: int) -> int | None:
        """Return the row of the boat that a boat acts with: by order, its pair, or the first of its group."""
        vessel = self.vessels[row]
        for name in (self.orders[row].other, vessel.pair):
            if name:
                return self.row_of.get(name)
        mates = (n for n, each in enumerate(self.vessels) if each.group and each.group == vessel.group)
        first = next(mates, row)
        return None if first == row else first

    def stay(self, row: int, hold_s: float, status: int, report: str = "") -> Leg:
        """Return the leg of a boat that stays where it is."""
        return Leg(self.here(row)[None], 0.0, status, hold_s, report)

    def due_home(self, row: int) -> bool:
        """Return whether a boat means to be on its way home by now."""
        return bool(self.now_s >= self.home_at_s[row])

    def stay_at_sea(self, row: int, low_h: float, high_h: float) -> None:
        """Draw when a boat will turn home, in hours from now."""
        self.home_at_s[row] = self.now_s + self.rng.uniform(low_h, high_h) * SECONDS_PER_HOUR

    def about_ground(self, row: int, from_m: FloatArray, *, far: bool = False) -> FloatArray | None:
        """Return a place on a boat's ground in clear sight of a point, or None after a fair search.

        A far one is the farthest of those found: half an hour off at the speed of a tow.
        """
        turn = self.rng.uniform(0, 2 * np.pi, 8)
        reach_m = PATTERN_RADIUS_M * np.sqrt(self.rng.uniform(0.1, 1, 8))
        drawn_m = self.ground_m[row] + np.column_stack([np.sin(turn), np.cos(turn)]) * reach_m[:, None]
        clear = self.places.water.clear(from_m[None], drawn_m)
        fits = clear * np.hypot(*(drawn_m - from_m).T) if far else clear
        return drawn_m[int(np.argmax(fits))] if clear.any() else None

    def about_ground_on(
        self, row: int, from_m: FloatArray, pieces: int, *, far: bool = False
    ) -> FloatArray | None:
        """Return a way over a boat's ground from a point, shape (2..pieces + 1, 2), or None for none."""
        way_m = [from_m]
        for _ in range(pieces):
            next_m = self.about_ground(row, way_m[-1], far=far)
            if next_m is None:
                break
            way_m.append(next_m)
        return np.stack(way_m) if len(way_m) > 1 else None

    def work_of(self, row: int) -> str:
        """Return the behaviour by which a boat earns its living."""
        vessel = self.vessels[row]
        if vessel.vessel_class in ("patrol", "merchant"):
            return {"patrol": "patrol", "merchant": "lane"}[vessel.vessel_class]
        if vessel.pair in self.row_of:
            return "pair-trawl"
        return {"trawl": "trawl", "purse-seine": "drift", "none": "supply"}.get(vessel.gear, "gillnet")


def cruise_kn(vessel: VesselRecord) -> float:
    """Return a cruising speed: 8.4-9.0 kn in transit for fishing boats (36 h recording of 894 boats)."""
    if vessel.vessel_class in ("patrol", "merchant"):
        return 13.0
    return 6.5 + min(vessel.length_m, 40.0) / 14.0
