"""The pilots: they take every boat through its plan, leg by leg, and ask its behaviour for the next plan."""

from collections.abc import Callable

import numpy as np

from geo.arrays import FloatArray
from simulators.behaviours import PLANS
from simulators.keep_right import keep_right
from simulators.scene import AT_ANCHOR, Leg, Plan, Scene
from simulators.seaway import Seaway

Report = Callable[[int, str], None]
"""Takes a row and what its crew has to say: departure, arrival or ashore."""
MOST_PLANS = 8
"""Plans without a leg that may follow each other before a boat is left where it is for a while."""
PAUSE_S = 600.0


class Pilots:
    """Steers the boats of a scene, and tells `report` when a leg begins that its crew has a word on."""

    def __init__(self, scene: Scene, report: Report) -> None:
        self._scene = scene
        self._report = report
        self._seaway = Seaway(scene)
        self._point = [0] * len(scene.vessels)
        self._hold_until_s = np.full(len(scene.vessels), np.inf)
        self._is_aside = np.zeros(len(scene.vessels), dtype=np.bool_)

    def follow(self, row: int, behaviour: str) -> None:
        """Let a boat drop what it does and follow a behaviour from now on."""
        self.set_out(row, behaviour, PLANS[behaviour](self._scene, row))

    def set_out(self, row: int, behaviour: str, plan: Plan) -> None:
        """Let a boat drop what it does and follow a plan, as if the behaviour had just made it."""
        scene = self._scene
        for _ in range(MOST_PLANS):
            if plan.legs:
                break
            behaviour = plan.then
            plan = PLANS[behaviour](scene, row)
        else:
            plan = Plan((scene.stay(row, PAUSE_S, int(scene.status[row])),), behaviour)
        scene.behaviour[row] = behaviour
        scene.legs[row].clear()
        scene.legs[row].extend(plan.legs)
        scene.then[row] = plan.then
        self._begin_leg(row)

    def turn_aside(self, row: int, goal_m: FloatArray, for_s: float) -> None:
        """Let a boat that is under way go to another place first, and then on to where it was bound.

        A leg that is over after a time lasts until the boat is there, in `for_s` seconds.
        """
        leg = self._scene.legs[row][0]
        if leg.for_s:
            self._hold_until_s[row] = max(self._hold_until_s[row], self._scene.now_s + for_s)
        if not self._is_aside[row]:
            self._point[row] -= 1
        self._is_aside[row] = True
        self._scene.hulls.steer(row, goal_m, leg.speed_mps, stops_there=False)

    def bound_m(self, rows: list[int]) -> FloatArray:
        """Return the points in metres that boats under way make for, or will again when they were aside.

        Args:
            rows: of n boats; the points are of shape (n, 2).
        """
        aside = [row for row in rows if self._is_aside[row]]
        on = {row: 1 + skips for row, skips in zip(aside, self._may_skip(aside), strict=True)}
        ways_m = [self._scene.legs[row][0].way_m for row in rows]
        points = [
            min(self._point[row] + on.get(row, 0), len(way) - 1)
            for row, way in zip(rows, ways_m, strict=True)
        ]
        return np.array([way[point] for way, point in zip(ways_m, points, strict=True)]).reshape(-1, 2)

    def make_speed(self, row: int, part: float) -> None:
        """Let a boat that is under way make a part of the speed of its leg."""
        if self._scene.hulls.under_way[row]:
            self._scene.hulls.make(row, part * self._scene.legs[row][0].speed_mps)

    def step(self, dt_s: float) -> None:
        """Move every boat on by `dt_s` seconds and let those that arrived or waited long enough go on."""
        self._seaway.step()
        for row in self._scene.hulls.step(dt_s).tolist():
            self._next_point(row)
        for row in (self._hold_until_s <= self._scene.now_s).nonzero()[0].tolist():
            self._end_leg(row)

    def _begin_leg(self, row: int) -> None:
        leg = self._scene.legs[row][0] = keep_right(self._scene, row, self._scene.legs[row][0])
        self._hold_until_s[row] = self._scene.now_s + leg.for_s if leg.for_s else np.inf
        self._scene.status[row] = leg.status
        self._point[row] = 0
        self._is_aside[row] = False
        if leg.report:
            self._report(row, leg.report)
        self._next_point(row)

    def _next_point(self, row: int) -> None:
        leg = self._scene.legs[row][0]
        self._point[row] += 1 + (self._is_aside[row] and self._may_skip([row])[0])
        self._is_aside[row] = False
        point = self._point[row]
        if point < len(leg.way_m):
            self._scene.hulls.steer(row, leg.way_m[point], leg.speed_mps, stops_there=self._stops(leg, point))
        else:
            self._hold(row, leg)

    def _may_skip(self, rows: list[int]) -> list[bool]:
        """Return which boats that come back from aside can go on to the point after the one they left for.

        They may have passed that one by; skippers do not turn round for it.
        """
        legs = {row: self._scene.legs[row][0] for row in rows}
        afters = ((row, leg.way_m, self._point[row] + 2) for row, leg in legs.items())
        there_m = {row: way_m[after] for row, way_m, after in afters if after < len(way_m)}
        skips = {row: self._is_past(row, leg) for row, leg in legs.items() if row not in there_m}
        if there_m:
            here_m = self._scene.hulls.xy_m[list(there_m)]
            clear = self._scene.places.water.clear(here_m, np.array(list(there_m.values())))
            skips |= dict(zip(there_m, clear.tolist(), strict=True))
        return [skips[row] for row in rows]

    def _is_past(self, row: int, leg: Leg) -> bool:
        """Return whether a boat is beside the end of a leg that leads on, or beyond it."""
        if not leg.passes:
            return False
        left_m = leg.way_m[-1] - self._scene.here(row)
        return bool(left_m @ (leg.way_m[-1] - leg.way_m[-2]) <= 0)

    @staticmethod
    def _stops(leg: Leg, point: int) -> bool:
        return point == len(leg.way_m) - 1 and not leg.passes

    def _hold(self, row: int, leg: Leg) -> None:
        hulls = self._scene.hulls
        if not leg.passes:
            (hulls.let_go if leg.adrift else hulls.anchor if leg.status == AT_ANCHOR else hulls.stop)(row)
        self._hold_until_s[row] = self._scene.now_s + leg.hold_s

    def _end_leg(self, row: int) -> None:
        scene = self._scene
        scene.legs[row].popleft()
        if scene.legs[row]:
            self._begin_leg(row)
        else:
            self.set_out(row, scene.then[row], PLANS[scene.then[row]](scene, row))
