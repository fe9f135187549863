"""Which zones hold which boats: membership kept per fix, so that rules only read it."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import shapely

from geo.ahead import Lookout
from geo.frame import PortFrame
from geo.zones import ZoneSet
from twin.columns import NEVER
from twin.fleet import Fleet
from twin.port import Gate, Zone
from twin.table import Array

SHELTER_KINDS = ("harbour", "anchorage")
HOME_KINDS = ("permitted", "harbour", "anchorage", "gate")
KEEP_OUT_KINDS = ("forbidden", "lane", "line")


class Mouths(NamedTuple):
    """Gates and the zones about them.

    Attributes:
        zones, gates: of which this was made.
        lon_deg, lat_deg, x_m, y_m: the middle of each gate, in degrees and in metres of the port frame, [g].
        ends_m: the ends of each gate in metres of the port frame, [g, 2, 2].
        widths_m: the number of each zone of kind gate in which one lies, and the width of that.
        zone_of: the number of each gate that lies in such a zone, and the id of that.
    """

    zones: tuple[Zone, ...]
    gates: tuple[Gate, ...]
    lon_deg: Array
    lat_deg: Array
    x_m: Array
    y_m: Array
    ends_m: Array
    widths_m: tuple[tuple[int, float], ...]
    zone_of: tuple[tuple[int, str], ...]


class Fences:
    """Zones compiled for the port frame, and the fleet's membership in them.

    Attributes:
        zones: in file order; a column number below is an index into them.
        inside: bool [n, z], the newest believed fix lies in the zone or on its edge.
        applies: bool [n, z], the zone speaks to the boat's class and gear.
        open_now: bool [z], the zone's window is open.
        bound: bool [n], some permitted zone that is open speaks to the boat.
        at_home: bool [n], it is in a permitted zone of its own, or in shelter.
        trespassing: bool [n], it is in some zone it must keep out of.
        _cells: the cell of `set` that each boat is in, [n]; NEVER where that is not known.
        havens: [k, 3], a point in each shelter, metres east and north, and how far its edge is from there.
    """

    def __init__(self, zones: Sequence[Zone], frame: PortFrame) -> None:
        self.frame = frame
        self.zones = tuple(zones)
        self.set = ZoneSet.build(tuple(z.id for z in zones), [z.shape for z in zones], frame)
        self.number_of = {zone.id: number for number, zone in enumerate(self.zones)}
        self._lookout: Lookout | None = None
        self._mouths: Mouths | None = None
        self._sort_kinds()
        self.inside = np.zeros((0, len(self.zones)), dtype=bool)
        self.applies = self._speaks = np.zeros((0, len(self.zones)), dtype=bool)
        self.open_now = np.ones(len(self.zones), dtype=bool)
        self.bound = self.at_home = self.trespassing = np.zeros(0, dtype=bool)
        self._cells = np.zeros(0, dtype=np.int64)
        self.havens = self._havens()
        self._applies_to: dict[tuple[str, str], Array] = {}

    def _sort_kinds(self) -> None:
        """Tell zones apart by what they are for."""
        kinds = np.array([z.kind for z in self.zones])
        self.shelter = np.isin(kinds, SHELTER_KINDS)
        self.home = np.isin(kinds, HOME_KINDS)
        self.permitted = kinds == "permitted"
        self.keep_out = np.isin(kinds, KEEP_OUT_KINDS)
        barriers = [zone for zone, out in zip(self.zones, self.keep_out, strict=True) if out]
        self._barriers = ZoneSet.build(tuple(z.id for z in barriers), [z.shape for z in barriers], self.frame)
        self._barrier_at = np.flatnonzero(self.keep_out)

    def mouths(self, gates: tuple[Gate, ...]) -> "Mouths":
        """Return the mouths that these gates lead through."""
        kept = self._mouths
        if kept is None or kept.zones is not self.zones or kept.gates is not gates:
            kept = self._mouths = _mouths(self.zones, gates, self.frame)
        return kept

    def open_windows(self, now_ms: int) -> None:
        """Bring `open_now` up to date; windows open and close without any boat moving."""
        open_now = np.array([zone.open_at(now_ms) for zone in self.zones], dtype=bool)
        if not np.array_equal(open_now, self.open_now):
            self.open_now = open_now
            self._bind()

    def grow(self, fleet: Fleet) -> None:
        """Make room for vessels that joined since; a newcomer is in no zone until its first fix."""
        old, new = len(self.inside), len(fleet)
        if old == new:
            return
        self.inside = np.vstack([self.inside, np.zeros((new - old, len(self.zones)), dtype=bool)])
        self._cells = np.concatenate([self._cells, np.full(new - old, NEVER)])
        fresh = [self._speaks_to(fleet, row) for row in range(old, new)]
        applies = np.array(fresh, dtype=bool).reshape(new - old, len(self.zones))
        self.applies = np.vstack([self.applies, applies])
        self._speaks = np.vstack([self._speaks, applies & self.open_now])
        self.bound = np.concatenate([self.bound, self._speaks[old:, self.permitted].any(axis=1)])
        more = np.zeros(new - old, dtype=bool)
        self.at_home = np.concatenate([self.at_home, more])
        self.trespassing = np.concatenate([self.trespassing, more])

    def place(self, fleet: Fleet, rows: Array) -> tuple[Array, Array]:
        """Bring membership, `at_sea` and `moored`'s shelter test up to date for vessels that moved.

        Returns:
            Index into rows of those that left their cell of the zones' index, or are in one that an edge
            touches, [k], and the zones that each was in before, bool [k, z]. The others met no edge.
        """
        vessels, cells = fleet.vessels, self.set.cells
        x, y = self.frame.to_xy(vessels["lon"][rows], vessels["lat"][rows])
        vessels["x"][rows], vessels["y"][rows] = x, y
        cell = cells.cell_of(x, y)
        some = ((cell != self._cells[rows]) | cells.is_touched(cell)).nonzero()[0]
        self._cells[rows] = cell
        moved = rows[some]
        was = self.inside[moved]
        self.inside[moved] = inside = self.set.inside(x[some], y[some], cell[some])
        at, zone = _pairs(inside)
        vessels["at_sea"][moved] = True
        vessels["at_sea"][moved[at[self.shelter[zone]]]] = False
        self._sum_up(moved, at, zone)
        return some, was

    def sheltered(self, x_m: Array, y_m: Array) -> Array:
        """Return which places, metres east and north [m], lie in a harbour or an anchorage, bool [m].

        Most that are asked for lie at sea, and beyond the box of every shelter.
        """
        west, south, east, north = self.set.boxes[:, self.shelter, np.newaxis]
        near = (x_m >= west) & (x_m <= east) & (y_m >= south) & (y_m <= north)
        found = near.any(axis=0)
        if found.any():
            found[found] = self.set.inside(x_m[found], y_m[found])[:, self.shelter].any(axis=1)
        return np.asarray(found)

    def place_all(self, fleet: Fleet) -> None:
        """Bring membership up to date for the whole fleet, after a zone changed or a restart."""
        self.inside = np.zeros((0, len(self.zones)), dtype=bool)
        self.applies = self._speaks = np.zeros((0, len(self.zones)), dtype=bool)
        self.bound = self.at_home = self.trespassing = np.zeros(0, dtype=bool)
        self._cells = np.zeros(0, dtype=np.int64)
        self.grow(fleet)
        self.place(fleet, np.flatnonzero(fleet.vessels["fix_ms"] != NEVER))

    def ahead(self, fleet: Fleet, rows: Array, east_m: Array, north_m: Array) -> tuple[Array, Array, Array]:
        """Return which zones to keep out of lie on the ways of boats, and after which part of the way.

        Args:
            fleet: where the boats are.
            rows: vessel rows, [m].
            east_m: the way of each from where it is, metres, [m].
            north_m: northern part, [m].

        Returns:
            Index into rows, zone, and part of the way 0..1 to its first edge, [k] each; zones a boat is in
            already, or that do not speak to it now, are left out.
        """
        x, y = fleet.vessels["x"][rows], fleet.vessels["y"][rows]
        west, south, east, north = self._barriers.boxes
        meets = (np.maximum(x, x + east_m) >= west[:, np.newaxis]) & (
            np.minimum(x, x + east_m) <= east[:, np.newaxis]
        )
        meets &= (np.maximum(y, y + north_m) >= south[:, np.newaxis]) & (
            np.minimum(y, y + north_m) <= north[:, np.newaxis]
        )
        near = np.flatnonzero(meets.any(axis=0))
        if not len(near):
            return near, near, np.zeros(0)
        if self._lookout is None or self._lookout.zones is not self._barriers:
            self._lookout = Lookout.of(self._barriers)
        found = self._lookout.ahead(x[near], y[near], east_m[near], north_m[near], 1.0)
        at, zone = near[found.boat], self._barrier_at[found.zone]
        speaks = ~found.inside & self.applies[rows[at], zone] & self.open_now[zone]
        return at[speaks], zone[speaks], found.at_s[speaks]

    def redraw(self, fleet: Fleet, zone: Zone, now_ms: int) -> None:
        """Put a zone in force in the place of the one of the same id, and find everyone's place in it.

        Raises:
            KeyError: there is no zone of this id.
        """
        number, vessels = self.number_of[zone.id], fleet.vessels
        old = self.zones[number]
        self.zones = (*self.zones[:number], zone, *self.zones[number + 1 :])
        self.set = self.set.replaced(zone.id, zone.shape)
        self._cells[:] = NEVER
        shelter = self.shelter[number]
        if old.kind != zone.kind:
            self._sort_kinds()
        elif self.keep_out[number]:
            self._barriers = self._barriers.replaced(zone.id, zone.shape)
        if shelter or self.shelter[number]:
            self.havens = self._havens()
        self.grow(fleet)
        self._applies_to.clear()
        rows = np.flatnonzero(vessels["fix_ms"] != NEVER)
        self.inside[rows, number] = shapely.intersects_xy(
            self.set.shapes[number], vessels["x"][rows], vessels["y"][rows]
        )
        self.applies[:, number] = [self._speaks_to(fleet, row)[number] for row in range(len(fleet))]
        vessels["at_sea"][rows] = ~self.inside[rows][:, self.shelter].any(axis=1)
        self.open_now[number] = zone.open_at(now_ms)
        self._bind()

    def depth_m(self, fleet: Fleet, rows: Array, zones: Array) -> Array:
        """Return how deep inside (positive) or how far outside (negative) each pair is, metres [m]."""
        return self.set.edge_distance_m(fleet.vessels["x"][rows], fleet.vessels["y"][rows], zones)

    def crossed(
        self, fleet: Fleet, rows: Array, from_x: Array, from_y: Array, was_inside: Array
    ) -> tuple[Array, Array]:
        """Return (index into rows, zone) of boats that crossed an open zone to keep out of unseen.

        Args:
            fleet: where the boats are now.
            rows: vessel rows, [m].
            from_x: metres east where each was at its fix before, [m].
            from_y: metres north, [m].
            was_inside: bool [m, z], the zones that each was in there.
        """
        x, y = fleet.vessels["x"][rows], fleet.vessels["y"][rows]

        def ends(move: Array, barrier: Array) -> Array:
            zone = self._barrier_at[barrier]
            return np.asarray(was_inside[move, zone] | self.inside[rows[move], zone])

        move, barrier = self._barriers.crossed(from_x, from_y, x, y, ends)
        zone = self._barrier_at[barrier]
        speaks = self.applies[rows[move], zone] & self.open_now[zone]
        return move[speaks], zone[speaks]

    def _havens(self) -> Array:
        """Return a point in each shelter, metres east and north, and how far its edge is, metres [k, 3]."""
        at = np.flatnonzero(self.shelter)
        points = [self.zones[number].shape.representative_point() for number in at.tolist()]
        x, y = self.frame.to_xy(np.array([p.x for p in points]), np.array([p.y for p in points]))
        return np.column_stack([x, y, np.abs(self.set.edge_distance_m(x, y, at))])

    def _bind(self) -> None:
        """Find out anew which zones speak to whom now, and what follows from it."""
        self._speaks = np.asarray(self.applies & self.open_now)
        self.bound = np.any(self._speaks[:, self.permitted], axis=1)
        self._sum_up(np.arange(len(self.inside)), *_pairs(self.inside))

    def _sum_up(self, rows: Array, at: Array, zone: Array) -> None:
        """Tell of boats whether they are at home or trespass, by the zones [k] that hold rows[at]."""
        speaks = self._speaks[rows[at], zone]
        for held, kind in ((self.at_home, self.home), (self.trespassing, self.keep_out)):
            held[rows] = False
            held[rows[at[speaks & kind[zone]]]] = True

    def _speaks_to(self, fleet: Fleet, row: int) -> Array:
        known = fleet.known[row]
        key = (known.vessel_class, known.gear)
        if key not in self._applies_to:
            self._applies_to[key] = np.array([zone.applies_to(*key) for zone in self.zones], dtype=bool)
        return self._applies_to[key]


def _pairs(inside: Array) -> tuple[Array, Array]:
    """Return (boat, zone) of membership, [k] each: `np.nonzero` in a tenth of its time."""
    boat, zone = np.divmod(inside.ravel().nonzero()[0], inside.shape[1])
    return boat, zone


def _mouths(zones: tuple[Zone, ...], gates: tuple[Gate, ...], frame: PortFrame) -> Mouths:
    lon, lat = (np.array([sum(end[axis] for end in gate.ends) / 2 for gate in gates]) for axis in (0, 1))
    ends = np.array([gate.ends for gate in gates], dtype=np.float64).reshape(-1, 2, 2)
    ends_m = np.stack(frame.to_xy(ends[..., 0], ends[..., 1]), axis=-1)
    widths, zone_of = list[tuple[int, float]](), dict[int, str]()
    for number, zone in enumerate(zones):
        if zone.kind != "gate":
            continue
        west, south, east, north = zone.shape.bounds
        within = (west <= lon) & (lon <= east) & (south <= lat) & (lat <= north)
        held = np.flatnonzero(within).tolist()
        widths += [(number, gates[at].width_m) for at in held[:1]]
        zone_of = dict.fromkeys(held, zone.id) | zone_of
    middles_m = frame.to_xy(lon, lat)
    return Mouths(zones, gates, lon, lat, *middles_m, ends_m, tuple(widths), tuple(sorted(zone_of.items())))
