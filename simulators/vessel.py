"""Kinematics of all hulls at once: each goes straight to its next way point, gathers and loses way, turns."""

import numpy as np

from geo.arrays import BoolArray, FloatArray, IntArray

GATHERS_WAY_MPS2 = 0.08
"""A 30 m steel boat reaches 8 kn in under a minute."""
LOSES_WAY_MPS2 = 0.12
TURNS_DEG_PER_S = 6.0
"""Below the 10 degrees a second that a fishing boat can turn (`domain.md` §1.3)."""
LEAST_WAY_MPS = 0.15
"""A boat about to stop still creeps to its place."""


class Hulls:
    """The hulls of a fleet as columns, one row a boat, all of length `count`.

    Attributes:
        xy_m: place in metres of the port frame, shape (n, 2).
        speed_mps: speed over ground.
        goal_mps: speed that the boat works up to.
        course_deg: course over ground, 0..360 clockwise from north; kept while stopped.
        heading_deg: where the bow points, following the course.
        turning: whether the bow is still coming round.
        under_way: whether there is a way point to go to.
    """

    def __init__(self, count: int) -> None:
        self.xy_m: FloatArray = np.zeros((count, 2))
        self.speed_mps: FloatArray = np.zeros(count)
        self.goal_mps: FloatArray = np.zeros(count)
        self.course_deg: FloatArray = np.zeros(count)
        self.heading_deg: FloatArray = np.zeros(count)
        self.turning: BoolArray = np.zeros(count, dtype=np.bool_)
        self.under_way: BoolArray = np.zeros(count, dtype=np.bool_)
        self._next_m: FloatArray = np.zeros((count, 2))
        self._along: FloatArray = np.zeros((count, 2))
        self._left_m: FloatArray = np.zeros(count)
        self._stops_there: BoolArray = np.zeros(count, dtype=np.bool_)

    def steer(self, row: int, next_m: FloatArray, goal_mps: float, *, stops_there: bool) -> None:
        """Send a boat straight to a way point in metres, at a speed; it slows down if it stops there."""
        way_m = next_m - self.xy_m[row]
        left_m = float(np.hypot(*way_m))
        self._next_m[row] = next_m
        self._left_m[row] = left_m
        self.goal_mps[row] = goal_mps
        self._stops_there[row] = stops_there
        self.under_way[row] = True
        if left_m > 0:
            self._along[row] = way_m / left_m
            self.course_deg[row] = np.degrees(np.arctan2(way_m[0], way_m[1])) % 360

    def stop(self, row: int) -> None:
        """Take a boat's way off where it is."""
        self.under_way[row] = False
        self.speed_mps[row] = self.goal_mps[row] = 0.0

    def place(self, row: int, xy_m: FloatArray, heading_deg: float) -> None:
        """Put a boat somewhere, at rest."""
        self.stop(row)
        self.xy_m[row] = xy_m
        self.heading_deg[row] = self.course_deg[row] = heading_deg % 360

    def step(self, dt_s: float) -> IntArray:
        """Move every hull on by `dt_s` seconds and return the rows that reached their way point."""
        brake_m = np.where(self._stops_there, self._left_m, np.inf)
        goal = np.minimum(self.goal_mps, np.maximum(np.sqrt(2 * LOSES_WAY_MPS2 * brake_m), LEAST_WAY_MPS))
        goal[~self.under_way] = 0.0
        change = goal - self.speed_mps
        self.speed_mps += np.clip(change, -LOSES_WAY_MPS2 * dt_s, GATHERS_WAY_MPS2 * dt_s)
        moved_m = np.where(self.under_way, np.minimum(self.speed_mps * dt_s, self._left_m), 0.0)
        self.xy_m += self._along * moved_m[:, None]
        self._left_m -= moved_m
        off_deg = (self.course_deg - self.heading_deg + 180) % 360 - 180
        turn_deg = np.clip(off_deg, -TURNS_DEG_PER_S * dt_s, TURNS_DEG_PER_S * dt_s)
        self.heading_deg = (self.heading_deg + np.where(self.under_way, turn_deg, 0.0)) % 360
        self.turning = self.under_way & (np.abs(off_deg) > TURNS_DEG_PER_S * dt_s)
        arrived = np.flatnonzero(self.under_way & (self._left_m <= 1e-6))
        self.xy_m[arrived] = self._next_m[arrived]
        return arrived
