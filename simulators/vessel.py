"""Kinematics of all hulls at once: under way, adrift, at anchor, or at rest.

A boat under way holds the straight line to its next way point, its bow turned into stream and wind as far as
that takes (the crab angle); stream and leeway along the line make it faster or slower over the ground.
"""

import numpy as np

from geo.arrays import BoolArray, FloatArray, IntArray

GATHERS_WAY_MPS2 = 0.08
"""A 30 m steel boat reaches 8 kn in under a minute."""
LOSES_WAY_MPS2 = 0.12
TURNS_DEG_PER_S = 6.0
"""Below the 10 degrees a second that a fishing boat can turn (`domain.md` §1.3)."""
SWINGS_DEG_PER_S = 1.0
"""A boat adrift or at anchor comes round slowly; ours."""
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
        self._through_mps: FloatArray = _columns(count)
        self._through_deg: FloatArray = np.zeros(count)

    def steer(self, row: int, next_m: FloatArray, goal_mps: float, *, stops_there: bool) -> None:
        """Send a boat straight to a way point in metres, at a speed; it slows down if it stops there."""
        way_m = next_m - self.xy_m[row]
        left_m = float(np.hypot(*way_m))
        self._next_m[row] = next_m
        self._left_m[row] = left_m
        self.goal_mps[row] = goal_mps
        self._stops_there[row] = stops_there
        self.under_way[row] = True
        self.adrift[row] = self.anchored[row] = False
        if left_m > 0:
            self._along[row] = way_m / left_m
            self.course_deg[row] = np.degrees(np.arctan2(way_m[0], way_m[1])) % 360

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

    def step(self, dt_s: float) -> IntArray:
        """Move every hull on by `dt_s` seconds and return the rows that reached their way point."""
        brake_m = np.where(self._stops_there, self._left_m, np.inf)
        goal = np.minimum(self._made_good(), np.maximum(np.sqrt(2 * LOSES_WAY_MPS2 * brake_m), LEAST_WAY_MPS))
        goal[~self.under_way] = 0.0
        change = goal - self.speed_mps
        self.speed_mps += np.clip(change, -LOSES_WAY_MPS2 * dt_s, GATHERS_WAY_MPS2 * dt_s)
        moved_m = np.where(self.under_way, np.minimum(self.speed_mps * dt_s, self._left_m), 0.0)
        self.xy_m += self._along * moved_m[:, None]
        self._left_m -= moved_m
        if self.adrift.any():
            self._drift(dt_s)
        if self.anchored.any():
            self._swing(dt_s)
        self._turn(dt_s)
        arrived = np.flatnonzero(self.under_way & (self._left_m <= 1e-6))
        self.xy_m[arrived] = self._next_m[arrived]
        return arrived

    def _made_good(self) -> FloatArray:
        """Return the speed over ground along the line that stream, leeway and waves leave of the goal."""
        along, set_mps = self._along, self.set_mps
        with_it = set_mps[:, 0] * along[:, 0] + set_mps[:, 1] * along[:, 1]
        across = set_mps[:, 0] * along[:, 1] - set_mps[:, 1] * along[:, 0]
        through = self.goal_mps * self.slowing
        made = np.sqrt(np.maximum(through * through - across * across, 0.0)) + with_it
        made = np.where(self.eases, np.minimum(made, self.goal_mps), made)
        good: FloatArray = np.maximum(made, LEAST_PART * self.goal_mps)
        return good

    def _turn(self, dt_s: float) -> None:
        """Bring bows round: along the way through the water, or to where a boat at rest comes to lie."""
        loose = self.adrift | self.anchored
        moves = self.under_way | loose
        east = self._along[:, 0] * self.speed_mps - self.set_mps[:, 0]
        north = self._along[:, 1] * self.speed_mps - self.set_mps[:, 1]
        steers = east * east + north * north > STEERS_MPS**2
        wanted_deg = np.where(steers, self._bow_deg(east, north, moves & steers), self.course_deg)
        wanted_deg = np.where(loose, self.lies_deg, wanted_deg)
        off_deg = wanted_deg - self.heading_deg
        off_deg -= 360 * np.rint(off_deg / 360)
        most_deg = np.where(loose, SWINGS_DEG_PER_S, TURNS_DEG_PER_S) * dt_s
        heading_deg = self.heading_deg + np.clip(off_deg, -most_deg, most_deg)
        heading_deg -= 360 * np.floor(heading_deg / 360)
        np.copyto(self.heading_deg, heading_deg, where=moves)
        self.turning = self.under_way & (np.abs(off_deg) > most_deg)

    def _bow_deg(self, east_mps: FloatArray, north_mps: FloatArray, asked: BoolArray) -> FloatArray:
        """Return the direction of the way through the water, right where it is asked for.

        Most boats go through the water as they did a second ago, and the angle is the dearest number here.
        """
        last_mps = self._through_mps
        rows = np.flatnonzero(asked & ((east_mps != last_mps[:, 0]) | (north_mps != last_mps[:, 1])))
        last_mps[rows, 0], last_mps[rows, 1] = east_mps[rows], north_mps[rows]
        self._through_deg[rows] = np.degrees(np.arctan2(east_mps[rows], north_mps[rows]))
        return self._through_deg

    def _drift(self, dt_s: float) -> None:
        """Carry boats adrift with stream and wind."""
        rows = np.flatnonzero(self.adrift)
        self._carry(rows, self.set_mps[rows] * dt_s, dt_s)

    def _swing(self, dt_s: float) -> None:
        """Let boats at anchor come to lie down-stream and down-wind of it."""
        rows = np.flatnonzero(self.anchored)
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
