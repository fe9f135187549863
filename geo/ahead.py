"""What lies ahead: which edges of zones a boat will meet on its course, and in how many seconds."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import ArrayLike
from shapely import STRtree

from geo.arrays import BoolArray, FloatArray, IntArray
from geo.wgs84 import metres_per_degree
from geo.zones import ZoneSet

AT_ONCE = 2_000
"""Boats looked at in one go: of a crowded chart some hundred edges each, ten columns of them 20 MiB."""
ON_EDGE_M = 1e-6
"""An edge less than this behind a boat counts as under it: rounding of metres at 10,000 km is 1e-9."""


@dataclass(frozen=True, slots=True, eq=False)
class Ahead:
    """Edges of zones on the courses of boats, one row for each boat and zone that it will meet.

    Attributes:
        boat: [k] ascending.
        zone: [k] ascending within a boat.
        at_s: [k] seconds until the first edge of the zone, 0..horizon; 0: it is on the edge.
        inside: [k] the boat is inside now, so it leaves there; otherwise it enters or touches.
    """

    boat: IntArray
    zone: IntArray
    at_s: FloatArray
    inside: BoolArray


@dataclass(frozen=True, slots=True, eq=False)
class Lookout:
    """The edges of a set of zones, arranged for looking along courses; make one with `of` for each set.

    Attributes:
        zones: the zones.
        tree: the boxes of their edges.
    """

    zones: ZoneSet
    tree: STRtree

    @classmethod
    def of(cls, zones: ZoneSet) -> "Lookout":
        """Return the lookout for zones; 40,000 edges take some 30 ms."""
        edges = zones.cells.edges
        west, east = np.sort([edges.low[:, 0], edges.high[:, 0]], axis=0)
        return cls(zones, STRtree(shapely.box(west, edges.low[:, 1], east, edges.high[:, 1])))

    def ahead(
        self,
        x_m: ArrayLike,
        y_m: ArrayLike,
        east_mps: ArrayLike,
        north_mps: ArrayLike,
        horizon_s: float,
    ) -> Ahead:
        """Return which zones' edges the boats meet within the horizon on their course and speed, and when.

        Zones of a frame stand in its plane, where a degree of longitude has the length of the origin's
        latitude; velocities are stretched alike, by the boat's own latitude, so that the seconds are true to
        0.15 % for ways up to 10 km at 60 degrees. A boat without speed meets nothing. A way that touches a
        vertex or runs along an edge meets it.

        Args:
            x_m: [n] metres east.
            y_m: [n] metres north.
            east_mps: [n] velocity over ground, eastern part.
            north_mps: [n] northern part.
            horizon_s: seconds to look ahead, 0 or more.

        Raises:
            ValueError: columns differ in length, a number is not finite, or the horizon is negative.
        """
        x, y, u, v = _columns((x_m, y_m, east_mps, north_mps), horizon_s)
        if self.zones.frame is not None:
            lat_deg = self.zones.frame.to_lonlat(x, y)[1]
            here, origin = metres_per_degree(lat_deg), metres_per_degree(self.zones.frame.lat0_deg)
            u, v = u * (origin[0] / here[0]), v * (origin[1] / here[1])
        ways, under_way = np.stack([x, y, u, v]), np.flatnonzero((u != 0) | (v != 0))
        parts = [under_way[at : at + AT_ONCE] for at in range(0, len(under_way), AT_ONCE)] or [under_way]
        found = [self._first(ways, part, horizon_s) for part in parts]
        boat, zone, at_s = (np.concatenate(column) for column in zip(*found, strict=True))
        inside = shapely.intersects_xy(self.zones.shapes[zone], x[boat], y[boat])
        return Ahead(boat, zone, at_s, inside)

    def _first(
        self, ways: FloatArray, rows: IntArray, horizon_s: float
    ) -> tuple[IntArray, IntArray, FloatArray]:
        """Return boat, zone and seconds of the first edge of each zone that the boats in `rows` will meet."""
        start = ways[:2, rows]
        end = start + ways[2:, rows] * horizon_s
        west_south, east_north = np.minimum(start, end) - ON_EDGE_M, np.maximum(start, end) + ON_EDGE_M
        row, edge = self.tree.query(shapely.box(*west_south, *east_north))
        at_s = _meets_s(self.zones, ways[:, rows[row]], edge)
        meets = at_s <= horizon_s
        boat, zone, at_s = rows[row[meets]], self.zones.cells.edges.zone[edge[meets]], at_s[meets]
        order = np.lexsort((at_s, zone, boat))
        boat, zone, at_s = boat[order], zone[order], at_s[order]
        new = np.append(True, (boat[1:] != boat[:-1]) | (zone[1:] != zone[:-1]))[: len(boat)]
        return boat[new], zone[new], at_s[new]


def _columns(given: tuple[ArrayLike, ...], horizon_s: float) -> FloatArray:
    columns = [np.asarray(column, dtype=np.float64) for column in given]
    if columns[0].ndim != 1 or len({column.shape for column in columns}) > 1:
        raise ValueError(f"boats must be columns of one length, not {[column.shape for column in columns]}")
    stacked = np.stack(columns)
    finite = np.isfinite(stacked).all(axis=0)
    if not finite.all():
        raise ValueError(f"{np.sum(~finite)} boats are not finite; the first is row {np.argmin(finite)}")
    if not 0 <= horizon_s < np.inf:
        raise ValueError(f"horizon {horizon_s} s must be 0 or more, and finite")
    return stacked


def _meets_s(zones: ZoneSet, ways: FloatArray, edge: IntArray) -> FloatArray:
    """Return when each way meets the edge beside it, 0 or more; infinity for never.

    The two ends of an edge stand on different sides of the course, or on it. Edges that share a vertex
    compute the same number for it, so no way slips through between them.
    """
    x, y, u, v = ways
    speed2 = u * u + v * v
    low, high = zones.cells.edges.low[edge].T, zones.cells.edges.high[edge].T
    side_low, side_high = (u * (py - y) - v * (px - x) for px, py in (low, high))
    at_low, at_high = ((u * (px - x) + v * (py - y)) / speed2 for px, py in (low, high))
    meets = (np.minimum(side_low, side_high) <= 0) & (np.maximum(side_low, side_high) >= 0)
    along = side_low == side_high
    part = side_low / np.where(along, 1.0, side_low - side_high)
    at_s = at_low + (at_high - at_low) * part
    first, last = np.minimum(at_low, at_high), np.maximum(at_low, at_high)
    slack_s = ON_EDGE_M / np.sqrt(speed2)
    at_s = np.where(along, np.where(last >= -slack_s, np.maximum(first, 0.0), -np.inf), at_s)
    return np.where(meets & (at_s >= -slack_s), np.maximum(at_s, 0.0), np.inf)
