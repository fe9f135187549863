"""The places of a port as boats know them: mouths to pass, waters to fish in, lanes to sail."""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import ArrayLike
from shapely.geometry.base import BaseGeometry

from geo.arrays import FloatArray
from geo.frame import PortFrame
from simulators.water import Box, Water
from twin.port import ConfigError, ConfigFault, Port, VesselRecord, Zone

AVOIDED_BY_M = 300.0
"""How far boats keep from a forbidden area that they mean to keep out of."""
MOUTH_REACH_M = 400.0
"""How far outside a mouth a boat counts as gone out."""
BY_THE_WAY_M = 300.0
"""A mouth that makes a way no more than this longer lies on it: its place outside is a little off; ours."""
BESIDE_M = 300.0
LEAST_BESIDE = 0.1
"""How far to starboard of the middle boats pass the place outside a mouth, at most, and the least part of it:
who goes out leaves who comes in to port (COLREG rule 9), and those who pass do not all sail over one point;
those who wait outside do. Ours."""
PATTERN_RADIUS_M = 2_000.0
"""A boat works within this distance of the middle of its ground."""
INSIDE_M = 2_500.0
"""A ground's middle lies this far inside its permitted water, so that work never strays out by itself."""
CANDIDATES = 4_000
FAR_GROUNDS = 400
NEAR_GROUNDS = 80
NEAR_M = 36_000.0
"""Grounds that a boat under 12 m reaches and returns from in a day."""
CELL_REACH_M = 20_000.0
"""Mobile networks reach some 20 km from the shore (`domain.md` §1.3)."""
HEARD_ROOM_M = PATTERN_RADIUS_M + 500.0
"""The middle of a ground where a telephone is heard lies this far inside their reach."""


def by_telephone(vessel: VesselRecord) -> bool:
    """Return whether a vessel's only terminals are telephones."""
    return bool(vessel.terminals) and all(name.startswith("cell:") for name in vessel.terminals)


class Mouth(NamedTuple):
    """A harbour mouth: its two ends and a place outside it, in metres, and that place's node of the roadmap.

    The harbour lies to the left of the way from the first end to the second (`Gate` says the same).
    `room_m` is how much water is clear beside that place, to starboard of who goes out and of who comes in.
    """

    id: str
    ends_m: FloatArray
    outside_m: FloatArray
    node: int | None
    room_m: tuple[float, float]


class Places:
    """Where the boats of a port lie, pass and fish, in metres of the port frame.

    Attributes:
        frame: the port frame.
        water: ways over water.
        mouths: the harbour mouths.
        permitted: permitted waters by zone id.
        forbidden: forbidden areas by zone id.
        lanes: middle lines of the lanes, each of shape (n, 2).

    Raises:
        ConfigError: the port has no berth, gate or permitted zone, without which no boat can live there.
    """

    def __init__(self, port: Port, land_geojson: bytes, rng: np.random.Generator) -> None:
        _refuse_barren(port)
        self.frame = PortFrame(port.lon, port.lat)
        self._zones = {zone.id: zone for zone in port.zones}
        self.permitted = self._shapes(port, "permitted")
        self.forbidden = self._shapes(port, "forbidden")
        self._harbours = shapely.union_all(list(self._shapes(port, "harbour").values()))
        lanes = self._shapes(port, "lane").values()
        self.lanes = [_middle_line(lane) for lane in lanes]
        ends_m = [self.xy_m(*zip(*gate.ends, strict=True)) for gate in port.gates]
        berths_m = self.xy_m([b.lon for b in port.berths], [b.lat for b in port.berths])
        harbour = _bounds(shapely.multipoints(np.vstack([berths_m, *ends_m])))
        avoided = [area.buffer(AVOIDED_BY_M) for area in self.forbidden.values()]
        sea = _bounds(shapely.union_all([*self.permitted.values(), shapely.box(*harbour)]))
        through_m = np.vstack([_through(ends) for ends in ends_m])
        self.water = Water(land_geojson, self.frame, harbour, sea, avoided, through_m)
        self.mouths = [self._mouth(gate.id, ends) for gate, ends in zip(port.gates, ends_m, strict=True)]
        self.water.keep([mouth.node for mouth in self.mouths])
        self._harbour_m = np.array(shapely.box(*harbour).centroid.coords[0])
        off = shapely.union_all([*avoided, *lanes, shapely.box(*harbour).buffer(INSIDE_M)])
        self._havens_m = {
            name: self._draw_havens(area.buffer(-INSIDE_M).difference(off), rng)
            for name, area in self.permitted.items()
        }
        self._grounds_m = {name: self._choose_grounds(havens) for name, havens in self._havens_m.items()}

    def xy_m(self, lon_deg: ArrayLike, lat_deg: ArrayLike) -> FloatArray:
        """Return places given in degrees as metres, shape (n, 2)."""
        return np.column_stack(self.frame.to_xy(np.atleast_1d(lon_deg), np.atleast_1d(lat_deg)))

    def home_water(self, vessel: VesselRecord) -> Zone | None:
        """Return the first permitted zone that binds a vessel, or None for one that may sail anywhere."""
        zones = (self._zones[name] for name in self.permitted)
        return next((zone for zone in zones if zone.applies_to(vessel.vessel_class, vessel.gear)), None)

    def ground_m(self, vessel: VesselRecord, rng: np.random.Generator) -> FloatArray:
        """Return the middle of a ground where a vessel may fish: near ones for boats under 12 m.

        A boat whose only terminal is a telephone fishes where the network reaches, where there is such a
        ground: whoever sends her beyond fits her with another.
        """
        water = self.home_water(vessel)
        grounds_m = self._grounds_m[water.id if water else next(reversed(self._grounds_m))]
        away_m = np.hypot(*(grounds_m - self._harbour_m).T)
        fit = grounds_m[away_m <= NEAR_M] if vessel.length_m < 12 else grounds_m
        if by_telephone(vessel):
            heard = grounds_m[np.hypot(*grounds_m.T) <= CELL_REACH_M - HEARD_ROOM_M]
            fit = heard if len(heard) else fit
        chosen = fit if len(fit) else grounds_m
        return np.array(chosen[int(rng.integers(len(chosen)))])

    def in_harbour(self, xy_m: FloatArray) -> bool:
        """Return whether a place lies inside a harbour zone of the port."""
        return bool(shapely.contains_xy(self._harbours, *xy_m))

    def haven_m(self, zone_id: str, xy_m: FloatArray) -> FloatArray:
        """Return a place on clear water well inside a permitted zone, the nearest known to a point."""
        havens_m = self._havens_m[zone_id]
        return np.array(havens_m[int(np.argmin(np.hypot(*(havens_m - xy_m).T)))])

    def mouth_between(self, one_m: FloatArray, other_m: FloatArray) -> Mouth:
        """Return the mouth through which the way between a berth and a ground is shortest.

        Where the shortest way leads through several, it is the one nearest to the ground, `other_m`: boats
        report there, and sail slowly within.
        """
        one, other = self.water.node(one_m), self.water.node(other_m)
        ways_m = [
            (self.water.length_m(one, mouth.node), self.water.length_m(other, mouth.node))
            for mouth in self.mouths
        ]
        most_m = min(map(sum, ways_m)) + BY_THE_WAY_M
        by_the_way = [place for place, way_m in enumerate(ways_m) if sum(way_m) <= most_m]
        return self.mouths[min(by_the_way, key=lambda place: ways_m[place][1])]

    def track_outside_m(self, mouth: Mouth, part: float, *, outbound: bool) -> FloatArray:
        """Return where a boat passes outside a mouth, to starboard of the middle.

        Args:
            mouth: the mouth.
            part: which of the tracks beside each other is the boat's own, 0 (nearest the middle) to 1.
            outbound: whether it goes out.
        """
        along_m = mouth.ends_m[1] - mouth.ends_m[0]
        room_m = mouth.room_m[0 if outbound else 1]
        off_m = room_m * (LEAST_BESIDE + (1 - LEAST_BESIDE) * part) * (-1 if outbound else 1)
        beside_m: FloatArray = mouth.outside_m + off_m * along_m / np.hypot(*along_m)
        return beside_m

    def _shapes(self, port: Port, kind: str) -> dict[str, BaseGeometry]:
        return {zone.id: self.frame.shape_to_xy(zone.shape) for zone in port.zones if zone.kind == kind}

    def _mouth(self, gate: str, ends_m: FloatArray) -> Mouth:
        """Return a mouth with the farthest place, at most `MOUTH_REACH_M`, straight out over clear water."""
        middle_m, outward = _middle_and_outward(ends_m)
        out_m = middle_m + outward * np.arange(50.0, MOUTH_REACH_M + 1, 50.0)[:, None]
        clear = self.water.clear(np.broadcast_to(middle_m, out_m.shape), out_m)
        outside_m = out_m[max(int(np.argmin(np.append(clear, False))) - 1, 0)]
        along_m = ends_m[1] - ends_m[0]
        off_m = np.arange(10.0, BESIDE_M + 1, 10.0)[:, None] * along_m / np.hypot(*along_m)
        port, starboard = (
            self.water.clear(middle_m[None], outside_m + way * off_m).cumprod().sum() * 10.0
            for way in (1, -1)
        )
        return Mouth(gate, ends_m, outside_m, self.water.node(outside_m), (starboard, port))

    def _draw_havens(self, safe: BaseGeometry, rng: np.random.Generator) -> FloatArray:
        west, south, east, north = safe.bounds
        drawn_m = rng.uniform((west, south), (east, north), (CANDIDATES, 2))
        havens_m: FloatArray = drawn_m[shapely.contains_xy(safe, *drawn_m.T) & self.water.wet(drawn_m)]
        return havens_m

    def _choose_grounds(self, havens_m: FloatArray) -> FloatArray:
        """Return the first havens far off and near by that a boat can sail to."""
        near = np.hypot(*(havens_m - self._harbour_m).T) <= NEAR_M
        far_m, near_m = self.sailed_to(havens_m[~near]), self.sailed_to(havens_m[near])
        return np.array([*islice(far_m, FAR_GROUNDS), *islice(near_m, NEAR_GROUNDS)]).reshape(-1, 2)

    def sailed_to(self, places_m: FloatArray) -> Iterator[FloatArray]:
        """Yield the places, shape (n, 2), that a way leads to from a mouth: none on some water of its own."""
        mouths = [mouth.node for mouth in self.mouths]
        for place_m in places_m:
            node = self.water.node(place_m)
            if any(np.isfinite(self.water.length_m(mouth, node)) for mouth in mouths):
                yield place_m


def _refuse_barren(port: Port) -> None:
    needed = (
        ("berths.csv", "berth", bool(port.berths)),
        ("gates.geojson", "gate", bool(port.gates)),
        ("zones.geojson", "permitted zone", any(zone.kind == "permitted" for zone in port.zones)),
    )
    faults = [
        ConfigFault(
            file, "the file", f"no {what} for simulated boats", f"Add a {what}, or run without a simulator"
        )
        for file, what, there in needed
        if not there
    ]
    if faults:
        raise ConfigError(faults)


def _bounds(shape: BaseGeometry) -> Box:
    west, south, east, north = shape.bounds
    return west, south, east, north


def _middle_and_outward(ends_m: FloatArray) -> tuple[FloatArray, FloatArray]:
    along = ends_m[1] - ends_m[0]
    along = along / np.hypot(*along)
    return ends_m.mean(axis=0), np.array([along[1], -along[0]])


def _through(ends_m: FloatArray) -> FloatArray:
    """Return places along the way through a mouth, from inside to outside."""
    middle_m, outward = _middle_and_outward(ends_m)
    return middle_m + outward * np.arange(-300.0, 301.0, 60.0)[:, None]


def _middle_line(lane: BaseGeometry) -> FloatArray:
    """Return the middle of a lane from one end to the other: midpoints of cuts across its longer side."""
    west, south, east, north = lane.bounds
    northward = north - south >= east - west
    low, high = (south, north) if northward else (west, east)
    at_m = np.linspace(low, high, 14)[1:-1]
    ends = np.array([west - 1, east + 1] if northward else [south - 1, north + 1])
    cuts = [[(x, y) for x in ends] if northward else [(y, x) for x in ends] for y in at_m]
    across = shapely.intersection(shapely.linestrings(cuts), lane)
    middle: FloatArray = shapely.get_coordinates(shapely.centroid(across))
    return middle
