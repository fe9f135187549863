"""Kinematics of all hulls at once: under way, adrift, at anchor, or at rest.

A boat under way holds the straight line to its next way point, its bow turned into stream and wind as far as
that takes (the crab angle); stream and leeway along the line make it faster or slower over the ground.
"""

import math

import numpy as np

from geo.arrays import BoolArray, FloatArray, IntArray

GATHERS_WAY_MPS2 = 0.08
"""A 30 m steel boat reaches 8 kn in under a minute."""
LOSES_WAY_MPS2 = 0.12
TURNS_DEG_PER_S = 6.0
"""Below the 10 degrees a second that a fishing boat can turn (`domain.md` §1.3)."""
SWINGS_DEG_PER_S = 1.0
"""A boat adrift or at anchor comes round slowly; ours."""
SOONER = 1 + 1e-9
"""Rounding never lets a boat brake too late."""
LEAST_WAY_MPS = 0.15
"""A boat about to stop still creeps to its place."""
LEAST_PART = 0.4
"""Against stream and sea a skipper opens the throttle until this part of the wanted speed is made; ours."""
STEERS_MPS = 0.5
"""Slower than this through the water a bow shows no crab angle."""
SCOPE_M = 25.0
"""How far from its anchor a boat lies: inside the 40 m that boats keep from land in the harbour; ours."""
SWINGS_MPS = 0.2
"""How fast a boat swings about its anchor at most; ours."""


class Hulls:
    """The hulls of a fleet as columns, one row a boat, all of length `count`.

    Once boats move, goals and what acts on them change by `make` and `act_on` only.

    Attributes:
        xy_m: place in metres of the port frame, shape (n, 2).
        speed_mps: speed over ground.
        goal_mps: speed through the water that the boat works up to, and over ground in still water.
        course_deg: course over ground, 0..360 clockwise from north; kept while stopped.
        heading_deg: where the bow points.
        turning: whether the bow is still coming round.
        under_way: whether there is a way point to go to.
        adrift: whether the boat goes where stream and wind take it.
        anchored: whether it lies to its anchor and swings.
        set_mps: how stream and wind carry a boat, metres a second east and north, shape (n, 2).
        slowing: part of the speed through the water that waves leave, 0..1.
        eases: whether a fair stream makes the skipper ease off, so as not to exceed the goal over ground: in
            the harbour, where speed is limited.
        lies_deg: where the bow of a boat adrift or at anchor comes to point.
    """

    def __init__(self, count: int) -> None:
        self.xy_m: FloatArray = _columns(count)
        self.speed_mps: FloatArray = np.zeros(count)
        self.goal_mps: FloatArray = np.zeros(count)
        self.course_deg: FloatArray = np.zeros(count)
        self.heading_deg: FloatArray = np.zeros(count)
        self.turning: BoolArray = np.zeros(count, dtype=np.bool_)
        self.under_way: BoolArray = np.zeros(count, dtype=np.bool_)
        self.adrift: BoolArray = np.zeros(count, dtype=np.bool_)
        self.anchored: BoolArray = np.zeros(count, dtype=np.bool_)
        self.set_mps: FloatArray = _columns(count)
        self.slowing: FloatArray = np.ones(count)
        self.eases: BoolArray = np.zeros(count, dtype=np.bool_)
        self.lies_deg: FloatArray = np.zeros(count)
        self._anchor_m: FloatArray = np.zeros((count, 2))
        self._next_m: FloatArray = np.zeros((count, 2))
        self._along: FloatArray = _columns(count)
        self._left_m: FloatArray = np.zeros(count)
        self._stops_there: BoolArray = np.zeros(count, dtype=np.bool_)
        self._steady: BoolArray = np.zeros(count, dtype=np.bool_)
        self._brakes_m: FloatArray = np.zeros(count)

    def steer(self, row: int, next_m: FloatArray, goal_mps: float, *, stops_there: bool) -> None:
        """Send a boat straight to a way point in metres, at a speed; it slows down if it stops there."""
        (x, y), (next_x, next_y) = self.xy_m[row].tolist(), next_m.tolist()
        east_m, north_m = next_x - x, next_y - y
        left_m = float(np.hypot(east_m, north_m))
        self._next_m[row] = next_m
        self._left_m[row] = left_m
        self.goal_mps[row] = goal_mps
        self._stops_there[row] = stops_there
        self.under_way[row] = True
        self._steady[row] = False
        self.adrift[row] = self.anchored[row] = False
        if left_m > 0:
            self._along[row] = east_m / left_m, north_m / left_m
            self.course_deg[row] = math.degrees(np.arctan2(east_m, north_m)) % 360

    def stop(self, row: int) -> None:
        """Take a boat's way off where it is, and hold it there."""
        self.under_way[row] = self.adrift[row] = self.anchored[row] = False
        self.speed_mps[row] = self.goal_mps[row] = 0.0

    def let_go(self, row: int) -> None:
        """Leave a boat to stream and wind, until it is steered or stopped."""
        self.stop(row)
        self.adrift[row] = True

    def anchor(self, row: int) -> None:
        """Let a boat lie to an anchor where it is now; it comes to swing `SCOPE_M` about it."""
        self.stop(row)
        self.anchored[row] = True
        self._anchor_m[row] = self.xy_m[row]

    def place(self, row: int, xy_m: FloatArray, heading_deg: float) -> None:
        """Put a boat somewhere, at rest."""
        self.stop(row)
        self.xy_m[row] = xy_m
        self.heading_deg[row] = self.course_deg[row] = heading_deg % 360

    def act_on(
        self, rows: IntArray, set_mps: FloatArray, slowing: FloatArray, eases: BoolArray, lies_deg: FloatArray
    ) -> None:
        """Let sea and sky act on boats anew: columns `set_mps`, `slowing`, `eases` and `lies_deg`."""
        self.set_mps[rows], self.slowing[rows] = set_mps, slowing
        self.eases[rows], self.lies_deg[rows] = eases, lies_deg
        self._steady[rows] = False

    def make(self, row: int, goal_mps: float) -> None:
        """Let a boat under way work up, or down, to another speed."""
        self.goal_mps[row] = goal_mps
        self._steady[row] = False

    def step(self, dt_s: float) -> IntArray:
        """Move every hull on by `dt_s` seconds and return the rows that reached their way point.

        Who holds course and speed is only moved on, until something acts on it or it must brake.
        """
        self._steady &= self._left_m > self._brakes_m
        rows = (self.under_way & ~self._steady).nonzero()[0]
        along, set_mps = self._along[rows].T, self.set_mps[rows].T
        holds = self._gather_way(rows, along, set_mps, dt_s)
        moved_m = np.where(self.under_way, np.minimum(self.speed_mps * dt_s, self._left_m), 0.0)
        self.xy_m += self._along * moved_m[:, None]
        self._left_m -= moved_m
        lying = (self.adrift | self.anchored).nonzero()[0]
        if len(lying):
            self._drift(dt_s)
            self._swing(dt_s)
            self._lie(lying, dt_s)
        self._steady[rows] = holds & self._turn(rows, along, set_mps, dt_s)
        arrived = (self.under_way & (self._left_m <= 1e-6)).nonzero()[0]
        self.xy_m[arrived] = self._next_m[arrived]
        return arrived

    def _gather_way(self, rows: IntArray, along: FloatArray, set_mps: FloatArray, dt_s: float) -> BoolArray:
        """Let boats gather or lose way; return which make the same speed as before."""
        was_mps, stops = self.speed_mps[rows], self._stops_there[rows]
        made_mps = self._made_good(rows, along, set_mps)
        brake_m = np.where(stops, self._left_m[rows], np.inf)
        goal = np.minimum(made_mps, np.maximum(np.sqrt(2 * LOSES_WAY_MPS2 * brake_m), LEAST_WAY_MPS))
        change = np.minimum(np.maximum(goal - was_mps, -LOSES_WAY_MPS2 * dt_s), GATHERS_WAY_MPS2 * dt_s)
        speed_mps = self.speed_mps[rows] = was_mps + change
        stops_in_m = speed_mps * speed_mps / (2 * LOSES_WAY_MPS2) * SOONER
        self._brakes_m[rows] = np.where(stops, stops_in_m, -1.0)
        return np.asarray(speed_mps == was_mps)

    def _made_good(self, rows: IntArray, along: FloatArray, set_mps: FloatArray) -> FloatArray:
        """Return the speed over ground along the line that stream, leeway and waves leave of the goal."""
        (east, north), (set_east, set_north) = along, set_mps
        goal_mps = self.goal_mps[rows]
        with_it = set_east * east + set_north * north
        across = set_east * north - set_north * east
        through = goal_mps * self.slowing[rows]
        made = np.sqrt(np.maximum(through * through - across * across, 0.0)) + with_it
        made = np.where(self.eases[rows], np.minimum(made, goal_mps), made)
        good: FloatArray = np.maximum(made, LEAST_PART * goal_mps)
        return good

    def _turn(self, rows: IntArray, along: FloatArray, set_mps: FloatArray, dt_s: float) -> BoolArray:
        """Bring bows round to the way through the water; return which head as they did before."""
        east, north = along * self.speed_mps[rows] - set_mps
        steers = east * east + north * north > STEERS_MPS**2
        wanted_deg = np.where(steers, np.degrees(np.arctan2(east, north)), self.course_deg[rows])
        off_deg, stays = self._bring_round(rows, wanted_deg, TURNS_DEG_PER_S * dt_s)
        self.turning[:] = False
        self.turning[rows] = np.abs(off_deg) > TURNS_DEG_PER_S * dt_s
        return stays

    def _lie(self, rows: IntArray, dt_s: float) -> None:
        """Bring the bows of boats adrift and at anchor to where they come to lie."""
        self._bring_round(rows, self.lies_deg[rows], SWINGS_DEG_PER_S * dt_s)

    def _bring_round(
        self, rows: IntArray, wanted_deg: FloatArray, most_deg: float
    ) -> tuple[FloatArray, BoolArray]:
        """Turn bows by no more than so much; return how far each was off, and which head as before."""
        was_deg = self.heading_deg[rows]
        off_deg = wanted_deg - was_deg
        off_deg -= 360 * np.rint(off_deg / 360)
        heading_deg = was_deg + np.minimum(np.maximum(off_deg, -most_deg), most_deg)
        heading_deg -= 360 * np.floor(heading_deg / 360)
        self.heading_deg[rows] = heading_deg
        return off_deg, np.asarray(heading_deg == was_deg)

    def _drift(self, dt_s: float) -> None:
        """Carry boats adrift with stream and wind."""
        rows = self.adrift.nonzero()[0]
        self._carry(rows, self.set_mps[rows] * dt_s, dt_s)

    def _swing(self, dt_s: float) -> None:
        """Let boats at anchor come to lie down-stream and down-wind of it."""
        rows = self.anchored.nonzero()[0]
        down = self.set_mps[rows]
        speed = np.maximum(np.hypot(down[:, 0], down[:, 1]), 1e-9)[:, None]
        off_m = self._anchor_m[rows] + down / speed * SCOPE_M - self.xy_m[rows]
        away_m = np.maximum(np.hypot(off_m[:, 0], off_m[:, 1]), 1e-9)[:, None]
        self._carry(rows, off_m * np.minimum(SWINGS_MPS * dt_s / away_m, 1.0) * (speed > 1e-6), dt_s)

    def _carry(self, rows: IntArray, by_m: FloatArray, dt_s: float) -> None:
        self.xy_m[rows] += by_m
        self.speed_mps[rows] = np.hypot(by_m[:, 0], by_m[:, 1]) / dt_s
        moved = (by_m != 0).any(axis=1)
        course_deg = np.degrees(np.arctan2(by_m[:, 0], by_m[:, 1])) % 360
        self.course_deg[rows] = np.where(moved, course_deg, self.course_deg[rows])


def _columns(count: int) -> FloatArray:
    """Return places or speeds, shape (n, 2), whose eastern and northern parts lie together each."""
    return np.zeros((count, 2), order="F")
